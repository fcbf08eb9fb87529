"""Fair tests as verbs: look, start, tell of a day, stop. How they stand is worked out each time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from secrets import randbits
from threading import Lock

from unspiral.catalogue.types import TrialQuestion
from unspiral.errors import BadInput, Refused
from unspiral.planning import sleep_window
from unspiral.planning.eligibility import careful
from unspiral.records.facts import EVENT_KINDS, Answer, Event, Facts
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance, Decision
from unspiral.screening import gate
from unspiral.screening.trial_gate import OWN, SCREEN
from unspiral.services import trial_answers, trial_runs
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.plans import DAY_COUNTS
from unspiral.services.screening import Help, assessed, help_before
from unspiral.services.trial_answers import LENGTHS
from unspiral.services.trial_runs import Run
from unspiral.store.base import Applied
from unspiral.trials.design import make

USUAL_WEEKS = "8"
FROM_DAY = 28  # diary days before a first test (product page, J7; dynamics page, rule 9)
NONE = "none"
NIGHT = "sleep_quality"
MOVING = frozenset({"collecting", "running", "held", "paused"})  # of the sleep programme
SEED_BITS = 48
MOMENT = timedelta(microseconds=1)  # the least that is kept of a time
NOT_SAVED = "Nothing was changed."
# Looked at and written as one: of two tests begun at the same moment one is refused.
_STARTING = Lock()


@dataclass(frozen=True, slots=True)
class TrialsNow:
    """All that the pages show. `noted`: diary days with an entry. `open`: the gate's word on
    tests today. `rests`: why a test that runs is not asked for today.
    """

    facts: Facts
    zone: str
    decision: Decision
    help: Help
    runs: tuple[Run, ...]
    current: Run | None
    noted: int
    open: bool
    rests: tuple[Reason, ...] = ()


def look(ctx: Context, person: str) -> TrialsNow:
    """How everything stands now. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    decision = assessed(ctx, facts)
    run = trial_runs.current(facts, ctx.catalogue)
    return TrialsNow(
        facts=facts,
        zone=zone,
        decision=decision,
        help=help_before(decision),
        runs=trial_runs.runs(facts, ctx.catalogue),
        current=run,
        noted=len({r.local_date for r in facts.history if r.variable in DAY_COUNTS}),
        open=trial_runs.FEATURE in decision.open_features,
        rests=trial_runs.rests(run, facts, ctx.catalogue, decision) if run else (),
    )


def latest(now: TrialsNow, question: str) -> Run | None:
    """The newest test of one question, however it stands."""
    own = [run for run in now.runs if run.question.id == question]
    return own[-1] if own else None


def why_closed(ctx: Context, now: TrialsNow, question: TrialQuestion) -> tuple[Reason, ...]:
    """Everything that keeps this question from being started now, but for its own questions."""
    reasons = []
    if not now.open:
        reasons.append(Reason("gate"))
    if now.current is not None:
        reasons.append(Reason("one_at_a_time", now.current.question.id))
    if now.noted < FROM_DAY:
        reasons.append(Reason("too_early", None, {"noted": now.noted, "from": FROM_DAY}))
    own = trial_runs.against(question.technique, now.facts, ctx.catalogue, now.decision.clearance)
    if own is not None:
        reasons.append(own)
    if trial_answers.went_worse(question.technique, now.facts, ctx.catalogue):
        reasons.append(Reason("tested_worse", question.technique))
    if question.outcome == NIGHT and _nights_move(ctx, now):
        reasons.append(Reason("sleep_programme"))
    return tuple(reasons)


def _nights_move(ctx: Context, now: TrialsNow) -> bool:
    """A sleep programme moves the nights, now or soon, and has evening parts of its own."""
    found = sleep_window.programme(now.facts, now.decision, ctx.catalogue)
    return found.state in MOVING


def care(ctx: Context, now: TrialsNow, question: TrialQuestion) -> tuple[Reason, ...]:
    """What to take care of on the days with it: the cautions of its technique that hold."""
    clearance = now.decision.clearance
    technique = ctx.catalogue.techniques[question.technique]
    return careful(technique, clearance) if clearance is not None else ()


def start(
    ctx: Context, person: str, question_id: str, weeks: str, ticked: Iterable[str], origin: Origin
) -> Applied:
    """Draw, seal and begin a test; its first day is tomorrow. Sent twice it is one.

    `ticked`: the lines of the test's own questions, or "none". Raises BadInput for an unknown
    question, length or line, and Refused, with nothing kept, where the gate or a rule closes it.
    """
    question = ctx.catalogue.trial_questions.get(question_id)
    if question is None or question.status == "retired" or weeks not in LENGTHS:
        raise BadInput("This test is not known here.", NOT_SAVED, "Go back to the list.")
    with _STARTING:
        return _started(ctx, person, question, LENGTHS[weeks], ticked, origin)


def _started(
    ctx: Context,
    person: str,
    question: TrialQuestion,
    days: int,
    ticked: Iterable[str],
    origin: Origin,
) -> Applied:
    at = ctx.clock()
    now = look(ctx, person)
    answers = own_answers(ctx, ticked, at, now.facts.today)
    if _is_replay(now, question, origin):
        return Applied("replayed", now.facts.version)
    told = replace(now.facts, now=at, answers={**now.facts.answers, **answers})
    _refuse(why_closed(ctx, now, question))
    _refuse(tuple(Reason("own", n) for n in OWN if answers[n].value != "no"))
    clearance = _cleared(ctx, told)
    first = now.facts.today + timedelta(days=1)
    value = _drawn(question, days, first, origin, clearance)
    event = Event(trial_runs.STARTED, question.id, value, at, now.facts.today)
    kept = replace(origin, local_date=now.facts.today, base_version=None)
    return write(ctx, person, "act", kept, answers=tuple(answers.values()), events=(event,))


