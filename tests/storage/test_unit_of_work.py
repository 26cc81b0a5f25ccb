"""One unit of work is one transaction: everything an edit touches, or nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from app.records.errors import BadInput, DiskFull, NotFound, StoreDamaged
from app.records.record import Answer, AnswerState, Presence, RecordKind, Stage, answered, new_id
from app.storage import outbox as outbox_module
from app.storage.vault import unlock
from tests.storage.making import (
    PASSPHRASE,
    MemoryKeyring,
    contest,
    edit,
    episode,
    exact,
    interview,
    later,
    person,
    stage,
)

if TYPE_CHECKING:
    from pathlib import Path

    from app.records.edit import Edit
    from app.storage.store import Store

CHILD = RecordKind.PERSON


def saved(store: Store, *edits: Edit) -> None:
    with store.open_work() as work:
        for one in edits:
            work.records.apply(one)
        work.commit()


def waiting(store: Store, record: str | None = None) -> list[Edit]:
    with store.open_work() as work:
        return work.outbox.edits(record)


def test_an_edit_is_shown_and_waits(store: Store) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    saved(store, first)
    with store.open_work() as work:
        record = work.records.get(case)
        assert record.value("child_forename") == "Ada"
        assert (record.ver, record.case, record.kind) == (0, case, CHILD)
        assert work.outbox.edits() == [first]
        assert work.outbox.waiting(case).count == 1
        assert work.outbox.waiting().since is not None


def test_without_commit_nothing_happened(store: Store) -> None:
    case = new_id()
    with store.open_work() as work:
        work.records.apply(person(case, "Ada", "Marsh"))
        assert work.records.get(case).value("child_surname") == "Marsh"
    with store.open_work() as work:
        assert work.records.find(case) is None
        assert work.outbox.edits() == []
        assert work.lists.search("marsh") == []
        with pytest.raises(NotFound):
            work.records.get(case)


def test_an_error_inside_undoes_what_was_kept_in_memory_too(store: Store) -> None:
    case = new_id()
    saved(store, person(case, "Ada", "Marsh"))
    with pytest.raises(KeyError), store.open_work() as work:
        work.records.apply(edit(case, CHILD, case, set={"child_forename": answered("Wrong")}))
        raise KeyError
    with store.open_work() as work:
        assert work.records.get(case).value("child_forename") == "Ada"


def test_work_goes_on_after_a_commit(store: Store) -> None:
    one, two = new_id(), new_id()
    with store.open_work() as work:
        work.records.apply(person(one, "Ada", "Marsh"))
        work.commit()
        work.records.apply(person(two, "Ben", "Oak"))
    with store.open_work() as work:
        assert work.records.find(one) is not None
        assert work.records.find(two) is None


def test_everything_is_there_after_the_store_was_closed(
    store: Store, folder: Path, keyring: MemoryKeyring
) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    clearing = edit(case, CHILD, case, set={"child_surname": None}, reason="wrong name")
    saved(store, first, clearing)
    store.close()
    again = unlock(folder, PASSPHRASE, keyring=keyring)
    with again.open_work() as work:
        record = work.records.get(case)
        assert record.value("child_surname") is None
        assert "child_surname" not in record.answers
        assert work.outbox.edits() == [first, clearing]
    again.close()


def test_later_answers_are_laid_into_the_edit_that_waits(store: Store) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    saved(store, first)
    for turn in range(5):
        saved(store, later(first, child_forename=answered(f"Ada {turn}")))
    (merged,) = waiting(store, case)
    assert merged.op_id == first.op_id
    assert merged.set["child_forename"] == answered("Ada 4")
    assert merged.set["child_surname"] == answered("Marsh")


@pytest.mark.parametrize(
    "more",
    [
        {"user": "worker-2"},
        {"base": 4},
        {"reason": "because"},
        {"set": {"stage": answered("submitted")}},
    ],
)
def test_what_may_not_be_laid_together_waits_apart(store: Store, more: dict[str, object]) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    given: dict[str, object] = {"set": {"child_forename": answered("Bea")}, **more}
    saved(store, first, edit(case, CHILD, case, **given))
    assert len(waiting(store, case)) == 2


def test_two_records_never_share_a_row(store: Store) -> None:
    one, two = person(new_id(), "Ada", "Marsh"), person(new_id(), "Ben", "Oak")
    saved(store, one, two, later(one, child_forename=answered("Bea")))
    assert [row.record for row in waiting(store)] == [one.record, two.record]
    assert waiting(store)[0].set["child_forename"] == answered("Bea")


def test_a_row_stays_small(store: Store) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    saved(store, first)
    for number in range(100):
        saved(store, later(first, **{f"question_{number}": answered("x")}))
    rows = waiting(store, case)
    assert max(len(row.set) for row in rows) <= outbox_module.ANSWERS_TOGETHER
    assert len(rows) == 5
    with store.open_work() as work:
        assert len(work.records.get(case).answers) == 102


def test_trying_again_with_the_same_edits_changes_nothing(store: Store) -> None:
    case = new_id()
    edits = [
        person(case, "Ada", "Marsh"),
        edit(case, CHILD, case, set=dict(stage(Stage.SUBMITTED))),
        edit(case, CHILD, case, set={"child_forename": answered("Bea")}),
    ]
    saved(store, *edits)
    before = waiting(store)
    saved(store, *edits)
    assert waiting(store) == before


def test_an_edit_that_could_never_be_sent_is_refused_whole(store: Store) -> None:
    case = new_id()
    bad = Answer(state=AnswerState.ANSWERED, value=1.5)
    with store.open_work() as work:
        with pytest.raises(BadInput):
            work.records.apply(edit(case, CHILD, case, set={"child_forename": bad}))
        work.commit()
        assert work.records.find(case) is None


def test_text_is_kept_exactly_as_typed(store: Store) -> None:
    case = new_id()
    typed = "  cafe\u0301 \u202e\U0001f9d2\n\tend  "
    saved(store, edit(case, CHILD, case, set={"child_communication": answered(typed)}))
    store._shown.forget_all()
    with store.open_work() as work:
        assert work.records.get(case).value("child_communication") == typed


def test_records_of_a_case(store: Store) -> None:
    case, other = new_id(), new_id()
    first = episode(case, "2026-11-10T20:00+00:00")
    second = episode(case, "2026-11-12T20:00+00:00")
    talk = interview(case, first.record)
    saved(store, person(case, "Ada", "Marsh"), first, second, talk, person(other, "Ben", "Oak"))
    with store.open_work() as work:
        of_case = [record.id for record in work.records.of_case(case)]
        assert of_case == [case, first.record, second.record, talk.record]
        only = work.records.of_case(case, RecordKind.MISSING_EPISODE)
        assert [record.id for record in only] == [first.record, second.record]


def test_links_are_found_from_the_other_end(store: Store) -> None:
    case = new_id()
    gone = episode(case, "2026-11-10T20:00+00:00")
    talk = interview(case, gone.record)
    saved(store, person(case, "Ada", "Marsh"), gone, talk)
    with store.open_work() as work:
        assert [found.id for found in work.records.linking_to(gone.record)] == [talk.record]
        kind = RecordKind.ACTION
        assert work.records.linking_to(gone.record, kind) == []
    out = Presence(present=False, role="episode")
    saved(store, later(talk, **{f"links/{gone.record}": out}))
    with store.open_work() as work:
        assert work.records.linking_to(gone.record) == []


def test_identifiers_find_their_record(store: Store) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh", child_local_id="AB 1234")
    saved(store, first, person(new_id(), "Ben", "Oak", child_local_id="AB 9999"))
    with store.open_work() as work:
        found = work.records.by_value(CHILD, "child_local_id", "ab1234")
        assert [record.id for record in found] == [case]
        assert work.records.by_value(CHILD, "child_upn", "ab1234") == []
        with pytest.raises(ValueError, match="not indexed"):
            work.records.by_value(CHILD, "child_forename", "Ada")
    saved(store, later(first, child_local_id=answered("CD 1")))
    with store.open_work() as work:
        assert work.records.by_value(CHILD, "child_local_id", "AB 1234") == []


def test_what_is_derived_can_be_made_again(store: Store) -> None:
    case = new_id()
    gone = episode(case, "2026-11-10T20:00+00:00", "2026-11-11T08:00+00:00", offer_made="yes")
    talk = interview(case, gone.record, interview_held="yes")
    saved(store, person(case, "Ada", "Marsh"), gone, talk)
    driver = store.sealed.driver
    tables = ("head", "body", "link", "identifier")
    before = {table: _content(store, table) for table in tables}
    driver.execute("UPDATE body SET answers = x'7b'")
    driver.execute("DELETE FROM link")
    driver.execute("DELETE FROM identifier")
    driver.execute("UPDATE head SET surname = '', outcome = '', rank = 9")
    store._shown.forget_all()
    with store.open_work() as work:
        with pytest.raises(StoreDamaged):
            work.records.get(case)
        work.records.rebuild(case)
        work.commit()
    assert {table: _content(store, table) for table in tables} == before


def _content(store: Store, table: str) -> list[tuple[object, ...]]:
    rows = store.sealed.driver.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
    return [row[1:] for row in rows]


def test_local_state_is_kept_and_forgotten(store: Store) -> None:
    with store.open_work() as work:
        work.local.put("window", {"width": 640, "section": "Łukasz"})
        work.local.put("window", {"width": 800})
        work.commit()
    with store.open_work() as work:
        assert work.local.get("window") == {"width": 800}
        assert work.local.get("other") is None
        work.local.put("window", None)
        assert work.local.get("window") is None


def test_conflicts_of_a_case(store: Store) -> None:
    case = new_id()
    saved(store, person(case, "Ada", "Marsh"))
    made = contest(store, case, case, "Seen", "Not seen")
    contest(store, case, case, "Decided", closed=True)
    with store.open_work() as work:
        assert work.records.conflicts(case) == [made]
        assert work.records.conflicts(new_id()) == []


def test_one_thread_works_at_a_time(store: Store) -> None:
    cases = [new_id() for _ in range(40)]
    failures: list[BaseException] = []

    def save(mine: list[str]) -> None:
        try:
            for case in mine:
                saved(store, person(case, "Ada", "Marsh"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=save, args=(cases[at::4],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.open_work() as work:
        assert all(work.records.find(case) for case in cases)


def test_a_unit_of_work_within_another_is_a_fault(store: Store) -> None:
    with store.open_work() as work:
        work.records.apply(person(new_id(), "Ada", "Marsh"))
        with pytest.raises(RuntimeError, match="open already"), store.open_work():
            pass
        work.commit()
    assert len(waiting(store)) == 1


def test_after_a_failed_commit_the_caller_may_try_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    saved(store, first)
    second = later(first, child_forename=answered("Bea"))
    pages = store.sealed.driver.execute("PRAGMA page_count").fetchone()
    assert pages is not None
    store.sealed.driver.execute(f"PRAGMA max_page_count={pages[0]}")
    big = later(first, child_communication=answered("x" * 60_000))
    with store.open_work() as work, pytest.raises(DiskFull):
        work.records.apply(second)
        work.records.apply(big)
        work.commit()
    with store.open_work() as work:
        assert work.records.get(case).value("child_forename") == "Ada"
    store.sealed.driver.execute("PRAGMA max_page_count=4294967294")
    saved(store, second, big)
    with store.open_work() as work:
        assert work.records.get(case).value("child_forename") == "Bea"
        assert work.records.get(case).value("child_communication") == "x" * 60_000


def test_an_interview_refreshes_its_episodes(store: Store) -> None:
    case = new_id()
    gone = episode(
        case,
        "2026-11-16T20:00+00:00",
        "2026-11-17T08:00+00:00",
        offer_made="yes",
        offer_accepted="yes",
    )
    talk = interview(case, gone.record)
    saved(store, person(case, "Ada", "Marsh"), gone, talk)
    assert _outcome(store, gone.record) == ("accepted", "draft")
    held = {"interview_held": answered("yes"), "interview_end": exact("2026-11-17T17:00+00:00")}
    saved(store, later(talk, **held))
    assert _outcome(store, gone.record) == ("completed", "draft")
    saved(store, later(talk, **stage(Stage.SUBMITTED)))
    assert _outcome(store, gone.record) == ("completed", "submitted")


def test_an_interview_taken_off_an_episode_leaves_it_owed(store: Store) -> None:
    case = new_id()
    gone = episode(
        case,
        "2026-11-16T20:00+00:00",
        "2026-11-17T08:00+00:00",
        offer_made="yes",
        offer_accepted="yes",
    )
    talk = interview(case, gone.record, interview_held="yes")
    ended = {"interview_end": exact("2026-11-17T17:00+00:00")}
    saved(store, person(case, "Ada", "Marsh"), gone, talk, later(talk, **ended))
    assert _outcome(store, gone.record) == ("completed", "draft")
    saved(store, later(talk, **{f"links/{gone.record}": Presence(present=False)}))
    assert _outcome(store, gone.record) == ("accepted", "draft")
    saved(store, later(talk, **{f"links/{gone.record}": Presence(present=True, role="episode")}))
    saved(store, later(talk, **stage(Stage.ENTERED_IN_ERROR)))
    assert _outcome(store, gone.record) == ("accepted", "draft")


def _outcome(store: Store, record: str) -> tuple[object, ...] | None:
    row = store.sealed.driver.execute("SELECT outcome, stage FROM head WHERE id = ?", (record,))
    return row.fetchone()
