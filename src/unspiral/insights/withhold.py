"""May we say it? The claim rules of the learner, fixed in advance; everything else stays unsaid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unspiral.dynamics.frame import NIGHT_ITEMS
from unspiral.records.insight import ClaimState
from unspiral.records.problem import Reason

NIGHT = "night"  # stands for the night item of a diary, whichever it is
# Ten links, fixed in advance (dynamics.md 4.2); the night goes to the day, the day to pain.
CANDIDATES: tuple[tuple[str, str], ...] = (
    (NIGHT, "pain"),
    (NIGHT, "stress"),
    (NIGHT, "anxiety"),
    ("stress", "pain"),
    ("anxiety", "pain"),
    ("mood", "pain"),
    ("activity_minutes", "pain"),
    ("pain", NIGHT),
    ("stress", NIGHT),
    ("anxiety", NIGHT),
)
FIRST_LOOKS = (60, 90, 120, 180, 270, 365)
QUARTER_DAYS = 91

WORDS_FROM_DAYS = 14
LINKS_FROM_DAYS = 60
LOOPS_FROM_DAYS = 90
LEAD_FROM_DAYS = 90
MIN_PAIRS = 30
MIN_DISTINCT = 4
MODAL_AT_MOST = 0.70
CLAIM_AT = 0.98
WITHDRAW_BELOW = 0.90
LEAD_AT = 0.95


@dataclass(frozen=True, slots=True)
class Spread:
    """How an item was answered: how many different answers, and the share of the commonest."""

    distinct: int
    modal_share: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one look found about one link or shift. `refused` holds every rule that was not met."""

    look: int
    p_positive: float
    p_negative: float
    refused: tuple[Reason, ...] = ()

    def toward(self, sign: int) -> float:
        """The chance of one direction, 0 when a rule refuses it."""
        return 0.0 if self.refused else (self.p_positive if sign > 0 else self.p_negative)


def looks(n_days: int) -> tuple[int, ...]:
    """The look days up to `n_days` completed days: 60, 90, 120, 180, 270, 365, then quarterly."""
    later = range(FIRST_LOOKS[-1] + QUARTER_DAYS, n_days + 1, QUARTER_DAYS)
    return tuple(day for day in (*FIRST_LOOKS, *later) if day <= n_days)


def next_look(n_days: int) -> int:
    """The first look day after `n_days`."""
    return next(day for day in looks(n_days + QUARTER_DAYS + FIRST_LOOKS[-1]) if day > n_days)


def is_candidate(cause: str, effect: str) -> bool:
    """True for the ten links that may ever be claimed."""
    one, other = (NIGHT if name in NIGHT_ITEMS else name for name in (cause, effect))
    return (one, other) in CANDIDATES


def refusals(pairs: int, cause: Spread, effect: Spread) -> tuple[Reason, ...]:
    """Every rule of the data themselves that a link does not meet."""
    few = () if pairs >= MIN_PAIRS else (_reason("too_few_pairs", pairs, MIN_PAIRS),)
    return (*few, *spread_refusals("cause", cause), *spread_refusals("effect", effect))


def spread_refusals(role: str, spread: Spread) -> tuple[Reason, ...]:
    """Rules that one item's answers do not meet. `role`: cause or effect."""
    found = []
    if spread.distinct < MIN_DISTINCT:
        found.append(_reason(f"{role}_has_few_answers", spread.distinct, MIN_DISTINCT))
    if spread.modal_share > MODAL_AT_MOST:
        found.append(_reason(f"{role}_mostly_one_answer", spread.modal_share, MODAL_AT_MOST))
    return tuple(found)


def claimed(evidence: Sequence[Callable[[], Evidence]], in_a_row: int = 1) -> bool:
    """Is something claimed after these looks, oldest first?

    Claimed at `in_a_row` looks with P >= .98; kept while P in the same direction stays >= .90.
    Read from the last look backwards, so that an old look is only worked out when it can matter.
    """
    return any(_standing(evidence, sign, in_a_row) for sign in (1, -1))


def state(is_claimed: bool, last: Evidence) -> ClaimState:
    """Claimed, refused by a rule, or an honest "cannot tell yet"."""
    if is_claimed:
        return "claimed"
    return "withheld" if last.refused else "cannot_tell"


def may_light(nodes: tuple[str, ...], said: frozenset[tuple[str, str]], n_days: int) -> bool:
    """A loop is lit only when every link in it is claimed and 90 days are there."""
    around = zip(nodes, nodes[1:] + nodes[:1], strict=True)
    return n_days >= LOOPS_FROM_DAYS and all(link in said for link in around)


def _standing(evidence: Sequence[Callable[[], Evidence]], sign: int, in_a_row: int) -> bool:
    clear = 0
    for look in reversed(evidence):
        chance = look().toward(sign)
        if chance < WITHDRAW_BELOW:
            return False
        clear = clear + 1 if chance >= CLAIM_AT else 0
        if clear == in_a_row:
            return True
    return False


def _reason(code: str, have: float, needed: float) -> Reason:
    return Reason(code, None, {"have": have, "needed": needed})
