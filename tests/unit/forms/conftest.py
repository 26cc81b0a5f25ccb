"""Forms, blank sheets and a short way to answer, for the tests of the form engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.forms.definition import Form
from app.forms.derived import CaseFacts
from app.forms.session import FormSession
from app.forms.sheet import Sheet
from app.records.record import Record, RecordKind, new_id
from app.resources import resources
from tests.unit.forms.screens import LA, OpenScreen, Screen, local

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def form() -> Form:
    return Form.load(resources(), "northmere")


@pytest.fixture(scope="session")
def standard() -> Form:
    return Form.load(resources())


@pytest.fixture
def blank(form: Form) -> Callable[..., Record]:
    def make(kind: RecordKind, case: str | None = None) -> Record:
        identifier = new_id()
        return Record(id=identifier, kind=kind, la=LA, case=case or identifier, form=form.ref)

    return make


@pytest.fixture
def screen(form: Form, blank: Callable[..., Record]) -> OpenScreen:
    """Open a blank interview screen; `episodes` says how many it covers."""

    def open_screen(
        now: str = "2026-10-22T18:00",
        facts: CaseFacts | None = None,
        episodes: int = 1,
        stage: str = "draft",
        form: Form = form,
    ) -> Screen:
        person = blank(RecordKind.PERSON)
        sheet = Sheet(
            person=person,
            episodes=tuple(blank(RecordKind.MISSING_EPISODE, person.id) for _ in range(episodes)),
            interview=blank(RecordKind.RETURN_INTERVIEW, person.id),
            involvement=blank(RecordKind.INVOLVEMENT, person.id),
        )
        session = FormSession(
            form, sheet, now=local(now), facts=facts or CaseFacts(0, 0, 0), stage=stage
        )
        return Screen(session, local(now))

    return open_screen


@pytest.fixture
def returned(screen: OpenScreen) -> Screen:
    """Ruby's first episode (scenario 1): back on Friday, an offer owed."""
    opened = screen(now="2026-10-16T08:50")
    opened.put(
        child_forename="Ruby",
        child_surname="Tansley",
        child_dob="17/03/2011",
        episode_type="missing",
        missing_from_at="15/10/2026 21:40",
        found_at="16/10/2026 06:15",
        returned_at="16/10/2026 06:15",
        return_how="returned_self",
        child_status="cla",
        responsible_la="E06999001",
        host_la="E10999003",
        offer_required="yes",
    )
    return opened


@pytest.fixture
def held(returned: Screen) -> Screen:
    """The same, with the interview being held."""
    returned.put(offer_made="yes", offer_accepted="yes", interview_held="yes")
    return returned


@pytest.fixture
def form_folder(tmp_path: Path) -> Path:
    """A writable copy of the form files and code lists."""
    for source in (*resources().glob("forms/**/*.toml"), *resources().glob("codes/*.csv")):
        target = tmp_path / source.relative_to(resources())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return tmp_path


@pytest.fixture
def form_with_numbers(form_folder: Path) -> Form:
    """The form of an authority that also asks for NHS and pupil numbers."""
    overlay = form_folder / "forms" / "overlays" / "northmere.toml"
    text = overlay.read_text(encoding="utf-8")
    more = 'switch_on = [\n  "child_nhs_number",\n  "child_upn",'
    overlay.write_text(text.replace("switch_on = [", more, 1), encoding="utf-8")
    return Form.load(form_folder, "northmere")
