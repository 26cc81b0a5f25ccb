"""The tables of the store. Integer keys on the hot path; text ids only where they are looked up.

`head` holds what lists show, `body` the shown answers, `central_copy` what central last said and
`outbox` what it has not heard: shown = outbox folded over central's copy. A body is
never scanned; head, link, identifier and search are derived and can be rebuilt.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

SCHEMA = 1
"""Grows by one with each migration; a store with a higher one is left untouched."""
REVISION = "0001"
"""The last migration's id."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("commit_seq", Integer, nullable=False),
    Column("schema", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

head = Table(
    "head",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("la", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("ver", Integer, nullable=False),
    Column("reference", Text, nullable=False),
    Column("surname", Text, nullable=False),
    Column("forename", Text, nullable=False),
    Column("known_as", Text, nullable=False),
    Column("local_id", Text, nullable=False),
    Column("born", Text),
    Column("sort_name", Text),
    Column("rank", Integer),
    Column("phase", Integer),
    Column("sort_at", Text),
    Column("responsible", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("host_not_told", Integer, nullable=False),
    Column("missing_from", Text),
    Column("missing_from_precision", Text, nullable=False),
    Column("missing_from_said", Text, nullable=False),
    Column("away", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    Column("returned", Text),
    Column("returned_precision", Text, nullable=False),
    Column("due_at", Text),
    Column("outcome", Text, nullable=False),
    Column("booked_for", Text),
    Column("booked_precision", Text, nullable=False),
    Column("completed", Text),
    Column("attempts", Integer, nullable=False),
    Column("interview", Text),
    Column("worker", Text, nullable=False),
)
Index("uq_head_id", head.c.id, unique=True)
Index("ix_head_case", head.c.case_id, head.c.kind)
Index("ix_head_name", head.c.sort_name, sqlite_where=text("sort_name IS NOT NULL"))
# Covers the worklist: which rows, in which order, and how many under each chip, without a row read.
Index(
    "ix_head_today",
    head.c.rank,
    head.c.sort_at,
    head.c.phase,
    head.c.responsible,
    head.c.host,
    head.c.case_id,
    sqlite_where=text("rank IS NOT NULL"),
)
# The same, for the few cases that a worker has: `worker` stands on assignments in force.
Index(
    "ix_head_held",
    head.c.case_id,
    head.c.rank,
    head.c.sort_at,
    head.c.phase,
    head.c.responsible,
    head.c.host,
    sqlite_where=text("rank IS NOT NULL"),
)
Index("ix_head_worker", head.c.worker, head.c.case_id, sqlite_where=text("worker <> ''"))

body = Table(
    "body",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("form", LargeBinary, nullable=False),
    Column("answers", LargeBinary, nullable=False),
)

central_copy = Table(
    "central_copy",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("ver", Integer, nullable=False),
    Column("form", LargeBinary, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("fver", LargeBinary, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("record_pk", Integer, nullable=False),
    Column("op_id", Text, nullable=False),
    Column("state", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("device", Text),
    Column("device_n", Integer),
    Column("batch", Text),
)
Index("ix_outbox_record", outbox.c.record_pk, outbox.c.n)

conflict = Table(
    "conflict",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("contested", LargeBinary, nullable=False),
    Column("open", Integer, nullable=False),
)
Index("uq_conflict_id", conflict.c.id, unique=True)
Index("ix_conflict_case", conflict.c.case_id, conflict.c.open)
Index("ix_conflict_record", conflict.c.record, conflict.c.open)

link = Table(
    "link",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("from_pk", Integer, ForeignKey("head.pk", ondelete="CASCADE"), nullable=False),
    Column("to_id", Text, nullable=False),
    Column("role", Text, nullable=False),
)
Index("ix_link_from", link.c.from_pk)
Index("ix_link_to", link.c.to_id, link.c.role)

identifier = Table(
    "identifier",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("record_pk", Integer, ForeignKey("head.pk", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("folded", Text, nullable=False),
)
Index("ix_identifier_value", identifier.c.kind, identifier.c.path, identifier.c.folded)
Index("ix_identifier_record", identifier.c.record_pk)

local_state = Table(
    "local_state",
    metadata,
    Column("key", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("record", Text),
    Column("reason", Text),
    Column("result", Text, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)
Index("ix_audit_record", audit.c.record, sqlite_where=text("record IS NOT NULL"))

chain = Table(
    "chain",
    metadata,
    Column("name", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)

SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(names, reference, words, content='',"
    " contentless_delete=1, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
)
"""Contentless: the words of a record are findable, and erasable, but not kept a second time."""
