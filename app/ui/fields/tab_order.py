"""Let Tab follow the page: Qt sends a widget that is added later to the end of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


def follow_layout(root: QWidget, after: QWidget | None = None) -> None:
    """Chain everything that takes the focus below a widget in the order of the layouts.

    `after` is what Tab comes from; without it the first one found stays where it is in the line.
    """
    before = after
    for widget in in_order(root):
        if before is not None and before.nextInFocusChain() is not widget:
            QWidget.setTabOrder(before, widget)
        before = widget


def place_before(root: QWidget) -> QWidget | None:
    """Return what stands before a widget's first one in the line of Tab, to chain from later."""
    first = next(in_order(root), None)
    if first is None:
        return None
    before = first.previousInFocusChain()
    # A parent stands in the line too, but Qt would put what follows it behind its last child.
    while before is not None and before is not first:
        if not _no_focus(before) and not before.isAncestorOf(first):
            return before
        before = before.previousInFocusChain()
    return None


def in_order(root: QWidget) -> Iterator[QWidget]:
    """Yield the widgets below one that take the focus, as the layouts show them."""
    layout = root.layout()
    if layout is not None:
        yield from _in_layout(layout)
        return
    for child in root.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from _with_children(child)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _with_children(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _with_children(widget: QWidget) -> Iterator[QWidget]:
    takes_focus = not _no_focus(widget)
    if takes_focus and widget.focusProxy() is None:
        yield widget
    if not takes_focus or widget.layout() is not None:
        yield from in_order(widget)


def _no_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() is Qt.FocusPolicy.NoFocus
