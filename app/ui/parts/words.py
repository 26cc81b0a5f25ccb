"""Labels of the kinds that the style sheet knows: headings, hints, stamps, chips."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


def label(text: str, kind: str, parent: QWidget | None = None, *, wrap: bool = True) -> QLabel:
    """Return words of a kind: h1, h2, question, sub, hint, stamp, problem, value."""
    words = QLabel(text, parent)
    words.setTextFormat(Qt.TextFormat.PlainText)  # typed words are never read as markup
    words.setProperty("kind", kind)
    words.setWordWrap(wrap)
    if kind not in ("h1", "h2"):
        words.setIndent(2)  # where boxes and buttons begin, inside the margin of their focus ring
    return words


def chip(text: str, tone: str = "plain", parent: QWidget | None = None) -> QLabel:
    """Return a small filled word: red, amber, green, blue or plain."""
    words = QLabel(text, parent)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setProperty("chip", tone)
    return words


def button(text: str, kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button: plain, primary, quiet or danger. An ampersand marks the Alt key."""
    made = QPushButton(text, parent)
    if kind:
        made.setProperty("kind", kind)
    made.setAutoDefault(False)
    return made


def card(parent: QWidget | None = None, kind: str = "card") -> QFrame:
    """Return a surface that groups what stands on it."""
    frame = QFrame(parent)
    frame.setProperty("kind", kind)
    return frame


def plain(text: str) -> str:
    """Return text for a button that is to show an ampersand as one."""
    return text.replace("&", "&&")
