"""The device secret: only keyrings on our list, and no guess where it is missing or another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from app.records.errors import (
    DeviceKeyChanged,
    DeviceKeyMissing,
    KeyringChanged,
    KeyringUnsafe,
)
from app.storage import key_slots, keyring_store
from app.storage.keyring_store import ALLOWED, SystemKeyring, new_device_secret, system_keyring
from app.storage.vault import create_store, unlock
from tests.storage.making import PASSPHRASE, QUICK, MemoryKeyring, real_store

if TYPE_CHECKING:
    from app.storage.keyring_store import DeviceKeyring

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def never_stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    def stretch(*_arguments: object) -> bytes:
        message = "the passphrase was stretched"
        raise AssertionError(message)

    monkeypatch.setattr(key_slots, "stretch", stretch)


def closed_store(folder: Path, keyring: DeviceKeyring) -> None:
    assert isinstance(keyring, MemoryKeyring)
    real_store(folder, keyring).store.close()


def test_missing_is_said_before_the_passphrase_is_stretched(
    folder: Path, keyring: MemoryKeyring, request: pytest.FixtureRequest
) -> None:
    closed_store(folder, keyring)
    keyring.kept.clear()
    request.getfixturevalue("never_stretched")
    with pytest.raises(DeviceKeyMissing):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_another_secret_is_told_from_a_wrong_passphrase(
    folder: Path, keyring: MemoryKeyring, request: pytest.FixtureRequest
) -> None:
    closed_store(folder, keyring)
    keyring.kept = dict.fromkeys(keyring.kept, b"\1" * 32)
    request.getfixturevalue("never_stretched")
    with pytest.raises(DeviceKeyChanged):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_another_keyring_is_named(folder: Path, keyring: MemoryKeyring) -> None:
    closed_store(folder, keyring)
    with pytest.raises(KeyringChanged) as caught:
        unlock(folder, PASSPHRASE, keyring=MemoryKeyring(name="another", kept=keyring.kept))
    assert caught.value.details["found"] == "another"


def test_the_header_holds_no_device_secret(folder: Path, keyring: MemoryKeyring) -> None:
    closed_store(folder, keyring)
    (secret,) = [kept for name, kept in keyring.kept.items() if name.startswith("ds/")]
    for file in folder.iterdir():
        content = file.read_bytes()
        assert secret not in content
        assert secret.hex().encode() not in content


def test_no_trusted_keyring_no_store_for_real_records(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_store, "ALLOWED", (("keyring.backends.absent", "Keyring"),))
    with pytest.raises(KeyringUnsafe):
        create_store(folder, PASSPHRASE, cost=QUICK)
    assert not folder.exists()


def test_practice_needs_no_keyring(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_store, "ALLOWED", ())
    made = create_store(folder, "practice", practice=True, cost=QUICK)
    assert made.store.practice
    made.store.close()
    unlock(folder, "practice").close()


def test_only_the_list_is_asked() -> None:
    assert {cls for _, cls in ALLOWED} == {"WinVaultKeyring", "Keyring", "DBusKeyring"}
    assert not any("alt" in module or "fail" in module or "null" in module for module, _ in ALLOWED)


def test_environment_cannot_name_a_keyring(tmp_path: Path) -> None:
    """A hostile backend named by variable, by file and by entry point is never even imported."""
    (tmp_path / "hostile.py").write_text(
        "from pathlib import Path\n"
        f"Path({str(tmp_path / 'imported')!r}).touch()\n"
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 99\n"
        "    def get_password(self, service, username): return None\n"
        "    def set_password(self, service, username, password): pass\n",
        encoding="utf-8",
    )
    settings = tmp_path / "config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=hostile.Keyring\n")
    script = (
        "from app.storage.keyring_store import system_keyring\n"
        "from app.records.errors import KeyringUnsafe\n"
        "try:\n    print(system_keyring().name)\nexcept KeyringUnsafe:\n    print('unsafe')\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{tmp_path}",
            "PYTHON_KEYRING_BACKEND": "hostile.Keyring",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "unsafe"
    assert not (tmp_path / "imported").exists()


class Backend:
    """Stands where one of the list's backends would."""

    priority = 5

    def __init__(self) -> None:
        self.preferred_collection = "/set/by/the/environment"

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        return self.__dict__.get("password")

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username
        self.password = password


def test_properties_from_the_environment_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_store, "ALLOWED", ((__name__, "Backend"),))
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Backend.__module__])
    found = system_keyring()
    assert isinstance(found, SystemKeyring)
    assert "preferred_collection" not in vars(found._backend)


SERVICE_SCRIPT = """
import sys
from pathlib import Path
from app.records.errors import DeviceKeyMissing
from app.storage.keyring_store import system_keyring
from app.storage.vault import create_store, unlock
from tests.storage.making import PASSPHRASE, QUICK
folder, keyring = Path(sys.argv[1]), system_keyring()
store = create_store(folder, PASSPHRASE, cost=QUICK).store
store.close()
unlock(folder, PASSPHRASE).close()
keyring.delete(f"ds/{store.id}/1")
try:
    unlock(folder, PASSPHRASE)
except DeviceKeyMissing:
    print(keyring.name)
"""


@pytest.mark.slow
@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs dbus-run-session and gnome-keyring-daemon",
)
def test_a_real_secret_service_keeps_the_device_secret(tmp_path: Path) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    unlocked = "gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1"
    done = subprocess.run(  # noqa: S603
        [
            shutil.which("dbus-run-session") or "",
            *("--", "sh", "-c", f'printf pw | {unlocked}; exec "$@"', "sh"),
            *(sys.executable, "-c", SERVICE_SCRIPT, str(tmp_path / "store")),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.strip() == "keyring.backends.SecretService.Keyring", done.stderr


def test_a_keyring_that_does_not_keep_is_found_out() -> None:
    class Forgetful(MemoryKeyring):
        @override
        def put(self, entry: str, secret: bytes) -> None:
            del entry, secret

    with pytest.raises(KeyringUnsafe):
        new_device_secret(Forgetful(), "store", 1)


def test_a_keyring_that_raises_is_unsafe_and_quotes_nothing() -> None:
    class Broken(Backend):
        @override
        def get_password(self, service: str, username: str) -> str | None:
            raise RuntimeError(service + username)

    with pytest.raises(KeyringUnsafe) as caught:
        SystemKeyring(Broken(), "broken").get("entry")
    assert "entry" not in str(caught.value)


def test_what_is_kept_is_read_back_as_it_was() -> None:
    keyring = SystemKeyring(Backend(), "backend")
    keyring.put("entry", bytes(range(32)))
    assert keyring.get("entry") == bytes(range(32))
