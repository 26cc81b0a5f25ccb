"""Settings: policy over person, slips named and survived, saved whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import settings
from app.settings import Settings


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "own" / "settings.toml", tmp_path / "policy.toml"


def load(files: tuple[Path, Path], own: str | bytes = "", policy: str = "") -> Settings:
    for path, text in zip(files, (own, policy), strict=True):
        if text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return settings.load(*files)


def test_a_new_laptop_has_neither_file(files: tuple[Path, Path]) -> None:
    found = load(files)
    assert found == Settings()
    assert found.problems == ()
    assert found.store_folder == settings.default_store()
    assert found.store_folder.name == "store"


def test_what_policy_sets_wins_and_is_locked(files: tuple[Path, Path]) -> None:
    found = load(
        files,
        'theme = "dark"\nidle_lock_minutes = 60\n',
        'idle_lock_minutes = 3\nstore = "/srv/homeward"\n',
    )
    assert (found.theme, found.idle_lock_minutes) == ("dark", 3)
    assert found.store_folder == Path("/srv/homeward")
    assert found.locked == {"idle_lock_minutes", "store"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('theme = "mauve"', "must be system, light or dark"),
        ("theme = ['dark']", "must be system, light or dark"),
        ("text_scale = 20", "a number from 100 to 200"),
        ("text_scale = true", "a number from 100 to 200"),
        ("text_scale = 150.5", "a number from 100 to 200"),
        ("idle_lock_minutes = 0", "a number from 1 to 60"),
        ('store = ""', "a folder in quotation marks"),
        ("store = 7", "in quotation marks"),
        ('colour = "red"', "no setting called 'colour'"),
        ('locked = ["theme"]', "no setting called 'locked'"),
        ('problems = ["none"]', "no setting called 'problems'"),
    ],
)
def test_a_slip_is_named_and_only_its_own_setting_is_lost(
    files: tuple[Path, Path], line: str, words: str
) -> None:
    # Another setting of the same file holds all the same.
    other, kept = ('theme = "dark"', Settings(theme="dark"))
    if line.startswith("theme"):
        other, kept = ("text_scale = 150", Settings(text_scale=150))
    found = load(files, f"{line}\n{other}\n")
    (problem,) = found.problems
    assert problem.startswith("settings.toml: ")
    assert words in problem
    assert found == kept._replace(problems=found.problems)


@pytest.mark.parametrize(
    "broken", ["theme = [", "no settings at all", b"\xff\xfe\x00", "a = 1\na = 2"]
)
def test_a_broken_file_leaves_the_defaults(files: tuple[Path, Path], broken: str | bytes) -> None:
    found = load(files, broken, 'theme = "light"\n')
    assert found.theme == "light", "the other file is used all the same"
    assert len(found.problems) == 1
    assert "settings.toml" in found.problems[0]


def test_a_folder_in_its_place_is_named(files: tuple[Path, Path]) -> None:
    files[0].mkdir(parents=True)
    assert "cannot be read" in settings.load(*files).problems[0]


def test_a_file_saved_by_another_editor_is_read(files: tuple[Path, Path]) -> None:
    assert load(files, b'\xef\xbb\xbftheme = "dark"\r\n').theme == "dark"


@pytest.mark.parametrize(
    "chosen",
    [Settings(theme="dark", text_scale=175), Settings(theme="system")],
)
def test_what_a_person_chose_is_read_back(files: tuple[Path, Path], chosen: Settings) -> None:
    settings.save(chosen, files[0])
    found = settings.load(*files)
    assert (found.theme, found.text_scale) == (chosen.theme, chosen.text_scale)
    assert found.problems == ()
    assert [path.name for path in files[0].parent.iterdir()] == ["settings.toml"]


def test_saving_is_whole_or_not_at_all(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(Settings(theme="dark"), files[0])

    def full(*_of: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="space"):
        settings.save(Settings(theme="light"), files[0])
    assert settings.load(*files).theme == "dark"
