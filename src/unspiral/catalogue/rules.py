"""Conditions as data, in three-valued logic: true, false, or unknown (None).

A condition is {all: [...]}, {any: [...]}, {not: ...}, {at_least: n, of: [...]} or
{variable, op, value}. `unsure` and missing answers are unknown. The browser twin in
`web/static/rules.js` reads the same data and must agree on every example.

Red flags are *monotone*: no `not`, no `ne`, so that one worse answer can never lower a level.
"""

from collections.abc import Callable, Mapping
from typing import Any

from unspiral.records.facts import UNSURE

Truth = bool | None
OPS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "lt": lambda a, b: bool(a < b),
    "le": lambda a, b: bool(a <= b),
    "gt": lambda a, b: bool(a > b),
    "ge": lambda a, b: bool(a >= b),
    "in": lambda a, b: a in b,
}
ORDERED = frozenset({"lt", "le", "gt", "ge"})


def evaluate(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> Truth:
    """True, False or None (unknown) for `condition` over `answers`. Total: never raises."""
    if "all" in condition:
        return _all([evaluate(part, answers) for part in condition["all"]])
    if "any" in condition:
        return _any([evaluate(part, answers) for part in condition["any"]])
    if "not" in condition:
        inner = evaluate(condition["not"], answers)
        return None if inner is None else not inner
    if "at_least" in condition:
        return _at_least(
            condition["at_least"], [evaluate(part, answers) for part in condition["of"]]
        )
    return _leaf(condition, answers)


def fires(condition: Mapping[str, Any], answers: Mapping[str, Any], careful: bool) -> bool:
    """Whether `condition` counts as met.

    Careful (levels E and D): unless it is known to be false. Else (W and R): when it is true with
    every "not sure" taken as yes; an answer never given does not count.
    """
    if careful:
        return evaluate(condition, answers) is not False
    return evaluate(condition, doubts_as_yes(answers)) is True


def renewed(
    condition: Mapping[str, Any],
    answers: Mapping[str, Any],
    fresh: frozenset[str],
    careful: bool,
) -> bool:
    """Whether `condition` fires for a reason that rests on at least one `fresh` variable.

    For monotone conditions only. What a clinician has seen stays quiet until a newer answer
    makes the condition fire by a way that needs it.
    """
    if not fires(condition, answers, careful):
        return False
    if "variable" in condition:
        return condition["variable"] in fresh
    if "not" in condition:
        return True
    parts = condition.get("all") or condition.get("any") or condition.get("of") or ()
    return any(renewed(part, answers, fresh, careful) for part in parts)


def doubts_as_yes(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same answers with every "not sure" read as "yes"."""
    if UNSURE not in answers.values():
        return answers
    return {name: "yes" if value == UNSURE else value for name, value in answers.items()}


def is_monotone(condition: Mapping[str, Any]) -> bool:
    """True when no answer that grows worse can make the condition stop firing."""
    if "not" in condition or condition.get("op") in ("ne", "lt", "le"):
        return False
    if condition.get("op") == "eq" and condition.get("value") == "no":
        return False
    parts = condition.get("all") or condition.get("any") or condition.get("of") or ()
    return all(is_monotone(part) for part in parts)


def variables_of(condition: Mapping[str, Any]) -> frozenset[str]:
    """Every variable a condition reads."""
    if "variable" in condition:
        return frozenset({condition["variable"]})
    parts = condition.get("all") or condition.get("any") or condition.get("of") or ()
    if "not" in condition:
        parts = (condition["not"],)
    return frozenset().union(*(variables_of(part) for part in parts))


def faults(condition: Any) -> list[str]:
    """What is wrong with the shape of a condition, in words; empty when it is well formed."""
    if not isinstance(condition, Mapping):
        return ["a condition must be a mapping"]
    keys = set(condition)
    if keys in ({"all"}, {"any"}):
        parts = condition[next(iter(keys))]
        if not isinstance(parts, (list, tuple)) or not parts:
            return [f"{next(iter(keys))} needs a list that is not empty"]
        return [fault for part in parts for fault in faults(part)]
    if keys == {"not"}:
        return faults(condition["not"])
    if keys == {"at_least", "of"}:
        return [fault for part in condition["of"] for fault in faults(part)]
    if keys == {"variable", "op", "value"}:
        return [] if condition["op"] in OPS else [f"unknown op {condition['op']!r}"]
    return [f"unknown keys {sorted(keys)}"]


def _leaf(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> Truth:
    have = answers.get(condition["variable"])
    if have is None or have == UNSURE:
        return None
    want = condition["value"]
    if condition["op"] in ORDERED and not (_is_number(have) and _is_number(want)):
        return None
    return OPS[condition["op"]](have, want)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _all(parts: list[Truth]) -> Truth:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def _any(parts: list[Truth]) -> Truth:
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def _at_least(need: int, parts: list[Truth]) -> Truth:
    sure = sum(part is True for part in parts)
    if sure >= need:
        return True
    return None if sure + sum(part is None for part in parts) >= need else False
