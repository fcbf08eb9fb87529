"""What each stored column is for, how sensitive it is, and how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sensitivity = Literal["health", "free_text", "identity", "secret", "technical"]
Retention = Literal["until_erased", "tombstone", "until_expiry", "rebuilt", "with_program"]

SENSITIVITY: Mapping[Sensitivity, str] = {
    "health": "says something about body, mind or habits",
    "free_text": "the person's own words: may say anything",
    "identity": "ties rows to one person; a random id, never a name",
    "secret": "opens something; only its SHA-256 is stored",
    "technical": "needed to keep the rest right; says nothing by itself",
}
RETENTION: Mapping[Retention, str] = {
    "until_erased": "until the person erases their data",
    "tombstone": "stays after erasing, so that a late device brings nothing back",
    "until_expiry": "until it is used, ended or too old",
    "rebuilt": "replaced whenever it is made again; gone when the person erases their data",
    "with_program": "as long as the data are there",
}


@dataclass(frozen=True, slots=True)
class Use:
    """Why one column is there."""

    purpose: str
    sensitivity: Sensitivity
    retention: Retention = "until_erased"


_WHOSE = Use("whose row it is", "identity")
_OPERATION = Use("the write that carried it", "technical")
_INDEX = Use("its place in that write", "technical")
_VERSION = Use("the person's count of writes at that moment", "technical")
_DAY = Use("the person's own day, decided once, at entry", "health")

INVENTORY: Mapping[str, Mapping[str, Use]] = {
    "person": {
        "id": Use("random id that rows belong to", "identity", "tombstone"),
        "made": Use("when the person began", "identity", "tombstone"),
        "version": Use("count of writes, to see what a device had seen", "technical", "tombstone"),
        "erased": Use("when all was erased", "technical", "tombstone"),
    },
    "operation": {
        "person": _WHOSE,
        "id": Use("made by the device, so that a repeated send counts once", "technical"),
        "kind": Use("which verb wrote it", "health"),
        "payload": Use("all that was said, to rebuild and check the facts", "free_text"),
        "sha256": Use("hash of the payload, to find damage", "health"),
        "base_version": Use("what the device had seen, to find conflicts", "technical"),
        "instant": Use("when it was said, in UTC", "health"),
        "zone": Use("time zone at entry, to show the right day and hour", "identity"),
        "local_date": _DAY,
        "version": _VERSION,
        "stored": Use("readings kept, told again on a repeated send", "technical"),
        "duplicates": Use("readings already here, told again on a repeated send", "technical"),
        "conflicts": Use("days with another version, told again on a repeated send", "health"),
    },
    "answer": {
        "person": _WHOSE,
        "operation": _OPERATION,
        "idx": _INDEX,
        "variable": Use("which question", "health"),
        "value": Use("what was answered; the goal is the person's own words", "free_text"),
        "answered_at": Use("when, so that the latest answer counts", "health"),
        "local_date": _DAY,
        "item": Use("which content item asked", "technical"),
        "item_version": Use("its version: old answers are never rescored", "technical"),
        "version": _VERSION,
        "is_current": Use("whether it is the answer that counts", "technical"),
    },
    "reading": {
        "person": _WHOSE,
        "local_date": _DAY,
        "variable": Use("what was measured", "health"),
        "operation": _OPERATION,
        "idx": _INDEX,
        "value": Use("the number", "health"),
        "start_at": Use("when the measured time began, in UTC", "health"),
        "end_at": Use("when it ended, in UTC", "health"),
        "source": Use("the diary, or which device or file", "health"),
        "answered_at": Use("when it was told, to weigh late answers", "health"),
        "zone": Use("time zone at entry, to show the right day and hour", "identity"),
        "version": _VERSION,
        "is_current": Use("whether it is the version that is shown", "technical"),
        "in_conflict": Use("whether its writer had not seen the version before", "technical"),
        "undone": Use("the count of writes at which an import was taken back", "technical"),
    },
    "event": {
        "person": _WHOSE,
        "operation": _OPERATION,
        "idx": _INDEX,
        "kind": Use("what happened", "health"),
        "subject": Use("to what: a technique, a flag, a day, a parked worry", "health"),
        "value": Use(
            "how it was; of a questionnaire its whole result; of a goal that ended its own words",
            "free_text",
        ),
        "at": Use("when, in UTC", "health"),
        "local_date": _DAY,
        "version": _VERSION,
    },
    "note": {
        "person": _WHOSE,
        "operation": _OPERATION,
        "local_date": _DAY,
        "body": Use(
            "a note, a parked worry or a written sheet with its older versions; shown to its "
            "writer, never scored, searched or learned from",
            "free_text",
        ),
        "version": _VERSION,
    },
    "derived": {
        "person": Use("whose row it is", "identity", "rebuilt"),
        "kind": Use(
            "what was worked out or kept: a plan, days of devices, a column map",
            "health",
            "rebuilt",
        ),
        "key": Use("for which day or question", "health", "rebuilt"),
        "value": Use("the result, so that it need not be made for each page", "health", "rebuilt"),
        "made": Use("when it was made", "technical", "rebuilt"),
    },
    "token": {
        "hash": Use("recognises a session or a launch link", "secret", "until_expiry"),
        "person": Use("whom it opens for", "identity", "until_expiry"),
        "kind": Use("a session or a launch link", "technical", "until_expiry"),
        "until": Use("when it ends", "technical", "until_expiry"),
    },
    "device": {
        "hash": Use("which session the phone holds", "secret", "until_expiry"),
        "person": Use("whose phone it is", "identity", "until_expiry"),
        "name": Use("what its owner calls it, to know it in the list", "free_text", "until_expiry"),
        "made": Use("when it was let in, to know it in the list", "technical", "until_expiry"),
    },
    "schema_version": {
        "version_num": Use("which program may open these data", "technical", "with_program"),
    },
}


def as_markdown() -> str:
    """The inventory as one table, for `docs/reference/store.md`."""
    rows = ["| column | purpose | sensitivity | kept |", "|---|---|---|---|"]
    for table, columns in INVENTORY.items():
        for name, use in columns.items():
            cells = (f"`{table}.{name}`", use.purpose, use.sensitivity, use.retention)
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
