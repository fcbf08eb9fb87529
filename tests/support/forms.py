"""Small made-up questionnaires for the scorer's tests; the texts are placeholders."""

from collections.abc import Mapping
from typing import Any

from unspiral.catalogue.form_types import Method
from unspiral.catalogue.types import Change, QItem, QLicence, Questionnaire, Scoring


def item(number: int, high: int, **more: Any) -> QItem:
    """Item q`number`, answered 0 to `high` unless `range` says otherwise."""
    plain = {"id": f"q{number}", "text": f"Item {number}", "range": (0, high)}
    return QItem(**{**plain, **more})


def scoring(
    needs: int, top: float, method: Method = "sum", variable: str = "made_up", **more: Any
) -> Scoring:
    """A score from 0 to `top`, where high is worse unless said."""
    rest = {"range": (0.0, float(top)), "worse": "high", **more}
    return Scoring(method=method, needs=needs, variable=variable, **rest)


def form(
    n: int,
    high: int,
    method: Method = "sum",
    needs: int | None = None,
    reversed_items: tuple[int, ...] = (),
    each: Mapping[int, Mapping[str, Any]] | None = None,
    score: Mapping[str, Any] | None = None,
    **more: Any,
) -> Questionnaire:
    """`n` items q1..qn answered 0 to `high`; items are counted from 1.

    `each` changes single items, `score` the scoring, and the rest the form.
    """
    items = tuple(
        item(i, high, reversed=i in reversed_items, **(each or {}).get(i, {}))
        for i in range(1, n + 1)
    )
    top = high if method == "mean" else high * n
    made = scoring(n if needs is None else needs, top, method, **(score or {}))
    plain: dict[str, Any] = {
        "id": "made-up", "kind": "questionnaire", "title": "Made up", "status": "draft",
        "version": 3, "tier": QLicence(tier="T1", terms="none"), "recall": "today",
        "change": Change(mic_points=2, source="none"), "examples": (),
    }  # fmt: skip
    return Questionnaire(**{**plain, "items": items, "score": made, **more})


def answers(*values: float | None) -> dict[str, float | None]:
    """Answers q1, q2, … in order; None = left blank."""
    return {f"q{i}": value for i, value in enumerate(values, 1)}


def sheet(form: Questionnaire, values: list[int]) -> dict[str, object]:
    """Answers to the items of a form, in its order."""
    return {each.id: value for each, value in zip(form.items, values, strict=False)}
