"""Read a finished PDF the way a reader, a screen reader or a curious person would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from tests.reports.spoken import said

if TYPE_CHECKING:
    from collections.abc import Iterator


def text_of(pdf: bytes) -> str:
    """All text that can be selected, pages one after another, line ends as spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


def squeezed(text: str) -> str:
    """The text without any space: what is left of a text whatever way it was broken."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True)
class Element:
    """One structure element as written in the file."""

    tag: str
    path: tuple[str, ...]
    attributes: dict[str, str]
    marks: tuple[tuple[int, int], ...]


def elements(pdf: bytes) -> list[Element]:
    """The structure tree in reading order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        return list(_walk(document.Root.StructTreeRoot.K, (), pages))


def _walk(node: Any, path: tuple[str, ...], pages: dict[Any, int]) -> Iterator[Element]:
    tag = str(node.S).lstrip("/")
    kids = list(node.K) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]
    marks = []
    for kid in kids:
        if isinstance(kid, int):
            marks.append((pages[node.Pg.objgen], kid))
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            marks.append((pages[kid.Pg.objgen], int(kid.MCID)))
    attributes = {key: str(node[key]) for key in ("/Alt", "/Lang") if key in node}
    for key in ("/Scope", "/ColSpan"):
        if "/A" in node and key in node.A:
            attributes[key] = str(node.A[key])
    yield Element(tag, (*path, tag), attributes, tuple(marks))
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _walk(kid, (*path, tag), pages)


def contents(pdf: bytes) -> list[bytes]:
    """The drawing instructions of each page."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [page.Contents.read_bytes() for page in document.pages]


def text_blocks(pdf: bytes) -> list[str]:
    """The text of each heading, paragraph and cell, in reading order."""
    leaves = ("H1", "H2", "H3", "H4", "P", "TH", "TD", "Lbl", "LBody")
    return [text for text in said(pdf, *leaves) if text]
