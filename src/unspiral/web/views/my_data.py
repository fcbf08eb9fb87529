"""My data: counts, commands to copy, whether it is shown who asks, and an erase that waits."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shlex import quote

from unspiral.services.erase import Waiting
from unspiral.services.proof import FILE
from unspiral.store.base import Transaction
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class MyDataView:
    """One's own data. `fresh`: it was shown who asks. `waiting`: the day of an erase, or ""."""

    stored: tuple[tuple[str, str], ...]
    folder: str
    proof_file: str
    backup_command: str
    restore_command: str
    import_command: str
    fresh: bool
    code_waits: bool
    digits_error: str
    sure_error: str
    waiting: str


@dataclass(frozen=True, slots=True)
class ErasedView:
    """The page after everything went. `left`: names in the folder that Unspiral did not make."""

    folder: str
    left: tuple[str, ...]


def my_data_view(
    t: Text,
    tx: Transaction,
    folder: Path,
    today: date,
    *,
    fresh: bool,
    code_waits: bool,
    waiting: Waiting | None,
    digits_error: str = "",
    sure_error: str = "",
) -> MyDataView:
    """Counts of what is kept, and what can be done with it; no entry itself is shown."""
    here = quote(str(folder))
    return MyDataView(
        stored=_stored(t, tx),
        folder=str(folder),
        proof_file=str(folder / FILE),
        backup_command=f"./start backup --data {here} --out my-backup-{today.isoformat()}.db",
        restore_command=f"./start restore my-backup-{today.isoformat()}.db --data {here}",
        import_command=f"./start import my-data-{today.isoformat()}.zip --data NEW-FOLDER --yes",
        fresh=fresh,
        code_waits=code_waits,
        digits_error=digits_error,
        sure_error=sure_error,
        waiting="" if waiting is None else t.day(waiting.day, with_year=True),
    )


def _stored(t: Text, tx: Transaction) -> tuple[tuple[str, str], ...]:
    readings = tx.readings()
    days = sorted({reading.local_date for reading in readings})
    return (
        (t("Days with something in them"), _number(t, days)),
        (t("First day"), t.day(days[0], with_year=True) if days else t("none yet")),
        (t("Single values"), _number(t, readings)),
        (t("Answers to questions"), _number(t, tx.answers())),
        (t("Things done, rated or ended"), _number(t, tx.events())),
        (t("Notes, worries and sheets"), _number(t, tuple(tx.whole("note", ("version",))))),
        (t("Times something was saved"), t.number(tx.version(), 0)),
    )


def _number(t: Text, found: Sized) -> str:
    return t.number(len(found), 0)
