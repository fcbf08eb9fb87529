"""The first schema: people, operations, facts, derived rows, tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.String().with_variant(sa.String(collation="C"), "postgresql")
LONG = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table of the first version."""
    _people_and_operations()
    _answers()
    _readings()
    _events_and_notes()
    _derived_and_tokens()


def _text(name: str, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, WORDS, nullable=nullable)


def _long(name: str) -> "sa.Column[str]":
    return sa.Column(name, LONG, nullable=False)


def _number(name: str, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False)


def _whose() -> "sa.Column[str]":
    return sa.Column("person", WORDS, sa.ForeignKey("person.id"), nullable=False)


def _from_operation(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person", "operation"], ["operation.person", "operation.id"], name=f"{name}_operation_fk"
    )


def _people_and_operations() -> None:
    op.create_table(
        "person",
        sa.Column("id", WORDS, primary_key=True),
        _text("made"),
        _number("version"),
        _text("erased", nullable=True),
    )
    op.create_table(
        "operation",
        _whose(),
        _text("id"),
        _text("kind"),
        _long("payload"),
        _text("sha256"),
        _number("base_version", nullable=True),
        _text("instant"),
        _text("zone"),
        _text("local_date"),
        _number("version"),
        _number("stored"),
        _number("duplicates"),
        _long("conflicts"),
        sa.PrimaryKeyConstraint("person", "id", name="operation_pk"),
        sa.UniqueConstraint("person", "version", name="operation_version"),
    )


def _one_current(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition
    )


def _answers() -> None:
    op.create_table(
        "answer",
        _text("person"),
        _text("operation"),
        _number("idx"),
        _text("variable"),
        _long("value"),
        _text("answered_at"),
        _text("local_date"),
        _text("item"),
        _number("item_version"),
        _number("version"),
        _flag("is_current"),
        sa.PrimaryKeyConstraint("person", "operation", "idx", name="answer_pk"),
        _from_operation("answer"),
    )
    _one_current("answer_current", "answer", ["person", "variable"], "is_current")


def _readings() -> None:
    op.create_table(
        "reading",
        _text("person"),
        _text("local_date"),
        _text("variable"),
        _text("operation"),
        _number("idx"),
        sa.Column("value", sa.Float(53), nullable=False),
        _text("start_at"),
        _text("end_at"),
        _text("source"),
        _text("answered_at", nullable=True),
        _text("zone"),
        _number("version"),
        _flag("is_current"),
        _flag("in_conflict"),
        _number("undone", nullable=True),
        sa.PrimaryKeyConstraint(
            "person", "local_date", "variable", "start_at", "operation", "idx", name="reading_pk"
        ),
        _from_operation("reading"),
        sqlite_with_rowid=False,
    )
    day = ["person", "local_date", "variable"]
    _one_current("reading_diary", "reading", day, "is_current AND source = 'diary'")
    interval = ["person", "source", "variable", "start_at", "end_at"]
    _one_current("reading_imported", "reading", interval, "is_current AND source <> 'diary'")
    op.create_index("reading_operation", "reading", ["person", "operation"])


def _events_and_notes() -> None:
    op.create_table(
        "event",
        _text("person"),
        _text("operation"),
        _number("idx"),
        _text("kind"),
        _text("subject"),
        _long("value"),
        _text("at"),
        _text("local_date"),
        _number("version"),
        sa.PrimaryKeyConstraint("person", "operation", "idx", name="event_pk"),
        _from_operation("event"),
    )
    op.create_index("event_day", "event", ["person", "local_date"])
    op.create_table(
        "note",
        _text("person"),
        _text("operation"),
        _text("local_date"),
        _long("body"),
        _number("version"),
        sa.PrimaryKeyConstraint("person", "operation", name="note_pk"),
        _from_operation("note"),
    )
    op.create_index("note_day", "note", ["person", "local_date"])


def _derived_and_tokens() -> None:
    op.create_table(
        "derived",
        _whose(),
        _text("kind"),
        _text("key"),
        _long("value"),
        _text("made"),
        sa.PrimaryKeyConstraint("person", "kind", "key", name="derived_pk"),
    )
    op.create_table(
        "token",
        sa.Column("hash", WORDS, primary_key=True),
        _whose(),
        _text("kind"),
        _text("until"),
        sa.CheckConstraint("kind IN ('launch', 'session')", name="token_kind"),
    )
    op.create_index("token_person", "token", ["person"])
