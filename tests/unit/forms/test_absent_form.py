"""A form this program does not have is looked for once: saving asks for it at every keystroke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms import definition
from app.forms.definition import FormLibrary
from tests.making import FORM, ROOT

if TYPE_CHECKING:
    import pytest


def test_a_form_that_is_not_here_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    library = FormLibrary(ROOT / "resources")
    assert library.nearest(FORM) == (library.current, False)

    def read(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(definition.Form, "load", read)
    assert library.nearest(FORM) == (library.current, False)
    assert library.nearest(library.current.ref) == (library.current, True)


def test_another_form_is_still_looked_for() -> None:
    library = FormLibrary(ROOT / "resources")
    northmere = library.of_authority("E06999001").ref
    fresh = FormLibrary(ROOT / "resources")
    assert fresh.nearest(FORM)[1] is False
    assert fresh.at(northmere).ref == northmere
