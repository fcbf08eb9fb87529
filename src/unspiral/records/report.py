"""The clinician's page as numbers and codes: what the person chose, and what their record holds.

No sentence stands here but the person's own words. Pages and files make their words from these
records alone, so that the screen and the paper say the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from unspiral.records.triage import Level
from unspiral.records.trial import Design, TrialResult

Weeks = Literal[4, 12, 26]
WEEKS: tuple[Weeks, ...] = (4, 12, 26)
Part = Literal["goal", "forms", "nights", "device", "tried", "medicines", "links", "pictures"]
# On unless taken off. Danger signs always stand: a page that leaves them out would read as clear.
PARTS: tuple[Part, ...] = (
    *("goal", "forms", "nights", "device"),
    *("tried", "medicines", "links", "pictures"),
)
# Daily answers about mood: each is off until it is ticked by itself (privacy rule 7).
MOOD_ITEMS = ("mood", "stress", "anxiety")
ITEM9 = "item9"  # what names the answer to question 9 of the PHQ-9 in a choice
MOST_WORDS, MOST_NAME = 300, 80  # characters typed for it: it has to be read in a minute
How = Literal["drawn", "rated", "made_worse", "next_morning", "diary"]
SignState = Literal["open", "unsure", "known"]
Standing = Literal["too_early", "not_read", "none", "links", "loops"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the person put on this one page. Nothing of it is stored.

    `mood_forms`: questionnaires about mood, by id; `items`: of `MOOD_ITEMS`; `item9`: the answer
    to question 9 of the PHQ-9; `notes`: ids of the writes that carried a note. All of these are
    empty until ticked one by one. `name`, `visit` (the day of the appointment) and `questions`
    are typed for this page.
    """

    weeks: Weeks = 12
    shown: frozenset[str] = frozenset(PARTS)
    mood_forms: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    item9: bool = False
    notes: frozenset[str] = frozenset()
    name: str = ""
    visit: date | None = None
    questions: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of the page, both ends included. `noted`: days with a diary entry.

    `imported`: how many of these came from a file. `whole`: the diary is as old as the period, so
    that all the weeks asked for are covered.
    """

    first: date
    last: date
    noted: int
    imported: int
    whole: bool

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1

    def week(self, day: date) -> int:
        """Which week of the period a day of it lies in, from 1."""
        return (day - self.first).days // 7 + 1


@dataclass(frozen=True, slots=True)
class Sign:
    """One danger sign that was told. `state`: open, unsure, or known (seen by someone).

    `said`: ids of the questions that were answered with yes; empty when none of them stands now.
    """

    flag: str
    level: Level
    state: SignState
    since: date | None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Danger:
    """What was told of danger signs, worst first, and when each was asked.

    `asked`: how many questions of the four screens there are; `open`: how many of them wait for
    an answer. `screen_on`: the last day on which the short danger screen stood answered as a
    whole; `rest_on`: the same for the others, or for "anything changed?". `evenings`: days of the
    period on which "New or worse?" was answered; `evening_on`: the last of all such days.
    `undecided`: the gate could not tell, or a sign told is not on disk.
    """

    signs: tuple[Sign, ...]
    asked: int
    open: int
    screen_on: date | None
    rest_on: date | None
    evenings: int
    evening_on: date | None
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """One questionnaire as it was taken: its main score, None where it could not be scored.

    `help_first`: an answer called for help. `item9`: the answer to question 9, where it was asked.
    """

    form: str
    day: date
    version: int
    language: str
    value: float | None
    help_first: bool = False
    item9: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A value on a day: a score, or one answer."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Against:
    """A change held against what matters to a person and against noise; see `assessment.change`.

    `points` is last minus first; `percent` of the first. None: cannot be known.
    """

    points: float
    percent: float | None
    direction: Literal["better", "worse", "same"]
    matters: bool | None
    beyond_noise: bool | None
    mic_points: float | None = None
    mic_percent: float | None = None


@dataclass(frozen=True, slots=True)
class FormRow:
    """First and last score of one questionnaire in the period; `last` None: taken once.

    `against` is None where the two cannot be compared fairly (another version or language).
    """

    form: str
    variable: str
    low: float
    high: float
    first: Score
    last: Score | None = None
    against: Against | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of what was noted from `first` to `last`, on `days` days; None: nothing noted."""

    first: date
    last: date
    days: int
    value: float | None


