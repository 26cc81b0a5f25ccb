"""Decode marked content into the words it says: fonts' own tables, and ActualText over them."""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO
from typing import Any

import pikepdf


def said(pdf: bytes, *tags: str) -> list[str]:
    """The words of each element whose tag is one of these, over all its pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        marked = [_page(page) for page in document.pages]
        places = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        found: list[str] = []
        _collect(document.Root.StructTreeRoot.K, (tags, places, marked), found)
        return found


def _collect(node: Any, search: tuple[Any, Any, Any], found: list[str]) -> None:
    tags, places, marked = search
    kids = list(node.K) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]
    if str(node.S).lstrip("/") in tags:
        found.append("".join(_words(node, kid, places, marked) for kid in kids))
        return
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            _collect(kid, search, found)


def _words(node: Any, kid: Any, places: Any, marked: Any) -> str:
    if isinstance(kid, int):
        return str(marked[places[node.Pg.objgen]][kid])
    if not isinstance(kid, pikepdf.Dictionary):
        return ""
    if kid.get("/Type") == "/MCR":
        return str(marked[places[kid.Pg.objgen]][int(kid.MCID)])
    kids = list(kid.K) if isinstance(kid.get("/K"), pikepdf.Array) else [kid.get("/K")]
    return "".join(_words(kid, below, places, marked) for below in kids)


def _page(page: Any) -> dict[int, str]:
    tables = {name: _table(font) for name, font in page.obj.Resources.Font.items()}
    words: dict[int, str] = defaultdict(str)
    open_marks: list[tuple[int | None, str | None]] = []
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operands = list(instruction.operands)
        match str(instruction.operator):
            case "BDC" | "BMC":
                open_marks.append(_opened(operands))
            case "EMC":
                _close(open_marks, words)
            case "Tf":
                font = str(operands[0])
            case "Tj":
                if not any(spoken is not None for _, spoken in open_marks):
                    text = "".join(tables[font].get(code, "?") for code in bytes(operands[0]))
                    words[_owner(open_marks)] += text
            case _:
                pass
    return words


def _opened(operands: Any) -> tuple[int | None, str | None]:
    given = operands[1] if len(operands) > 1 else {}
    mark = int(given["/MCID"]) if "/MCID" in given else None
    return mark, str(given["/ActualText"]) if "/ActualText" in given else None


def _close(open_marks: list[tuple[int | None, str | None]], words: dict[int, str]) -> None:
    _, spoken = open_marks.pop()
    if spoken is not None:
        words[_owner(open_marks)] += spoken


def _owner(open_marks: list[tuple[int | None, str | None]]) -> int:
    """The innermost numbered mark; -1 for artifacts."""
    return next((mark for mark, _ in reversed(open_marks) if mark is not None), -1)


def _table(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    source = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4})>", source)
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
