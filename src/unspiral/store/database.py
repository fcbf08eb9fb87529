"""What the one SQL implementation needs of a database: connections, flushing, faults, copies."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class Database(Protocol):
    """A driver with its settings. `SqlStore` writes every query once, over this."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is committed and flushed on leaving, or undone on a fault.

        Before the commit the connection is asked for its flush setting; UnsafeSetting and no
        commit when it is not the safe one.
        """
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """A read-only transaction that sees one moment."""
        ...

    def durability(self) -> Mapping[str, str]:
        """Driver, version and the flush settings in force, for `doctor`."""
        ...

    def integrity(self) -> tuple[str, ...]:
        """Faults the database itself finds in its files; empty when sound."""
        ...

    def scrub(self) -> None:
        """After rows were deleted: leave nothing of them in the files the program writes.

        StoreUnavailable while somebody still reads; it may be asked again.
        """
        ...

    def backup(self, target: str) -> None:
        """Copy everything at one moment into a new SQLite file `target`, mode 0600."""
        ...

    def close(self) -> None: ...
