"""Where a person stands on a technique's ladder: moved by mornings, flares and long breaks.

Rules: "Load and flares" of the safety page. The rest is ours [GK] and said beside its constant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from unspiral.planning.history import History
from unspiral.planning.ladder import Ladder
from unspiral.planning.lights import Light, lights

GREENS_FOR_A_STEP = 3
GREENS_TO_GO_BACK_UP = 2
REDS_TO_SWAP = 2
DAYS_BETWEEN_STEPS = 7  # between any two steps up, the way back included
SWAP_DAYS = 7  # how long it is left out after two reds in a row [GK]; then offered again
BREAK_DAYS = 14  # each full two weeks without it: one level down, not below the start [GK]


@dataclass(frozen=True, slots=True)
class Standing:
    """`rung` is today's. `back_to`: the rung before the last red, while below it.

    `swap_until`: two reds in a row; another one is offered until then. `ready`: everything for one
    more step is there; at the top of the ladder that opens the next level. `moved`: +1 or -1 when
    the last step was made within a week.
    """

    rung: int
    back_to: int | None = None
    swap_until: date | None = None
    ready: bool = False
    moved: int = 0


@dataclass(slots=True)
class _Walker:
    """The fold over one person's days. Only `_green` ever goes up, and only by one rung."""

    top: int
    start: int
    rung: int
    last_green: int
    greens: int = 0
    reds: int = 0
    back_to: int | None = None
    raised: date | None = None
    lowered: date | None = None
    first: date | None = None
    active: date | None = None
    swap_until: date | None = None

    def rest(self, day: date) -> None:
        """Weeks without it lower the dose towards the start; what is missing never raises it."""
        weeks = (day - self.active).days // BREAK_DAYS if self.active else 0
        if weeks and self.rung > self.start:
            self.rung = max(self.start, self.rung - weeks)
            self.back_to, self.greens, self.lowered = None, 0, day
            self.last_green = min(self.last_green, self.rung)

    def flare(self, day: date) -> None:
        """Back at the last green level; never lower than that, never to nothing."""
        self.greens = 0
        if self.rung > self.last_green:
            self.rung, self.lowered = self.last_green, day

    def morning(self, day: date, light: str, held: bool) -> None:
        """One morning's light moves the dose by one rung at most."""
        if light == "red":
            self._red(day)
        elif light == "amber":
            self.greens = self.reds = 0
        else:
            self._green(day, held)

    def may_rise(self, day: date) -> bool:
        """A week since the last step up; since a step down the greens alone count."""
        return self.raised is None or (day - self.raised).days >= DAYS_BETWEEN_STEPS

    def enough(self, day: date) -> bool:
        """Greens for one step of progress, and a week since the last one or since it began."""
        since = max(one for one in (self.first, self.raised, self.lowered, date.min) if one)
        return self.greens >= GREENS_FOR_A_STEP and (day - since).days >= DAYS_BETWEEN_STEPS

    def _red(self, day: date) -> None:
        self.reds, self.greens = self.reds + 1, 0
        self.back_to = max(self.rung, self.back_to or 0)
        self.rung, self.lowered = max(0, self.rung - 1), day
        if self.reds >= REDS_TO_SWAP:
            self.swap_until = day + timedelta(days=SWAP_DAYS)

    def _green(self, day: date, held: bool) -> None:
        self.reds, self.greens, self.last_green = 0, self.greens + 1, self.rung
        self.swap_until = None
        below = self.back_to is not None and self.rung < self.back_to
        back = below and self.greens >= GREENS_TO_GO_BACK_UP and self.may_rise(day)
        if held or not (back or (not below and self.enough(day))) or self.rung >= self.top:
            return
        self.rung, self.raised, self.greens = self.rung + 1, day, 0
        if self.back_to is not None and self.rung >= self.back_to:
            self.back_to = None


def standing(rungs: Ladder, history: History, today: date) -> Standing:
    """The rung of today.

    Load is moved by the morning after. Everything else never goes down, and grows only when it was
    liked: each day on which it felt better counts as one green.
    """
    name = rungs.technique.id
    seen = lights(history, name, today) if rungs.technique.load else _liked(history, name, today)
    start = rungs.start
    walker = _Walker(rungs.top, start, start, start)
    for day, what in _days(history, name, seen, today, rungs.technique.load):
        walker.rest(day)
        if what == "flare":
            walker.flare(day)
            continue
        walker.first = walker.first or day
        walker.active = day
        if what != "done":
            walker.morning(day, what, day in history.held_days)
    walker.rest(today)
    return _found(walker, today, history.progress_held(today))


def _found(walker: _Walker, today: date, held: bool) -> Standing:
    recent = timedelta(days=DAYS_BETWEEN_STEPS)
    down = walker.lowered is not None and today - walker.lowered < recent
    up = walker.raised is not None and today - walker.raised < recent
    last_up = up and (not down or (walker.raised or today) > (walker.lowered or today))
    swap = walker.swap_until
    return Standing(
        rung=walker.rung,
        back_to=walker.back_to if walker.back_to and walker.back_to > walker.rung else None,
        swap_until=swap if swap is not None and today < swap else None,
        ready=walker.enough(today) and not held and walker.back_to is None,
        moved=1 if last_up else -int(down),
    )


def _days(
    history: History, name: str, seen: Mapping[date, Light], today: date, load: bool
) -> Iterator[tuple[date, str]]:
    """What happened, in order of days: on one day a flare first, then the light, then doing it."""
    happened: list[tuple[date, int, str]] = [(day, 1, light) for day, light in seen.items()]
    happened += [(day, 2, "done") for day, _ in history.said("done", name, today)]
    if happened and load:
        happened += [(day, 0, "flare") for day in history.flare_days(today)]
    for day, _, what in sorted(happened):
        yield day, what


def _liked(history: History, name: str, today: date) -> dict[date, Light]:
    return {day: "green" for day, said in history.said("rated", name, today) if said == "better"}
