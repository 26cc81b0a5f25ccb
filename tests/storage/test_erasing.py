"""Erasing: on the decrypted image of the store, free pages and index blocks included, nothing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from app.records.ports import AuditEvent
from app.records.record import answered, new_id
from app.storage.engine import STORE_FILE
from tests.storage.decrypting import decrypted
from tests.storage.making import contest, episode, interview, later, person

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.store import Store

WORDS = 400


def marker() -> str:
    """A word that is in no other record; letters only, as the index keeps it."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(14))


def fill(store: Store, words: list[str]) -> str:
    """A case whose records hold these words everywhere that words are kept."""
    case = new_id()
    gone = episode(case, "2026-11-10T20:00+00:00", police_ref=words[0])
    talk = interview(case, gone.record)
    with store.open_work() as work:
        work.records.apply(person(case, words[1], words[2], child_local_id=words[3]))
        work.records.apply(gone)
        work.records.apply(talk)
        for number, word in enumerate(words[4:]):
            said = {f"question_{number}": answered(f"told of {word} today")}
            work.records.apply(later(talk, **said))
            if number % 50 == 0:
                work.index_text(talk.record)
        work.index_text(talk.record)
        work.local.put(f"caret/{talk.record}", {"word": words[5]})
        work.local.put("resume", {"record": talk.record, "word": words[6]})
        work.audit.add(AuditEvent("worker-1", "open", talk.record))
        work.commit()
    _central_and_conflict(store, talk.record, case, words[7])
    return case


def _central_and_conflict(store: Store, record: str, case: str, word: str) -> None:
    driver = store.sealed.driver
    driver.execute(
        "INSERT INTO central_copy (pk, ver, form, answers, fver)"
        " SELECT pk, 1, '{}', ?, '{}' FROM head WHERE id = ?",
        (word, record),
    )
    contest(store, record, case, word)


def found(store: Store, folder: Path, words: list[str]) -> list[str]:
    image = decrypted(folder / STORE_FILE, store.opened.keys.store)
    return [word for word in words if word.encode() in image]


def test_not_one_word_is_left(store: Store, folder: Path) -> None:
    words, kept = [marker() for _ in range(WORDS)], [marker() for _ in range(40)]
    case, other = fill(store, words), fill(store, kept)
    store.checkpoint()
    assert found(store, folder, words) == words  # the image can be read, so an empty result counts

    receipt = store.erase_case(case)

    assert (receipt.case, receipt.records, receipt.edits > 1) == (case, 3, True)
    journals = [path for path in folder.iterdir() if path.name.endswith("-wal")]
    assert [path.stat().st_size for path in journals] == [0]
    assert found(store, folder, words) == []
    assert found(store, folder, kept) == kept
    with store.open_work() as work:
        assert work.records.of_case(case) == []
        assert work.lists.search(words[9]) == []
        assert len(work.lists.search(kept[9])) == 1
        assert len(work.records.of_case(other)) == 3
        assert {row.record for row in work.outbox.edits()} == {
            record.id for record in work.records.of_case(other)
        }
        assert work.audit.verify() == 2


def test_erasing_nothing_is_harmless(store: Store) -> None:
    receipt = store.erase_case(new_id())
    assert (receipt.records, receipt.edits) == (0, 0)
