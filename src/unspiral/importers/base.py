"""What every importer promises: say what it is, recognise a file, turn it into readings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from unspiral.catalogue.types import Variable
from unspiral.importers.mapping import ColumnMap
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

# Why one value of a file was set aside. Every non-empty value becomes one Reading or one of these.
SKIP_CODES: Mapping[str, str] = {
    "column_not_mapped": "its column is not in the map",
    "no_header": "it stands beyond the last column of the header",
    "no_person": "its row names no person",
    "other_person": "its row belongs to somebody else",
    "repeated_header": "its row is the header again",
    "other_row": "its row is not one of those that the map takes",
    "bad_date": "its row has no date that can be read",
    "date_unclear": "the date can be read two ways; name `date_format` in the map",
    "future_date": "its day has not come yet",
    "bad_time": "the time of day cannot be read",
    "bad_offset": "the offset from UTC cannot be read",
    "missing_marker": "it says that there is no value",
    "not_a_number": "it is not a number",
    "number_unclear": "the comma may mean thousands or a decimal",
    "out_of_range": "it lies outside the scale",
    "day_twice": "the same day has an earlier value for it in this file",
    "span_twice": "the same span has an earlier value for it in this file",
    "odd_list": "its row holds lists of different lengths, or one that is too long",
    "missing_part": "a column that it is made from is empty",
    "not_confirmed": "a preview stores nothing",
    "type_not_used": "nothing here uses this kind of record",
    "odd_unit": "it comes in another unit than it should",
    "unknown_value": "its value is not one that is known",
    "ends_before_start": "it ends before it starts",
    "too_long": "it spans more than two days",
    "no_length": "it starts and ends at the same moment",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to take out of a file: whose rows, read how, in which zone, up to which day."""

    columns: ColumnMap
    person: str = ""
    zone: ZoneInfo | None = None
    last_day: date | None = None
    two_sittings: bool = False


class Importer(Protocol):
    """One file format. `name` is the source of its readings."""

    @property
    def name(self) -> str: ...

    def identify(self, head: bytes, filename: str) -> float:
        """How surely `head` (the first bytes) is of this format, 0 to 1."""
        ...

    def extract(
        self, file: BinaryIO, wanted: Wanted, variables: Mapping[str, Variable]
    ) -> Iterator[Reading | Problem]:
        """Stream the file: one `Reading` or one `Problem` for each non-empty value in it."""
        ...
