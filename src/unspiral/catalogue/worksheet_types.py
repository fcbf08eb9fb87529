"""Written sheets of the thoughts course: what each asks for, in order, and when it is enough."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from unspiral.catalogue.item import Id, Item, Text

LONGEST = 4000  # characters; a sheet is short, and safety.md B6 ends every text at 10,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One thing a sheet asks for. `most`: characters of a line or text.

    `needed`: without it there is nothing to keep. `later`: asked when the sheet is looked at again.
    A scale runs from 0 to 10 in whole numbers; it is the person's own note and is never added up.
    """

    id: Id
    form: Literal["line", "text", "scale", "day", "choice", "ticks"]
    ask: Text
    note: str = ""
    most: Annotated[int, Field(ge=1, le=LONGEST)] = 1000
    needed: bool = False
    later: bool = False
    low_end: str = ""
    high_end: str = ""
    options: dict[Id, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet(Item):
    """One sheet to write on. Cautions, stop rules and grades are those of its `technique`.

    `before` is said before the first line. `enough` sheets in `days` days are enough; 0: no number.
    `counts`: a new one counts as the technique done. `again` heads what is asked `later`.
    """

    kind: Literal["worksheet"]
    technique: Id
    summary: Text
    before: tuple[Text, ...]
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]
    enough: Annotated[int, Field(ge=0)] = 0
    days: Annotated[int, Field(ge=0)] = 0
    counts: bool = True
    again: str = ""
