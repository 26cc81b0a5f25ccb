"""The documents say what is true: tests, links, pictures, files and options they name exist."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from app.commands import program
from app.records import errors

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
_CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
_FENCED = re.compile(r"```.*?```", re.DOTALL)
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::([\w:]+))?`")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_NAMED_FILE = re.compile(r"`([\w./<>*-]+)`")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_COMMAND = re.compile(r"(?:(?<![\w/.-])homeward|-m app) ([^`\n]+)")
_ALONE = re.compile(r"`(--[a-z][a-z-]+)")
_PLACE_HOLDER = re.compile(r"<\w+>")
HOMES = ("", "app/", "resources/")
OF_OTHER_TOOLS = {"docs/adr/0005-dependencies.md"}


def documents() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def names_in(file: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            inside = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            found.update(f"{node.name}::{name}" for name in inside)
    return frozenset(found)


def anchors_of(file: Path) -> set[str]:
    text = _FENCED.sub("", file.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_test_the_checklist_names_exists() -> None:
    named = _TEST.findall((ROOT / "docs" / "model-checklist.md").read_text(encoding="utf-8"))
    assert len(named) > 60
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file() or (test and test not in names_in(ROOT / file))
    ]
    assert missing == []


def broken(document: Path, link: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    for target in link.findall(_CODE.sub("", document.read_text(encoding="utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        file = document.parent / name if name else document
        lost = anchor and file.suffix == ".md" and anchor not in anchors_of(file)
        if not file.exists() or lost:
            found.append(target)
    return found


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken(document, _LINK) == []


@pytest.mark.skipif(not PICTURES.is_dir(), reason="no pictures were made yet: make pictures")
def test_every_picture_is_there() -> None:
    lost = {name_of(one): found for one in documents() if (found := broken(one, _PICTURE))}
    assert lost == {}


def test_every_file_the_architecture_names_exists() -> None:
    lines = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
    cells = " ".join(line for line in lines if line.startswith("|"))
    named = {one for one in _NAMED_FILE.findall(cells) if "/" in one or one.endswith(".py")}
    assert named
    assert [one for one in sorted(named) if not _is_there(one)] == []


def _is_there(name: str) -> bool:
    pattern = _PLACE_HOLDER.sub("*", name).rstrip("/")
    return any(next(ROOT.glob(home + pattern + end), None) for home in HOMES for end in ("", ".py"))


def options_known() -> set[str]:
    """Every long option of the command line, whatever the command."""
    known = {"--help"}
    waiting = [get_command(program)]
    while waiting:
        command = waiting.pop()
        waiting.extend(getattr(command, "commands", {}).values())
        for parameter in command.params:
            known.update(option for option in parameter.opts if option.startswith("--"))
    return known


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_no_document_names_an_option_that_is_not_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    code = "\n".join(_CODE.findall(text))
    named = {option for line in _COMMAND.findall(code) for option in _OPTION.findall(line)}
    if name_of(document) not in OF_OTHER_TOOLS:
        named |= set(_ALONE.findall(text))
    assert sorted(named - options_known()) == []


def test_the_user_guide_has_a_way_out_of_every_error() -> None:
    guide = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z_]+) \|", guide, re.MULTILINE)
    codes = [
        one.code
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.ProductError)
    ]
    assert sorted(rows) == sorted(codes)


def test_the_user_guide_lists_the_keys_of_the_help_page() -> None:
    help_page = tomllib.loads((ROOT / "resources/help/english.toml").read_text(encoding="utf-8"))
    guide = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    keys = {
        key
        for screen in help_page["screen"]
        for shown, _words in screen["keys"]
        for key in shown.split(", ")
        if "+" in key or key.startswith("F")
    }
    assert sorted(key for key in keys if key not in guide) == []


def test_decisions_have_the_same_parts() -> None:
    parts = ["Summary", "Context", "Decision", "Consequences", "Alternatives considered"]
    wrong = [
        path.name
        for path in sorted((ROOT / "docs" / "adr").glob("*.md"))
        if [
            line[3:]
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith("## ")
        ]
        != parts
    ]
    assert wrong == []
