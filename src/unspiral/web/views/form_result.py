"""The view of what a questionnaire came to: numbers, the change in plain words, no verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from unspiral.assessment.change import Judged, NotCompared, compare
from unspiral.catalogue.types import Change, Questionnaire, Scoring
from unspiral.drawing.charts import Captions
from unspiral.drawing.form_points import form_points
from unspiral.screening.mood import help_line_first, mood_reasons
from unspiral.screening.sleep_gate import MOOD_FORM
from unspiral.services import answer_sheet
from unspiral.services.forms_taken import Look, Taken
from unspiral.web.text import Text
from unspiral.web.views.form_words import NOT_SCORED
from unspiral.web.views.forms_shelf import AT, length_of, title_of
from unspiral.web.views.help_now import Call

SLEEP_ASKED = "insomnia_nights"  # the first question of the sleep programme


@dataclass(frozen=True, slots=True)
class Ranges:
    """The published ranges of one score, as (numbers, name): shown in a fold, never applied."""

    label: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """The times one version of a form was taken: a picture from the second score on, a table."""

    title: str
    picture: Markup
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Next:
    """A longer form, or the way back to what asked for this one: offered, never pressed."""

    href: str
    title: str
    length: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """One result. `line` is the country's first line to talk to, shown with every result.

    `first`: it stands above everything else.
    """

    title: str
    day: str
    said: tuple[str, ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]
    next: tuple[Next, ...]
    ranges: tuple[Ranges, ...]
    past: tuple[Past, ...]
    line: Call | None
    first: bool
    credit: str


def result_view(
    t: Text,
    form: Questionnaire,
    forms: Mapping[str, Questionnaire],
    taken: tuple[Taken, ...],
    look: Look,
    line: Call | None,
) -> ResultView:
    """The newest result of a form, set beside the one before it, and all of them below."""
    last = taken[-1].result
    reasons = mood_reasons(_values(last))
    return ResultView(
        title=title_of(t, form),
        day=t.day(taken[-1].day),
        said=tuple(_said(t, form, last)),
        notes=tuple(_notes(t, form, last)),
        changes=tuple(_changes(t, form, taken)),
        next=(*_sleep(t, form, look), *_next(t, forms, last)),
        ranges=() if last["help_first"] else tuple(_ranges(t, form)),
        past=tuple(_past(t, form, taken)),
        line=line,
        first=help_line_first(reasons) or last["help_first"] or look.decision.help_first,
        credit=t.content("questionnaires", form.id, "credit", form.tier.credit),
    )


def _said(t: Text, form: Questionnaire, result: Mapping[str, Any]) -> Iterator[str]:
    """What the answers add up to, and what many people do with it."""
    if result["help_first"]:
        yield t("Your answers are kept. People come before numbers here, so none is shown.")
        return
    codes = {reason.code for reason in mood_reasons(_values(result))}
    talk = t("Many people with this talk to a doctor.") if codes else ""
    if result["score"] is None:
        yield t("Not scored: {why}", why=t(NOT_SCORED[result["reason"]]))
        yield t("Your answers are kept as you gave them.")
        yield from (talk,) if talk else ()
    else:
        yield f"{_number(t, form, result['score']['value'])} {talk}".strip()
    if codes & {"mood_within_days", "mood_help_first"}:
        yield t("The next days are a good time for it. Until then the sleep programme waits.")
        yield t("Walking, comfort and your diary stay open.")
    for scoring, part in zip(form.parts, result["parts"], strict=False):
        yield _part(t, form, scoring, part["value"])


def _part(t: Text, form: Questionnaire, scoring: Scoring, value: float | None) -> str:
    label = _label(t, form, scoring)
    if value is None:
        return t("{label}: not scored", label=label)
    low, high = (t.number(end) for end in scoring.range)
    return t(
        "{label}: {n}, from {low} to {high}", label=label, n=t.number(value), low=low, high=high
    )


def _number(t: Text, form: Questionnaire, value: float) -> str:
    low, high = (t.number(end) for end in form.score.range)
    n = t.number(value)
    if form.score.method == "sum" and not form.score.table:
        if form.mood:
            return t("Your answers add up to {n}.", n=n)
        return t("Your answers add up to {n}, from {low} to {high}.", n=n, low=low, high=high)
    if form.score.method == "mean":
        return t("The mean of your answers is {n}, from {low} to {high}.", n=n, low=low, high=high)
    return t("The score is {n}, from {low} to {high}.", n=n, low=low, high=high)


def _notes(t: Text, form: Questionnaire, result: Mapping[str, Any]) -> Iterator[str]:
    """How to read the number, and what is odd about it."""
    main = result["score"]
    if main is None or result["help_first"]:
        return
    answers = result["answers"].values()
    if all(item.blank is not None for item in form.items) and not any(answers):
        yield t("You opened the list and ticked none of the lines.")
    better = form.score.worse == "low"
    yield t("Higher is better here.") if better else t("Higher means more trouble here.")
    if main["filled"]:
        yield t.plural(
            "{n} question was left out. It counts as the mean of the others: the form's own rule.",
            "{n} questions were left out. They count as the mean of the others: the form's own "
            "rule.",
            main["filled"],
        )
    if result["odd"]:
        yield t("All answers stand at one end. If that is not how it is, you can take it again.")
    if main["room"] == "little_to_get_better":
        yield t("This number is so near one end that getting better may not show here.")
    if main["room"] == "little_to_get_worse":
        yield t("This number is so near one end that getting worse may not show here.")
    if result["group"]:
        yield t("The form's own group: {group}.", group=t(result["group"]))


def _changes(t: Text, form: Questionnaire, taken: tuple[Taken, ...]) -> Iterator[str]:
    """The newest result against the one before it, with both numbers."""
    if len(taken) < 2 or any(one.result["help_first"] for one in taken[-2:]):
        return
    before, after = (answer_sheet.kept(one.result, form, form.id) for one in taken[-2:])
    found = compare(form, before, after)
    if isinstance(found, NotCompared):
        yield t("Not set beside the time before: that cannot be compared fairly.")
        return
    was, now = _values(taken[-2].result), _values(taken[-1].result)
    named = len(found) > 1
    for scoring, change in ((form.score, form.change), *((p, p.change) for p in form.parts)):
        if scoring.variable in found:
            numbers = was[scoring.variable], now[scoring.variable]
            words = _change(t, found[scoring.variable], change, numbers)
            label = _label(t, form, scoring)
            yield t("{label}: {words}", label=label, words=words) if named else _capital(words)


def _change(t: Text, judged: Judged, change: Change | None, numbers: tuple[float, float]) -> str:
    was, now = (t.number(number) for number in numbers)
    if judged.points == 0:
        return t("the same as last time ({was}, then {now}).", was=was, now=now)
    if judged.matters is False:
        return t(
            "about the same as last time ({was}, then {now}). People tend to notice a change of "
            "{limit} or more.",
            was=was, now=now, limit=_limit(t, change),
        )  # fmt: skip
    if judged.beyond_noise is False:
        return t(
            "{was}, then {now}. Two readings may differ that much without a change.",
            was=was, now=now,
        )  # fmt: skip
    if judged.matters is None:
        return t(
            "{was}, then {now}. How large a change has to be to matter is not known here.",
            was=was, now=now,
        )  # fmt: skip
    if judged.direction == "better":
        words = t("better than last time ({was}, then {now}).", was=was, now=now)
    else:
        words = t("worse than last time ({was}, then {now}).", was=was, now=now)
    noticed = t("People tend to notice a change of {limit} or more.", limit=_limit(t, change))
    return f"{words} {noticed}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _limit(t: Text, change: Change | None) -> str:
    """The smallest change that matters: points, percent, or either."""
    if change is None:
        return ""
    points = "" if change.mic_points is None else t.number(change.mic_points)
    percent = "" if change.mic_percent is None else t.number(change.mic_percent)
    if points and percent:
        return t("{points} points or {percent} %", points=points, percent=percent)
    return t("{percent} %", percent=percent) if percent else t("{points} points", points=points)


def _next(
    t: Text, forms: Mapping[str, Questionnaire], result: Mapping[str, Any]
) -> tuple[Next, ...]:
    scored = [part for part in (result["score"], *result["parts"]) if part and part.get("ask_next")]
    names = dict.fromkeys(name for part in scored for name in part["ask_next"])
    found = (forms[name] for name in names if name in forms and forms[name].status != "retired")
    return tuple(Next(AT + f.id, title_of(t, f), length_of(t, f)) for f in found)


def _sleep(t: Text, form: Questionnaire, look: Look) -> tuple[Next, ...]:
    """Back to the questions of the sleep programme, for whom they led to this form."""
    asked = form.id == MOOD_FORM and SLEEP_ASKED in look.facts.answers
    return (Next("/sleep/questions", t("Go on with the sleep programme"), ""),) if asked else ()


def _ranges(t: Text, form: Questionnaire) -> Iterator[Ranges]:
    for scoring in (form.score, *form.parts):
        bands, top = scoring.bands, scoring.range[1]
        rows = [
            (
                t("from {low}", low=t.number(band.low)) if n + 1 < len(bands) or band.low < top
                else t.number(band.low),
                t.content("questionnaires", form.id, f"bands.{n}", band.label),
            )
            for n, band in enumerate(bands)
        ]  # fmt: skip
        if rows:
            yield Ranges(_label(t, form, scoring), tuple(rows))


def _past(t: Text, form: Questionnaire, taken: tuple[Taken, ...]) -> Iterator[Past]:
    """The version of today first; others stand apart and are never drawn into one picture."""
    kinds = dict.fromkeys((one.result["version"], one.result["language"]) for one in taken[::-1])
    for kind in kinds:
        same = [o for o in taken if (o.result["version"], o.result["language"]) == kind]
        if len(taken) > 1:
            yield _one_past(t, form, same, current=kind[0] == form.version)


def _one_past(t: Text, form: Questionnaire, taken: list[Taken], current: bool) -> Past:
    scored = [(one.day, n) for one in taken if (n := _value(one)) is not None]
    rows = tuple((t.day(one.day, with_year=True), _cell(t, one)) for one in taken[::-1])
    drawn = Markup("")
    if len(scored) > 1:
        low, high = (t.number(value) for value in form.score.range)
        label = t(
            "{n} results, from {low} to {high}, the last {last}.",
            n=len(scored), low=low, high=high, last=t.number(scored[-1][1]),
        )  # fmt: skip
        first, last = (t.day(scored[n][0]) for n in (0, -1))
        words = Captions(label, first=first, last=last)
        drawn = Markup(form_points(scored, form.score.range, words))
    version = taken[-1].result["version"]
    title = t("Over time") if current else t("An older form (version {n})", n=version)
    return Past(title, drawn, rows)


def _value(one: Taken) -> float | None:
    """The score to show, if there is one. After an answer that called for help none is shown."""
    score = None if one.result["help_first"] else one.result["score"]
    return None if score is None else float(score["value"])


def _cell(t: Text, one: Taken) -> str:
    value = _value(one)
    if value is not None:
        return t.number(value)
    return t("kept, not shown") if one.result["help_first"] else t("not scored")


def _values(result: Mapping[str, Any]) -> dict[str, float]:
    """Every score of a result, by its variable."""
    parts = (result["score"], *result["parts"])
    return {part["variable"]: part["value"] for part in parts if part and part["value"] is not None}


def _label(t: Text, form: Questionnaire, scoring: Scoring) -> str:
    words = scoring.label or form.title
    return t.content("questionnaires", form.id, f"label.{scoring.variable}", words)
