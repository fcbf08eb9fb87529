"""Questions a person may put to a fair test: a closed list, one technique and one outcome each."""

from dataclasses import dataclass
from typing import Literal

from unspiral.catalogue.item import Example, Id, Item, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAnswers:
    """What is said for each verdict: it helped, it does not seem to, it cannot be told."""

    helps: Text
    no: Text
    unclear: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialQuestion(Item):
    """One question of the closed list. Cautions, grades and effects are those of its `technique`.

    `outcome` is a diary variable, asked the same evening, or (`morning`) the next morning.
    `do_at`: the part of the day in which the thing is done or left out. `scheme`: blocks of 4 days
    for what wears off in a day, 3-day pairs for what is slower (dynamics page, section 4, rule 9).
    `keep` says what stays as it is on every day. Scope is always `programme`.
    """

    kind: Literal["trial_question"]
    technique: Id
    ask: Text
    on_days: Text
    off_days: Text
    keep: Text
    outcome: Id
    better: Literal["lower", "higher"]
    when: Literal["evening", "morning"]
    do_at: Literal["morning", "day", "evening", "night"]
    scheme: Literal["blocks", "pairs"]
    scope: Literal["programme"]
    answers: TrialAnswers
    examples: tuple[Example, ...] = ()

    @property
    def lag(self) -> int:
        """Days from the day of the thing to the diary day of its outcome."""
        return 1 if self.when == "morning" else 0
