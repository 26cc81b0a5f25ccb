"""Find a document by its kind and make it. Loading this module loads no PDF library.

A document is one file here: a frozen dataclass of values and a function that composes them,
registered under the name of its file. `make` is what everybody outside calls.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from app.records.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.reports.blocks import Document

    Composer: TypeAlias = Callable[[Any], Document]
    _Composer = TypeVar("_Composer", bound=Composer)

_composers: dict[str, Composer] = {}
_KIND = re.compile(r"[a-z][a-z_]*")
_REFERENCE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document: its bytes, a file name that says nothing of the child, its pages."""

    pdf: bytes
    file_name: str
    pages: int
    unprintable: tuple[str, ...] = ()


def report(kind: str) -> Callable[[_Composer], _Composer]:
    """Register what composes a kind of document; the kind is the name of its file."""

    def register(composer: _Composer) -> _Composer:
        _composers[kind] = composer
        return composer

    return register


def make(kind: str, values: object) -> Printed:
    """Make a document from its values, in memory."""
    document = composer_of(kind)(values)
    from app.reports.page import render  # noqa: PLC0415  # half a second of PDF libraries

    rendered = render(document)
    name = file_name(document.reference, kind)
    return Printed(rendered.pdf, name, rendered.pages, rendered.unprintable)


def composer_of(kind: str) -> Composer:
    """Return what composes a kind of document; NotFound when there is no such file."""
    if kind not in _composers and _KIND.fullmatch(kind):
        try:
            importlib.import_module(f"app.reports.{kind}")
        except ModuleNotFoundError as error:
            if error.name != f"app.reports.{kind}":
                raise
    if kind not in _composers:
        raise NotFound("There is no such document.", kind=kind)
    return _composers[kind]


def file_name(reference: str, kind: str) -> str:
    """Suggest a name from reference and kind, never from anything about the child."""
    plain = _REFERENCE.sub("", reference) or "record"
    return f"{plain}-{kind.replace('_', '-')}.pdf"
