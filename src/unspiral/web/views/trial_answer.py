"""The answer of a test that is over: one of three sentences, a range, its table, how we know."""

from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from unspiral.catalogue.types import TrialQuestion
from unspiral.drawing.charts import range_line
from unspiral.records.estimate import NotEnough
from unspiral.records.facts import Facts
from unspiral.records.trial import Adherence, Effect, Trial, TrialResult
from unspiral.services import trial_answers
from unspiral.services.trial_runs import Run, trial_of
from unspiral.web.text import Text
from unspiral.web.views import trial_words
from unspiral.web.views.item_words import ItemWords

LEAST_BOUND = 2.0  # points either way that the picture shows at least
ALMOST_NEVER = 0.01
FIELDS = {"helps": "helps", "does_not_seem_to": "no", "cannot_tell": "unclear"}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Numbers are turned so that above 0 is better. `rows`: of the table, as texts.

    `picture` is empty when too few days were noted.
    """

    verdict: str
    finding: str
    picture: Markup
    rows: tuple[tuple[str, str, str], ...]
    known: str
    lived: tuple[str, ...]
    more: tuple[str, ...]
    download: str


def answer_view(t: Text, run: Run, facts: Facts) -> AnswerView | None:
    """The answer in the words of `t`; None while there may be none."""
    answer = trial_answers.answer_of(run, facts)
    if answer is None:
        return None
    if isinstance(answer, NotEnough):
        return _nothing(t, run)
    better = run.design.better == "higher"
    effect = turned(answer.primary, better)
    finding = _finding(t, run.question, effect)
    return AnswerView(
        verdict=verdict_words(t, run.question, answer),
        finding=finding,
        picture=Markup(_picture(effect, finding)),  # our own drawing, its words escaped there
        rows=_rows(t, trial_of(run, facts), effect),
        known=_known(t, effect),
        lived=_lived(t, answer.adherence),
        more=_more(t, run, answer, better),
        download=f"/tests/{run.question.id}/document.json",
    )


def verdict_words(t: Text, question: TrialQuestion, answer: TrialResult | NotEnough) -> str:
    """One of the three sentences of the question's file; where it went worse, that alone.

    "Cannot tell whether it helps" beside it would read as doubt about the harm.
    """
    if isinstance(answer, TrialResult) and answer.worse:
        return t("It went worse on the days with it, so it is not offered again.")
    name = FIELDS[answer.verdict] if isinstance(answer, TrialResult) else "unclear"
    words: str = getattr(question.answers, name)
    return ItemWords(t, "trial_questions", question.id)(f"answers.{name}", words)


def turned(effect: Effect, higher_is_better: bool) -> Effect:
    """`effect` with above 0 as the good direction."""
    if higher_is_better:
        return effect
    return Effect(
        -effect.mean, effect.sd, -effect.high, -effect.low, effect.unit,
        effect.days_on, effect.days_off, effect.level,
    )  # fmt: skip


def _nothing(t: Text, run: Run) -> AnswerView:
    words = ItemWords(t, "trial_questions", run.question.id)
    return AnswerView(
        verdict=words("answers.unclear", run.question.answers.unclear),
        finding=t("Too few days were noted. That costs nothing: your diary stays as it is."),
        picture=Markup(""),
        rows=(),
        known="",
        lived=(),
        more=(),
        download=f"/tests/{run.question.id}/document.json",
    )


def signed(t: Text, value: float) -> str:
    """A number with its sign; 0 when it rounds to it."""
    shown = t.number(abs(value))
    return shown if shown == "0" else f"{'+' if value > 0 else '−'}{shown}"


def _finding(t: Text, question: TrialQuestion, effect: Effect) -> str:
    """The size with its range and days; the direction in words."""
    up = (effect.mean >= 0) == (question.better == "higher")
    return t(
        "On days with it: {points} points of 10 {moves}. Range: from {low} to {high}, {n} days.",
        points=t.number(abs(effect.mean)),
        moves=trial_words.moves(t, question.outcome, up),
        low=_way(t, effect.low),
        high=_way(t, effect.high),
        n=effect.days_on + effect.days_off,
    )


def _way(t: Text, value: float) -> str:
    """A size and which way it goes, in words."""
    points = t.number(abs(value))
    if points == "0":
        return points
    return t("{points} better", points=points) if value > 0 else t("{points} worse", points=points)


def _picture(effect: Effect, label: str) -> str:
    bound = float(max(LEAST_BOUND, ceil(max(abs(effect.low), abs(effect.high)))))
    return range_line(effect.low, effect.high, label, effect.mean, (-bound, bound))


def _rows(t: Text, trial: Trial, effect: Effect) -> tuple[tuple[str, str, str], ...]:
    found = []
    for name, arm in ((t("With it"), True), (t("Without it"), False)):
        values = [d.value for d in trial.days if d.assigned is arm and d.value is not None]
        mean = t.number(sum(values) / len(values)) if values else ""
        found.append((name, str(len(values)), mean))
    size = t(
        "{mean} ({low} to {high})",
        mean=signed(t, effect.mean), low=signed(t, effect.low), high=signed(t, effect.high),
    )  # fmt: skip
    return (*found, (t("Better (+) or worse (−) with it, by our reckoning"), "", size))


def _known(t: Text, effect: Effect) -> str:
    return t(
        "Drawn at random, {n} days, not blinded: you knew which day it was. So this is the thing "
        "together with what you expected of it. What builds up over weeks, a test of days cannot "
        "see.",
        n=effect.days_on + effect.days_off,
    )


def _lived(t: Text, lived: Adherence) -> tuple[str, ...]:
    said = [
        t(
            "Answers: {on} days with it, {off} days without it, {missed} without an answer.",
            on=lived.answered_on, off=lived.answered_off, missed=lived.missed,
        )
    ]  # fmt: skip
    if lived.said_on or lived.said_off:
        said.append(
            t(
                "Done as drawn on {done} of {said} days that you told us about.",
                done=lived.done_on + lived.said_off - lived.done_off,
                said=lived.said_on + lived.said_off,
            )
        )
    return tuple(said)


def _more(t: Text, run: Run, answer: TrialResult, better: bool) -> tuple[str, ...]:
    said = [_by_chance(t, answer.p_value)]
    if answer.as_done is not None:
        said.append(
            t(
                "By what was done, which chance did not decide: {size}. This only went with it.",
                size=_size(t, turned(answer.as_done, better)),
            )
        )
    said.append(
        t(
            "A day after seven days with it, against one after seven without: {size}.",
            size=_size(t, turned(answer.cumulated, better)),
        )
    )
    said.append(t("Sealed before the first day: {seal}", seal=run.design.seal[:16]))
    return tuple(said)


def _by_chance(t: Text, p_value: float) -> str:
    if p_value < ALMOST_NEVER:
        return t(
            "If it did nothing at all, chance alone would show as much in fewer than 1 of 100 "
            "such tests (p < 0.01)."
        )
    return t(
        "If it did nothing at all, chance alone would show as much in about {n} of 100 such "
        "tests (p = {p}).",
        n=round(100 * p_value),
        p=t.number(p_value, 2),
    )


def _size(t: Text, effect: Effect) -> str:
    return t(
        "{mean} points (range {low} to {high})",
        mean=signed(t, effect.mean), low=signed(t, effect.low), high=signed(t, effect.high),
    )  # fmt: skip
