"""Phones that were let in: a name for the session each of them holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table of devices; a row goes with its session."""
    session = sa.ForeignKey("token.hash", ondelete="CASCADE")
    op.create_table(
        "device",
        sa.Column("hash", WORDS, session, primary_key=True),
        sa.Column("person", WORDS, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("made", WORDS, nullable=False),
    )
