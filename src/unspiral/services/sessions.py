"""Start a guided session as far as the gate allows, and keep how it ended."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from unspiral.catalogue.dosed import uses_heat
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import StopRule, Technique
from unspiral.errors import BadInput
from unspiral.planning.dose import amount_today, place
from unspiral.planning.eligibility import careful, why_not
from unspiral.planning.history import History
from unspiral.records.facts import EVENT_KINDS, Answer, Event, Facts
from unspiral.records.plan import Amount, Plan, Withheld
from unspiral.records.problem import Reason
from unspiral.records.session import Script
from unspiral.records.triage import Clearance, Decision, Level
from unspiral.services.context import Context, facts_now, today_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.plans import offers, plan_for
from unspiral.services.screening import assessed, next_screen
from unspiral.sessions.breathing import CHOICES, OWN, Own, breathed, faults, kept, own_of
from unspiral.sessions.script import Ask, Side, script_for
from unspiral.sessions.short import two_minutes
from unspiral.sessions.stop_rules import in_sight
from unspiral.store.base import Applied

Verdict = Literal["same", "easier", "swap"]
CLOSED = (Level.EMERGENCY, Level.SAME_DAY)
# Left out of a plan, but open to a person who opens it on their own: nothing here is unsafe.
OWN_CHOICE = frozenset({"not_today", "swapped", "made_worse", "tried_worse"})
RATINGS = EVENT_KINDS["rated"][1]
OWN_BREATHING = "own_breathing"  # the answer that holds a person's own pattern
SKIN = ("skin_check_clear", "skin_check_marked")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How somebody asked for a session.

    `tired`: the short one. `side`: which side starts. `ease`: comfort in its two-minute form, in
    that position ("any": as it comes). `breath`: other counts, one of `breathing.CHOICES` or
    "own"; "" and what is not known keep the counts of the content.
    """

    tired: bool = False
    side: Side = "right"
    ease: str = ""
    breath: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One session ready to be played, or why it is not.

    `script` is Withheld when the gate or a caution closes it; `help_first` when the help page
    comes before anything else; `to_ask` names the screen that is missing, if one is. `own` is the
    breathing pattern the person has made, whether or not it is played.
    """

    technique: Technique
    script: Script | Withheld
    clearance: Clearance | None
    facts: Facts
    zone: str
    rules: tuple[StopRule, ...]
    care: tuple[Reason, ...]
    advice: Verdict
    help_first: bool
    to_ask: str
    heat: bool
    own: Own | None
    wanted: Wanted


def begin(
    ctx: Context,
    person: str,
    name: str,
    tired: bool = False,
    side: Side = "right",
    ease: str = "",
    breath: str = "",
) -> Session | None:
    """The session of one technique as it may be done now; None when there is no such technique.

    The rest is as in `Wanted`. Reads only. The gate decides anew at every look.
    """
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    wanted = Wanted(tired, side, ease, breath)
    return session_of(ctx.catalogue, facts, assessed(ctx, facts), name, wanted, zone)


def session_of(
    catalogue: Catalogue,
    facts: Facts,
    decision: Decision,
    name: str,
    wanted: Wanted,
    zone: str = "UTC",
) -> Session | None:
    """As `begin`, from facts and what the gate decided on them."""
    technique = catalogue.techniques.get(name)
    if technique is None or technique.status == "retired":
        return None
    own = own_of(facts.value(OWN_BREATHING))
    written, today = technique, _dose_today(catalogue, technique, facts, decision)
    technique = _shaped(technique, wanted, own, today)
    history = History(facts.history, facts.events)
    ask = Ask(wanted.tired, wanted.side, today if technique is written else None)
    clearance = decision.clearance
    return Session(
        technique=technique,
        script=_script(technique, facts, history, decision, ask),
        clearance=clearance,
        facts=facts,
        zone=zone,
        rules=in_sight([catalogue.stop_rules[rule] for rule in technique.stop_rules]),
        care=careful(technique, clearance) if clearance else (),
        advice=_advice(written, facts, history) if technique.load else "same",
        help_first=decision.triage.told in CLOSED or (decision.help_first and clearance is None),
        to_ask=_missing_screen(catalogue, technique, decision),
        heat=uses_heat(technique),
        own=own,
        wanted=wanted,
    )


def _shaped(technique: Technique, wanted: Wanted, own: Own | None, today: Amount) -> Technique:
    """`technique` as it was asked for: in two minutes, or with other counts for as long as today.

    A breath hold keeps its number of rounds instead.
    """
    if wanted.breath == OWN and own and own.pattern.technique == technique.id:
        return breathed(technique, own.pattern, own.minutes * 60.0)
    chosen = CHOICES.get(technique.id, {}).get(wanted.breath)
    if chosen is not None:
        seconds = today.seconds or technique.dose.seconds
        technique = breathed(technique, chosen, seconds if technique.scope == "comfort" else None)
    if wanted.ease and technique.scope == "comfort":
        return two_minutes(technique, wanted.ease)
    return technique


def keep_breathing(ctx: Context, person: str, own: Own, origin: Origin) -> Applied:
    """Keep a person's own pattern as an answer. Raises BadInput when it is outside the caps."""
    if faults(own):
        raise BadInput("These counts are outside of what is safe here.", "Nothing was changed.")
    with ctx.store.read(person) as tx:
        today = today_now(ctx, tx)
    at, day = origin.at or ctx.clock(), origin.local_date or today
    answer = Answer(OWN_BREATHING, kept(own), at, day)
    return write(ctx, person, "setup", origin, answers=(answer,))


