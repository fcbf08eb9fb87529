"""A record and a choice of parts to the numbers of the clinician's page. Pure; no words.

What the person left off is not passed on: a part that was not chosen is empty in the result, so
that no page, file or program behind it can show it. See docs/adr/0031-clinician-page.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Questionnaire
from unspiral.diary import panel
from unspiral.dynamics.frame import completed_days
from unspiral.insights.withhold import WORDS_FROM_DAYS
from unspiral.records.facts import DIARY, Facts, Reading
from unspiral.records.insight import Insights
from unspiral.records.report import (
    FairTest,
    FormRow,
    Item9,
    Medicines,
    Parts,
    Period,
    Report,
    Score,
    Sitting,
    SleepProgramme,
)
from unspiral.records.sleep import Programme
from unspiral.records.triage import Decision
from unspiral.sharing import report_danger, report_diary, report_links, report_tried

GOAL, BORN = "goal", "birth_year"
CHANGED, EXTRA = "medicines_changed", "extra_painkillers"
ITEM9_FORM = "phq-9"
ONE_DAY = timedelta(days=1)
Note = tuple[str, date, str]  # the write that carried it, the day, the words


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the page may be made from: facts, and what was worked out from them.

    `sittings`: questionnaires by form, oldest first. `evenings`: every day on which "New or
    worse?" was answered. `insights`: what was worked out last, None where nothing was.
    """

    facts: Facts
    decision: Decision
    sittings: Mapping[str, tuple[Sitting, ...]] = field(default_factory=dict)
    evenings: tuple[date, ...] = ()
    insights: Insights | None = None
    programme: Programme | None = None
    notes: tuple[Note, ...] = ()
    tests: tuple[FairTest, ...] = ()


def compose(sources: Sources, parts: Parts, catalogue: Catalogue) -> Report:
    """The numbers of the page for today. The order of facts changes nothing."""
    facts = sources.facts
    readings = _known(facts.history, catalogue, facts.today)
    told = tuple(r for r in readings if catalogue.variables[r.variable].sitting != "device")
    period = _period(told, parts, facts.today)
    days = _completed(readings, catalogue)
    held = [one for one in readings if period.first <= one.local_date]
    shown = parts.shown
    goal = facts.answers.get(GOAL) if "goal" in shown else None
    own = goal if goal is not None and goal.value else None
    enough = days >= WORDS_FROM_DAYS
    wanted = report_diary.wanted(parts)
    return Report(
        parts=parts,
        today=facts.today,
        period=period,
        born=_born(facts),
        danger=report_danger.danger(facts, sources.decision, sources.evenings, period, catalogue),
        goal=str(own.value) if own else "",
        enough_days=enough,
        completed_days=days,
        forms=_forms(sources.sittings, parts, period, catalogue),
        item9=_item9(sources.sittings, period) if parts.item9 else None,
        daily=report_diary.daily(held, wanted, period, catalogue) if enough else (),
        tried=report_tried.tried(facts, sources.tests, parts, period, catalogue),
        sleep=_sleep(sources, period) if "tried" in shown else None,
        medicines=_medicines(held, period) if "medicines" in shown else None,
        links=report_links.links(sources.insights, parts, days) if "links" in shown else None,
        pictures=report_diary.pictures(held, period, catalogue) if "pictures" in shown else (),
        notes=tuple(
            (day, text) for id_, day, text in notes_in(sources.notes, period) if id_ in parts.notes
        ),
    )


def notes_in(notes: Iterable[Note], period: Period) -> tuple[Note, ...]:
    """The notes of the period, oldest first: each may be put on the page by itself."""
    held = (note for note in notes if period.first <= note[1] <= period.last)
    return tuple(sorted(held, key=lambda note: note[1]))


def _known(readings: Iterable[Reading], catalogue: Catalogue, today: date) -> tuple[Reading, ...]:
    """Readings of known variables up to today; what is dated later is left out."""
    return tuple(
        one for one in readings if one.variable in catalogue.variables and one.local_date <= today
    )


