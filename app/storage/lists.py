"""The worklist, the list of children and search: index columns only, a body is never scanned.

Today is a fixed number of statements however many rows there are: one counts every chip in one
walk over a covering index, one finds the page in the same index and joins the fifty rows shown.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, column, false, func, literal, or_, select, table, true

from app.forms.plain_facts import full_name
from app.records.clock import from_text, local, to_text
from app.records.ports import Page, SearchHit, WorklistQuery, WorklistRow, WorklistView
from app.records.record import Precision, RecordKind
from app.storage.heads import Phase, Rank
from app.storage.search import NAME_COLUMNS, TextIndex, extract_of, match_query
from app.storage.tables import conflict, head, outbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Row

    from app.records.record import RecordId
    from app.storage.held import Held
    from app.storage.records_store import StoredRecords

SOON = timedelta(hours=72)
OPEN_OUTCOMES = ("due", "offered", "accepted", "booked", "no_response", "not_offered")
"""Outcomes with which a return has neither been talked about nor declined."""
_DAY = timedelta(days=1)

_person = head.alias("person")
_other = head.alias("other")
_search = table("search", column("rowid"), column("search"))


class StoredLists:
    """Queries for lists, within one unit of work."""

    def __init__(self, held: Held, records: StoredRecords) -> None:
        self._held = held
        self._records = records
        self._texts = TextIndex(held)

    def today(self, query: WorklistQuery) -> Page:
        """Return one window of the worklist, with the number of rows under each chip."""
        filters = and_(*_filters(query), self._of_text(query.text))
        views = _views(query.now)
        counted = self._held.select(
            select(*(func.count(case((views[view], 1))) for view in views)).where(filters)
        )[0]
        counts = dict(zip(views, counted, strict=True))
        rows = self._held.select(_page(filters, views[query.view], query))
        found = tuple(_worklist_row(row) for row in rows)
        return Page(rows=found, total=counts[query.view], counts=counts)

    def open_episodes(self) -> list[tuple[RecordId, RecordId]]:
        """Return (case, episode) of all that are missing or still owed something."""
        wanted = select(head.c.case_id, head.c.id).where(head.c.rank <= Rank.OPEN.value)
        return [(row.case_id, row.id) for row in self._held.select(wanted)]

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Find records by name, reference or words, forgiving accents and word endings."""
        query = match_query(text)
        if not query:
            return []
        keys = self._texts.best(query, limit)
        if not self._texts.found_any(match_query(text, NAME_COLUMNS)):
            # No name is like it; that somebody wrote the word down must not hide a child.
            keys += [key for key in self._texts.nearest_children(text, limit) if key not in keys]
        rows = {row.pk: row for row in self._held.select(_hits(head.c.pk.in_(keys)))}
        return [self._hit(rows[key], text) for key in keys if key in rows]

    def children(self, offset: int, limit: int, text: str = "") -> tuple[list[SearchHit], int]:
        """Return one window of the children held here, by name, and how many there are."""
        wanted = and_(head.c.sort_name.is_not(None), self._of_text(text))
        total = self._held.select(select(func.count()).select_from(head).where(wanted))[0][0]
        window = (
            select(head.c.pk)
            .where(wanted)
            .order_by(head.c.sort_name, head.c.pk)
            .limit(limit)
            .offset(offset)
        )
        query = _hits(head.c.pk.in_(window)).order_by(head.c.sort_name, head.c.pk)
        return [_plain_hit(row) for row in self._held.select(query)], int(total)

    def _of_text(self, typed: str) -> ColumnElement[bool]:
        """Rows of the cases in which a name or a reference matches, or a name nearly does."""
        if not typed.strip():
            return true()
        query = match_query(typed, NAME_COLUMNS)
        if not query:
            return false()
        if self._texts.found_any(query):
            matching = select(_search.c.rowid).where(_search.c.search.op("MATCH")(query))
            found = head.alias("found")
            cases = select(found.c.case_id).where(found.c.pk.in_(matching))
            return head.c.case_id.in_(cases)
        near = head.alias("near")
        keys = self._texts.nearest_children(typed)
        return head.c.case_id.in_(select(near.c.case_id).where(near.c.pk.in_(keys)))

    def _hit(self, row: Row[Any], typed: str) -> SearchHit:
        hit = _plain_hit(row)
        record = self._records.find(hit.record)
        extract = extract_of(record, typed) if record else ""
        return SearchHit(
            hit.record, hit.kind, hit.case, hit.title, hit.reference, hit.born, extract
        )


