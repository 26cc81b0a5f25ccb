"""A finished PDF as pictures and words, and the one way to keep a copy of it on the disk.

pypdfium2 is not safe to use from two threads, so all of it runs in the background's slow lane.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
from PySide6.QtGui import QImage

from app.records.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

POINTS_PER_INCH = 72
_pdfium: Any = pypdfium2


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page as it is shown, and its words for a screen reader."""

    image: QImage
    words: str


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """The sizes of all pages; BadInput when this is no PDF that can be shown."""
    with _open(pdf) as document:
        return tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))


def render_page(pdf: bytes, number: int, dots_per_point: float) -> PageShown:
    """One page as a picture of so many dots to the point."""
    with _open(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=dots_per_point, prefer_bgrx=True)
        shown = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGB32,
        )
        words = page.get_textpage().get_text_bounded()
        # A picture of its own: the bitmap's memory goes with the document.
        return PageShown(shown.copy(), words)


def _open(pdf: bytes) -> Any:
    try:
        return _pdfium.PdfDocument(pdf)
    except _pdfium.PdfiumError as error:
        advice = "This document cannot be shown. Make it again from the interview."
        raise BadInput(advice) from error


def keep_copy(content: bytes, target: Path, *, replace: bool) -> Path:
    """Write a copy that only its owner may read, whole or not at all; replace only when told."""
    if target.exists() and not replace:
        raise FileExistsError(target.name)
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)  # noqa: PTH105 - replaces on Windows too
    except OSError as error:
        draft.unlink(missing_ok=True)
        advice = "The copy was not saved. Check that the folder can be written and has room."
        raise BadInput(advice) from error
    return target
