"""Settings: the organisation's policy file over the person's own file, one frozen value.

A policy value always wins and is shown as locked. Files are TOML; a broken file or value is named
and its default used, so that a typing slip never keeps a worker from a child's record.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
import platformdirs

Theme = Literal["system", "light", "dark"]


def default_store() -> Path:
    """The store's folder: local application data, never a roaming or synced one."""
    return platformdirs.user_data_path("homeward", appauthor=False, roaming=False) / "store"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be set. Idle lock in minutes, text scale in per cent."""

    theme: Theme = "system"
    text_scale: int = 100
    authority: str = ""
    overlay: str = ""
    user: str = ""
    idle_lock_minutes: int = 5
    store: Path = msgspec.field(default_factory=default_store)
    locked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


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
    settings: Settings = msgspec.convert({**own, **managed}, type=Settings)
    return msgspec.structs.replace(
        settings, locked=frozenset(managed), problems=(*own_problems, *managed_problems)
    )


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the person's own choices, whole or not at all."""
    target = path or user_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    own = {"theme": settings.theme, "text_scale": settings.text_scale}
    text = "".join(f"{name} = {msgspec.json.encode(value).decode()}\n" for name, value in own.items())
    draft = target.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, target)  # noqa: PTH105 - replaces on Windows too


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [f"{path.name} cannot be read ({error}), so its settings are not used."]
    return _usable(path.name, values)


def _usable(name: str, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    good: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in values.items():
        try:
            msgspec.convert({key: value}, type=Settings)
        except msgspec.ValidationError as error:
            problems.append(f"{name}: the setting '{key}' cannot be used ({error}).")
        else:
            good[key] = value
    return good, problems