def _period(readings: Iterable[Reading], parts: Parts, today: date) -> Period:
    """The last weeks up to today, or as much of them as there is a diary for: no device's days."""
    start = today - timedelta(days=7 * parts.weeks - 1)
    sources: dict[date, set[str]] = {}
    for one in readings:
        sources.setdefault(one.local_date, set()).add(one.source)
    began = min(sources, default=today)
    first = max(start, began)
    inside = [held for day, held in sources.items() if day >= first]
    imported = sum(DIARY not in held for held in inside)
    return Period(first, today, len(inside), imported, began <= start)


def _completed(readings: tuple[Reading, ...], catalogue: Catalogue) -> int:
    """Completed days of the whole diary, as the learner counts them."""
    built = panel.build(readings, catalogue.variables)
    return len(completed_days(built)) if built is not None else 0


def _born(facts: Facts) -> int | None:
    year = facts.value(BORN)
    return int(year) if isinstance(year, (int, float)) and not isinstance(year, bool) else None


def _forms(
    sittings: Mapping[str, tuple[Sitting, ...]], parts: Parts, period: Period, catalogue: Catalogue
) -> tuple[FormRow, ...]:
    """First and last of each form in the period. A form about mood needs its own tick."""
    rows = []
    for name, form in sorted(catalogue.questionnaires.items()):
        chosen = name in parts.mood_forms if form.mood else "forms" in parts.shown
        if chosen and (row := _form(form, sittings.get(name, ()), parts, period)):
            rows.append(row)
    return tuple(sorted(rows, key=lambda row: catalogue.questionnaires[row.form].mood))


def _form(
    form: Questionnaire, sittings: tuple[Sitting, ...], parts: Parts, period: Period
) -> FormRow | None:
    """A sitting that called for help stands only beside its question 9: it would tell of it."""
    scored = [
        (one, one.value)
        for one in sittings
        if one.value is not None
        and period.first <= one.day <= period.last
        and (parts.item9 or not one.help_first)
    ]
    if not scored:
        return None
    (one, first), (other, last) = scored[0], scored[-1]
    low, high = form.score.range
    base = FormRow(form.id, form.score.variable, low, high, Score(one.day, first))
    if len(scored) == 1:
        return base
    fair = (one.version, one.language) == (other.version, other.language)
    found = report_diary.against(first, last, form.change, form.score.worse) if fair else None
    return FormRow(
        form.id, form.score.variable, low, high, base.first, Score(other.day, last), found
    )


def _item9(sittings: Mapping[str, tuple[Sitting, ...]], period: Period) -> Item9 | None:
    told = tuple(
        Score(one.day, one.item9)
        for one in sittings.get(ITEM9_FORM, ())
        if one.item9 is not None and period.first <= one.day <= period.last
    )
    return Item9(told) if told else None


def _sleep(sources: Sources, period: Period) -> SleepProgramme | None:
    if sources.programme is None:
        return None
    return report_tried.sleep(sources.facts, sources.programme, period)


def _medicines(held: list[Reading], period: Period) -> Medicines:
    """Marks and counts only: no name and no dose is ever kept of them."""
    changed = {one.local_date for one in held if one.variable == CHANGED and one.value > 0}
    extra = {
        one.local_date: round(one.value)
        for one in held
        if one.variable == EXTRA and one.value > 0 and one.source == DIARY
    }
    middle = period.first + timedelta(days=(period.days + 1) // 2 - 1)
    halves = ((period.first, middle), (min(middle + ONE_DAY, period.last), period.last))
    counted = []
    for first, last in halves if period.days > 1 else halves[:1]:
        inside = [n for day, n in extra.items() if first <= day <= last]
        counted.append((first, last, len(inside), sum(inside)))
    return Medicines(tuple(sorted(changed)), tuple(counted))
