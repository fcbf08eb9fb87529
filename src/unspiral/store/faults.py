"""Driver faults as the few errors a caller can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from unspiral.errors import StoreFull, StoreUnavailable

_FULL_STATE = "53100"
_READ_ONLY_STATE = "25006"
_FULL_WORDS = ("database or disk is full", "no space left")
# SQLite reports a damaged file as a plain DatabaseError, with one of these sentences.
_DAMAGED_WORDS = ("malformed", "not a database", "file is encrypted")
_LEFT = "It was left as it is."
_RESTORE = "Put a backup in its place: ./start restore BACKUP. The damaged file is kept beside it."
_KEPT = "Everything saved before is kept. The last entry was not saved."


def unavailable(message: str, next_step: str = "") -> StoreUnavailable:
    """The fault of a database that cannot be used now."""
    return StoreUnavailable(message, kept=_KEPT, next_step=next_step)


def translated_fault(error: Exception) -> Exception | None:
    """The error to raise instead of `error`, or None when it is a bug and should stay one."""
    said = str(getattr(error, "orig", error)).lower()
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if state == _FULL_STATE or any(words in said for words in _FULL_WORDS):
        return StoreFull("The disk is full.", kept=_KEPT, next_step="Make room, then send again.")
    if isinstance(error, PoolTimeout) or "locked" in said:
        return unavailable("The data are busy.", "Wait a little, then send again.")
    if isinstance(error, UnicodeDecodeError) or any(words in said for words in _DAMAGED_WORDS):
        return StoreUnavailable("The data file is damaged.", kept=_LEFT, next_step=_RESTORE)
    if type(error).__name__ == "OperationalError" or state == _READ_ONLY_STATE:
        return unavailable("The data cannot be read or written now.", "Run unspiral doctor.")
    return None


@contextmanager
def translated(*raw: type[Exception]) -> Iterator[None]:
    """Turn driver faults inside the block into StoreFull or StoreUnavailable.

    `raw`: the driver's own error classes, where it is used without SQLAlchemy in between.
    """
    faults: tuple[type[Exception], ...] = (DBAPIError, PoolTimeout, UnicodeDecodeError, *raw)
    try:
        yield
    except faults as error:
        fault = translated_fault(error)
        if fault is None:
            raise
        raise fault from error
