"""Signing, drafts and places over the real encrypted store: what must hold when it gets serious."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from app.casework.open_form import Draft, open_interview, save
from app.casework.resume import Place, last_place, remember
from app.casework.return_interview import open_for_episode
from app.casework.sign_off import approve, give_back, still_owed, submit
from app.records.errors import DiskFull, Refused
from app.records.permissions import Role
from app.records.record import Stage, answered
from app.storage.unit_of_work import StoreWork
from app.storage.vault import unlock
from tests.storage.making import PASSPHRASE, MemoryKeyring, contest, episode, person, real_store
from tests.unit.casework.desks import NOW, Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from app.records.record import Record
    from app.storage.store import Store

GAP = "She had to leave for school."
STORY = "before_story"


@dataclass
class Case:
    """A child and an episode in a real store, and the desks of the people who work with it."""

    store: Store
    episode: str

    def desk(self, *roles: Role, user: str = "tomasz.beale") -> Desk:
        made = Office().desk(*(roles or (Role.INTERVIEWER, Role.COORDINATOR)), user=user)
        return replace(made, open_work=self.store.open_work)

    @property
    def supervisor(self) -> Desk:
        return self.desk(Role.SUPERVISOR, user="gwen.ilesanmi")

    def opened(self) -> FormSession:
        desk = self.desk()
        return open_interview(desk, open_for_episode(desk, self.episode))

    def interview(self) -> Record:
        with self.store.open_work() as work:
            (found,) = work.records.linking_to(self.episode)
            return found


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def case(tmp_path: Path, keyring: MemoryKeyring) -> Iterator[Case]:
    store = real_store(tmp_path / "store", keyring, lambda: NOW).store
    child = Office().child.id
    gone = episode(child, "2026-10-15T21:40+01:00", "2026-10-16T06:15+01:00", offer_required="yes")
    with store.open_work() as work:
        work.records.apply(person(child, "Ruby", "Tansley"))
        work.records.apply(gone)
        work.commit()
    made = Case(store, gone.record)
    yield made
    made.store.close()


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """A disk that is full while the list is not empty."""
    state = [False]
    commit = StoreWork.commit

    def tried(work: StoreWork) -> None:
        if state[0]:
            raise DiskFull
        commit(work)

    monkeypatch.setattr(StoreWork, "commit", tried)
    yield state
    state[0] = False


def keep(desk: Desk, draft: Draft, place: Place | None = None) -> None:
    draft.done(save(desk, draft.collect(), place))


# ---- signing ----------------------------------------------------------------------------------


def test_what_is_owed_is_named_and_nothing_is_signed(case: Case) -> None:
    session = case.opened()
    owed = still_owed(session)
    assert owed
    with pytest.raises(Refused) as refused:
        submit(case.desk(), session, case.interview().id)
    assert refused.value.reasons == tuple(problem.message for problem in owed)
    assert case.interview().stage is Stage.DRAFT
    with pytest.raises(Refused):
        submit(case.desk(), session, case.interview().id, "   ")


def test_incomplete_with_a_reason_is_sealed_once(case: Case) -> None:
    session = case.opened()
    submit(case.desk(), session, case.interview().id, f"  {GAP} ")
    signed = case.interview()
    assert signed.stage is Stage.SUBMITTED
    assert signed.value("incomplete_reason") == GAP
    signature = signed.value("worker_signed_at")
    assert isinstance(signature, dict)
    assert signature["user"] == "tomasz.beale"
    assert [path for path in signed.answers if path.startswith("seals/")], "what was shown is kept"
    with pytest.raises(Refused, match="signed already"):
        submit(case.desk(), session, signed.id, GAP)
    assert case.interview() == signed


def test_nobody_approves_their_own(case: Case) -> None:
    submit(case.desk(), case.opened(), case.interview().id, GAP)
    own = case.desk(Role.INTERVIEWER, Role.SUPERVISOR)
    with pytest.raises(Refused):
        approve(own, case.interview().id)
    with pytest.raises(Refused):
        approve(case.desk(), case.interview().id)
    assert case.interview().stage is Stage.SUBMITTED
    approve(case.supervisor, case.interview().id, "Clear and careful.")
    assert case.interview().stage is Stage.APPROVED
    assert case.interview().value("manager_comment") == "Clear and careful."


def test_giving_back_needs_words_and_lets_the_worker_sign_again(case: Case) -> None:
    submit(case.desk(), case.opened(), case.interview().id, GAP)
    with pytest.raises(Refused, match="what should be changed"):
        give_back(case.supervisor, case.interview().id, "  ")
    assert case.interview().stage is Stage.SUBMITTED
    give_back(case.supervisor, case.interview().id, "Who is the friend?")
    assert case.interview().stage is Stage.RETURNED
    with pytest.raises(Refused, match="waits for sign-off"):
        approve(case.supervisor, case.interview().id)
    submit(case.desk(), case.opened(), case.interview().id, GAP)
    assert case.interview().stage is Stage.SUBMITTED


def test_a_contested_answer_is_decided_first(case: Case) -> None:
    session = case.opened()
    about = case.interview()
    contest(case.store, about.id, about.case, "at the canal", "at the park")
    with pytest.raises(Refused, match="contested"):
        submit(case.desk(), session, about.id, GAP)
    assert case.interview().stage is Stage.DRAFT


def test_signing_on_a_full_disk_signs_nothing(case: Case, full: list[bool]) -> None:
    session = case.opened()
    before = case.interview()
    full[0] = True
    with pytest.raises(DiskFull):
        submit(case.desk(), session, before.id, GAP)
    full[0] = False
    assert case.interview() == before
    submit(case.desk(), session, before.id, GAP)
    assert case.interview().stage is Stage.SUBMITTED


# ---- drafts -----------------------------------------------------------------------------------


def said(session: FormSession, words: str) -> None:
    session.set_answer(STORY, answered(words))


def test_a_draft_lets_go_only_of_what_is_durable(case: Case, full: list[bool]) -> None:
    session = case.opened()
    desk, draft = case.desk(), Draft(case.desk(), session)
    keep(desk, draft)
    said(session, "She was at the canal")
    full[0] = True
    with pytest.raises(DiskFull):
        keep(desk, draft)
    assert draft.dirty
    assert case.interview().value(STORY) is None
    said(session, "She was at the canal with a friend.")
    full[0] = False
    edits = draft.collect()
    assert len(edits) == 2, "what failed comes first, and what came after it follows"
    draft.done(save(desk, edits))
    assert (draft.dirty, draft.collect()) == (False, ())
    assert case.interview().value(STORY) == "She was at the canal with a friend."


def test_trying_again_after_an_unclear_failure_saves_once(case: Case) -> None:
    session = case.opened()
    desk, draft = case.desk(), Draft(case.desk(), session)
    said(session, "She was at the canal.")
    edits = draft.collect()
    save(desk, edits)
    with case.store.open_work() as work:
        waiting = work.outbox.waiting().count
    save(desk, edits)  # the first had reached the disk, and nobody was told
    with case.store.open_work() as work:
        assert work.outbox.waiting().count == waiting
    assert case.interview().value(STORY) == "She was at the canal."


# ---- resuming ---------------------------------------------------------------------------------


def test_the_place_is_kept_with_the_words_and_outlives_the_process(
    case: Case, full: list[bool], keyring: MemoryKeyring
) -> None:
    session = case.opened()
    desk, draft = case.desk(), Draft(case.desk(), session)
    at = partial(Place, "interview", case.episode, "before", STORY)
    said(session, "She was")
    keep(desk, draft, at(7))
    said(session, "She was at the canal")
    full[0] = True
    with pytest.raises(DiskFull):
        keep(desk, draft, at(20))
    full[0] = False
    assert last_place(desk) == at(7), "never ahead of the words"
    case.store.close()
    case.store = unlock(case.store.folder, PASSPHRASE, keyring=keyring)
    assert last_place(case.desk()) == at(7)
    remember(case.desk(), None)
    assert last_place(case.desk()) is None


@pytest.mark.parametrize("kept", [{"screen": "moon"}, ["interview"], "interview", 7])
def test_a_place_that_cannot_be_read_is_no_place(case: Case, kept: Any) -> None:
    with case.store.open_work() as work:
        work.local.put("place", kept)
        work.commit()
    assert last_place(case.desk()) is None
