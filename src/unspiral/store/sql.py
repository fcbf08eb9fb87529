"""The store: one implementation on SQLAlchemy Core for SQLite and PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from unspiral.errors import PersonGone, StoreUnavailable
from unspiral.store.base import Device
from unspiral.store.check import deep_check
from unspiral.store.codec import instant_text
from unspiral.store.database import Database
from unspiral.store.history import History
from unspiral.store.tables import FACT_TABLES, derived, device, operation, person, token
from unspiral.store.transaction import SqlTransaction


class SqlStore:
    """One data folder or one database; see `store/base.py` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._history = History()

    @contextmanager
    def write(self, person: str) -> Iterator[SqlTransaction]:
        """Write for one person. Leaving the block commits and flushes; a fault undoes it all.

        Raises PersonGone when there is no such person, or not any more.
        """
        with self.database.writing() as connection:
            version = _version_to_write(connection, person)
            yield SqlTransaction(connection, person, self._history, version)

    @contextmanager
    def read(self, person: str) -> Iterator[SqlTransaction]:
        """Read one person's facts as they stand at one moment."""
        with self.database.reading() as connection:
            yield SqlTransaction(connection, person, self._history)

    def people(self) -> tuple[str, ...]:
        """Everyone here, in the order they came."""
        statement = (
            select(person.c.id)
            .where(person.c.erased.is_(None))
            .order_by(person.c.made, person.c.id)
        )
        with self.database.reading() as connection:
            return tuple(connection.execute(statement).scalars())

    def add_person(self, person_id: str, made: datetime) -> None:
        """Add a person; one who is already here stays as they are."""
        with self.database.writing() as connection:
            held = _person_row(connection, person_id)
            if held is not None and held.erased is not None:
                raise _gone()
            if held is None:
                row = {"id": person_id, "made": instant_text(made), "version": 0}
                connection.execute(insert(person), row)

    def erase(self, person_id: str, at: datetime) -> None:
        """Delete all of one person's rows; a bare id and date stay so that nothing comes back.

        Afterwards nothing of them stands in the files. StoreUnavailable when the rows are gone but
        the files could not be swept, as somebody still reads; doing it again sweeps them.
        """
        with self.database.writing() as connection:
            for table in (device, token, derived, *FACT_TABLES, operation):
                connection.execute(delete(table).where(table.c.person == person_id))
            connection.execute(
                update(person)
                .where(person.c.id == person_id)
                .values(made=instant_text(at), erased=instant_text(at), version=0)
            )
        self._history.forget(person_id)
        self.database.scrub()

    def scrub(self) -> None:
        """Leave nothing of what was taken out in the files; StoreUnavailable while it is read."""
        self.database.scrub()

    def erased(self) -> Mapping[str, datetime]:
        """Everyone whose data were erased, and when."""
        statement = select(person.c.id, person.c.erased).where(person.c.erased.is_not(None))
        with self.database.reading() as connection:
            rows = connection.execute(statement.order_by(person.c.erased, person.c.id)).all()
        return {row.id: datetime.fromisoformat(row.erased) for row in rows}

    def add_token(
        self, token_hash: str, person: str, kind: Literal["launch", "session"], until: datetime
    ) -> None:
        """Keep the SHA-256 of a launch link or of a browser session."""
        row = {"hash": token_hash, "person": person, "kind": kind, "until": instant_text(until)}
        with self.database.writing() as connection:
            _version_to_write(connection, person)
            connection.execute(insert(token), row)

    def use_launch(self, token_hash: str, now: datetime) -> str | None:
        """The person a launch link opens for, once; None when used, unknown or too old."""
        used = (
            delete(token)
            .where(token.c.hash == token_hash, token.c.kind == "launch")
            .returning(token.c.person, token.c.until)
        )
        with self.database.writing() as connection:
            row = connection.execute(used).one_or_none()
            connection.execute(delete(token).where(token.c.until <= instant_text(now)))
        return row.person if row is not None and row.until > instant_text(now) else None

    def session_person(self, token_hash: str, now: datetime) -> str | None:
        """Whose browser session this is, or None."""
        statement = select(token.c.person).where(
            token.c.hash == token_hash,
            token.c.kind == "session",
            token.c.until > instant_text(now),
        )
        with self.database.reading() as connection:
            return connection.execute(statement).scalar_one_or_none()

    def end_session(self, token_hash: str) -> None:
        """Close a session; closing it twice is the same."""
        with self.database.writing() as connection:
            connection.execute(
                delete(token).where(token.c.hash == token_hash, token.c.kind == "session")
            )

    def session_until(self, token_hash: str) -> datetime | None:
        """When a browser session ends; None when there is none."""
        statement = select(token.c.until).where(
            token.c.hash == token_hash, token.c.kind == "session"
        )
        with self.database.reading() as connection:
            found = connection.execute(statement).scalar_one_or_none()
        return None if found is None else datetime.fromisoformat(found)

    def add_device(
        self, token_hash: str, person: str, name: str, made: datetime, until: datetime
    ) -> None:
        """Keep a session and the name of the phone that holds it, in one write."""
        row = {"hash": token_hash, "person": person}
        session = {**row, "kind": "session", "until": instant_text(until)}
        with self.database.writing() as connection:
            _version_to_write(connection, person)
            connection.execute(insert(token), session)
            named = {**row, "name": name, "made": instant_text(made)}
            connection.execute(insert(device), named)

    def devices(self, person: str, now: datetime) -> tuple[Device, ...]:
        """Phones of a person whose session is open, oldest first."""
        statement = (
            select(device.c.hash, device.c.name, device.c.made)
            .join(token, token.c.hash == device.c.hash)
            .where(device.c.person == person, token.c.until > instant_text(now))
            .order_by(device.c.made, device.c.hash)
        )
        with self.database.reading() as connection:
            rows = connection.execute(statement).all()
        return tuple(Device(row.hash, row.name, datetime.fromisoformat(row.made)) for row in rows)

    def facts_of_durability(self) -> Mapping[str, str]:
        """Driver, version, flush settings, and the rule that was checked."""
        return self.database.durability()

    def backup(self, target: str) -> None:
        """Copy all into a new file at one moment; it is checked before it takes its name."""
        self.database.backup(target)

    def deep_check(self) -> Mapping[str, Any]:
        """Check the files, every operation's hash, and the facts against their operations."""
        try:
            faults = self.database.integrity()
        except StoreUnavailable as error:
            faults = (error.message,)
        with self.database.reading() as connection:
            return deep_check(connection, faults)

    def close(self) -> None:
        """Let go of the connections and of the data folder."""
        self.database.close()


def _person_row(connection: Connection, person_id: str) -> Any:
    statement = select(person.c.version, person.c.erased).where(person.c.id == person_id)
    return connection.execute(statement.with_for_update()).one_or_none()


def _version_to_write(connection: Connection, person_id: str) -> int:
    """The person's version, held against other writers until the transaction ends."""
    row = _person_row(connection, person_id)
    if row is None or row.erased is not None:
        raise _gone()
    return int(row.version)


def _gone() -> PersonGone:
    return PersonGone(
        "There is no such person here.",
        kept="What you typed is still on your device.",
    )
