"""Taking in a police list: scenario 2 row 1 exactly, and lists as forces really send them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.interchange.police_columns import PoliceColumns
from app.interchange.police_list import Intake, import_police_list
from app.records.clock import due_after
from app.records.errors import FormError
from app.records.record import Cell, Record, RecordKind, Source, answered
from tests.fakes import Memory
from tests.making import FORM, NORTHMERE, RULES, at, local, time_of

if TYPE_CHECKING:
    from pathlib import Path

    from app.records.ports import ImportReport

CALDERFEN = "E06999002"
MAP = RULES / "police_list.toml"
NOW = local("2026-04-03 08:30").astimezone(UTC)
HEADING = (
    "Surname,Forename,DOB,Sex,Reference,Left,Reported,Risk,Found,Returned,"
    "How found,Authority told\n"
)
JONAH = (
    "Pettifer,Jonah,09/11/2013,M,PN-0402-066,02/04/2026 18:15,02/04/2026 20:40,Medium,"
    "02/04/2026 23:55,02/04/2026 23:55,Found by police,03/04/2026 08:10\n"
)
NAMELESS = ",Sam,01/02/2012,M,PN-0402-067,02/04/2026 19:00,,,,,,\n"


def bring_in(
    tmp_path: Path, text: str | bytes, memory: Memory, force: str = "practice-north"
) -> ImportReport:
    file = tmp_path / "list.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    intake = Intake(memory.open_work, lambda: NOW, "priya", CALDERFEN, FORM)
    return import_police_list(file, PoliceColumns.load(MAP, force), intake)


def only(memory: Memory, kind: RecordKind) -> Record:
    found = memory.of_kind(kind)
    assert len(found) == 1
    return found[0]


class TestJonah:
    def test_one_in_one_duplicate_one_refused_with_its_row_and_reason(self, tmp_path: Path) -> None:
        report = bring_in(tmp_path, HEADING + JONAH + JONAH + NAMELESS, Memory())
        assert report.added == {"children": 1, "episodes": 1}
        assert report.unchanged == {"episodes": 1}
        assert [(row.row, row.reason) for row in report.refused] == [(4, "The row has no surname.")]

    def test_the_draft_says_what_the_police_said_and_that_they_said_it(
        self, tmp_path: Path
    ) -> None:
        memory = Memory()
        bring_in(tmp_path, HEADING + JONAH, memory)
        episode = only(memory, RecordKind.MISSING_EPISODE)
        told = {path: episode.value(path) for path in episode.answers if path != "record_ref"}
        assert told == {
            "episode_type": "missing",
            "police_reported": "yes",
            "police_force": "practice-north",
            "police_ref": "PN-0402-066",
            "police_risk_initial": "medium",
            "missing_from_at": at("2026-04-02 18:15").value,
            "reported_at": at("2026-04-02 20:40").value,
            "found_at": at("2026-04-02 23:55").value,
            "returned_at": at("2026-04-02 23:55").value,
            "la_notified_at": at("2026-04-03 08:10").value,
            "return_how": "found_by_police",
            "responsible_la": CALDERFEN,
            "host_la": CALDERFEN,
            "recording_la": CALDERFEN,
        }
        answer = episode.answer("missing_from_at")
        assert answer is not None
        assert answer.source is Source.POLICE
        assert due_after(time_of("2026-04-02 23:55")) == local("2026-04-05 23:55")
        child = only(memory, RecordKind.PERSON)
        assert (child.value("child_surname"), child.value("child_dob")) == (
            "Pettifer",
            "2013-11-09",
        )
        assert str(child.value("record_ref")).startswith("CAL-26-")

    def test_the_same_list_again_changes_nothing(self, tmp_path: Path) -> None:
        memory = Memory()
        bring_in(tmp_path, HEADING + JONAH, memory)
        before = dict(memory.records)
        report = bring_in(tmp_path, HEADING + JONAH, memory)
        assert (report.added, report.unchanged) == ({}, {"episodes": 1})
        assert memory.records == before

    def test_a_row_already_entered_by_hand_is_a_duplicate(self, tmp_path: Path) -> None:
        memory = Memory()
        _enter_by_hand(memory, police_ref=answered("pn-0402-066"))
        assert bring_in(tmp_path, HEADING + JONAH, memory).unchanged == {"episodes": 1}

    def test_a_child_certainly_here_is_joined(self, tmp_path: Path) -> None:
        memory = Memory()
        _enter_by_hand(
            memory, missing_from_at=at("2026-01-02 10:00"), returned_at=at("2026-01-02 12:00")
        )
        report = bring_in(tmp_path, HEADING + JONAH, memory)
        assert report.added == {"episodes": 1}
        assert {episode.case for episode in memory.of_kind(RecordKind.MISSING_EPISODE)} == {"jonah"}

    def test_a_child_perhaps_here_is_not_joined_but_shown(self, tmp_path: Path) -> None:
        memory = Memory()
        _enter_by_hand(memory)
        swapped = JONAH.replace("Jonah,09/11/2013", "Jonah,11/09/2013")
        report = bring_in(tmp_path, HEADING + swapped, memory)
        assert len(memory.of_kind(RecordKind.PERSON)) == 2
        assert "day and month of birth swapped" in report.flagged[0].reason


def _enter_by_hand(memory: Memory, **more: Cell) -> None:
    known: dict[str, Cell] = {
        "child_forename": answered("Jonah"),
        "child_surname": answered("Pettifer"),
        "child_dob": answered("2013-11-09"),
    }
    memory.records["jonah"] = Record(
        "jonah", RecordKind.PERSON, CALDERFEN, "jonah", FORM, answers=known
    )
    episode = Record("by-hand", RecordKind.MISSING_EPISODE, CALDERFEN, "jonah", FORM)
    episode.answers.update(police_force=answered("practice-north"), **more)
    memory.records["by-hand"] = episode


class TestAuthorities:
    """Scenario 2 row 1 for somebody of Northmere who may act for Calderfen."""

    def intake(self, memory: Memory, *grants: str) -> Intake:
        forms = dict.fromkeys(grants, FORM)
        return Intake(memory.open_work, lambda: NOW, "priya", NORTHMERE, FORM, forms)

    def bring(self, tmp_path: Path, text: str, memory: Memory, *grants: str) -> ImportReport:
        file = tmp_path / "list.csv"
        file.write_text(text)
        columns = PoliceColumns.load(MAP, "practice-north")
        return import_police_list(file, columns, self.intake(memory, *grants))

    def test_a_child_of_another_authority_is_found_and_keeps_it(self, tmp_path: Path) -> None:
        memory = Memory()
        _enter_by_hand(
            memory, missing_from_at=at("2026-01-02 10:00"), returned_at=at("2026-01-02 12:00")
        )
        text = HEADING + JONAH + JONAH + NAMELESS
        report = self.bring(tmp_path, text, memory, CALDERFEN)
        assert (report.added, report.unchanged) == ({"episodes": 1}, {"episodes": 1})
        assert [row.row for row in report.refused] == [4]
        (new,) = [one for one in memory.of_kind(RecordKind.MISSING_EPISODE) if one.id != "by-hand"]
        assert (new.case, new.la, new.value("responsible_la")) == ("jonah", CALDERFEN, CALDERFEN)
        assert str(new.value("record_ref")).startswith("CAL-26-")

    def test_without_a_grant_nobody_elses_child_is_joined(self, tmp_path: Path) -> None:
        memory = Memory()
        _enter_by_hand(memory)
        self.bring(tmp_path, HEADING + JONAH, memory)
        new = [one for one in memory.of_kind(RecordKind.PERSON) if one.id != "jonah"]
        assert [one.la for one in new] == [NORTHMERE]

    @pytest.mark.parametrize(
        ("told", "becomes", "flags"),
        [
            ("Calderfen", CALDERFEN, 0),
            (CALDERFEN, CALDERFEN, 0),
            ("Southhaven", NORTHMERE, 1),
            ("", NORTHMERE, 0),
        ],
    )
    def test_a_new_child_goes_where_the_row_says_and_the_importer_may(
        self, told: str, becomes: str, flags: int, tmp_path: Path
    ) -> None:
        memory = Memory()
        heading = HEADING.replace("Surname", "Local authority,Surname")
        report = self.bring(tmp_path, f"{heading}{told},{JONAH}", memory, CALDERFEN)
        assert only(memory, RecordKind.PERSON).la == becomes
        assert only(memory, RecordKind.MISSING_EPISODE).la == becomes
        assert len(report.flagged) == flags
        again = self.bring(tmp_path, f"{heading}{told},{JONAH}", memory, CALDERFEN)
        assert (again.added, again.unchanged) == ({}, {"episodes": 1})


class TestRefusals:
    @pytest.mark.parametrize(
        ("was", "becomes", "reason"),
        [
            ("Jonah", "", "The row has no forename."),
            ("Pettifer", "=HYPERLINK(1)", "begins like a formula"),
            ("PN-0402-066", "@SUM(A1)", "begins like a formula"),
            (",02/04/2026 18:15", ",", "does not say when the child went missing"),
            ("02/04/2026 18:15", "2 April", "not clear when the child went missing"),
            ("02/04/2026 18:15", "31/04/2026 18:15", "no such day"),
            ("02/04/2026 18:15", "02/04/2026 25:15", "no such day"),
            ("02/04/2026 18:15", "03/04/2026 18:15", "in the future"),
            (
                "02/04/2026 23:55,02/04/2026 23:55",
                "02/04/2026 17:55,",
                "before what must come first",
            ),
            ("09/11/2013", "09/11/2033", "date of birth cannot be right"),
        ],
    )
    def test_a_row_that_cannot_be_used(
        self, was: str, becomes: str, reason: str, tmp_path: Path
    ) -> None:
        memory = Memory()
        assert was in JONAH
        report = bring_in(tmp_path, HEADING + JONAH.replace(was, becomes), memory)
        assert [row.row for row in report.refused] == [2]
        assert reason in report.refused[0].reason
        assert memory.records == {}

    def test_no_reason_repeats_a_name(self, tmp_path: Path) -> None:
        rows = JONAH.replace("02/04/2026 18:15", "soon")
        report = bring_in(tmp_path, HEADING + rows, Memory())
        assert "Jonah" not in report.refused[0].reason

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            ((HEADING + JONAH.replace("Jonah", "Zo\xeb")).encode("cp1252"), "Row 2 holds letters"),
            ("Surname,Name\nPettifer,Jonah\n", "no column for forename, missing from"),
            ("", "The file is empty."),
        ],
    )
    def test_a_list_that_cannot_be_read(
        self, data: str | bytes, reason: str, tmp_path: Path
    ) -> None:
        memory = Memory()
        report = bring_in(tmp_path, data, memory)
        assert reason in report.refused[0].reason
        assert memory.records == {}

    def test_a_broken_map_is_a_form_error(self, tmp_path: Path) -> None:
        (tmp_path / "map.toml").write_text("columns = 3")
        with pytest.raises(FormError):
            PoliceColumns.load(tmp_path / "map.toml", "practice-north")


class TestRealLists:
    def test_iso_times_bare_dates_and_other_headings(self, tmp_path: Path) -> None:
        memory = Memory()
        heading = "Last name;First name;Last seen;Date found\n"
        text = heading + "Pettifer;Jonah;2026-04-01;2026-04-02 09:00\n"
        bring_in(tmp_path, text, memory)
        episode = only(memory, RecordKind.MISSING_EPISODE)
        assert episode.value("missing_from_at") == {"precision": "date", "at": "2026-04-01"}
        assert episode.value("found_at") == at("2026-04-02 09:00").value
        assert episode.value("returned_at") is None

    def test_a_word_nobody_mapped_is_flagged_and_left_unanswered(self, tmp_path: Path) -> None:
        memory = Memory()
        report = bring_in(tmp_path, HEADING + JONAH.replace("Medium", "Purple"), memory)
        assert "police risk initial" in report.flagged[0].reason
        assert only(memory, RecordKind.MISSING_EPISODE).value("police_risk_initial") is None

    def test_a_force_with_its_own_headings(self, tmp_path: Path) -> None:
        memory = Memory()
        text = "Surname,Forename,Left,Station\nPettifer,Jonah,02/04/2026 18:15,Saltmouth\n"
        bring_in(tmp_path, text, memory, force="practice-rail")
        episode = only(memory, RecordKind.MISSING_EPISODE)
        assert episode.value("found_location") == {"name": "Saltmouth"}

    @pytest.mark.parametrize(
        ("word", "slug"),
        [
            ("practice-south", "practice-south"),
            ("South Practice Police", "practice-south"),
            ("", "practice-north"),
        ],
    )
    def test_the_force_comes_from_the_list_or_from_the_authority(
        self, word: str, slug: str, tmp_path: Path
    ) -> None:
        memory = Memory()
        text = f"Surname,Forename,Left,Force\nPettifer,Jonah,02/04/2026 18:15,{word}\n"
        bring_in(tmp_path, text, memory, force="")
        assert only(memory, RecordKind.MISSING_EPISODE).value("police_force") == slug

    def test_two_episodes_of_a_new_child_are_one_child(self, tmp_path: Path) -> None:
        memory = Memory()
        second = JONAH.replace("PN-0402-066", "PN-0320-001").replace("02/04/2026", "20/03/2026")
        report = bring_in(tmp_path, HEADING + JONAH + second, memory)
        assert report.added == {"children": 1, "episodes": 2}

    def test_the_hour_that_is_repeated_counts_from_its_first_time(self, tmp_path: Path) -> None:
        memory = Memory()
        file = tmp_path / "list.csv"
        file.write_text("Surname,Forename,Left\nPettifer,Jonah,25/10/2026 01:30\n")
        later = datetime(2026, 10, 26, 9, tzinfo=UTC)
        intake = Intake(memory.open_work, lambda: later, "priya", CALDERFEN, FORM)
        import_police_list(file, PoliceColumns.load(MAP, "practice-north"), intake)
        told = only(memory, RecordKind.MISSING_EPISODE).value("missing_from_at")
        assert told["at"] == "2026-10-25T01:30+01:00"