def _filters(query: WorklistQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [head.c.rank.is_not(None)]
    if query.authority is not None:
        wanted.append(or_(head.c.responsible == query.authority, head.c.host == query.authority))
    if query.worker is not None:
        held = head.alias("held")
        cases = select(held.c.case_id).where(held.c.worker == query.worker, held.c.worker != "")
        wanted.append(head.c.case_id.in_(cases))
    return wanted


def _views(now: datetime) -> Mapping[WorklistView, ColumnElement[bool]]:
    """What each chip shows. Flags that change with time are asked here, of the clock given."""
    instant = to_text(now)
    soon = to_text(now + SOON)
    tomorrow = local(now).replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    tonight = to_text(tomorrow)
    # Of an open row sort_at is its due time; with rank it is where the index starts reading.
    owed = and_(head.c.rank == Rank.OPEN.value, head.c.phase == Phase.OWED.value)
    due = head.c.sort_at
    return {
        WorklistView.ALL: head.c.rank <= Rank.OPEN.value,
        WorklistView.MISSING_NOW: head.c.rank == Rank.MISSING.value,
        WorklistView.OVERDUE: and_(owed, due < instant),
        WorklistView.DUE_72H: and_(owed, due >= instant, due <= soon),
        WorklistView.DUE_TODAY: and_(owed, due >= instant, due < tonight),
        WorklistView.DUE_LATER: and_(owed, due >= tonight),
        WorklistView.SIGN_OFF: and_(
            head.c.rank == Rank.OPEN.value, head.c.phase == Phase.SIGN_OFF.value
        ),
        WorklistView.DONE: head.c.rank == Rank.DONE.value,
    }


def _page(filters: ColumnElement[bool], view: ColumnElement[bool], query: WorklistQuery) -> Any:
    """The page's keys from the covering index first, then only those rows and what joins them."""
    newest_first = query.view is WorklistView.DONE
    order = (
        (head.c.sort_at.desc(), head.c.pk.desc()) if newest_first else (head.c.sort_at, head.c.pk)
    )
    window = (
        select(head.c.pk)
        .where(filters, view)
        .order_by(head.c.rank, *order)
        .limit(query.limit)
        .offset(query.offset)
        .subquery("wanted")
    )
    wanted = head.alias("episode")
    shown = (
        wanted.c.sort_at.desc() if newest_first else wanted.c.sort_at,
        wanted.c.pk.desc() if newest_first else wanted.c.pk,
    )
    return (
        select(
            wanted,
            _person.c.surname.label("child_surname"),
            _person.c.forename.label("child_forename"),
            _person.c.known_as.label("child_known_as"),
            _person.c.born.label("child_born"),
            _person.c.local_id.label("child_local_id"),
            _missing_again(wanted).label("missing_again"),
            _waiting(wanted, func.count()).label("waiting"),
            _waiting(wanted, func.min(outbox.c.at)).label("waiting_since"),
            _contested(wanted).label("contested"),
        )
        .select_from(window)
        .join(wanted, wanted.c.pk == window.c.pk)
        .outerjoin(_person, _person.c.id == wanted.c.case_id)
        .order_by(wanted.c.rank, *shown)
    )


def _missing_again(episode: Any) -> Any:
    """Whether the child went missing again since, before anybody talked about this return.

    The same as analysis.timeliness.missing_again, asked of the columns.
    """
    return (
        select(literal(1))
        .where(
            _other.c.case_id == episode.c.case_id,
            _other.c.kind == RecordKind.MISSING_EPISODE.value,
            _other.c.rank != Rank.STRUCK.value,
            _other.c.away == 0,
            _other.c.pk != episode.c.pk,
            _other.c.missing_from >= episode.c.returned,
            episode.c.completed.is_(None),
            episode.c.outcome.in_(OPEN_OUTCOMES),
        )
        .exists()
    )


def _waiting(episode: Any, what: Any) -> Any:
    interview = head.alias("interview_head")
    return (
        select(what)
        .select_from(outbox)
        .where(
            or_(
                outbox.c.record_pk == episode.c.pk,
                outbox.c.record_pk.in_(
                    select(interview.c.pk)
                    .where(interview.c.id == episode.c.interview)
                    .correlate(episode)
                ),
            )
        )
        .scalar_subquery()
    )


def _contested(episode: Any) -> Any:
    return (
        select(literal(1))
        .where(
            conflict.c.open == 1,
            conflict.c.record.in_([episode.c.id, episode.c.interview]),
        )
        .exists()
    )


def _worklist_row(row: Row[Any]) -> WorklistRow:
    return WorklistRow(
        episode=row.id,
        case=row.case_id,
        interview=row.interview,
        reference=row.reference,
        surname=row.child_surname or "",
        forename=row.child_forename or "",
        known_as=row.child_known_as or "",
        born=_day(row.child_born),
        local_id=row.child_local_id or "",
        responsible=row.responsible,
        host=row.host,
        missing_from=_instant(row.missing_from),
        missing_from_precision=_precision(row.missing_from_precision),
        missing_from_said=row.missing_from_said,
        away=bool(row.away),
        returned=_instant(row.returned),
        returned_precision=_precision(row.returned_precision),
        due=_instant(row.due_at),
        outcome=row.outcome,
        booked_for=_instant(row.booked_for),
        booked_precision=_precision(row.booked_precision),
        completed=_instant(row.completed),
        attempts=row.attempts,
        stage=row.stage,
        missing_again=bool(row.missing_again),
        host_not_told=bool(row.host_not_told),
        waiting=row.waiting,
        waiting_since=_instant(row.waiting_since),
        contested=bool(row.contested),
        found_not_back=bool(row.found),
    )


def _hits(wanted: ColumnElement[bool]) -> Any:
    return (
        select(
            head.c.pk,
            head.c.id,
            head.c.kind,
            head.c.case_id,
            head.c.reference,
            _person.c.surname,
            _person.c.forename,
            _person.c.local_id,
            _person.c.born,
        )
        .select_from(head.outerjoin(_person, _person.c.id == head.c.case_id))
        .where(wanted)
    )


def _plain_hit(row: Row[Any]) -> SearchHit:
    names = [name for name in (row.surname, row.forename) if name]
    return SearchHit(
        record=row.id,
        kind=RecordKind(row.kind),
        case=row.case_id,
        title=", ".join(names) or full_name("", "", row.local_id or ""),
        reference=row.reference,
        born=_day(row.born),
    )


def _precision(stored: str) -> Precision:
    return Precision(stored) if stored else Precision.EXACT


def _instant(stored: str | None) -> datetime | None:
    return None if stored is None else from_text(stored)


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
