"""What the frames of the interview cost, against as many plain widgets of the same kinds.

Both sides are built, put into a page and shown in the same process under the same style sheet, by
turns; the figure is the median of the ratios of CPU time, round by round. The plain side has no
field, frame, state or signal of ours: for each label, button, box and surface in our page one of
Qt's own, in the same number.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import (  # noqa: E402
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.forms.definition import Form  # noqa: E402
from app.forms.session import FormSession  # noqa: E402
from app.forms.sheet import Sheet  # noqa: E402
from app.forms.told_times import format_time, parse_time  # noqa: E402
from app.records.record import Presence, Record, RecordKind, new_id  # noqa: E402
from app.ui.application import make_application  # noqa: E402
from app.ui.fields.context import FieldContext  # noqa: E402
from app.ui.fields.factory import field_for  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.forms.question import Question

LIMIT = 2.5
ROUNDS = 9
STAGES = ("first_things", "before", "during", "harm", "return", "health", "voice", "safety")
INTERVIEW = frozenset({*STAGES, "closing", "carer", "coding", "analysis", "intelligence"})
NOW = datetime(2026, 11, 21, 14, 31, tzinfo=UTC)
PLAIN = (QComboBox, QPlainTextEdit, QLineEdit, QCheckBox, QPushButton, QLabel, QGroupBox)


def sheet(form: Form) -> Sheet:
    """Return the records of an interview that has just been opened."""
    child, episode, interview = new_id(), new_id(), new_id()

    def record(identifier: str, kind: RecordKind, links: dict[str, Presence]) -> Record:
        return Record(
            id=identifier, kind=kind, la="E06999001", case=child, form=form.ref, answers={**links}
        )

    to_episode = {f"links/{episode}": Presence(present=True, role="episode")}
    return Sheet(
        record(child, RecordKind.PERSON, {}),
        (record(episode, RecordKind.MISSING_EPISODE, {}),),
        record(interview, RecordKind.RETURN_INTERVIEW, to_episode),
    )


def page_of(widgets: list[QWidget]) -> QScrollArea:
    """Return a scrolling page of these widgets, laid out and shown."""
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    for widget in widgets:
        column.addWidget(widget)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.resize(900, 700)
    area.show()
    QApplication.processEvents()
    return area


def ours(questions: list[Question], context: FieldContext) -> QScrollArea:
    """Return our page: a frame for every question, asked or not."""
    return page_of([field_for(question, question.id, context) for question in questions])


def counted(area: QScrollArea) -> list[Counter[type[QWidget]]]:
    """Return how many of each of Qt's kinds stand in each frame of a page."""
    inside = area.widget()
    column = inside.layout() if inside is not None else None
    found: list[Counter[type[QWidget]]] = []
    if column is None:
        return found
    for place in range(column.count()):
        item = column.itemAt(place)
        frame = item.widget() if item is not None else None
        if frame is None:
            continue
        kinds: Counter[type[QWidget]] = Counter()
        for widget in (frame, *frame.findChildren(QWidget)):
            kinds[next((kind for kind in PLAIN if isinstance(widget, kind)), QWidget)] += 1
        found.append(kinds)
    return found


def plain(frames: list[Counter[type[QWidget]]]) -> QScrollArea:
    """Return the plain page: the same number of Qt's own widgets, a column for each question."""
    groups: list[QWidget] = []
    for kinds in frames:
        group = QWidget()
        column = QVBoxLayout(group)
        for kind, count in kinds.items():
            for _ in range(count - (kind is QGroupBox)):
                widget = kind()
                if isinstance(widget, QLabel | QPushButton):
                    widget.setText("What was happening?")
                column.addWidget(widget)
        groups.append(group)
    return page_of(groups)


def timed(build: Callable[[], QScrollArea]) -> float:
    """Return the CPU milliseconds a page takes; taking it down is not counted."""
    gc.collect()
    start = time.process_time()
    area = build()
    spent = time.process_time() - start
    area.close()
    area.deleteLater()
    QApplication.processEvents()
    return spent * 1000


def main() -> int:
    """Print the figure as one line of JSON; 1 when it is over its limit."""
    make_application()
    form = Form.load(ROOT / "resources")
    session = FormSession(form, sheet(form), now=NOW)
    context = FieldContext(
        answers=session,
        children=form.children,
        parse_time=lambda text: parse_time(text, NOW),
        format_time=format_time,
    )
    questions = [question for section in INTERVIEW for question in form.in_section(section)]
    first = ours(questions, context)
    frames = counted(first)
    first.close()
    mine, peers = [], []
    for _ in range(ROUNDS):
        mine.append(timed(lambda: ours(questions, context)))
        peers.append(timed(lambda: plain(frames)))
    us, peer = statistics.median(mine), statistics.median(peers)
    ratio = statistics.median(one / other for one, other in zip(mine, peers, strict=True))
    figure = {
        "figure": "open every question of the interview",
        "ratio": round(ratio, 2),
        "limit": LIMIT,
        "ours_ms": round(us, 1),
        "peer_ms": round(peer, 1),
        "questions": len(questions),
        "widgets": sum(sum(kinds.values()) for kinds in frames),
    }
    print(json.dumps(figure))
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