def own_answers(ctx: Context, ticked: Iterable[str], at: datetime, day: date) -> dict[str, Answer]:
    """The answers that lines of the test's own questions give. Raises BadInput for none at all."""
    screen, lines = ctx.catalogue.screens[SCREEN], set(ticked)
    sets = {choice.id: choice.sets for choice in screen.choices}
    if not lines or not lines <= {*sets, NONE}:
        raise BadInput("Please tick what is true, or None.", NOT_SAVED, where=SCREEN)
    values = dict(screen.none_sets)
    for line in lines - {NONE}:
        values.update(sets[line])
    return {n: Answer(n, v, at, day, SCREEN, screen.version) for n, v in values.items()}


def mark(ctx: Context, person: str, question: str, value: str, origin: Origin) -> Applied:
    """Keep whether the thing was done on a day of the running test: today, or the day before.

    "done" is kept for the thing as well, as by every other button. Raises BadInput when no test
    of this question runs on that day.
    """
    now = look(ctx, person)
    day = origin.local_date or now.facts.today
    run = now.current
    near = now.facts.today - trial_runs.ONE_DAY <= day <= now.facts.today
    if run is None or run.question.id != question or run.arm(day) is None or not near:
        raise BadInput("No test of this runs on that day.", NOT_SAVED, "Reload the page.")
    if value not in EVENT_KINDS[trial_runs.DAY][1]:
        raise BadInput("This button is not known here.", NOT_SAVED, "Reload the page.")
    at = ctx.clock()
    events = [Event(trial_runs.DAY, question, value, at, day)]
    technique = run.design.technique
    known = any(
        e.kind == "done" and e.subject == technique and e.local_date == day
        for e in now.facts.events
    )
    if value == "done" and not known:
        events.append(Event("done", technique, "full", at, day))
    return write(ctx, person, "act", replace(origin, base_version=None), events=tuple(events))


def stop(ctx: Context, person: str, question: str, origin: Origin, worse: bool = False) -> Applied:
    """Stop it: one press, on any day, at any level. `worse`: it made them worse, and it is kept so.

    Raises BadInput when no test of this question runs.
    """
    now = look(ctx, person)
    run = now.current
    if run is None or run.question.id != question:
        if latest(now, question) is not None:  # pressed twice, or from an old page
            return Applied("replayed", now.facts.version)
        raise BadInput("No test of this runs now.", NOT_SAVED, "Go back to the list.")
    # Later than its start, whatever the clock says now: else it would stop no test of this start.
    at, day = max(ctx.clock(), run.started + MOMENT), now.facts.today
    events = [Event(trial_runs.STOPPED, question, "harm" if worse else "own", at, day)]
    if worse:
        events.append(Event("made_worse", run.design.technique, "", at, day))
    kept = replace(origin, base_version=None)
    done = write(ctx, person, "act", kept, events=tuple(events))
    if done.outcome == "clash":  # a page of an earlier test: its press was used, but a stop counts
        done = write(ctx, person, "act", replace(kept, op_id=""), events=tuple(events))
    return done


def _is_replay(now: TrialsNow, question: TrialQuestion, origin: Origin) -> bool:
    run = now.current
    same = run is not None and run.question.id == question.id
    return same and run is not None and run.design.seed == _seed(origin)


def _refuse(reasons: tuple[Reason, ...]) -> None:
    if reasons:
        raise Refused("This test is not open now.", NOT_SAVED, "Its page says why.")


def _cleared(ctx: Context, facts: Facts) -> Clearance:
    """The permission to start, from the gate alone. Raises Refused."""
    unsaved = bool(ctx.unsaved_signs.get(facts.person))
    decision = gate.closed() if unsaved else gate.assess_fair_test(facts, ctx.catalogue)
    clearance = decision.clearance
    if clearance is None or not clearance.covers("programme"):
        raise Refused("This test is not open now.", NOT_SAVED, "Its page says why.")
    return clearance


def _drawn(
    question: TrialQuestion, days: int, first: date, origin: Origin, clearance: Clearance
) -> str:
    """The sealed design as it is kept. Nothing is drawn without the permission to start."""
    if not clearance.covers("programme"):
        raise Refused("This test is not open now.", NOT_SAVED, "Its page says why.")
    design = make(
        question.id,
        question.technique,
        question.outcome,
        scheme=question.scheme,
        seed=_seed(origin),
        better=question.better,
        when=question.when,
        days=days,
        salt=f"{_by_chance(origin, 'salt'):x}" if origin.op_id else f"{randbits(SEED_BITS):x}",
    )
    return trial_runs.sealed(design, first)


def _seed(origin: Origin) -> int:
    """A number nobody chose: from the random id of the press, so that a replay draws the same."""
    return _by_chance(origin, "seed") if origin.op_id else randbits(SEED_BITS)


def _by_chance(origin: Origin, what: str) -> int:
    digest = hashlib.sha256(f"unspiral:trial:{what}:{origin.op_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)
