"""The safety gate: facts to what is open now, with the only place that makes a `Clearance`.

Pure and total. Unknown, stale, contradictory or future-dated facts, and any exception, give the
safer branch: help is shown and no exercise is cleared.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts, Value
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance, Decision, Level, Scope, Triage
from unspiral.screening.answers import (
    ADULT,
    age_of,
    clock_is_off,
    effective,
    may_be_under_18,
)
from unspiral.screening.asking import BEFORE_MOVEMENT, DANGER, FOUR, asked_by, covered, settles
from unspiral.screening.cautions import holding
from unspiral.screening.endings import pasts
from unspiral.screening.mood import WINDOW_CLOSED, help_line_first, mood_reasons
from unspiral.screening.questions import SKIPPED
from unspiral.screening.rescreen import (
    ASK_AGAIN,
    danger_asked,
    history_asked,
    is_stale,
    known_due,
    triggers,
)
from unspiral.screening.sleep_gate import own_questions
from unspiral.screening.triage import judge_all, triage
from unspiral.screening.trial_gate import own_reasons

# How long answers carry a clearance: docs/adr/0012-clearance-validity.md.
COMFORT_HOURS = timedelta(hours=12)
STANDARD_HOURS = timedelta(hours=24)
URGENT = frozenset({Level.EMERGENCY, Level.SAME_DAY})
CALM = frozenset({Level.ROUTINE, Level.SELF_MANAGE})
# Without these the rules are not whole, and nothing may be decided by what is left of them.
NEEDED_FLAGS = frozenset(f"rf{number}" for number in range(1, 17))
NEEDED_CAUTIONS = frozenset(f"k{number}" for number in range(1, 11))
NEEDED_SCREENS = frozenset({DANGER, *FOUR, *BEFORE_MOVEMENT})

ALWAYS = frozenset({"help", "while_you_wait", "diary", "screening", "own_data"})
UNDER_18 = frozenset({"help", "library", "show_an_adult"})
FAILED = frozenset({"help", "while_you_wait", "own_data"})
COMFORT = frozenset({"comfort"})
STANDARD = frozenset(
    {"library", "loop", "plan", "movement", "heat", "breath_holds", "meditation", "reminders"}
)
HARDER = frozenset({"progression", "new_things", "fair_tests"})
PROGRAMME = frozenset({"programme"})
DARK_CLOSES = frozenset({"meditation", "progression", "fair_tests", "programme"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """Everything the gate looks at, worked out once."""

    facts: Facts
    catalogue: Catalogue
    values: dict[str, Value]
    triage: Triage
    danger_at: datetime | None
    history_at: datetime | None
    again: tuple[Reason, ...]
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    mood: tuple[Reason, ...]
    dark: bool
    clock_off: bool


Opens = Callable[[Weighed], bool]


def assess(facts: Facts, catalogue: Catalogue) -> Decision:
    """What is open for this person at `facts.now`. Never raises: a fault closes all exercise."""
    try:
        return _assess(facts, catalogue)
    except Exception:  # the one broad catch of the core: the gate fails closed
        return closed()


def assess_fair_test(facts: Facts, catalogue: Catalogue) -> Decision:
    """As `assess`, for the press that begins a fair test: `programme` is its scope alone.

    Open at R and S only, with nothing held, and only when its own questions were answered at
    `facts.now` with "none". The sleep programme's answers open none, and these do not open it.
    """
    try:
        return _assess(facts, catalogue, _fair_test_is_open)
    except Exception:  # as in `assess`: a fault closes everything
        return closed()


def closed() -> Decision:
    """The answer when nothing can be decided: the help page, and no exercise."""
    nothing = Triage(Level.EMERGENCY, (), (DANGER,))
    return Decision(nothing, None, (Reason("gate_failed"),), FAILED, (DANGER,), help_first=True)


def _assess(facts: Facts, catalogue: Catalogue, programme: Opens | None = None) -> Decision:
    _check_whole(catalogue)
    if may_be_under_18(facts):
        return _too_young(facts, catalogue)
    known = _weigh(facts, catalogue)
    no_standard = _no_standard(known)
    no_comfort = _no_comfort(known) if no_standard else ()
    scopes = _scopes(known, no_comfort, no_standard, programme or _programme_is_open)
    held = _held(known)
    return Decision(
        triage=known.triage,
        clearance=_mint(known, scopes, bool(held)) if scopes else None,
        reasons=(*_once((*no_comfort, *no_standard)), *held, *known.mood),
        open_features=_features(known, scopes, bool(held)),
        to_ask=_to_ask(known, scopes),
        dark_thoughts=known.dark,
        help_first=known.dark or help_line_first(known.mood),
    )


def _check_whole(catalogue: Catalogue) -> None:
    """Raise when a red flag, screen or caution is gone: the gate then fails closed."""
    kinds = (
        (NEEDED_FLAGS, catalogue.redflags),
        (NEEDED_SCREENS, catalogue.screens),
        (NEEDED_CAUTIONS, catalogue.cautions),
    )
    for needed, held in kinds:
        if any(name not in held or held[name].status == "retired" for name in needed):
            raise LookupError("the safety content is not whole")


def _weigh(facts: Facts, catalogue: Catalogue) -> Weighed:
    history = pasts(facts, catalogue)
    values = effective(facts, catalogue, history)
    danger_at = danger_asked(facts, catalogue)
    again = {t.code: Reason("ask_again", t.code) for t in triggers(facts, danger_at)}
    return Weighed(
        facts=facts,
        catalogue=catalogue,
        values=values,
        triage=judge_all(facts, catalogue, values, history),
        danger_at=danger_at,
        history_at=history_asked(facts, catalogue),
        again=tuple(again.values()),
        missing=_before_movement(values, catalogue),
        changed=known_due(history, facts),
        mood=mood_reasons(values),
        dark=values["dark_thoughts"] != "no",
        clock_off=clock_is_off(facts),
    )


def _too_young(facts: Facts, catalogue: Catalogue) -> Decision:
    """Under 18 is not a level: library, help, "show an adult". Danger signs still show help."""
    found = triage(facts, catalogue)
    to_ask = ("eighteen",) if age_of(facts) == ADULT and "eighteen" not in facts.answers else ()
    urgent = found.told in URGENT
    return Decision(found, None, (Reason("under_18"),), UNDER_18, to_ask, help_first=urgent)


def _before_movement(values: dict[str, Value], catalogue: Catalogue) -> tuple[str, ...]:
    """The screens before any movement that were neither answered nor skipped.

    A skipped one leaves its variables unanswered, and so the whole careful set in force. The
    birth year cannot be skipped: without it nobody knows whether this is an adult.
    """
    missing = [] if "age" in values else ["birth_year"]
    for name in BEFORE_MOVEMENT[2:]:
        asked = settles(catalogue.screens[name])
        if not asked <= values.keys() and values.get(name + SKIPPED) != "yes":
            missing.append(name)
    return tuple(missing)


def _no_comfort(weighed: Weighed) -> tuple[Reason, ...]:
    """Why comfort is closed: an emergency, or the one danger screen is not answered and new."""
    if weighed.triage.told is Level.EMERGENCY:
        return (Reason("level", "E"),)
    if opened := maybe_emergency(weighed.triage, weighed.catalogue):
        return tuple(Reason("not_asked", name) for name in opened)
    if weighed.danger_at is None:
        return (Reason("not_asked", DANGER),)
    if weighed.facts.now - weighed.danger_at > COMFORT_HOURS:
        return (Reason("stale", DANGER),)
    return weighed.again


def maybe_emergency(found: Triage, catalogue: Catalogue) -> tuple[str, ...]:
    """Open items that may still turn out to be an emergency: nothing comes before their answer."""
    flags = [catalogue.redflags[name] for name in found.to_ask if name in catalogue.redflags]
    return tuple(flag.id for flag in flags if any(rule.level == "E" for rule in flag.levels))


def _no_standard(weighed: Weighed) -> tuple[Reason, ...]:
    """Why movement is closed: every reason, so that a page can name the next step."""
    level, asked = weighed.triage.level, weighed.triage.to_ask
    reasons = [Reason("level", level.value)] if level in URGENT else []
    reasons += [Reason("not_asked", name) for name in asked]
    if weighed.danger_at is None or is_stale(weighed.danger_at, weighed.facts):
        reasons.append(Reason("stale" if weighed.danger_at else "not_asked", DANGER))
    if weighed.history_at is not None and is_stale(weighed.history_at, weighed.facts):
        reasons.append(Reason("stale", "anything_changed"))
    return (*reasons, *weighed.again, *(Reason("not_asked", name) for name in weighed.missing))


def _scopes(
    weighed: Weighed,
    no_comfort: Sequence[Reason],
    no_standard: Sequence[Reason],
    programme: Opens,
) -> frozenset[Scope]:
    """What is open when these reasons stand against comfort and against movement."""
    found: set[Scope] = set() if no_comfort else {"comfort"}
    if not no_standard:
        found.add("standard")
        if programme(weighed):
            found.add("programme")
    return frozenset(found)


def _programme_is_open(weighed: Weighed) -> bool:
    """Whether the sleep programme may come on top of movement: by its own questions only.

    Fair tests have questions of their own (`_fair_test_is_open`). At W nothing is started; a
    programme that runs is held, without the scope.
    """
    if weighed.triage.level not in CALM or weighed.dark or weighed.clock_off:
        return False
    if any(reason.code in WINDOW_CLOSED for reason in weighed.mood):
        return False
    return own_questions(weighed.facts, weighed.values, weighed.catalogue).offers != "none"


def _fair_test_is_open(weighed: Weighed) -> bool:
    """Whether a fair test may begin now: at R or S, with nothing held, by its own questions.

    A mood score of W starts none either: the stricter reading of "at W no test is started".
    """
    mood = any(reason.code in WINDOW_CLOSED for reason in weighed.mood)
    calm = weighed.triage.level in CALM and not mood
    return calm and not _held(weighed) and not own_reasons(weighed.facts)


def _held(weighed: Weighed) -> tuple[Reason, ...]:
    """Why nothing may get harder or be new today."""
    reasons = []
    if weighed.triage.level is Level.WITHIN_DAYS:
        reasons.append(Reason("held", "W"))
    if weighed.dark:
        reasons.append(Reason("held", "dark_thoughts"))
    if weighed.clock_off:
        reasons.append(Reason("held", "clock"))
    return (*reasons, *(Reason("held", f"known:{flag}") for flag in weighed.changed))


def _mint(weighed: Weighed, scopes: frozenset[Scope], held: bool) -> Clearance:
    facts = weighed.facts
    return Clearance(
        person=facts.person,
        facts_version=facts.version,
        scopes=scopes,
        cautions=holding(weighed.values, weighed.catalogue),
        held=held,
        gentle=held and not _has_moved(facts),
        minted_at=facts.now,
        valid_until=_valid_until(weighed, scopes),
    )


def _has_moved(facts: Facts) -> bool:
    """Whether anything was done before, so that there is a level to hold."""
    return any(event.kind in ("done", "settled") for event in facts.events)


def _valid_until(weighed: Weighed, scopes: frozenset[Scope]) -> datetime:
    now = weighed.facts.now
    danger, history = weighed.danger_at or now, weighed.history_at or now
    if "standard" in scopes:
        return min(now + STANDARD_HOURS, danger + ASK_AGAIN, history + ASK_AGAIN)
    return min(now + COMFORT_HOURS, danger + COMFORT_HOURS)


def _features(weighed: Weighed, scopes: frozenset[Scope], held: bool) -> frozenset[str]:
    if weighed.triage.told is Level.EMERGENCY:
        return ALWAYS
    found = ALWAYS | (COMFORT if "comfort" in scopes else frozenset())
    if weighed.triage.told is not Level.SAME_DAY:
        found |= {"library", "loop", "people"}
    if "standard" in scopes:
        found |= STANDARD | (frozenset() if held else HARDER)
    if "programme" in scopes:
        found |= PROGRAMME
    return found - DARK_CLOSES if weighed.dark else found


def _to_ask(weighed: Weighed, scopes: frozenset[Scope]) -> tuple[str, ...]:
    """Everything still to be asked, in order: opened items first, then what each scope needs."""
    asked = weighed.triage.to_ask
    items = [name for name in asked if name in weighed.catalogue.redflags]
    danger = [DANGER] if _danger_is_due(weighed, items, scopes) else []
    four = [name for name in asked if name not in items]
    changed = weighed.history_at is not None and is_stale(weighed.history_at, weighed.facts)
    again = ["anything_changed"] if changed else []
    known = [f"known:{flag}" for flag in weighed.changed]
    return tuple(dict.fromkeys((*items, *danger, *four, *weighed.missing, *again, *known)))


def _danger_is_due(weighed: Weighed, items: list[str], scopes: frozenset[Scope]) -> bool:
    """Whether the one danger screen has to be asked: not by opened items alone, or it is old."""
    asked, now = weighed.danger_at, weighed.facts.now
    if asked is None:
        open_now = asked_by(items, weighed.catalogue)
        return not covered((DANGER,), weighed.catalogue) <= {*weighed.values, *open_now}
    old = now - asked > COMFORT_HOURS and "standard" not in scopes
    return old or bool(weighed.again)


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)
