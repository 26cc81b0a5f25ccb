"""What is said and installed when the system lacks something."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).parents[2] / "installer" / "system_libraries.py"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere wheels bring everything"
)


@pytest.fixture
def libraries() -> ModuleType:
    spec = importlib.util.spec_from_file_location("system_libraries", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lib/python3.11/site-packages/PySide6/Qt").mkdir(parents=True)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "argv", ["system_libraries.py", "qt", str(tmp_path)])
    return tmp_path


def lacking(names: list[str]) -> Any:
    return lambda _files: names


def test_says_nothing_when_nothing_is_missing(
    libraries: ModuleType, qt: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(libraries, "not_found", lacking([]))
    assert libraries.main() == 0
    assert capsys.readouterr().out == ""


def test_a_plain_user_is_given_the_one_line(
    libraries: ModuleType, qt: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(libraries, "not_found", lacking(["libGL.so.1"]))
    monkeypatch.setattr(libraries, "may_install", lambda: False)
    monkeypatch.setattr(libraries, "has_package", lambda _name: False)
    monkeypatch.setattr(libraries.shutil, "which", lambda _name: "/usr/bin/apt-get")
    assert libraries.main() == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == (
        "  sudo apt-get install -y libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1"
        " libxkbcommon0"
    )


def test_a_system_without_apt_is_told_what_to_look_for(
    libraries: ModuleType, qt: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(libraries, "not_found", lacking(["libGL.so.1"]))
    monkeypatch.setattr(libraries.shutil, "which", lambda _name: None)
    assert libraries.main() == 1
    said = capsys.readouterr().out
    assert "no apt-get" in said
    assert "libegl1" in said


def test_a_display_asks_for_the_window_libraries_too(
    libraries: ModuleType, qt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "not_found", lacking(["libxcb-cursor.so.0"]))
    assert "libxcb-cursor0" not in libraries.missing_for_qt(qt)
    monkeypatch.setenv("DISPLAY", ":0")
    assert "libxcb-cursor0" in libraries.missing_for_qt(qt)


def test_root_installs_what_is_missing_and_looks_again(
    libraries: ModuleType, qt: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(libraries, "not_found", lambda _files: [] if installed else ["libGL.so.1"])
    monkeypatch.setattr(libraries, "may_install", lambda: True)
    monkeypatch.setattr(libraries, "has_package", lambda name: name.endswith("t64"))
    monkeypatch.setattr(
        libraries, "apt", lambda arguments, _environment: installed.extend(arguments)
    )
    assert libraries.main() == 0
    assert installed[0] == "update"
    assert "libglib2.0-0t64" in installed  # the name from Debian 13 on
