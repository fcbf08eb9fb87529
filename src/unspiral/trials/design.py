"""The design of a fair test, settled before its first day: scheme, number of days, schedule."""

from unspiral.errors import BadInput
from unspiral.records.trial import Better, Design, Scheme, When
from unspiral.trials import randomise

# dynamics.md section 4, rule 9: default 56 days, minimum 28; longer than 84 asks too much.
DEFAULT_DAYS, MIN_DAYS, MAX_DAYS = 56, 28, 84
RUN_IN_DAYS = 28  # of diary before it, advised; nothing depends on them
MAX_SEED = 2**62


def whole_days(scheme: Scheme, days: int) -> int:
    """The whole number of blocks (4 days) or pairs (6) nearest below `days`, 28 at least.

    Raises `BadInput` for a length that is not offered.
    """
    if not MIN_DAYS <= days <= MAX_DAYS:
        raise BadInput(
            f"A fair test takes {MIN_DAYS} to {MAX_DAYS} days, not {days}.",
            "Nothing was drawn.",
            f"{DEFAULT_DAYS} days is the usual length.",
            days=days, least=MIN_DAYS, most=MAX_DAYS,
        )  # fmt: skip
    size = len(randomise.BLOCKS[scheme][0])
    return max(days // size, -(-MIN_DAYS // size)) * size


def make(
    question: str,
    technique: str,
    outcome: str,
    *,
    scheme: Scheme,
    seed: int,
    better: Better = "lower",
    when: When = "evening",
    days: int = DEFAULT_DAYS,
    scale: tuple[float, float] = (0.0, 10.0),
    salt: str = "",
) -> Design:
    """A sealed design. The same arguments always give the same schedule and the same seal.

    Raises `BadInput` for a length, a seed or a scale that cannot be used.
    """
    if not 0 <= seed < MAX_SEED:
        raise BadInput(f"A seed is a whole number from 0 to {MAX_SEED - 1}.", seed=seed)
    if not scale[0] < scale[1]:
        raise BadInput("The low end of the scale must be below the high end.", scale=list(scale))
    length = whole_days(scheme, days)
    return randomise.sealed(
        Design(
            question=question, technique=technique, outcome=outcome, better=better, when=when,
            scheme=scheme, days=length, seed=seed,
            arms=randomise.draw(scheme, length, seed, salt),
            low=float(scale[0]), high=float(scale[1]), salt=salt,
        )
    )  # fmt: skip
