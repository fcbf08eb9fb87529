"""Small made-up questionnaires for the scorer's tests; the texts are placeholders."""

from typing import Any, Literal

from unspiral.catalogue.types import Change, QItem, QLicence, Questionnaire, Scoring


def form(
    n: int,
    high: int,
    method: Literal["mean", "sum"] = "sum",
    needs: int | None = None,
    reversed_items: tuple[int, ...] = (),
    **more: Any,
) -> Questionnaire:
    """`n` items q1..qn answered 0 to `high`; `reversed_items` are counted from 1."""
    items = tuple(
        QItem(id=f"q{i}", text=f"Item {i}", range=(0, high), reversed=i in reversed_items)
        for i in range(1, n + 1)
    )
    top = float(high if method == "mean" else high * n)
    return Questionnaire(
        id="made-up", kind="questionnaire", title="Made up", status="draft", version=3,
        tier=QLicence(tier="T1", terms="none"), recall="today", items=items,
        score=Scoring(
            method=method, needs=n if needs is None else needs, variable="made_up",
            range=(0.0, top), worse="high",
        ),
        change=Change(mic_points=2, source="none"), examples=(), **more,
    )  # fmt: skip


def answers(*values: int | None) -> dict[str, int | None]:
    """Answers q1, q2, … in order; None = left blank."""
    return {f"q{i}": value for i, value in enumerate(values, 1)}
