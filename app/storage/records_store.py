"""Records as they are shown: read, folded and written with what is derived from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import BindParameter, bindparam, insert, select, update

from app.records import codec, conflict
from app.records.edit import Edit, blank
from app.records.errors import BadInput, NotFound, StoreDamaged
from app.records.outbox import shown as laid_over
from app.records.record import Answers, FormRef, Record, RecordId, RecordKind, Stage
from app.storage.heads import (
    EPISODE_ROLE,
    IDENTIFIERS,
    Head,
    folded_identifier,
    head_of,
    matters,
)
from app.storage.held import prepared
from app.storage.indexes import Indexes
from app.storage.shown import Shown, ShownRecords
from app.storage.tables import body, head, identifier, link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.driver import Row
    from app.storage.held import Held
    from app.storage.outbox import StoredOutbox

_IN_ORDER = select(head.c.pk, body.c.form, body.c.answers, *(head.c[name] for name in Head._fields))
_READ = _IN_ORDER.join_from(head, body, head.c.pk == body.c.pk).order_by(head.c.pk)
_ONE = prepared(_READ.where(head.c.id == bindparam("id")))
_OF_CASE = prepared(_READ.where(head.c.case_id == bindparam("case")))
_LINKING = prepared(
    _READ.where(head.c.pk.in_(select(link.c.from_pk).where(link.c.to_id == bindparam("to"))))
)
_IDENTIFIED = prepared(
    _READ.where(
        head.c.pk.in_(
            select(identifier.c.record_pk).where(
                identifier.c.kind == bindparam("kind"),
                identifier.c.path == bindparam("path"),
                identifier.c.folded == bindparam("folded"),
            )
        )
    )
)
_HEAD_VALUES: dict[str, BindParameter[Any]] = {
    name: bindparam(f"new_{name}") for name in Head._fields
}
_INSERT_HEAD = prepared(insert(head).values(_HEAD_VALUES))
_UPDATE_HEAD = prepared(update(head).values(_HEAD_VALUES).where(head.c.pk == bindparam("key")))
_FORM = msgspec.json.Decoder(FormRef)


class StoredRecords:
    """The records of the store, within one unit of work."""

    def __init__(self, held: Held, shown: ShownRecords, outbox: StoredOutbox) -> None:
        self._held = held
        self._shown = shown
        self._outbox = outbox
        self._indexes = Indexes(held)

    def get(self, record: RecordId) -> Record:
        """Return the record; raise NotFound."""
        found = self._load(record)
        if found is None:
            raise NotFound(record=record)
        return found.record

    def find(self, record: RecordId) -> Record | None:
        """Return the record or None."""
        found = self._load(record)
        return found.record if found else None

    def of_case(self, case: RecordId, *kinds: RecordKind) -> list[Record]:
        """Return the records of a case, of these kinds or of all, in the order they were made."""
        rows = self._held.all(_OF_CASE, (case,))
        wanted = {kind.value for kind in kinds} or {kind.value for kind in RecordKind}
        return [shown.record for shown in self._read(rows) if shown.head.kind in wanted]

    def linking_to(self, record: RecordId, kind: RecordKind | None = None) -> list[Record]:
        """Return the records that hold a link to this one, in the order they were made."""
        rows = self._held.all(_LINKING, (record,))
        return [
            shown.record for shown in self._read(rows) if kind is None or shown.record.kind is kind
        ]

    def by_value(self, kind: RecordKind, path: str, value: str) -> list[Record]:
        """Return records of a kind by an identifier (child_local_id, police_ref, record_ref)."""
        if path not in IDENTIFIERS:
            message = f"{path} is not indexed as an identifier"
            raise ValueError(message)
        rows = self._held.all(
            _IDENTIFIED,
            (kind.value, path, folded_identifier(value)),
        )
        return [shown.record for shown in self._read(rows)]

    def conflicts(self, case: RecordId) -> list[conflict.Conflict]:
        """Return the open conflicts of a case."""
        rows = self._held.all(
            "SELECT id, contested FROM conflict WHERE case_id = ? AND open = 1 ORDER BY pk", (case,)
        )
        return [conflict.from_bytes(contested, id_, case) for id_, contested in rows]

    def apply(self, edit: Edit) -> Record:
        """Fold an edit into the shown copy and put it in the outbox."""
        codec.encode_edit(edit)  # refuses what could never be sent, before anything is written
        shown = self._load(edit.record)
        created = shown is None
        if shown is None:
            shown = self._create(edit)
        elif self._outbox.holds(shown, edit.op_id):
            return shown.record
        self._shown.touch(edit.record)
        shown.record = laid_over(shown.record, [edit]) or shown.record
        self._outbox.put(shown, edit)
        self._write_body(shown)
        self._derive(shown, edit, created=created)
        return shown.record

    def index_text(self, record: RecordId) -> None:
        """Renew a record's words in the full-text index."""
        shown = self._load(record)
        if shown is not None:
            self._indexes.renew_text(shown)

    def rebuild(self, case: RecordId) -> None:
        """Derive bodies, heads and indexes of a case afresh from central's copies and outbox."""
        rows = self._held.all(_OF_CASE, (case,))
        rebuilt = [self._rebuilt(row) for row in rows]
        for shown in rebuilt:
            self._indexes.renew(shown)
        for shown in rebuilt:
            self._refresh_heads(shown)

    def _rebuilt(self, row: Row) -> Shown:
        shown = _shown_of(row, {})  # its body may be what is wrong with it
        self._shown.keep(shown)
        self._shown.touch(shown.record.id)
        central = self._held.one("SELECT ver, answers FROM central_copy WHERE pk = ?", (shown.pk,))
        if central is not None:
            answers = _answers(central[1], shown.record.id)
            shown.record = msgspec.structs.replace(shown.record, answers=answers, ver=central[0])
        waiting = self._outbox.edits(shown.record.id)
        shown.record = laid_over(shown.record, waiting) or shown.record
        self._write_body(shown)
        return shown

    def _load(self, record: RecordId) -> Shown | None:
        kept = self._shown.get(record)
        if kept is not None:
            return kept
        row = self._held.one(_ONE, (record,))
        if row is None:
            return None
        shown = _shown_of(row)
        self._shown.keep(shown)
        return shown

    def _read(self, rows: Iterable[Row]) -> list[Shown]:
        return [self._shown.get(row[3]) or _shown_of(row) for row in rows]

    def _create(self, edit: Edit) -> Shown:
        record = blank(edit)
        bare = Head(
            id=record.id,
            kind=record.kind.value,
            la=record.la,
            case_id=record.case,
            stage=record.stage.value,
            ver=0,
        )
        cursor = self._held.run(_INSERT_HEAD, bare)
        shown = Shown(cursor.lastrowid, record, bare)
        self._held.run(
            "INSERT INTO body (pk, form, answers) VALUES (?, ?, ?)",
            (shown.pk, codec.canonical(record.form), b"{}"),
        )
        self._shown.keep(shown)
        return shown

    def _write_body(self, shown: Shown) -> None:
        # Every cell was checked when its edit was: checking all of them again costs a commit.
        answers = codec.canonical(shown.record.answers)
        self._held.run("UPDATE body SET answers = ? WHERE pk = ?", (answers, shown.pk))

    def _derive(self, shown: Shown, edit: Edit, *, created: bool) -> None:
        questions = frozenset(path.partition("/")[0] for path in edit.set)
        self._indexes.renew_for(questions, shown)
        if created or matters(shown.record, questions):
            self._refresh_heads(shown)

    def _refresh_heads(self, shown: Shown) -> None:
        if shown.record.kind is RecordKind.MISSING_EPISODE:
            self._refresh_episode(shown)
            return
        self._write_head(shown, None)
        if shown.record.kind is RecordKind.RETURN_INTERVIEW:
            for episode in self._once_linked(shown.record):
                self._refresh_episode(episode)

    def _refresh_episode(self, shown: Shown) -> None:
        self._shown.touch(shown.record.id)
        self._write_head(shown, self._interview_of(shown.record.id))

    def _once_linked(self, interview: Record) -> list[Shown]:
        """The episodes an interview is or was linked to: what was taken off changes as well."""
        targets = [path.split("/")[1] for path in interview.answers if path.startswith("links/")]
        found = [self._load(target) for target in targets]
        return [one for one in found if one and one.record.kind is RecordKind.MISSING_EPISODE]

    def _write_head(self, shown: Shown, interview: Shown | None) -> None:
        record = interview.record if interview else None
        derived = head_of(shown.record, record)
        if derived != shown.head:
            self._held.run(_UPDATE_HEAD, (*derived, shown.pk))
            shown.head = derived

    def _interview_of(self, episode: RecordId) -> Shown | None:
        row = self._held.one(
            "SELECT h.id FROM link l JOIN head h ON h.pk = l.from_pk"
            " WHERE l.to_id = ? AND l.role = ? AND h.kind = ? AND h.stage <> ?"
            " ORDER BY h.pk LIMIT 1",
            (
                episode,
                EPISODE_ROLE,
                RecordKind.RETURN_INTERVIEW.value,
                Stage.ENTERED_IN_ERROR.value,
            ),
        )
        return self._load(row[0]) if row else None


def _shown_of(row: Row, answers: Answers | None = None) -> Shown:
    pk, form, body_, *columns = row
    of_list = Head(*columns)
    record = Record(
        id=of_list.id,
        kind=RecordKind(of_list.kind),
        la=of_list.la,
        case=of_list.case_id,
        form=_FORM.decode(form),
        ver=of_list.ver,
        answers=_answers(body_, of_list.id) if answers is None else answers,
    )
    return Shown(pk, record, of_list)


def _answers(data: bytes, record: RecordId) -> Answers:
    try:
        return codec.decode_answers(data)
    except BadInput as error:
        raise StoreDamaged(record=record) from error
