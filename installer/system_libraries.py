"""Say, or as root install, the system packages that Homeward's Python packages need.

Runs with the system's own python3 before anything else is installed, so it uses the standard
library only and keeps to what Python 3.11 has. Two questions:

    python3 installer/system_libraries.py venv            can this Python make a .venv?
    python3 installer/system_libraries.py qt .venv        can Qt load, here and on this display?
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OFFSCREEN = ("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0")
WINDOW = (
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
# Debian 13 renamed what its 64-bit time_t changed; the old name is no package there any more.
OTHER_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}

# What Qt opens by itself without a display: QtGui and QtWidgets, the network, both headless
# platforms. The xcb plugin is looked at only where there is a display to open a window on.
QT_LIBRARIES = ("libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6Network.so.6", "libQt6DBus.so.6")


def main() -> int:
    """Look, install or explain; 0 when everything is there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("part", choices=("venv", "qt"))
    parser.add_argument("venv", nargs="?", type=Path, default=Path(".venv"))
    parser.add_argument("--check", action="store_true", help="only say what is missing")
    options = parser.parse_args()
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):  # the locks hold wheels for these
        print("Homeward needs Python 3.11, 3.12 or 3.13. Name one: make PYTHON=python3.11 run")
        return 1
    if not sys.platform.startswith("linux"):
        return 0  # the wheels for Windows and macOS bring everything with them
    find = missing_for_venv if options.part == "venv" else lambda: missing_for_qt(options.venv)
    packages = find()
    if not packages:
        return 0
    if options.check or not may_install():
        explain(packages)
        return 1
    install(packages)
    if left := find():
        explain(left)
        return 1
    return 0


def missing_for_venv() -> list[str]:
    """Return the package that lets this Python make a virtual environment with pip in it."""
    complete = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    return [] if complete else ["python3-venv"]


def missing_for_qt(venv: Path) -> list[str]:
    """Return the packages to install when a Qt library cannot find one it is linked to."""
    qt = qt_folder(venv)
    packages: list[str] = []
    headless = [qt / "lib" / name for name in QT_LIBRARIES]
    headless += sorted((qt / "plugins/platforms").glob("libq*offscreen.so"))
    if not_found(headless):
        packages += OFFSCREEN
    has_display = "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    if has_display and not_found([qt / "plugins/platforms/libqxcb.so"]):
        packages += WINDOW
    return packages


def qt_folder(venv: Path) -> Path:
    """Return where the virtual environment keeps Qt; stop in plain words when it does not."""
    found = sorted(venv.glob("lib/python3*/site-packages/PySide6/Qt"))
    if not found:
        sys.exit(f"Qt is not installed in {venv}. Run: make clean install")
    return found[0]


def not_found(files: list[Path]) -> list[str]:
    """Return the names of the libraries that the dynamic linker cannot find for these files."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return []
    result = subprocess.run(  # noqa: S603 - fixed program, our own files
        [ldd, *map(str, files)], capture_output=True, text=True, check=False
    )
    return sorted({line.split()[0] for line in result.stdout.splitlines() if "not found" in line})


def may_install() -> bool:
    """Return whether this is root on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install the packages with apt, telling why a failure happened in apt's own words."""
    print("Installing system packages:", " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt(["update"], environment)
    apt(["install", "-y", "--no-install-recommends", *known_names(packages)], environment)


def apt(arguments: list[str], environment: dict[str, str]) -> None:
    """Run apt-get quietly; stop with its message when it fails."""
    result = subprocess.run(  # noqa: S603 - fixed program and package names
        ["apt-get", "-q", *arguments],  # noqa: S607 - apt-get is where the system keeps it
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if result.returncode:
        sys.exit(f"apt-get {arguments[0]} failed:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")


def known_names(packages: list[str]) -> list[str]:
    """Return the names under which this release of Debian has the packages."""
    return [
        OTHER_NAMES[name] if name in OTHER_NAMES and has_package(OTHER_NAMES[name]) else name
        for name in packages
    ]


def has_package(name: str) -> bool:
    """Return whether apt knows a real package of this name."""
    result = subprocess.run(  # noqa: S603 - fixed program and package names
        ["apt-cache", "show", "--no-all-versions", name],  # noqa: S607 - as for apt-get
        capture_output=True,
        check=False,
    )
    return result.returncode == 0


def explain(packages: list[str]) -> None:
    """Print the one line that a person without root's rights has to have run."""
    if shutil.which("apt-get") is not None:
        names = " ".join(known_names(packages))
        print("Homeward needs some system packages. Run this once, then make again:")
        print(f"  sudo apt-get install -y {names}")
        return
    print("Homeward needs some system packages, and this system has no apt-get. With your own")
    print("package installer, install what Debian calls:")
    print("  " + " ".join(packages))


if __name__ == "__main__":
    sys.exit(main())
