"""The first tables of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _store()
    _records()
    _outbox()
    _derived()
    _trail()


def _store() -> None:
    op.create_table(
        "meta",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("commit_seq", sa.Integer, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meta"),
        sa.CheckConstraint("id = 1", name="ck_meta_one_row"),
    )
    op.create_table(
        "local_state",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_local_state"),
    )


def _records() -> None:
    op.create_table(
        "head",
        sa.Column("pk", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("la", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("ver", sa.Integer, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("surname", sa.Text, nullable=False),
        sa.Column("forename", sa.Text, nullable=False),
        sa.Column("known_as", sa.Text, nullable=False),
        sa.Column("local_id", sa.Text, nullable=False),
        sa.Column("born", sa.Text),
        sa.Column("sort_name", sa.Text),
        sa.Column("rank", sa.Integer),
        sa.Column("phase", sa.Integer),
        sa.Column("sort_at", sa.Text),
        sa.Column("responsible", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("host_not_told", sa.Integer, nullable=False),
        sa.Column("missing_from", sa.Text),
        sa.Column("missing_from_precision", sa.Text, nullable=False),
        sa.Column("missing_from_said", sa.Text, nullable=False),
        sa.Column("away", sa.Integer, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("returned", sa.Text),
        sa.Column("returned_precision", sa.Text, nullable=False),
        sa.Column("due_at", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("booked_for", sa.Text),
        sa.Column("booked_precision", sa.Text, nullable=False),
        sa.Column("completed", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("interview", sa.Text),
        sa.Column("worker", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_head"),
    )
    op.create_index("uq_head_id", "head", ["id"], unique=True)
    op.create_index("ix_head_case", "head", ["case_id", "kind"])
    op.create_index(
        "ix_head_name", "head", ["sort_name"], sqlite_where=sa.text("sort_name IS NOT NULL")
    )
    today = ["rank", "sort_at", "phase", "responsible", "host", "case_id"]
    op.create_index("ix_head_today", "head", today, sqlite_where=sa.text("rank IS NOT NULL"))
    held = ["case_id", "rank", "sort_at", "phase", "responsible", "host"]
    op.create_index("ix_head_held", "head", held, sqlite_where=sa.text("rank IS NOT NULL"))
    op.create_index(
        "ix_head_worker", "head", ["worker", "case_id"], sqlite_where=sa.text("worker <> ''")
    )
    op.create_table(
        "body",
        sa.Column("pk", sa.Integer, nullable=False),
        sa.Column("form", sa.LargeBinary, nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_body"),
    )
    op.create_table(
        "central_copy",
        sa.Column("pk", sa.Integer, nullable=False),
        sa.Column("ver", sa.Integer, nullable=False),
        sa.Column("form", sa.LargeBinary, nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.Column("fver", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_central_copy"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("record_pk", sa.Integer, nullable=False),
        sa.Column("op_id", sa.Text, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("device", sa.Text),
        sa.Column("device_n", sa.Integer),
        sa.Column("batch", sa.Text),
        sa.PrimaryKeyConstraint("n", name="pk_outbox"),
    )
    op.create_index("ix_outbox_record", "outbox", ["record_pk", "n"])
    op.create_table(
        "conflict",
        sa.Column("pk", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("contested", sa.LargeBinary, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_conflict"),
    )
    op.create_index("uq_conflict_id", "conflict", ["id"], unique=True)
    op.create_index("ix_conflict_case", "conflict", ["case_id", "open"])
    op.create_index("ix_conflict_record", "conflict", ["record", "open"])


def _derived() -> None:
    op.create_table(
        "link",
        sa.Column("pk", sa.Integer, nullable=False),
        sa.Column("from_pk", sa.Integer, nullable=False),
        sa.Column("to_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_link"),
        sa.ForeignKeyConstraint(
            ["from_pk"], ["head.pk"], name="fk_link_from_pk", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_link_from", "link", ["from_pk"])
    op.create_index("ix_link_to", "link", ["to_id", "role"])
    op.create_table(
        "identifier",
        sa.Column("pk", sa.Integer, nullable=False),
        sa.Column("record_pk", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_identifier"),
        sa.ForeignKeyConstraint(
            ["record_pk"], ["head.pk"], name="fk_identifier_record_pk", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_identifier_value", "identifier", ["kind", "path", "folded"])
    op.create_index("ix_identifier_record", "identifier", ["record_pk"])
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5(names, reference, words, content='',"
        " contentless_delete=1, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
    )


def _trail() -> None:
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("record", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_audit"),
    )
    op.create_index(
        "ix_audit_record", "audit", ["record"], sqlite_where=sa.text("record IS NOT NULL")
    )
    op.create_table(
        "chain",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chain"),
    )