def started_heat(ctx: Context, person: str, name: str, origin: Origin) -> Applied:
    """Keep that warmth was switched on, so that a missed end can be asked about."""
    technique = _known(ctx, name)
    if not uses_heat(technique):
        raise BadInput("This one uses no warmth.", "Nothing was changed.", "Go to the start.")
    return _keep(ctx, person, origin, (("heat_started", ""),), name)


def finish(
    ctx: Context, person: str, name: str, how: str, rated: str, worse: bool, origin: Origin
) -> Applied:
    """Keep the end of a session: done, how it feels, and whether it made things worse.

    `how`: full or tired. `rated`: better, same, worse or "" (not asked). Saving is never closed
    by a flag. Raises BadInput for an unknown value. A replay changes nothing.
    """
    technique = _known(ctx, name)
    if how not in EVENT_KINDS["done"][1] or rated not in (*RATINGS, ""):
        raise BadInput("This button is not known here.", "Nothing was changed.", "Send it again.")
    happened = [("done", how)]
    if rated:
        happened.append(("rated", rated))
    if worse or rated == "worse":
        happened.append(("made_worse", ""))
    if uses_heat(technique):
        happened.append(("heat_ended", "done"))
    harm = ("made_worse", "") in happened
    done = _keep(ctx, person, origin, tuple(happened), name)
    if harm and done.outcome == "clash":  # from an old page, whose press was used: harm counts
        again = str(uuid5(NAMESPACE_URL, f"unspiral:made worse:{origin.op_id}"))
        _keep(ctx, person, replace(origin, op_id=again), (("made_worse", ""),), name)
    return done


def check_skin(ctx: Context, person: str, name: str, found: str, origin: Origin) -> Applied:
    """Keep what the skin looked like after warmth whose end was missed."""
    if found not in SKIN:
        raise BadInput("Please choose one of these.", "Nothing was changed.", "Send it again.")
    _known(ctx, name)
    happened = [("heat_ended", found)]
    if found == "skin_check_marked":
        happened.append(("made_worse", ""))
    return _keep(ctx, person, origin, tuple(happened), name)


def _script(
    technique: Technique, facts: Facts, history: History, decision: Decision, ask: Ask
) -> Script | Withheld:
    if decision.clearance is None:
        return Withheld(facts.today, decision.reasons)
    profile = {name: answer.value for name, answer in facts.answers.items()}
    left_out = why_not(technique, profile, history, decision.clearance, facts.today)
    if left_out is not None and left_out.code not in OWN_CHOICE:
        return Withheld(facts.today, (left_out,))
    if _meditation(technique) and "meditation" not in decision.open_features:
        return Withheld(facts.today, (Reason("meditation_rests", technique.id),))
    return script_for(technique, decision.clearance, ask)


def _missing_screen(catalogue: Catalogue, technique: Technique, decision: Decision) -> str:
    scope: Literal["comfort", "standard"] = (
        "comfort" if technique.scope == "comfort" else "standard"
    )
    return next_screen(decision, scope, catalogue.redflags) or ""


def _meditation(technique: Technique) -> bool:
    """Turning inward for a while: its file says that it rests while dark thoughts are open."""
    return any(u.caution == "dark_thoughts" and u.then == "exclude" for u in technique.cautions)


def _dose_today(
    catalogue: Catalogue, technique: Technique, facts: Facts, decision: Decision
) -> Amount:
    """How much of it today: as the plan says, else where the person's own steps have led to."""
    plan = plan_for(catalogue, facts, decision)
    items = plan.items if isinstance(plan, Plan) else ()
    planned = [item.amount for item in items if item.technique == technique.id]
    if planned:
        return planned[0]
    profile = {name: answer.value for name, answer in facts.answers.items()}
    history = History(facts.history, facts.events)
    return amount_today(technique, profile, history, facts.today)


def _advice(technique: Technique, facts: Facts, history: History) -> Verdict:
    """What the mornings after say: less of it after a red one, another one after two in a row."""
    profile = {name: answer.value for name, answer in facts.answers.items()}
    _, stands = place(technique, profile, history, facts.today)
    if stands.swap_until is not None:
        return "swap"
    return "same" if stands.back_to is None else "easier"


def _known(ctx: Context, name: str) -> Technique:
    found = ctx.catalogue.techniques.get(name)
    if found is None:
        raise BadInput("This one is not known here.", "Nothing was changed.", "Go to the start.")
    return found


def _keep(
    ctx: Context,
    person: str,
    origin: Origin,
    happened: tuple[tuple[str, str], ...],
    technique: str,
) -> Applied:
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    at = origin.at or ctx.clock()
    day = origin.local_date or facts.today
    events = tuple(Event(kind, technique, value, at, day) for kind, value in happened)
    return write(ctx, person, "act", origin, events=(*offers(ctx, facts, day), *events))
