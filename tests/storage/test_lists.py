"""Today, the children and search: right rows, right order, and a fixed number of statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.analysis.timeliness import missing_again
from app.forms.plain_facts import HISTORY
from app.records.ports import WorklistQuery, WorklistRow, WorklistView
from app.records.record import RecordKind, Stage, answered, new_id
from tests.storage.conftest import NOW
from tests.storage.making import LA, contest, edit, episode, interview, later, person, stage

if TYPE_CHECKING:
    from app.records.edit import Edit
    from app.records.ports import Page
    from app.storage.store import Store

OTHER_LA = "E10999003"
ALL = WorklistQuery(now=NOW)


def saved(store: Store, *edits: Edit) -> None:
    with store.open_work() as work:
        for one in edits:
            work.records.apply(one)
        work.commit()


def today(store: Store, **asked: Any) -> Page:
    with store.open_work() as work:
        return work.lists.today(replace(ALL, **asked))


def names(page: Page) -> list[str]:
    return [row.forename for row in page.rows]


def child(store: Store, forename: str, back: timedelta | None, **answers: Any) -> Edit:
    """A child with one episode; `back` is how long ago the child came back, None while missing."""
    case = new_id()
    began = NOW - (back or timedelta()) - timedelta(hours=10)
    returned = (NOW - back).isoformat() if back is not None else None
    gone = episode(case, began.isoformat(), returned, **answers)
    saved(store, person(case, forename, "Marsh", child_dob="2011-03-04"), gone)
    return gone


@pytest.fixture
def caseload(store: Store) -> dict[str, Edit]:
    """One child for each chip, named after it."""
    hours = timedelta(hours=1)
    made = {
        "missing": child(store, "missing", None),
        "overdue": child(store, "overdue", 80 * hours),
        "today": child(store, "today", 66 * hours),
        "later": child(store, "later", 10 * hours),
        "done": child(store, "done", 90 * hours, offer_required="no_child_died"),
        "struck": child(store, "struck", 20 * hours, recorded_in_error="yes"),
    }
    signing = child(store, "signing", 30 * hours, offer_made="yes", offer_accepted="no")
    talk = interview(signing.case, signing.record)
    saved(store, talk, later(talk, **stage(Stage.SUBMITTED)))
    return {**made, "signing": signing}


def test_open_episodes_are_those_of_the_first_chip(store: Store, caseload: dict[str, Edit]) -> None:
    with store.open_work() as work:
        found = work.lists.open_episodes()
    wanted = {caseload[one].record for one in ("missing", "overdue", "today", "later", "signing")}
    assert {episode for _case, episode in found} == wanted
    assert {case for case, _episode in found} == {
        made.case for made in caseload.values() if made.record in wanted
    }


@pytest.mark.usefixtures("caseload")
class TestViews:
    @pytest.mark.parametrize(
        ("view", "expected"),
        [
            (WorklistView.ALL, ["missing", "overdue", "today", "signing", "later"]),
            (WorklistView.MISSING_NOW, ["missing"]),
            (WorklistView.OVERDUE, ["overdue"]),
            (WorklistView.DUE_72H, ["today", "later"]),
            (WorklistView.DUE_TODAY, ["today"]),
            (WorklistView.DUE_LATER, ["later"]),
            (WorklistView.SIGN_OFF, ["signing"]),
            (WorklistView.DONE, ["done"]),
        ],
    )
    def test_each_chip_shows_its_own(
        self, store: Store, view: WorklistView, expected: list[str]
    ) -> None:
        page = today(store, view=view)
        assert names(page) == expected
        assert page.total == len(expected)
        assert page.counts[view] == len(expected)

    def test_the_clock_alone_moves_rows_between_chips(self, store: Store) -> None:
        tomorrow = NOW + timedelta(days=1)
        assert names(today(store, view=WorklistView.OVERDUE, now=tomorrow)) == ["overdue", "today"]
        assert names(today(store, view=WorklistView.DUE_TODAY, now=tomorrow)) == []

    def test_pages_join_up(self, store: Store) -> None:
        whole = names(today(store))
        assert [names(today(store, offset=at, limit=2)) for at in (0, 2, 4, 6)] == [
            whole[:2],
            whole[2:4],
            whole[4:],
            [],
        ]
        assert today(store, offset=4, limit=2).total == 5

    def test_one_list_is_a_fixed_number_of_statements(self, store: Store) -> None:
        few = _statements(store, lambda: today(store))
        for number in range(40):
            child(store, f"more{number}", timedelta(hours=number))
        assert _statements(store, lambda: today(store)) == few  # the same two, word for word
        assert len(few) == 2
        assert len(_statements(store, lambda: today(store, text="marsh"))) == 3


def test_a_row_says_all_that_the_list_shows(store: Store) -> None:
    case = new_id()
    who = person(
        case,
        "Łukasz",
        "Kowalski",
        child_known_as="Luki",
        child_dob="2011-03-04",
        record_ref="NMR-26-AAAA-1",
    )
    gone = episode(
        case,
        "2026-11-16T20:00+00:00",
        "2026-11-17T08:00+01:00",
        host_la=OTHER_LA,
        offer_made="yes",
        record_ref="NMR-26-7K3Q-4",
        booked_for={"precision": "exact", "at": "2026-11-18T16:00+00:00"},
    )
    talk = interview(case, gone.record)
    saved(store, who, gone, talk)
    (row,) = today(store).rows
    assert row == WorklistRow(
        episode=gone.record,
        case=case,
        interview=talk.record,
        reference="NMR-26-7K3Q-4",
        surname="Kowalski",
        forename="Łukasz",
        known_as="Luki",
        born=datetime(2011, 3, 4, tzinfo=UTC).date(),
        responsible=LA,
        host=OTHER_LA,
        missing_from=datetime(2026, 11, 16, 20, 0, tzinfo=UTC),
        missing_from_said="",
        returned=datetime(2026, 11, 17, 7, 0, tzinfo=UTC),
        due=datetime(2026, 11, 20, 7, 0, tzinfo=UTC),
        outcome="booked",
        booked_for=datetime(2026, 11, 18, 16, 0, tzinfo=UTC),
        completed=None,
        attempts=0,
        stage="draft",
        missing_again=False,
        host_not_told=True,
        waiting=2,
        contested=False,
        waiting_since=row.waiting_since,
    )
    assert row.waiting_since is not None


def test_found_but_not_back_is_neither_missing_nor_due(store: Store) -> None:
    found = {"found_at": {"precision": "exact", "at": (NOW - timedelta(hours=1)).isoformat()}}
    child(store, "found", None, **found)
    child(store, "later", timedelta(hours=10))
    assert names(today(store)) == ["later", "found"]
    assert names(today(store, view=WorklistView.MISSING_NOW)) == []
    assert names(today(store, view=WorklistView.DUE_LATER)) == ["later", "found"]
    assert names(today(store, view=WorklistView.DUE_72H)) == ["later"]
    row = today(store).rows[1]
    assert row.due is None
    assert row.found_not_back
    assert not today(store).rows[0].found_not_back


def test_missing_again_while_an_interview_is_owed(store: Store) -> None:
    first = child(store, "Ada", timedelta(hours=20))
    saved(store, episode(first.case, (NOW - timedelta(hours=2)).isoformat()))
    rows = {row.episode: row for row in today(store).rows}
    assert len(rows) == 2
    assert rows[first.record].missing_again
    assert not next(row for row in rows.values() if row.returned is None).missing_again


def test_missing_again_stands_until_somebody_talked_about_the_first_return(store: Store) -> None:
    first = child(store, "Ada", timedelta(hours=20), offer_made="yes", offer_accepted="yes")
    second = episode(
        first.case,
        (NOW - timedelta(hours=8)).isoformat(),
        (NOW - timedelta(hours=2)).isoformat(),
    )
    saved(store, second)

    def again() -> list[bool]:
        rows = {row.episode: row for row in today(store).rows}
        return [rows[one.record].missing_again for one in (first, second) if one.record in rows]

    assert again() == [True, False]  # back again, and the first return still not talked about
    talk = interview(first.case, first.record)
    saved(store, talk)
    assert again() == [True, False]
    ended = {"precision": "exact", "at": (NOW - timedelta(hours=1)).isoformat()}
    saved(store, later(talk, interview_held=answered("yes"), interview_end=answered(ended)))
    assert again() == [False, False]


@pytest.mark.parametrize(
    "second", [{"episode_type": "away_without_authorisation"}, {"recorded_in_error": "yes"}]
)
def test_away_or_struck_out_is_not_missing_again(store: Store, second: dict[str, str]) -> None:
    first = child(store, "Ada", timedelta(hours=20))
    saved(store, episode(first.case, (NOW - timedelta(hours=8)).isoformat(), **second))
    assert not any(row.missing_again for row in today(store).rows)
    assert [row.away for row in today(store).rows].count(True) == ("episode_type" in second)


ENDED = {"precision": "exact", "at": (NOW - timedelta(hours=1)).isoformat()}


@pytest.mark.parametrize("kind", ["missing", "away_without_authorisation"])
@pytest.mark.parametrize(
    "talk",
    [
        None,
        {},
        {"interview_held": "yes", "interview_end": ENDED},
        {"interview_held": "partly", "interview_end": ENDED},
        {"interview_held": "no", "interview_end": ENDED},
    ],
)
@pytest.mark.parametrize(
    "offer",
    [
        {},
        {"offer_made": "no"},
        {"offer_made": "yes"},
        {"offer_made": "yes", "offer_accepted": "yes"},
        {"offer_made": "yes", "offer_accepted": "no"},
        {"offer_made": "yes", "offer_accepted": "no_response"},
        {"offer_required": "no_child_died"},
        {"return_how": "turned_18_while_missing"},
    ],
)
def test_the_list_means_by_missing_again_what_the_form_means(
    store: Store, offer: dict[str, str], talk: dict[str, Any] | None, kind: str
) -> None:
    """One is asked of columns, the other of records; a person must never be told two things."""
    first = child(store, "Ada", timedelta(hours=20), **offer)
    saved(store, episode(first.case, (NOW - timedelta(hours=8)).isoformat(), episode_type=kind))
    if talk is not None:
        saved(store, interview(first.case, first.record, **talk))
    with store.open_work() as work:
        of_child = work.records.of_case(first.case, RecordKind.MISSING_EPISODE)
        talks = work.records.linking_to(first.record, RecordKind.RETURN_INTERVIEW)
        meant = missing_again(work.records.get(first.record), talks, of_child)
        pages = [work.lists.today(replace(ALL, view=view)) for view in WorklistView]
    listed = [row for page in pages for row in page.rows if row.episode == first.record]
    assert listed
    assert {row.missing_again for row in listed} == {meant}


def test_a_contested_interview_marks_its_episode(store: Store) -> None:
    gone = child(store, "Ada", timedelta(hours=20))
    talk = interview(gone.case, gone.record)
    saved(store, talk)
    assert not today(store).rows[0].contested
    contest(store, talk.record, gone.case, "One", "Other")
    assert today(store).rows[0].contested


def test_words_told_stand_beside_the_time(store: Store) -> None:
    case = new_id()
    gone = episode(case, "2026-11-16T20:00+00:00")
    told = answered({"precision": "date", "at": "2026-11-16", "said": "Monday night"})
    saved(store, person(case, "Ada", "Marsh"), gone, later(gone, missing_from_at=told))
    (row,) = today(store).rows
    assert row.missing_from_said == "Monday night"
    assert row.missing_from == datetime(2026, 11, 16, 0, 0, tzinfo=UTC)


def test_a_time_keeps_how_exactly_it_was_told(store: Store) -> None:
    case = new_id()
    gone = episode(case, "2026-11-16T00:00+00:00", "2026-11-17T08:00+00:00")
    saved(store, person(case, "Ada", "Marsh"), gone)
    (row,) = today(store).rows
    assert (row.missing_from_precision, row.returned_precision) == ("exact", "exact")
    bare = answered({"precision": "date", "at": "2026-11-16"})
    rough = answered({"precision": "about", "at": "2026-11-17T08:00+00:00"})
    saved(store, later(gone, missing_from_at=bare, returned_at=rough))
    (row,) = today(store).rows
    assert row.missing_from == datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
    assert (row.missing_from_precision, row.returned_precision) == ("date", "about")


def test_filters_by_authority(store: Store) -> None:
    child(store, "here", timedelta(hours=5))
    child(store, "host", timedelta(hours=6), host_la=OTHER_LA)
    away = {"responsible_la": OTHER_LA, "host_la": OTHER_LA}
    child(store, "away", timedelta(hours=7), **away)
    assert names(today(store, authority=LA)) == ["host", "here"]
    assert names(today(store, authority=OTHER_LA)) == ["away", "host"]
    assert today(store, authority=OTHER_LA).counts[WorklistView.DUE_LATER] == 2


def test_my_cases_are_those_assigned_to_me(store: Store) -> None:
    mine = child(store, "mine", timedelta(hours=5))
    child(store, "nobody's", timedelta(hours=6))
    held = edit(new_id(), RecordKind.ASSIGNMENT, mine.case, set={"user": answered("tomasz")})
    cover = edit(new_id(), RecordKind.ASSIGNMENT, mine.case, set={"user": answered("dot")})
    saved(store, held, cover)
    assert names(today(store, worker="tomasz")) == ["mine"]
    assert today(store, worker="tomasz").counts[WorklistView.ALL] == 1
    assert names(today(store, worker="dot")) == ["mine"]
    assert names(today(store, worker="worker-1")) == []  # who only wrote does not hold the case
    assert names(today(store, worker="")) == []
    saved(store, later(held, until=answered("2026-11-18T09:00:00.000Z")))
    assert names(today(store, worker="tomasz")) == []
    saved(store, later(cover, **stage(Stage.ENTERED_IN_ERROR)))
    assert names(today(store, worker="dot")) == []


def test_a_period_of_an_earlier_return_is_done_and_never_due(store: Store) -> None:
    child(store, "history", timedelta(hours=90), **{HISTORY: "yes"})
    (row,) = today(store, view=WorklistView.DONE).rows
    assert (row.outcome, row.due) == ("not_applicable", None)


def test_a_child_without_a_name_is_found_by_its_number(store: Store) -> None:
    case = new_id()
    saved(store, edit(case, RecordKind.PERSON, case, set={"child_local_id": answered("RT4417")}))
    with store.open_work() as work:
        work.index_text(case)
        work.commit()
    with store.open_work() as work:
        (hit,) = work.lists.search("RT4417")
    assert hit.title == "Child RT4417"


@pytest.mark.parametrize(
    "text", ["lukasz", "ŁUKASZ", "kow", "luki", "kowalsky", "7k3q", "nmr-26-7K3Q-4"]
)
def test_today_finds_by_name_and_reference(store: Store, text: str) -> None:
    case = new_id()
    gone = episode(case, "2026-11-16T20:00+00:00", record_ref="NMR-26-7K3Q-4")
    saved(store, person(case, "Łukasz", "Kowalski", child_known_as="Luki"), gone)
    child(store, "Ada", timedelta(hours=5))
    page = today(store, text=text)
    assert [row.episode for row in page.rows] == [gone.record]
    assert page.total == 1


@pytest.mark.parametrize("text", ["zzzz", "'; DROP TABLE head; --", '"*', "AND", "NEAR(", "\0"])
def test_what_is_typed_is_never_a_command(store: Store, text: str) -> None:
    child(store, "Ada", timedelta(hours=5))
    assert today(store, text=text).rows == ()
    with store.open_work() as work:
        assert work.lists.search(text) == []
    assert len(today(store).rows) == 1


class TestSearch:
    def test_accents_do_not_matter(self, store: Store) -> None:
        case = new_id()
        saved(store, person(case, "Zoë", "Nuñez-Đặng"))
        with store.open_work() as work:
            for typed in ("zoe", "nunez", "dang", "Zoë Nuñez"):
                (hit,) = work.lists.search(typed)
                assert (hit.record, hit.title) == (case, "Nuñez-Đặng, Zoë")

    def test_a_misspelt_name_is_found_only_when_nothing_else_is(self, store: Store) -> None:
        right, near = new_id(), new_id()
        saved(store, person(right, "Jon", "Smyth"), person(near, "Joan", "Smith"))
        with store.open_work() as work:
            assert [hit.record for hit in work.lists.search("smyth")] == [right]
            assert {hit.record for hit in work.lists.search("smythe")} == {right}
            assert near in {hit.record for hit in work.lists.search("smithh")}

    def test_words_are_found_once_they_are_indexed(self, store: Store) -> None:
        gone = child(store, "Ada", timedelta(hours=5))
        talk = interview(gone.case, gone.record)
        said = "He waited by the old canal bridge and Café Noir was closed."
        saved(store, talk, later(talk, before_story=answered(said)))
        with store.open_work() as work:
            assert work.lists.search("canal") == []
            work.index_text(talk.record)
            work.commit()
        with store.open_work() as work:
            (hit,) = work.lists.search("bridg cafe")
            assert hit.record == talk.record
            assert hit.title == "Marsh, Ada"
            assert "canal bridge" in hit.extract

    def test_words_that_were_changed_are_no_longer_found(self, store: Store) -> None:
        gone = child(store, "Ada", timedelta(hours=5))
        talk = interview(gone.case, gone.record, before_story="canal")
        with store.open_work() as work:
            work.records.apply(talk)
            work.index_text(talk.record)
            work.records.apply(later(talk, before_story=answered("harbour")))
            work.index_text(talk.record)
            work.commit()
            assert work.lists.search("canal") == []
            assert [hit.record for hit in work.lists.search("harbour")] == [talk.record]

    def test_a_word_in_a_story_does_not_hide_a_misspelt_child(self, store: Store) -> None:
        gone = child(store, "Ada", timedelta(hours=5))
        talk = interview(gone.case, gone.record, before_story="at the Kowalskys' house")
        kowalski = new_id()
        with store.open_work() as work:
            work.records.apply(talk)
            work.index_text(talk.record)
            work.records.apply(person(kowalski, "Jan", "Kowalski"))
            work.commit()
            found = [hit.record for hit in work.lists.search("kowalsky")]
        assert found == [talk.record, kowalski]

    def test_a_name_comes_before_a_word(self, store: Store) -> None:
        gone = child(store, "Ada", timedelta(hours=5))
        talk = interview(gone.case, gone.record, before_story="went with Kestrel to the park")
        kestrel = new_id()
        with store.open_work() as work:
            work.records.apply(talk)
            work.index_text(talk.record)
            work.records.apply(person(kestrel, "Kestrel", "Oak"))
            work.commit()
            found = [hit.record for hit in work.lists.search("kestrel")]
        assert found == [kestrel, talk.record]


def test_children_by_name(store: Store) -> None:
    for forename, surname in (("Ada", "Öz"), ("Ben", "Abel"), ("Cy", "Łącki")):
        saved(store, person(new_id(), forename, surname))
    with store.open_work() as work:
        hits, total = work.lists.children(0, 2)
        assert ([hit.title for hit in hits], total) == (["Abel, Ben", "Łącki, Cy"], 3)
        hits, total = work.lists.children(2, 2)
        assert ([hit.title for hit in hits], total) == (["Öz, Ada"], 3)
        hits, total = work.lists.children(0, 10, "lack")
        assert ([hit.title for hit in hits], total) == (["Łącki, Cy"], 1)


def test_one_list_never_walks_a_table(store: Store) -> None:
    child(store, "Ada", timedelta(hours=5))
    for asked in ({}, {"authority": LA, "worker": "worker-1"}, {"view": WorklistView.DONE}):
        for statement in _statements(store, lambda asked=asked: today(store, **asked)):
            plan = store.sealed.driver.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            walks = [row[3] for row in plan if row[3].startswith("SCAN")]
            assert walks in ([], ["SCAN wanted"])  # the page's own fifty rows


def _statements(store: Store, step: Any) -> list[str]:
    """The queries a step runs."""
    seen: list[str] = []
    driver: Any = store.sealed.driver
    driver.set_trace_callback(seen.append)
    try:
        step()
    finally:
        driver.set_trace_callback(None)
    return [statement for statement in seen if statement.startswith("SELECT")]
