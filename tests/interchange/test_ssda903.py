"""Taking over a return: outside data whole, untidy files in plain words, twice changes nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.placements import PLACEMENTS, episode_prefill, placement_on, placements
from app.forms.plain_facts import HISTORY
from app.interchange.ssda903 import import_ssda903
from app.records.errors import BadInput
from app.records.record import Presence, Record, RecordKind, answered
from tests.fakes import Memory
from tests.making import FORM, NORTHMERE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from app.records.ports import ImportReport

SAMPLE = ROOT.parent / "shared" / "domain" / "ssda903-sample"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,"
    "REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
)
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
RUBY = "RT4417,F,17/03/2011,WBRI,P207000016049,,\n"
PLACED = "RT4417,04/05/2025,S,C1,N1,K2,PR1,,,,NM1 1AA,SH2 2BB,9900001\n"


def bring_in(folder: Path, memory: Memory) -> ImportReport:
    return import_ssda903(folder, memory.open_work, lambda: NOW, "dot", NORTHMERE, FORM)


def folder_with(tmp_path: Path, header: str = "", episodes: str = "", missing: str = "") -> Path:
    (tmp_path / "header.csv").write_text(HEADER + header, "utf-8")
    (tmp_path / "episodes.csv").write_text(EPISODES + episodes, "utf-8")
    (tmp_path / "missing.csv").write_text(MISSING + missing, "utf-8")
    return tmp_path


def reasons(report: ImportReport) -> list[tuple[str, int, str]]:
    return [(row.file, row.row, row.reason) for row in report.refused]


def only(memory: Memory, kind: RecordKind) -> Record:
    found = memory.of_kind(kind)
    assert len(found) == 1
    return found[0]


@cache
def sample() -> tuple[Memory, ImportReport]:
    """The sample brought in once; what is in it is only looked at."""
    memory = Memory()
    return memory, bring_in(SAMPLE, memory)


@pytest.mark.skipif(
    not SAMPLE.is_dir(),
    reason="the folder ../shared/domain/ssda903-sample is not beside the project",
)
class TestSample:
    def test_all_of_it_comes_in_within_seconds_and_a_second_time_changes_nothing(self) -> None:
        memory = Memory()
        began = time.monotonic()
        report = bring_in(SAMPLE, memory)
        assert time.monotonic() - began < 20
        assert report.added == {"children": 2675, "placements": 5050, "periods": 43}
        assert report.refused == ()
        before, edits = dict(memory.records), len(memory.edits)
        again = bring_in(SAMPLE, memory)
        assert again.added == again.changed == {}
        assert again.unchanged == {"children": 2675, "placements": 5050, "periods": 43}
        assert memory.records == before
        assert len(memory.edits) == edits

    def test_the_old_periods_are_history_and_the_overlap_is_flagged(self) -> None:
        memory, report = sample()
        periods = memory.of_kind(RecordKind.MISSING_EPISODE)
        assert all(period.value(HISTORY) == "yes" for period in periods)
        assert all(period.value("offer_required") is None for period in periods)
        overlaps = [row for row in report.flagged if "overlaps" in row.reason]
        assert [(row.file, row.row) for row in overlaps] == [("missing.csv", 36)]

    def test_sexes_are_translated_and_every_child_keeps_its_number(self) -> None:
        memory, _ = sample()
        children = memory.of_kind(RecordKind.PERSON)
        assert {child.value("child_sex") for child in children} == {"M", "F"}
        assert sum(child.value("child_sex") == "M" for child in children) == 1333
        assert len({child.value("child_local_id") for child in children}) == 2675
        assert not any(child.value("child_surname") for child in children)

    def test_the_same_return_gives_the_same_ids_on_another_laptop(self) -> None:
        here, there = sample()[0], Memory()
        bring_in(SAMPLE, there)
        assert here.records.keys() == there.records.keys()


class TestOneChild:
    def test_the_form_is_answered_from_the_placement_of_the_day(self, tmp_path: Path) -> None:
        memory = Memory()
        bring_in(
            folder_with(tmp_path, RUBY, PLACED, "RT4417,17/03/2011,M,15/06/2025,17/06/2025\n"),
            memory,
        )
        period = only(memory, RecordKind.MISSING_EPISODE)
        told = {path: period.value(path) for path in period.answers if path != "record_ref"}
        assert told == {
            "episode_type": "missing",
            "responsible_la": NORTHMERE,
            "recording_la": NORTHMERE,
            "child_status": "cla",
            "legal_status": "C1",
            "placement_type": "childrens_home",
            "placement_urn": "9900001",
            "missing_from_at": {"precision": "date", "at": "2025-06-15"},
            "found_at": {"precision": "date", "at": "2025-06-17"},
            "returned_at": {"precision": "date", "at": "2025-06-17"},
            HISTORY: "yes",
        }

    def test_away_ends_when_back_and_never_says_found(self, tmp_path: Path) -> None:
        memory = Memory()
        bring_in(folder_with(tmp_path, RUBY, "", "RT4417,,a,1/6/2025,02/06/2025\n"), memory)
        period = only(memory, RecordKind.MISSING_EPISODE)
        assert period.value("episode_type") == "away_without_authorisation"
        assert period.value("found_at") is None
        assert period.value("returned_at") == {"precision": "date", "at": "2025-06-02"}

    def test_a_period_of_the_present_year_is_not_history(self, tmp_path: Path) -> None:
        memory = Memory()
        rows = "RT4417,,M,30/03/2026,31/03/2026\nRT4417,,M,31/03/2026,01/04/2026\n"
        bring_in(folder_with(tmp_path, RUBY, "", rows), memory)
        found = {
            period.value("missing_from_at")["at"]: period.value(HISTORY)
            for period in memory.of_kind(RecordKind.MISSING_EPISODE)
        }
        assert found == {"2026-03-30": "yes", "2026-03-31": None}

    def test_the_placement_history_can_be_read_back(self, tmp_path: Path) -> None:
        memory = Memory()
        earlier = "RT4417,01/01/2024,S,V2,N1,U4,PR1,04/05/2025,X1,,,,\n"
        bring_in(folder_with(tmp_path, RUBY, PLACED + earlier), memory)
        spells = placements(only(memory, RecordKind.PERSON))
        assert [spell.code for spell in spells] == ["U4", "K2"]
        now = placement_on(spells, NOW.date())
        assert now is not None
        assert {path: cell.value for path, cell in episode_prefill(now).items()} == {
            "child_status": "cla",
            "legal_status": "C1",
            "placement_type": "childrens_home",
            "placement_urn": "9900001",
        }

    def test_a_child_already_here_is_joined_and_a_persons_answer_stands(
        self, tmp_path: Path
    ) -> None:
        memory = Memory()
        here = Record("ruby", RecordKind.PERSON, NORTHMERE, "ruby", FORM)
        here.answers.update(
            child_local_id=answered("RT4417"),
            child_ethnicity=answered("WIRI"),
            child_forename=answered("Ruby"),
        )
        memory.records["ruby"] = here
        report = bring_in(folder_with(tmp_path, RUBY, PLACED), memory)
        ruby = only(memory, RecordKind.PERSON)
        assert ruby.value("child_ethnicity") == "WIRI"
        assert ruby.value("child_dob") == "2011-03-17"
        assert report.added == {"placements": 1}

    def test_a_child_of_another_authority_with_the_same_number_is_another_child(
        self, tmp_path: Path
    ) -> None:
        memory = Memory()
        memory.records["x"] = Record(
            "x",
            RecordKind.PERSON,
            "E06999002",
            "x",
            FORM,
            answers={"child_local_id": answered("RT4417")},
        )
        bring_in(folder_with(tmp_path, RUBY), memory)
        assert len(memory.of_kind(RecordKind.PERSON)) == 2

    def test_a_later_return_that_closes_a_period_changes_it_and_adds_none(
        self, tmp_path: Path
    ) -> None:
        memory = Memory()
        bring_in(folder_with(tmp_path, RUBY, "", "RT4417,,M,31/03/2026,\n"), memory)
        report = bring_in(
            folder_with(tmp_path, RUBY, "", "RT4417,,M,31/03/2026,01/04/2026\n"), memory
        )
        assert (report.added, report.changed) == ({}, {"periods": 1})
        assert only(memory, RecordKind.MISSING_EPISODE).value("found_at")["at"] == "2026-04-01"

    def test_a_placement_taken_out_by_a_person_stays_out(self, tmp_path: Path) -> None:
        memory = Memory()
        folder = folder_with(tmp_path, RUBY, PLACED)
        bring_in(folder, memory)
        ruby = only(memory, RecordKind.PERSON)
        life = next(
            path for path in ruby.answers if path.startswith(PLACEMENTS) and path.endswith("@")
        )
        ruby.answers[life] = Presence(present=False)
        bring_in(folder, memory)
        assert placements(only(memory, RecordKind.PERSON)) == []


class TestUntidyFiles:
    def test_wrong_check_letters_are_counted_and_the_number_is_kept(self, tmp_path: Path) -> None:
        memory = Memory()
        wrong = RUBY.replace("P207", "Q207")
        report = bring_in(folder_with(tmp_path, wrong), memory)
        assert [row.reason for row in report.flagged] == [
            "1 pupil numbers have a wrong check letter; kept as they are."
        ]
        assert only(memory, RecordKind.PERSON).value("child_upn") == "Q207000016049"

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            (",F,17/03/2011,WBRI,,,\n", "CHILD is empty."),
            ("RT-17,F,17/03/2011,WBRI,,,\n", "CHILD must be letters and digits only, at most 20."),
            ("RT1,F,2011-03-17,WBRI,,,\n", "DOB is not a date written dd/mm/yyyy."),
            ("RT1,F,31/02/2011,WBRI,,,\n", "DOB is a day that does not exist."),
            ("RT1,F,17/03/2031,WBRI,,,\n", "DOB lies in the future."),
            ("RT1,F,17/03/2011,WBRI,,,,extra\n", "The row has more cells than there are headings."),
        ],
    )
    def test_a_child_that_cannot_come_in(self, rows: str, reason: str, tmp_path: Path) -> None:
        memory = Memory()
        report = bring_in(folder_with(tmp_path, rows), memory)
        assert reasons(report) == [("header.csv", 2, reason)]
        assert memory.records == {}

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("X9,,M,01/06/2025,02/06/2025\n", "CHILD is not among the children"),
            ("RT4417,,X,01/06/2025,02/06/2025\n", "MISSING must be M or A."),
            ("RT4417,,M,,02/06/2025\n", "MIS_START is empty."),
            ("RT4417,,M,01/06/2025 21:40,02/06/2025\n", "MIS_START is not a date"),
            ("RT4417,,M,03/06/2025,02/06/2025\n", "MIS_END lies before MIS_START."),
            ("RT4417,,M,03/06/2027,\n", "The period lies in the future."),
            (
                "RT4417,,M,17/03/2011,18/03/2011\n",
                "MIS_START does not lie after the date of birth.",
            ),
            (
                "RT4417,18/03/2011,M,01/06/2025,02/06/2025\n",
                "DOB is not the one in the header file",
            ),
        ],
    )
    def test_a_period_that_cannot_come_in(self, row: str, reason: str, tmp_path: Path) -> None:
        memory = Memory()
        good = "RT4417,,M,05/06/2025,06/06/2025\n"
        report = bring_in(folder_with(tmp_path, RUBY, "", row + good), memory)
        assert [found[:2] for found in reasons(report)] == [("missing.csv", 2)]
        assert reasons(report)[0][2].startswith(reason)
        assert report.added["periods"] == 1

    def test_the_second_row_of_a_child_is_refused_naming_the_first(self, tmp_path: Path) -> None:
        report = bring_in(folder_with(tmp_path, RUBY + RUBY), Memory())
        assert reasons(report) == [("header.csv", 3, "CHILD is already in row 2.")]

    def test_unknown_codes_come_in_and_are_flagged(self, tmp_path: Path) -> None:
        memory = Memory()
        header = "RT4417,9,17/03/2011,CNHE,12345,,\n"
        placed = "RT4417,04/05/2025,S,Q9,N1,K9,PR1,,,,,,\n"
        report = bring_in(folder_with(tmp_path, header, placed), memory)
        assert [(row.file, row.reason.split(" ")[0]) for row in report.flagged] == [
            ("header.csv", "SEX"),
            ("header.csv", "ETHNIC"),
            ("header.csv", "UPN"),
            ("episodes.csv", "PLACE"),
            ("episodes.csv", "LS"),
        ]
        assert only(memory, RecordKind.PERSON).value("child_sex") is None
        assert report.refused == ()

    def test_a_missing_column_refuses_that_file_in_plain_words_and_keeps_the_others(
        self, tmp_path: Path
    ) -> None:
        memory = Memory()
        folder = folder_with(tmp_path, RUBY)
        (folder / "missing.csv").write_text("CHILD,DOB,MISSING,MIS_END\nRT4417,,M,\n")
        report = bring_in(folder, memory)
        assert reasons(report) == [
            (
                "missing.csv",
                1,
                "The file has no column MIS_START. Its first row must name the columns.",
            )
        ]
        assert report.added == {"children": 1}

    def test_absent_files_are_named_and_an_empty_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match=r"no header\.csv"):
            bring_in(tmp_path, Memory())
        (tmp_path / "HEADER.CSV").write_text(HEADER + RUBY)
        report = bring_in(tmp_path, Memory())
        assert [row.file for row in report.refused] == ["episodes.csv", "missing.csv"]
        with pytest.raises(BadInput, match="does not exist"):
            bring_in(tmp_path / "nowhere", Memory())

    @pytest.mark.parametrize(
        "name", ["Header.csv", "2026_header.csv", "SSDA903 2025-26 HEADER.CSV", "header_2026.csv"]
    )
    def test_names_with_years_and_capitals_are_found(self, name: str, tmp_path: Path) -> None:
        (tmp_path / name).write_text(HEADER + RUBY)
        assert bring_in(tmp_path, Memory()).added == {"children": 1}

    def test_two_years_in_one_folder_are_refused(self, tmp_path: Path) -> None:
        for year in ("2025", "2026"):
            (tmp_path / f"{year}_header.csv").write_text(HEADER + RUBY)
        with pytest.raises(BadInput, match="Leave one year"):
            bring_in(tmp_path, Memory())

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-bom"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_marked_encodings_and_both_line_ends_are_read(
        self, encoding: str, newline: str, tmp_path: Path
    ) -> None:
        text = (HEADER + RUBY).replace("\n", newline)
        data = (
            "\ufeff".encode("utf-16-le") + text.encode("utf-16-le")
            if "bom" in encoding
            else text.encode(encoding)
        )
        (tmp_path / "header.csv").write_bytes(data)
        assert bring_in(tmp_path, Memory()).added == {"children": 1}

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            ((HEADER + RUBY).encode("utf-16-be"), "UTF-16 without its mark"),
            (
                (HEADER + RUBY + "Zo\xeb,F,17/03/2011,WBRI,,,\n").encode("cp1252"),
                "Row 3 holds letters",
            ),
            (b"", "The file is empty."),
            ((HEADER + '"RT4417,F\n').encode(), "Row 2 cannot be read"),
            ((HEADER + "A" * 30_000).encode(), "Row 2 cannot be read"),
            (b"CHILD,CHILD,DOB\n", "CHILD is there twice"),
            (b"PK\x03\x04\x00\x00", "not plain text"),
        ],
    )
    def test_unreadable_files_are_refused_in_plain_words(
        self, data: bytes, reason: str, tmp_path: Path
    ) -> None:
        (tmp_path / "header.csv").write_bytes(data)
        memory = Memory()
        report = bring_in(tmp_path, memory)
        assert reason in report.refused[0].reason
        assert memory.records == {}

    def test_semicolons_and_tabs_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "header.csv").write_text((HEADER + RUBY).replace(",", ";"))
        assert bring_in(tmp_path, Memory()).added == {"children": 1}

    def test_an_open_period_of_an_old_year_asks_to_be_looked_at(self, tmp_path: Path) -> None:
        report = bring_in(folder_with(tmp_path, RUBY, "", "RT4417,,M,01/03/2026,\n"), Memory())
        assert "check whether the child is back" in report.flagged[0].reason

    def test_one_audit_event_says_who_brought_it_in(self, tmp_path: Path) -> None:
        memory = Memory()
        bring_in(folder_with(tmp_path, RUBY), memory)
        assert [(event.user, event.action) for event in memory.events] == [("dot", "import")]


CELL = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, max_size=8), max_size=6))
def test_no_file_whatever_ends_in_anything_but_a_report(
    rows: list[list[str]], tmp_path: Path
) -> None:
    """Every refusal names its row and says why; nothing is thrown."""
    folder = folder_with(tmp_path, "\n".join(",".join(row) for row in rows))
    report = bring_in(folder, Memory())
    assert all(row.reason and row.row >= 1 for row in report.refused)


@given(
    rows=st.permutations(
        [
            "RT4417,,M,01/06/2025,02/06/2025",
            "RT4417,,M,01/06/2025,",
            "RT4417,,A,01/06/2025,03/06/2025",
        ]
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_rows_changes_no_id(rows: list[str], tmp_path: Path) -> None:
    memory = Memory()
    bring_in(folder_with(tmp_path, RUBY, "", "\n".join(sorted(rows)) + "\n"), memory)
    before = dict(memory.records)
    report = bring_in(folder_with(tmp_path, RUBY, "", "\n".join(rows) + "\n"), memory)
    assert report.added == {}
    assert memory.records == before
