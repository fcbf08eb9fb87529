"""A year of look days: who is ever told a link that is not there, and who is told one that is.

The rule is the one that ships: `insights.looks` finds, `insights.compose` says. What the rule
lets any page say ("ever") stands beside what the pages of the look days said: on a day between,
the page's own checks may refuse a little more, or a little less.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from _jobs import Desk
from _measures import wilson
from _rows import Found, Row, Table
from _scenario import case, informed

from unspiral.diary.panel import until
from unspiral.dynamics import change, seeds, summary
from unspiral.dynamics.frame import completed_days
from unspiral.dynamics.model import CLAIM, LoopFit
from unspiral.dynamics.simulate import WORLDS
from unspiral.insights import withhold
from unspiral.insights.compose import compose
from unspiral.insights.looks import Look, LookBook
from unspiral.insights.verdicts import said
from unspiral.insights.withhold import Evidence
from unspiral.records.estimate import NotEnough, Panel

LOOKS = withhold.FIRST_LOOKS
CALENDAR_DAYS = 430  # enough for 365 completed ones in every world
AT_MOST = 0.05
NEEDED, NEEDED_EACH = 1000, 200
SHIFT_EVERY = 5  # in every fifth person shifts are looked for, too: they take half of the time
SHIFTING = frozenset({"drift"})  # where a shift of the level is no false find
LEVEL_LINKS = (0.25, 0.35)
Pair = tuple[str, str]
Year = dict[str, dict[str, Any]]
Days = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """The one link of people in whom power is measured."""

    cause: str
    effect: str
    size: float

    @property
    def name(self) -> str:
        """As it stands in the tables."""
        return f"{self.cause} > {self.effect}, {self.size:+.2f} sd"

    @property
    def pair(self) -> Pair:
        """Cause and effect."""
        return self.cause, self.effect


POWER = tuple(
    Strong(cause, effect, -size)
    for cause, effect in (("sleep_quality", "pain"), ("pain", "sleep_quality"))
    for size in LEVEL_LINKS
)


def find(desk: Desk, people: dict[str, int], strong: int, days: Days = LOOKS) -> Found:
    """False claims of `people` without links by world, and power in `strong` with one link."""
    found = Found()
    years = {world: _years(desk, world, None, n, days) for world, n in people.items() if n}
    _add_false(found, years, days)
    if strong:
        _add_power(found, {one: _years(desk, "linear", one, strong, days) for one in POWER}, days)
    return found


def year(world: str, strong: Strong | None, seed: int, days: Days, shifts: bool) -> Year:
    """What one person may be told after each look day.

    `rule`: links that the looks let any page say; `said`, `leads`, `loops`, `change`: what the
    page of that day says. Without `shifts` no look is worked out for the sake of a change.
    """
    links = {strong.pair: strong.size} if strong else {}
    panel = case(replace(WORLDS[world], links=links), CALENDAR_DAYS, seed).panel
    book, past, told = LookBook(panel, informed()), [], {}
    for day in days:
        then = until(panel, completed_days(panel)[day - 1] + 1)
        past.append(short_look(book, then, day, shifts))
        pairs = {pair for one in past for pair in one.evidence}
        items = {item for one in past for item in one.changes}
        rule = [pair for pair in pairs if withhold.claimed(_links(past, pair))]
        shifted = any(withhold.claimed(_changes(past, item)) for item in items)
        told[str(day)] = _page(then, bool(rule or shifted)) | {"rule": sorted(map(">".join, rule))}
    return told


def short_look(book: LookBook, then: Panel, day: int, shifts: bool = True) -> Look:
    """The look of `book` on `day`, or an empty one where the whole could not claim anything.

    Under .90 nothing is claimed or kept, whatever the checks say, and only links from .90 on
    have their chains looked at: what is claimed is the same to the letter; without `shifts`,
    of links only. `then`: the panel of that day.
    """
    rng = seeds.generator(seeds.fingerprint(then), "claim")
    fit = CLAIM.fit(then, book.prior.silent(), rng)
    if isinstance(fit, NotEnough):
        return Look(day, {}, {}, {})
    if _strongest_link(fit) < withhold.WITHDRAW_BELOW:
        rng.integers(2**62)  # what the checks of the whole look would have taken
        shift = change.find(fit, rng) if shifts else None
        if not shift or max(shift.p_positive, shift.p_negative) < withhold.WITHDRAW_BELOW:
            return Look(day, {}, {}, {})
    return book.at(day)


def _strongest_link(fit: LoopFit) -> float:
    names, total = fit.frame.items, fit.draws.total
    chances = (
        max(summary.chances(total[:, effect, cause]))
        for effect, to in enumerate(names)
        for cause, from_ in enumerate(names)
        if withhold.is_candidate(from_, to)
    )
    return max(chances, default=0.0)


def _links(past: list[Look], pair: Pair) -> list[Callable[[], Evidence]]:
    nothing = Evidence(0, 0.0, 0.0)
    return [lambda one=one: one.evidence.get(pair, nothing) for one in past]  # type: ignore[misc]


def _changes(past: list[Look], item: str) -> list[Callable[[], Evidence]]:
    nothing = Evidence(0, 0.0, 0.0)
    return [lambda one=one: one.changes.get(item, nothing) for one in past]  # type: ignore[misc]


def _page(then: Panel, worth_it: bool) -> dict[str, Any]:
    """What the page of a look day says; it can say nothing when no look claims anything."""
    if not worth_it:
        return {"said": [], "leads": [], "loops": 0, "change": ""}
    page = compose(then, informed(), then.days[-1])
    return {
        "said": sorted(map(">".join, said(page.verdicts))),
        "leads": sorted(f"{lead.first}>{lead.second}" for lead in page.leads),
        "loops": len(page.loops),
        "change": page.change.variable if page.change else "",
    }


def _years(desk: Desk, world: str, strong: Strong | None, n: int, days: Days) -> list[Year]:
    at = f"{world}/{strong.name if strong else 'no link'}/{days[-1]}"
    jobs = {
        f"{at}/{seed}": (world, strong, seed, days, not strong and seed % SHIFT_EVERY == 0)
        for seed in range(n)
    }
    return list(desk.gather("claims", year, jobs).values())


def _add_false(found: Found, years: dict[str, list[Year]], days: Days) -> None:
    cells, figures = [], []
    for world, told in years.items():
        n, ever = len(told), _ever(told, "rule")
        needs = NEEDED if world == "linear" else NEEDED_EACH
        found.rows.append(
            _false_row(f"ever told a link in {days[-1]} days, {world}", ever, n, needs)
        )
        watched = told[::SHIFT_EVERY]
        changed = _ever(watched, "change")
        by_look = [sum(bool(one[str(day)]["rule"]) for one in told) / n for day in days]
        by_page = [_ever(told, what) for what in ("said", "leads", "loops")]
        cells.append([world, n, ever, *wilson(ever, n), *by_page, changed, *by_look])
        figures.append({"world": world, "people": n, "ever": ever, "days": days[-1]})
        if world not in SHIFTING:
            name = f"ever told a change in {days[-1]} days, {world}"
            found.rows.append(_false_row(name, changed, len(watched), NEEDED_EACH))
    if len(years) > 1:
        all_of_it = [one for told in years.values() for one in told]
        ever = _ever(all_of_it, "rule")
        found.rows.append(_false_row("ever told a link, all worlds", ever, len(all_of_it), NEEDED))
        steady = [told[::SHIFT_EVERY] for world, told in years.items() if world not in SHIFTING]
        watched = [one for told in steady for one in told]
        name = f"ever told a change, all worlds but {', '.join(SHIFTING)}"
        found.rows.append(_false_row(name, _ever(watched, "change"), len(watched), NEEDED_EACH))
    pages = ("pages: link", "lead", "loop", f"change, of every {SHIFT_EVERY}th")
    columns = ("world", "N", "ever", "low", "high", *pages, *(f"day {day}" for day in days))
    found.tables.append(Table("claims", "People without a link who are told one", columns, cells))
    found.figures["false_claims"] = figures


def _add_power(found: Found, years: dict[Strong, list[Year]], days: Days) -> None:
    cells, figures = [], []
    for strong, told in years.items():
        n, name = len(told), ">".join(strong.pair)
        by_look = [sum(name in one[str(day)]["said"] for one in told) / n for day in days]
        ever = sum(any(name in one["said"] for one in each.values()) for each in told)
        led = sum(any(name in one["leads"] for one in each.values()) for each in told)
        wrong = sum(any(set(one["said"]) - {name} for one in each.values()) for each in told)
        cells.append([strong.name, n, ever / n, led / n, wrong / n, *by_look])
        low, high = wilson(ever, n)
        note = f"95 % {low:.2f} to {high:.2f}"
        label = f"power in {days[-1]} days, {strong.name}"
        found.rows.append(Row("claims", label, ever / n, n, note=note))
        figures.append(
            {"cause": strong.cause, "effect": strong.effect, "size_sd": abs(strong.size),
             "people": n, "found": ever, "days": days[-1]}
        )  # fmt: skip
    columns = ("the one link", "N", "ever", "as lead", "another link", *(f"day {d}" for d in days))
    found.tables.append(Table("claims", "People with one link: told of it", columns, cells))
    found.figures["power"] = figures


def _ever(told: list[Year], what: str) -> int:
    return sum(any(one[what] for one in each.values()) for each in told)


def _false_row(name: str, ever: int, n: int, needs: int) -> Row:
    low, high = wilson(ever, n)
    note = f"95 % {low:.3f} to {high:.3f}"
    return Row("claims", name, ever / n, n, high=AT_MOST, needs=needs, note=note)
