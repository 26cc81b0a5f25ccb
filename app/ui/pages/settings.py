"""Settings: the look and the text size, at once; what the organisation set is shown and locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QGroupBox, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.records.errors import advice_of
from app.ui.pages.scrolling import scroll_by_keys, scrolled
from app.ui.parts.banner import Banner
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, chip, label
from app.ui.theme import Appearance, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.services import Services

LOOKS = ((Look.LIGHT, "Light"), (Look.DARK, "Dark"), (Look.SYSTEM, "As the system"))
SIZES = tuple((size, f"{size} %") for size in (100, 125, 150, 175, 200))
BY_POLICY = "Set by your organisation"
_POLICY_ROWS = (
    ("idle_lock_minutes", "Minutes until it locks by itself"),
    ("store", "Where the records are kept"),
)


class SettingsPage(QWidget):
    """Every choice works at once and is kept; there is no Save to forget."""

    back = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._settings = services.settings
        self.appearance = _appearance()
        self.notice = Banner()
        self.notice.again.connect(self._keep)
        self.back_button = button("← Back", "quiet")
        self.back_button.clicked.connect(self.back)
        at = self.appearance
        self.looks = _OneOf("Look", LOOKS, at.look, locked="theme" in self._settings.locked)
        size = round(at.scale * 100)
        self.sizes = _OneOf("Text size", SIZES, size, locked="text_scale" in self._settings.locked)
        self.looks.chosen.connect(self._choose)
        self.sizes.chosen.connect(self._choose)
        self._build()

    def _build(self) -> None:
        parts: list[QWidget] = [self.looks, self.sizes]
        rows = self._policy_rows()
        if rows is not None:
            parts.append(rows)
        self.area = scrolled(parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label("Settings", "h1"))
        column.addWidget(self.notice)
        column.addWidget(self.area, 1)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back)
        scroll_by_keys(self, lambda: self.area)
        if self._settings.problems:
            advice = " ".join(self._settings.problems)
            title = "Some settings could not be used"
            self.notice.tell(title, advice, tone="amber", retry=False)

    def _policy_rows(self) -> QFrame | None:
        """What the organisation set beside the look, shown so that nobody looks for it in vain."""
        locked = [(name, words) for name, words in _POLICY_ROWS if name in self._settings.locked]
        if not locked:
            return None
        panel = QFrame()
        panel.setProperty("kind", "card")
        column = QVBoxLayout(panel)
        column.setContentsMargins(20, 12, 20, 12)
        for name, words in locked:
            value = str(getattr(self._settings, name, ""))
            line = QWidget()
            row = FlowLayout(line, gap=12)
            row.addWidget(label(f"{words}: {value}", "value", wrap=False))
            row.addWidget(chip(BY_POLICY, "plain"))
            column.addWidget(line)
        return panel

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on; a focus proxy would drop Back from the Tab ring."""
        self.looks.focus_target.setFocus(event.reason())

    def _choose(self) -> None:
        self.appearance.apply(Look(str(self.looks.value)), int(str(self.sizes.value)) / 100)
        self._keep()

    def _keep(self) -> None:
        """Keep the choices in the background; they hold for now even when that fails."""
        save = self._services.save_settings
        look, size = Look(str(self.looks.value)), int(str(self.sizes.value))
        self._services.background.run(
            lambda: save(look.value, size), lambda _: self.notice.hide(), self._not_kept, owner=self
        )

    def _not_kept(self, error: Exception) -> None:
        self.notice.tell("This choice holds until you close Homeward", advice_of(error))


class _OneOf(QGroupBox):
    """A choice of one; arrows only move the focus, a press chooses."""

    chosen = Signal()

    def __init__(
        self,
        words: str,
        options: Sequence[tuple[object, str]],
        value: object,
        *,
        locked: bool,
    ) -> None:
        super().__init__()
        self.setAccessibleName(words)
        self.value = value
        self.buttons: dict[object, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        told = dict(options).get(value, "")
        column.addWidget(label(f"{words}: {told}" if locked else words, "question"))
        line = QWidget()
        flow = FlowLayout(line, gap=6)
        for option, name in options:
            made = button(name)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setChecked(option == value)
            made.setEnabled(not locked)
            made.installEventFilter(self)
            made.clicked.connect(lambda _=False, option=option: self._choose(option))
            self.buttons[option] = made
            flow.addWidget(made)
        column.addWidget(line)
        if locked:
            mark = QWidget()
            FlowLayout(mark).addWidget(chip(BY_POLICY, "plain"))
            column.addWidget(mark)

    @property
    def focus_target(self) -> QPushButton:
        """The button that has the choice."""
        return self.buttons.get(self.value) or next(iter(self.buttons.values()))

    def _choose(self, option: object) -> None:
        self.value = option
        self.chosen.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                made = list(self.buttons.values())
                place = next((n for n, each in enumerate(made) if each is watched), 0)
                made[(place + step) % len(made)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)


def _appearance() -> Appearance:
    application = QApplication.instance()
    found = application.findChild(Appearance) if application else None
    if not isinstance(found, Appearance):
        message = "the application has no appearance: see make_application"
        raise TypeError(message)
    return found
