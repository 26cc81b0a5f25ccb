"""Publishing a version of the form: its digest is kept, so that history cannot be edited.

`published.toml` holds the digest of every published version. Before work on the next version
begins, the files of the last one are copied to `published/<version>/`, so that records taken with
it still show and print as they were asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.definition import Form, forms_root
from app.forms.form_files import FormFile, question_files
from app.records.errors import FormError

if TYPE_CHECKING:
    from pathlib import Path

LIST = "published.toml"
FROZEN = "published"
_HEADER = (
    "# Digests of the published versions of the standard form and of the overlays.\n"
    "# Written by `homeward form publish`; never edited: a published version never changes.\n"
)
_VERSION = re.compile(r"^version = \d+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Published:
    """One published version: the standard form, or the form as an overlay makes it."""

    version: int
    overlay: str
    digest: str


def published(root: Path) -> tuple[Published, ...]:
    """The versions published so far."""
    path = forms_root(root) / LIST
    if not path.is_file():
        return ()
    return tuple(
        Published(int(entry["version"]), str(entry["overlay"]), str(entry["digest"]))
        for entry in FormFile(path).tables("published")
    )


def compose_all(root: Path) -> list[Form]:
    """The standard form as it stands, alone and under each overlay."""
    folder = forms_root(root)
    overlays = sorted(path.stem for path in (folder / "overlays").glob("*.toml"))
    return [Form.load(folder), *(Form.load(folder, name) for name in overlays)]


def changed_since_published(root: Path) -> list[str]:
    """Published versions whose text is no longer what was published, in plain words."""
    known = {(entry.version, entry.overlay): entry.digest for entry in published(root)}
    faults: list[str] = []
    for folder in _folders(root):
        for form in compose_all(folder):
            digest = known.get((form.ref.core, form.ref.overlay))
            if digest is not None and digest != form.ref.digest:
                faults.append(
                    f"{_name(form)} has been published and was changed since. "
                    "Give it a new version instead."
                )
    return faults


def publish(root: Path) -> str:
    """Put the digests of the current versions on the list; says what was added."""
    faults = changed_since_published(root)
    if faults:
        raise FormError(" ".join(faults))
    before = published(root)
    known = {(entry.version, entry.overlay) for entry in before}
    fresh = [form for form in compose_all(root) if (form.ref.core, form.ref.overlay) not in known]
    entries = [
        *before,
        *(Published(form.ref.core, form.ref.overlay, form.ref.digest) for form in fresh),
    ]
    text = _HEADER + "".join(_entry(entry) for entry in entries)
    (forms_root(root) / LIST).write_text(text, encoding="utf-8")
    return "\n".join(f"Published {_name(form)}." for form in fresh) or "Nothing new to publish."


def start_next(root: Path) -> str:
    """Freeze the published version and give the working files the next number."""
    folder = forms_root(root)
    current = Form.load(folder)
    known = {(entry.version, entry.overlay): entry.digest for entry in published(folder)}
    if known.get((current.ref.core, "")) != current.ref.digest:
        advice = f"Standard form {current.ref.core} is not published yet, so there is no next one."
        raise FormError(advice)
    frozen = folder / FROZEN / str(current.ref.core)
    for path in sorted(folder.glob("*.toml")):
        if path.name != LIST:
            _copy(path, frozen / path.name)
    for path in sorted((folder / "overlays").glob("*.toml")):
        _copy(path, frozen / "overlays" / path.name)
    upcoming = current.ref.core + 1
    for file in question_files(folder):
        text = _VERSION.sub(f"version = {upcoming}", file.text, count=1)
        file.path.write_text(text, encoding="utf-8")
    return f"Standard form {current.ref.core} is frozen; work goes on as version {upcoming}."


def _folders(root: Path) -> list[Path]:
    folder = forms_root(root)
    frozen = folder / FROZEN
    older = sorted(path for path in frozen.iterdir() if path.is_dir()) if frozen.is_dir() else []
    return [folder, *older]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


def _name(form: Form) -> str:
    overlay = f" with overlay {form.ref.overlay}" if form.ref.overlay else ""
    return f"standard form {form.ref.core}{overlay}"


def _entry(entry: Published) -> str:
    return (
        "\n[[published]]\n"
        f"version = {entry.version}\n"
        f'overlay = "{entry.overlay}"\n'
        f'digest = "{entry.digest}"\n'
    )
