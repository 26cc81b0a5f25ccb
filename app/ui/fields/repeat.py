"""Things there may be several of: a card for each, to add, take out, put back and move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGroupBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.forms.question import Question
from app.ui.fields.context import FieldContext
from app.ui.fields.field import Field, is_state
from app.ui.fields.frame import QuestionFrame
from app.ui.fields.tab_order import follow_layout, place_before
from app.ui.icons import add_icon
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, card, label

if TYPE_CHECKING:
    from app.records.record import Answer

FrameMaker = Callable[[Question, FieldContext, str], QuestionFrame]


class RepeatField(Field):
    """Cards in their order; the answers are told of every change at once."""

    def __init__(
        self,
        question: Question,
        address: str,
        context: FieldContext,
        make_frame: FrameMaker,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question, address, parent)
        self._context = context
        self._make_frame = make_frame
        self._cards: dict[str, ItemCard] = {}
        self._removed: str | None = None
        self._undo: QFrame | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.add = button("Add another" if self._ids() else "Add", "", self)
        add_icon(self.add, "plus")
        self.add.setAccessibleName(f"Add: {question.label}")
        self.add.clicked.connect(self.add_item)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def cards(self) -> list[ItemCard]:
        """The cards, in the order they are shown."""
        return [self._cards[item] for item in self._ids() if item in self._cards]

    def frames(self) -> Iterator[QuestionFrame]:
        """Yield the questions of every item."""
        for item in self._cards.values():
            yield from item.frames.values()

    @property
    @override
    def takes_states(self) -> bool:
        return not self._ids()

    @property
    @override
    def holds_something(self) -> bool:
        return False  # items are taken out one by one, and each comes back

    @property
    @override
    def clearable(self) -> bool:
        return is_state(self._answer)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        """The repeat's own answer is only ever a state, which the frame shows."""

    @override
    def focus_first(self) -> None:
        cards = self.cards
        if cards:
            cards[0].focus_first()
        else:
            self.add.setFocus()

    @override
    def flush(self) -> None:
        for frame in self.frames():
            frame.flush()

    @override
    def refresh(self) -> None:
        """Show the items the answers have now, and in each the questions that are asked."""
        ids = self._ids()
        before = place_before(self)
        for gone in [item for item in self._cards if item not in ids]:
            self._drop(gone)
        for item in ids:
            if item not in self._cards:
                self._cards[item] = self._new_card(item)
        for place, item in enumerate(ids):
            shown = self._cards[item]
            if self._column.indexOf(shown) != place:
                self._column.removeWidget(shown)
                self._column.insertWidget(place, shown)
            shown.show_place(place, len(ids))
            shown.refresh()
        self.add.setText("Add another" if ids else "Add")
        follow_layout(self, before)

    def add_item(self) -> None:
        """Add an item and start answering it."""
        if is_state(self._answer):
            self.give_answer(None)  # "declined" no longer holds once something is told
        item = self._context.answers.add_item(self.address)
        self.refresh()
        self.structure_changed.emit(self.address)
        if item in self._cards:
            self._cards[item].focus_first()

    def remove_item(self, item: str) -> None:
        """Take an item out; one press brings it back."""
        self.flush()
        place = self._ids().index(item)
        self._context.answers.remove_item(self.address, item)
        self._removed = item
        self.refresh()
        self._offer_undo(place)
        self.structure_changed.emit(self.address)

    def put_back(self) -> None:
        """Bring back the item that was taken out last."""
        if self._removed is None:
            return
        item, self._removed = self._removed, None
        self._context.answers.restore_item(self.address, item)
        self._hide_undo()
        self.refresh()
        self.structure_changed.emit(self.address)
        if item in self._cards:
            self._cards[item].focus_first()

    def move_item(self, item: str, step: int) -> None:
        """Move an item one place up or down."""
        ids = self._ids()
        place = ids.index(item) + step
        if not 0 <= place < len(ids):
            return
        rest = [other for other in ids if other != item]
        before = rest[place] if place < len(rest) else None
        self._context.answers.move_item(self.address, item, before)
        self.refresh()
        self.structure_changed.emit(self.address)
        self._cards[item].focus_move(step)

    def _ids(self) -> list[str]:
        return self._context.answers.items(self.address)

    def _new_card(self, item: str) -> ItemCard:
        made = ItemCard(self.question, f"{self.address}/{item}", self._context, self._make_frame)
        made.remove_wanted.connect(partial(self.remove_item, item))
        made.move_wanted.connect(partial(self.move_item, item))
        for frame in made.frames.values():
            frame.answered.connect(self.answered)
            frame.ticked.connect(self.ticked)
            frame.structure_changed.connect(self.structure_changed)
        return made

    def _drop(self, item: str) -> None:
        gone = self._cards.pop(item)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def _offer_undo(self, place: int) -> None:
        self._hide_undo()
        self._undo = QFrame(self)
        self._undo.setProperty("banner", "blue")
        row = FlowLayout(self._undo)
        row.setContentsMargins(10, 2, 10, 2)
        row.addWidget(label("Taken out.", "hint", self._undo, wrap=False))
        back = button("Put it back", "quiet", self._undo)
        back.clicked.connect(self.put_back)
        row.addWidget(back)
        self._column.insertWidget(min(place, len(self._cards)), self._undo)
        back.setFocus(Qt.FocusReason.TabFocusReason)

    def _hide_undo(self) -> None:
        if self._undo is not None:
            self._undo.hide()
            self._undo.deleteLater()
            self._undo = None


