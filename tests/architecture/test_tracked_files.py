"""What the repository must not say, and names that say nothing."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Written in halves so that this file does not name what it looks for.
REGISTRY_HOSTS = tuple(
    (first + second).encode()
    for first, second in [
        ("py", "pi.org"),
        ("pythonhosted", ".org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("crates", ".io"),
        ("deb.", "debian.org"),
        ("security.", "debian.org"),
        ("snapshot.", "debian.org"),
        ("proxy.", "golang.org"),
        ("conda", ".anaconda.org"),
    ]
)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "controller", "misc"}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    # A lock that names a host serves only those who reach that host.
    named = [
        f"{path.relative_to(ROOT)}: {host.decode()}"
        for path in tracked()
        for host in REGISTRY_HOSTS
        if host in path.read_bytes()
    ]
    assert named == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    # "utils" is where things go to be lost: name a file after what it is for.
    poor = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "app").rglob("*.py"))
        if EMPTY_NAMES & set(re.split(r"[/_.]", path.relative_to(ROOT).as_posix()))
    ]
    assert poor == []


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "run": project["project"]["dependencies"],
        "dev": [name for group in groups.values() for name in group if isinstance(name, str)],
    }
    for lock, requirements in wanted.items():
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        locked = set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))
        names = {re.split(r"[<>=\[ ]", one)[0].lower() for one in requirements}
        assert names <= locked, f"{sorted(names - locked)} not locked. Run: make lock"
