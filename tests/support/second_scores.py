"""The scores of the shipped forms once more, from the text of the clinical page and nothing else.

Plain sums over lists of answers (None = missing). It shares no code and no content file with
`unspiral.assessment`: what both say alike was read twice. Each function gives {variable: score},
None where the page gives no score.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

Answers = Sequence[int | None]
Scores = dict[str, float | None]


def peg(a: Answers) -> Scores:
    """Mean of three, one decimal; all three or no score."""
    if None in a:
        return {"peg_total": None}
    whole = a[0] + a[1] + a[2]  # type: ignore[operator]
    return {"peg_total": _one_decimal(Decimal(whole) / Decimal(3))}


def rmdq24(a: Answers) -> Scores:
    """The number of ticks; a blank is 0."""
    return {"rmdq_total": float(len([tick for tick in a if tick == 1]))}


def phq9(a: Answers) -> Scores:
    """Sum of nine; up to two missing are the mean of the rest, but never the ninth."""
    eight = phq8(a[:8])["phq8_total"]
    if a[8] is None or a.count(None) > 2:
        return {"phq9_total": None, "phq8_total": eight}
    return {"phq9_total": _sum_filled(a), "phq8_total": eight}


def phq8(a: Answers) -> Scores:
    """Sum of eight; up to two missing are the mean of the rest."""
    return {"phq8_total": None if a.count(None) > 2 else _sum_filled(a)}


def phq2(a: Answers) -> Scores:
    """Sum of two, both needed."""
    return {"phq2_total": _both(a[0], a[1])}


def gad7(a: Answers) -> Scores:
    """Sum of seven; up to two missing are the mean of the rest."""
    return {"gad7_total": None if a.count(None) > 2 else _sum_filled(a)}


def gad2(a: Answers) -> Scores:
    """Sum of two, both needed."""
    return {"gad2_total": _both(a[0], a[1])}


def phq4(a: Answers) -> Scores:
    """Sum of four, all needed; worry is the first two, mood the last two."""
    worry, mood = _both(a[0], a[1]), _both(a[2], a[3])
    total = None if worry is None or mood is None else worry + mood
    return {"phq4_total": total, "gad2_total": worry, "phq2_total": mood}


def pain(a: Answers) -> Scores:
    """Each number is its own score."""
    now, average, worst = (None if value is None else float(value) for value in a)
    return {"pain_now": now, "pain_average": average, "pain_worst": worst}


def _both(first: int | None, second: int | None) -> float | None:
    return None if first is None or second is None else float(first + second)


def _sum_filled(a: Answers) -> float:
    """Every hole gets the mean of what was answered, then all is added up."""
    there = [Decimal(value) for value in a if value is not None]
    added = sum(there, Decimal(0))
    return _one_decimal(added + (len(a) - len(there)) * added / len(there))


def _one_decimal(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def band(lows: Sequence[tuple[int, str]], value: float) -> str:
    """The name beside the highest cut point that was reached."""
    name = ""
    for low, label in lows:
        if value >= low:
            name = label
    return name


# Form -> how it is scored, how many items, and the highest answer to each (the lowest is 0).
SECOND: dict[str, tuple[Callable[[Answers], Scores], int, int]] = {
    "peg": (peg, 3, 10),
    "rmdq-24": (rmdq24, 24, 1),
    "phq-9": (phq9, 9, 3),
    "phq-8": (phq8, 8, 3),
    "phq-2": (phq2, 2, 3),
    "gad-7": (gad7, 7, 3),
    "gad-2": (gad2, 2, 3),
    "phq-4": (phq4, 4, 3),
    "pain-nrs": (pain, 3, 10),
}
DEPRESSION = ((0, "none or minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"),
              (20, "severe"))  # fmt: skip
CUT_POINTS: dict[str, Sequence[tuple[int, str]]] = {
    "phq9_total": DEPRESSION,
    "phq8_total": DEPRESSION,
    "gad7_total": ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")),
    "phq4_total": ((0, "none"), (3, "mild"), (6, "moderate"), (9, "severe")),
    "peg_total": (),
    "rmdq_total": (),
    **dict.fromkeys(
        ("pain_now", "pain_average", "pain_worst"),
        ((0, "none"), (1, "mild"), (4, "moderate"), (7, "severe")),
    ),
    **dict.fromkeys(
        ("phq2_total", "gad2_total"),
        ((0, "below 3"), (3, "3 or more: the longer form is worth asking")),
    ),
}
