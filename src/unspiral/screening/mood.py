"""What mood scores do at the gate: they may close the sleep programme, never movement."""

from collections.abc import Mapping

from unspiral.records.facts import Value
from unspiral.records.problem import Reason

# Safety page, "Mood scores": (variable, from this score on, reason, help line first)
LIMITS = (
    ("phq8_total", 20, "mood_help_first", True),
    ("phq8_total", 15, "mood_within_days", False),
    ("gad7_total", 15, "mood_within_days", False),
    ("phq8_total", 10, "mood_routine", False),
    ("gad7_total", 10, "mood_routine", False),
)
WINDOW_CLOSED = frozenset({"mood_help_first", "mood_within_days"})


def mood_reasons(values: Mapping[str, Value]) -> tuple[Reason, ...]:
    """One reason for each score that reached its worst limit."""
    found: dict[str, Reason] = {}
    for variable, limit, code, _ in LIMITS:
        score = values.get(variable)
        if isinstance(score, (int, float)) and score >= limit:
            found.setdefault(variable, Reason(code, variable, {"score": score}))
    return tuple(found.values())


def help_line_first(reasons: tuple[Reason, ...]) -> bool:
    """True when a score is so high that the help line stands first."""
    first = {code for _, _, code, on_top in LIMITS if on_top}
    return any(reason.code in first for reason in reasons)
