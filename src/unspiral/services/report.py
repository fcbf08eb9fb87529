"""The clinician's page: everything it is made from, read once; nothing of it is ever stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Questionnaire
from unspiral.errors import BadInput
from unspiral.planning import sleep_window
from unspiral.records.facts import Facts
from unspiral.records.report import ITEM9, MOOD_ITEMS, FairTest, Parts, Report, Sitting
from unspiral.records.trial import TrialResult
from unspiral.services import forms_taken, insights, trial_answers, trial_runs
from unspiral.services.context import Context, facts_now
from unspiral.services.forms_taken import Taken
from unspiral.services.screening import Help, assessed, help_before
from unspiral.sharing import report
from unspiral.sharing.report import Note, Sources
from unspiral.store.base import Transaction

EVENING = "new_or_worse"
ANSWERS = ("item", "local_date")
ITEM9_ANSWER = "phq9_9"
NOTED = ("checkin",)


@dataclass(frozen=True, slots=True)
class ReportNow:
    """The page as it stands now. `fresh` False: newer entries are being worked out.

    `notes`: the notes of the period; `mood_forms`: questionnaires about mood that were taken in
    it; `item9`: question 9 was answered in it. Each may be ticked by itself.
    """

    report: Report
    help: Help
    fresh: bool
    notes: tuple[Note, ...]
    mood_forms: tuple[str, ...]
    item9: bool


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A page that was written to a file. `seconds`: to read the record and make the PDF."""

    file: Path
    bytes: int
    first: str
    last: str
    days_noted: int
    weeks: int
    seconds: float


def refuse_unknown(ctx: Context, parts: Parts) -> None:
    """Raises BadInput when a questionnaire of the choice is none about mood."""
    known = {form.id for form in ctx.catalogue.questionnaires.values() if form.mood}
    if unknown := sorted(parts.mood_forms - known):
        raise BadInput(
            f"There is nothing called {unknown[0]} to put on it.",
            "Nothing was written.",
            f"There are: {', '.join((*MOOD_ITEMS, ITEM9, *sorted(known)))}.",
        )


def read(ctx: Context, person: str, parts: Parts) -> ReportNow:
    """The numbers of the page with these parts. Reads only; open at every level."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
        evenings = _evenings(tx)
        notes = tuple((one.operation, one.local_date, one.body) for one in tx.written(NOTED))
    decision = assessed(ctx, facts)
    latest = insights.latest(ctx, person)
    sittings = {
        form.id: tuple(_sitting(form, one) for one in forms_taken.every_time(form, facts))
        for form in ctx.catalogue.questionnaires.values()
    }
    sources = Sources(
        facts=facts,
        decision=decision,
        sittings=sittings,
        evenings=evenings,
        insights=latest.insights,
        programme=sleep_window.programme(facts, decision, ctx.catalogue),
        notes=notes,
        tests=tuple(_tests(facts, ctx.catalogue)),
    )
    made = report.compose(sources, parts, ctx.catalogue)
    inside = {
        name: [one for one in taken if made.period.first <= one.day <= made.period.last]
        for name, taken in sittings.items()
    }
    return ReportNow(
        report=made,
        help=help_before(decision),
        fresh=latest.fresh,
        notes=report.notes_in(notes, made.period),
        mood_forms=tuple(
            name
            for name, taken in inside.items()
            if taken and ctx.catalogue.questionnaires[name].mood
        ),
        item9=any(one.item9 is not None for taken in inside.values() for one in taken),
    )


def _tests(facts: Facts, catalogue: Catalogue) -> Iterator[FairTest]:
    """Every fair test that has an answer. What stopped for harm shows by that alone."""
    for run in trial_runs.runs(facts, catalogue):
        if trial_answers.has_answer(run, facts):
            answer = trial_answers.answer_of(run, facts)
            result = answer if isinstance(answer, TrialResult) else None
            yield FairTest(run.design, result, min(run.last, run.ended_on or run.last))


def _evenings(tx: Transaction) -> tuple[date, ...]:
    """Every day on which "New or worse?" was answered, each once."""
    days = {day for item, day in tx.whole("answer", ANSWERS) if item == EVENING}
    return tuple(sorted(date.fromisoformat(day) for day in days))


def _sitting(form: Questionnaire, one: Taken) -> Sitting:
    """One kept result as it was made then; nothing is scored again."""
    result = one.result
    score: dict[str, Any] | None = result["score"]
    item9 = result["answers"].get(ITEM9_ANSWER)
    return Sitting(
        form=form.id,
        day=one.day,
        version=result["version"],
        language=result["language"],
        value=None if score is None else float(score["value"]),
        help_first=bool(result["help_first"]),
        item9=float(item9) if isinstance(item9, (int, float)) else None,
    )
