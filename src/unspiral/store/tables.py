"""The tables of one data folder or one database, as SQLAlchemy Core metadata.

Instants are text in UTC, of one width, so that they sort and compare the same everywhere.
The first `person` column of each table is what every query is scoped by.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from unspiral.records.facts import DIARY

metadata = MetaData()
# One order of text everywhere: by code point, as SQLite does it.
WORDS = String().with_variant(String(collation="C"), "postgresql")
LONG = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False) -> "Column[str]":
    return Column(name, WORDS, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> "Column[int]":
    return Column(name, Integer, nullable=nullable)


def _flag(name: str) -> "Column[bool]":
    return Column(name, Boolean(create_constraint=False), nullable=False)


def _whose() -> "Column[str]":
    return Column("person", WORDS, ForeignKey("person.id"), nullable=False)


def _from_operation(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ("person", "operation"),
        ("operation.person", "operation.id"),
        name=f"{name}_operation_fk",
    )


def _record_columns() -> "tuple[Column[str], Column[str], Column[int]]":
    """Record id = person, operation id, index in the operation."""
    return _text("person"), _text("operation"), _number("idx")


person = Table(
    "person",
    metadata,
    Column("id", WORDS, primary_key=True),
    _text("made"),
    _number("version"),
    _text("erased", nullable=True),
)

operation = Table(
    "operation",
    metadata,
    _whose(),
    _text("id"),
    _text("kind"),
    Column("payload", LONG, nullable=False),
    _text("sha256"),
    _number("base_version", nullable=True),
    _text("instant"),
    _text("zone"),
    _text("local_date"),
    _number("version"),
    _number("stored"),
    _number("duplicates"),
    Column("conflicts", LONG, nullable=False),
    PrimaryKeyConstraint("person", "id", name="operation_pk"),
    UniqueConstraint("person", "version", name="operation_version"),
)

answer = Table(
    "answer",
    metadata,
    *_record_columns(),
    _text("variable"),
    Column("value", LONG, nullable=False),
    _text("answered_at"),
    _text("local_date"),
    _text("item"),
    _number("item_version"),
    _number("version"),
    _flag("is_current"),
    PrimaryKeyConstraint("person", "operation", "idx", name="answer_pk"),
    _from_operation("answer"),
)
Index(
    "answer_current",
    answer.c.person,
    answer.c.variable,
    unique=True,
    sqlite_where=text("is_current"),
    postgresql_where=text("is_current"),
)

# Read a hundred times for each time it is written, always by day: the key keeps it in day order.
reading = Table(
    "reading",
    metadata,
    _text("person"),
    _text("local_date"),
    _text("variable"),
    _text("operation"),
    _number("idx"),
    Column("value", Float(53), nullable=False),
    _text("start_at"),
    _text("end_at"),
    _text("source"),
    _text("answered_at", nullable=True),
    _text("zone"),
    _number("version"),
    _flag("is_current"),
    _flag("in_conflict"),
    _number("undone", nullable=True),
    PrimaryKeyConstraint(
        "person", "local_date", "variable", "start_at", "operation", "idx", name="reading_pk"
    ),
    _from_operation("reading"),
    sqlite_with_rowid=False,
)
DIARY_NOW = text(f"is_current AND source = '{DIARY}'")
IMPORTED_NOW = text(f"is_current AND source <> '{DIARY}'")
Index(
    "reading_diary",
    reading.c.person,
    reading.c.local_date,
    reading.c.variable,
    unique=True,
    sqlite_where=DIARY_NOW,
    postgresql_where=DIARY_NOW,
)
Index(
    "reading_imported",
    reading.c.person,
    reading.c.source,
    reading.c.variable,
    reading.c.start_at,
    reading.c.end_at,
    unique=True,
    sqlite_where=IMPORTED_NOW,
    postgresql_where=IMPORTED_NOW,
)
Index("reading_operation", reading.c.person, reading.c.operation)

event = Table(
    "event",
    metadata,
    *_record_columns(),
    _text("kind"),
    _text("subject"),
    Column("value", LONG, nullable=False),
    _text("at"),
    _text("local_date"),
    _number("version"),
    PrimaryKeyConstraint("person", "operation", "idx", name="event_pk"),
    _from_operation("event"),
)
Index("event_day", event.c.person, event.c.local_date)

note = Table(
    "note",
    metadata,
    _text("person"),
    _text("operation"),
    _text("local_date"),
    Column("body", LONG, nullable=False),
    _number("version"),
    PrimaryKeyConstraint("person", "operation", name="note_pk"),
    _from_operation("note"),
)
Index("note_day", note.c.person, note.c.local_date)

derived = Table(
    "derived",
    metadata,
    _whose(),
    _text("kind"),
    _text("key"),
    Column("value", LONG, nullable=False),
    _text("made"),
    PrimaryKeyConstraint("person", "kind", "key", name="derived_pk"),
)

token = Table(
    "token",
    metadata,
    Column("hash", WORDS, primary_key=True),
    _whose(),
    _text("kind"),
    _text("until"),
    CheckConstraint("kind IN ('launch', 'session')", name="token_kind"),
)
Index("token_person", token.c.person)

# A phone that was let in: the name of the session it holds, and gone with that session.
device = Table(
    "device",
    metadata,
    Column("hash", WORDS, ForeignKey("token.hash", ondelete="CASCADE"), primary_key=True),
    _whose(),
    _text("name"),
    _text("made"),
)

FACT_TABLES = (answer, reading, event, note)