class ItemCard(QGroupBox):
    """One item: its number, its questions, and buttons to move it or take it out."""

    remove_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(
        self, group: Question, address: str, context: FieldContext, make_frame: FrameMaker
    ) -> None:
        super().__init__()
        self._group = group
        self._context = context
        surface = card(self, "item")
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(surface)
        column = QVBoxLayout(surface)
        column.setContentsMargins(14, 8, 12, 12)
        column.setSpacing(10)
        self._title = label("", "hint", self)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        self._up = button("", "quiet", self)
        self._down = button("", "quiet", self)
        self._remove = button("Take out", "quiet", self)
        for move, step, name in ((self._up, -1, "up"), (self._down, 1, "down")):
            add_icon(move, name, "link")
            move.clicked.connect(lambda _=False, step=step: self.move_wanted.emit(step))
            move.setVisible(group.ordered)
            head.addWidget(move)
        self._remove.clicked.connect(self.remove_wanted)
        head.addWidget(self._remove)
        self.frames: dict[str, QuestionFrame] = {}
        for question in context.children(group.id):
            where = f"{address}/{question.leaf}"
            frame = make_frame(question, context, where)
            self.frames[where] = frame
            column.addWidget(frame)
        column.insertLayout(0, head)

    def show_place(self, place: int, total: int) -> None:
        """Say which of how many this is."""
        name = f"{self._group.short or self._group.label}, {place + 1} of {total}"
        self._title.setText(name)
        self.setAccessibleName(name)
        for part, words in (
            (self._up, "Move up"),
            (self._down, "Move down"),
            (self._remove, "Take out"),
        ):
            part.setAccessibleName(f"{words}: {name}")
            part.setToolTip(words)
        self._up.setEnabled(place > 0)
        self._down.setEnabled(place < total - 1)

    def refresh(self) -> None:
        """Show the questions that are asked in this item."""
        for address, frame in self.frames.items():
            shown = self._context.is_shown(address)
            if frame.isHidden() == shown:
                frame.setVisible(shown)

    def focus_first(self) -> None:
        """Start with the first question that is asked."""
        for frame in self.frames.values():
            if not frame.isHidden():
                frame.focus_first()
                return

    def focus_move(self, step: int) -> None:
        """Keep the focus on the button that moved it, or on the other one at the end."""
        wanted, other = (self._up, self._down) if step < 0 else (self._down, self._up)
        (wanted if wanted.isEnabled() else other).setFocus(Qt.FocusReason.TabFocusReason)
