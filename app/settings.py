"""Settings: the organisation's policy file over the person's own file, one frozen value.

A policy value always wins and is shown as locked. Files are TOML; a broken file or value is named
and its default used, so that a typing slip never keeps a worker from a child's record. It is read
before the first page is painted, so what is heavy is loaded only when there is a file to read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable

Theme = Literal["system", "light", "dark"]


def default_store() -> Path:
    """The store's folder: local application data, never a roaming or synced one."""
    return platformdirs.user_data_path("homeward", appauthor=False, roaming=False) / "store"


class Settings(NamedTuple):
    """What can be set. Idle lock in minutes, text scale in per cent; no `store` means the usual."""

    theme: Theme = "system"
    text_scale: int = 100
    idle_lock_minutes: int = 5
    store: Path | None = None
    locked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    @property
    def store_folder(self) -> Path:
        """Where this laptop's store lies."""
        return self.store or default_store()


def user_file() -> Path:
    """Where the person's own settings are kept; nothing about a child is ever in them."""
    return platformdirs.user_config_path("homeward", appauthor=False) / "settings.toml"


def policy_file() -> Path:
    """Where the organisation's policy is looked for."""
    return platformdirs.site_config_path("homeward", appauthor=False) / "policy.toml"


def load(user: Path | None = None, policy: Path | None = None) -> Settings:
    """Read both files; what policy sets cannot be changed by the person."""
    own, own_problems = _read(user or user_file())
    managed, managed_problems = _read(policy or policy_file())
    return Settings(
        **{**own, **managed},
        locked=frozenset(managed),
        problems=(*own_problems, *managed_problems),
    )


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the person's own choices, whole or not at all."""
    target = path or user_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    text = f'theme = "{settings.theme}"\ntext_scale = {settings.text_scale}\n'
    draft = target.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, target)  # noqa: PTH105 - replaces on Windows too


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError):
        return {}, [f"{path.name} cannot be read, so its settings are not used."]
    import tomllib  # noqa: PLC0415 - most laptops start with neither file

    try:
        return _usable(path.name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{path.name} is not right ({error}), so its settings are not used."]


def _usable(name: str, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    good: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in values.items():
        if key not in _WANTED:
            problems.append(f"{name}: there is no setting called '{key}'.")
            continue
        fits, wanted = _WANTED[key]
        if fits(value):
            good[key] = Path(value) if key == "store" else value
        else:
            problems.append(f"{name}: the setting '{key}' must be {wanted}; its default is used.")
    return good, problems


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _between(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and least <= value <= most


_WANTED: dict[str, tuple[Callable[[object], bool], str]] = {
    "theme": (lambda value: value in ("system", "light", "dark"), "system, light or dark"),
    "text_scale": (_between(100, 200), "a number from 100 to 200"),
    "idle_lock_minutes": (_between(1, 60), "a number from 1 to 60"),
    "store": (lambda value: _is_text(value) and bool(value), "a folder in quotation marks"),
}
"""What can be set in a file: whether a value fits, and what it must be in plain words."""
