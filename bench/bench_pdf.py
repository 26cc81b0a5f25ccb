"""One interview summary against a bare reportlab document of the same text, in the same run.

Ours: values in, tagged and checked PDF bytes out, everything included (form rules, composition,
fonts, structure). Peer: the texts of that very document as plain paragraphs of the same face, with
page numbers, untagged. Both after one warm-up, so imports and font files are read already.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.platypus import Paragraph, SimpleDocTemplate  # noqa: E402

from app.reports.registry import make  # noqa: E402
from tests.reports.reading import text_blocks  # noqa: E402
from tests.reports.sheets import copy_of, ruby  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1.5
ROUNDS = 15


def bare(texts: list[str]) -> bytes:
    """The same words the plain way."""
    target = BytesIO()
    style = ParagraphStyle("body", fontName="Inter-Regular", fontSize=9.5, leading=13.5)
    story: list[Any] = [Paragraph(_escaped(text), style) for text in texts]
    SimpleDocTemplate(target).build(story, onLaterPages=_number, onFirstPage=_number)
    return target.getvalue()


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont("Inter-Regular", 8)
    canvas.drawString(48, 30, f"page {document.page}")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Measure in turns, print one line, and fail when over the limit."""
    values = copy_of(ruby(), "2026-10-23 11:00")
    made = make("return_interview_summary", values)
    texts = text_blocks(made.pdf)
    bare(texts)
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: make("return_interview_summary", values)))
        peer.append(_seconds(lambda: bare(texts)))
    mine, theirs = statistics.median(ours), statistics.median(peer)
    figure = {
        "figure": "summary PDF / bare reportlab document of the same text",
        "ratio": round(mine / theirs, 2),
        "limit": LIMIT,
        "ours_ms": round(mine * 1000, 1),
        "peer_ms": round(theirs * 1000, 1),
        "pages": made.pages,
    }
    print(json.dumps(figure))
    return 0 if mine <= LIMIT * theirs else 1


if __name__ == "__main__":
    raise SystemExit(main())
