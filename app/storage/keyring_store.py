"""The device secret in the operating system's keyring; only keyrings on our own list are used.

The keyring library would take any backend that an environment variable, a file or an installed
package names, some of which write plain text. So a backend from the list is made here directly.
"""

from __future__ import annotations

import base64
import importlib
import secrets
import sys
from typing import Any, Protocol

from app.records.errors import DeviceKeyMissing, KeyringChanged, KeyringUnsafe

SERVICE = "Homeward"
SECRET_BYTES = 32
ALLOWED = (
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
_PLATFORMS = {"keyring.backends.Windows": "win32", "keyring.backends.macOS": "darwin"}


class DeviceKeyring(Protocol):
    """Keeps small secrets outside the store; `name` is written into the key file."""

    @property
    def name(self) -> str:
        """The backend's full name."""
        ...

    def get(self, entry: str) -> bytes | None:
        """Return a secret or None."""
        ...

    def put(self, entry: str, secret: bytes) -> None:
        """Keep a secret."""
        ...

    def delete(self, entry: str) -> None:
        """Forget a secret; no error when there is none."""
        ...


class SystemKeyring:
    """A keyring of the operating system, by a backend from the list."""

    def __init__(self, backend: Any, name: str) -> None:
        self._backend = backend
        self._name = name

    @property
    def name(self) -> str:
        """The backend's full name."""
        return self._name

    def get(self, entry: str) -> bytes | None:
        """Return a secret or None."""
        text = self._call("get_password", SERVICE, entry)
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            # Not ours, or cut: its mark will not match the header's, and that error says more.
            return str(text).encode("utf-8", "replace")

    def put(self, entry: str, secret: bytes) -> None:
        """Keep a secret."""
        self._call("set_password", SERVICE, entry, base64.b64encode(secret).decode("ascii"))

    def delete(self, entry: str) -> None:
        """Forget a secret; no error when there is none."""
        if self.get(entry) is not None:
            self._call("delete_password", SERVICE, entry)

    def _call(self, method: str, *arguments: str) -> Any:
        try:
            return getattr(self._backend, method)(*arguments)
        except Exception as error:
            # Backends raise what their D-Bus or Windows library raises; none of it names a child.
            raise KeyringUnsafe(
                "The keyring of this laptop is locked or does not answer. "
                "Unlock it or sign in again, then try once more.",
                backend=self._name,
            ) from error


def system_keyring() -> DeviceKeyring:
    """The first keyring of the list that works here; raise KeyringUnsafe when none does."""
    for module, cls in ALLOWED:
        if _PLATFORMS.get(module, sys.platform) != sys.platform:
            continue
        found = _make(module, cls)
        if found is not None:
            return found
    raise KeyringUnsafe


def _make(module: str, cls: str) -> SystemKeyring | None:
    try:
        kind: Any = getattr(importlib.import_module(module), cls)
        if not kind.priority > 0:
            return None
        backend: Any = kind()
    except Exception:  # noqa: BLE001,RUF100 - a backend that cannot be asked is a backend we lack
        return None
    # Drop what KEYRING_PROPERTY_* variables set on it: nothing outside may steer where it writes.
    backend.__dict__.clear()
    if cls == "WinVaultKeyring":
        backend.persist = "local machine"  # the default would roam with the domain profile
    return SystemKeyring(backend, f"{module}.{cls}")


def entry_name(store_id: str, slot_gen: int) -> str:
    """The keyring entry of one generation of a store's device secret."""
    return f"ds/{store_id}/{slot_gen}"


def new_device_secret(keyring: DeviceKeyring, store_id: str, slot_gen: int) -> bytes:
    """Make a device secret, keep it, and prove by reading it back that it was kept."""
    secret = secrets.token_bytes(SECRET_BYTES)
    entry = entry_name(store_id, slot_gen)
    keyring.put(entry, secret)
    if keyring.get(entry) != secret:
        raise KeyringUnsafe(backend=keyring.name)
    return secret


def device_secret(keyring: DeviceKeyring, backend: str, store_id: str, slot_gen: int) -> bytes:
    """The store's device secret; raise KeyringChanged or DeviceKeyMissing."""
    if keyring.name != backend:
        raise KeyringChanged(expected=backend, found=keyring.name)
    secret = keyring.get(entry_name(store_id, slot_gen))
    if secret is None:
        raise DeviceKeyMissing
    return secret