@dataclass(frozen=True, slots=True)
class DailyRow:
    """A daily answer: the first two weeks of the period beside its last two.

    `variable` of the dictionary, or "se" for sleep efficiency in percent. `device`: from a device,
    not noted by the person. `against` None: no smallest change that matters is known.
    """

    variable: str
    before: Mean
    after: Mean
    device: bool = False
    against: Against | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that was tried in the period, and what is known of it.

    `days`: days on which it was done, `short` of them in the short form; `minutes`: one session
    of it on the last of these days, 0 where nothing is timed. `better`, `same`, `worse`: days with
    each answer after it; `settled`, `still_up`: mornings after. `worse_on`: the last day it was
    said to have made things worse. `tested`: the fair test of it, where there was one.
    """

    technique: str
    days: int
    short: int
    minutes: float
    better: int = 0
    same: int = 0
    worse: int = 0
    settled: int = 0
    still_up: int = 0
    worse_on: date | None = None
    tested: "FairTest | None" = None

    @property
    def how(self) -> How:
        """How it is known: the best there is; that it made things worse comes before all."""
        if self.worse_on:
            return "made_worse"
        if self.tested:
            return "drawn"
        if self.better or self.same or self.worse:
            return "rated"
        return "next_morning" if self.settled or self.still_up else "diary"


@dataclass(frozen=True, slots=True)
class FairTest:
    """A fair test that ended: its design, its answer, and its last day.

    `result` None: too few days were answered for one.
    """

    design: Design
    result: TrialResult | None
    ended: date


@dataclass(frozen=True, slots=True)
class SleepProgramme:
    """The sleep programme as far as it ran in the period. Efficiency in percent.

    `weeks` since it started; `window_min` in bed now; `fought` of `asked` mornings on which the
    person fought sleep when driving, at work or at a hot stove.
    """

    kind: Literal["window", "compression"]
    state: str
    weeks: int
    window_min: int
    asked: int
    fought: int


@dataclass(frozen=True, slots=True)
class Medicines:
    """Marks without names or doses: days with "my medicines changed", and extra painkillers.

    `halves`: for each half of the period (first day, last day, days with an extra painkiller, how
    many in all).
    """

    changed: tuple[date, ...]
    halves: tuple[tuple[date, date, int, int], ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link that may be said, with the interval of `level` and its days.

    `mean`: change of `to` in its unit per usual day-to-day swing of `cause`. `lit`: in a loop of
    which every link may be said.
    """

    cause: str
    to: str
    mean: float
    low: float
    high: float
    level: float
    unit: str
    pairs: int
    lags: tuple[str, ...]
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """What may be said of links in the diary (dynamics page, 4.8). `days`: completed days.

    Only links among what is on the page are here, and `standing` is about these alone.
    """

    standing: Standing
    days: int
    next_look: int | None
    last_look: int | None
    as_of: date | None
    rows: tuple[LinkRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One variable day by day over the period, and by stretches of two weeks; None = not noted.

    `low`..`high` held 8 of 10 noted days, None under 14 of them. `scale`: lowest and highest.
    """

    variable: str
    values: tuple[float | None, ...]
    scale: tuple[float, float]
    low: float | None
    high: float | None
    stretches: tuple[Mean, ...]


@dataclass(frozen=True, slots=True)
class Item9:
    """The answers to question 9 of the PHQ-9 (0 to 3), in order of days."""

    answers: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that stands on the page. A part that was not chosen is empty or None here."""

    parts: Parts
    today: date
    period: Period
    born: int | None
    danger: Danger
    goal: str = ""
    enough_days: bool = False
    completed_days: int = 0
    forms: tuple[FormRow, ...] = ()
    item9: Item9 | None = None
    daily: tuple[DailyRow, ...] = ()
    tried: tuple[Tried, ...] = ()
    sleep: SleepProgramme | None = None
    medicines: Medicines | None = None
    links: Links | None = None
    pictures: tuple[Picture, ...] = ()
    notes: tuple[tuple[date, str], ...] = ()
