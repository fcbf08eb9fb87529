"""The cells and sentences of the clinician's page: short, with numbers, ranges and days."""

from collections.abc import Iterator
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import RedFlag
from unspiral.records.report import (
    MOOD_ITEMS,
    Against,
    DailyRow,
    Danger,
    FormRow,
    Mean,
    Report,
    Score,
    Sign,
)
from unspiral.records.triage import Level
from unspiral.sharing.document import Block, Bullets, Paragraph, Strong, Table, Words
from unspiral.sharing.report_links_say import link_words
from unspiral.sharing.report_tried_say import tried
from unspiral.sharing.translator import Translator

__all__ = ["changes", "danger", "links", "medicines", "tried"]

SHOWN = frozenset({Level.EMERGENCY, Level.SAME_DAY, Level.WITHIN_DAYS})
PERCENT = frozenset({"se"})
Row = tuple[Words, ...]


def danger(found: Danger, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    """What was told, worst first, then when it was asked; never that nothing is wrong."""
    if found.undecided:
        yield Paragraph(
            t("What was told could not be read in full. Please ask about every sign."), "strong"
        )
    urgent = [sign for sign in found.signs if sign.level in SHOWN and sign.state != "known"]
    for group in _groups(urgent, catalogue):
        yield Paragraph(_to_check(group, t, catalogue), "strong")
    for sign in found.signs:
        if sign.state == "known":
            yield Paragraph(_known(sign, t, catalogue))
        elif sign.level not in SHOWN:
            yield Paragraph(_to_mention(sign, t, catalogue))
    asked = _asked(found, t)
    if found.signs or found.undecided or found.open == found.asked:
        yield Paragraph(asked)
    elif found.open:
        yield Paragraph((Strong(t("None reported so far.")), f" {asked}"))
    else:
        yield Paragraph((Strong(t("None reported.")), f" {asked}"))


def _groups(signs: list[Sign], catalogue: Catalogue) -> list[list[Sign]]:
    """Signs that point the same way share one sentence, as on the card to show."""
    found: dict[tuple[str, str], list[Sign]] = {}
    for sign in signs:
        check = catalogue.redflags[sign.flag].check_for or sign.flag
        found.setdefault((sign.level.value, check), []).append(sign)
    return list(found.values())


def _to_check(group: list[Sign], t: Translator, catalogue: Catalogue) -> str:
    """ "New since DATE: numb between the legs. Please check for …": the card's own sentence."""
    flags = [catalogue.redflags[sign.flag] for sign in group]
    said = ", ".join(
        dict.fromkeys(_shows(sign, flag, t) for sign, flag in zip(group, flags, strict=True))
    )
    since = min((sign.since for sign in group if sign.since), default=None)
    head = f"{said[:1].upper()}{said[1:]}."
    if since:
        head = t("New since {day}: {what}.", day=t.day(since, with_year=True), what=said)
    check = t.content("redflags", flags[0].id, "check_for", flags[0].check_for)
    if not check:
        return t("{head} Please check this.", head=head)
    return t("{head} Please check for {check}.", head=head, check=check)


def _shows(sign: Sign, flag: RedFlag, t: Translator) -> str:
    ticked = [q.short[:1].lower() + q.short[1:] for q in flag.questions if q.id in sign.said]
    return t.content("redflags", flag.id, "shows", ", ".join(ticked) or flag.show_this)


def _to_mention(sign: Sign, t: Translator, catalogue: Catalogue) -> str:
    flag = catalogue.redflags[sign.flag]
    what = _shows(sign, flag, t)
    if sign.since:
        day = t.day(sign.since, with_year=True)
        return t("To mention, not urgent, since {day}: {what}.", day=day, what=what)
    return t("To mention, not urgent: {what}.", what=what)


def _known(sign: Sign, t: Translator, catalogue: Catalogue) -> str:
    flag = catalogue.redflags[sign.flag]
    what = t.content("redflags", flag.id, "shows", flag.show_this or flag.title)
    if not sign.since:
        return t("Known, seen by someone, not changed since: {what}.", what=what)
    day = t.day(sign.since, with_year=True)
    return t("Known since {day}, seen by someone, not changed: {what}.", day=day, what=what)


def _asked(found: Danger, t: Translator) -> str:
    """When each was asked. A list that is clear rules nothing out, and says so."""
    said = []
    if found.open == found.asked:
        said.append(t("The danger signs were not asked yet. Please ask about them."))
    elif found.open:
        said.append(
            t("{open} of {n} questions have no answer yet.", open=found.open, n=found.asked)
        )
    else:
        days = [day for day in (found.screen_on, found.rest_on) if day]
        told = t.day(min(days), with_year=True) if days else ""
        all_of = t("All {n} questions answered, the oldest on {day}.", n=found.asked, day=told)
        said.append(all_of if told else t("All {n} questions answered.", n=found.asked))
    if found.evening_on:
        said.append(
            t.plural(
                "“New or worse?” answered on {n} evening of this period, last {day}.",
                "“New or worse?” answered on {n} evenings of this period, last {day}.",
                found.evenings, day=t.day(found.evening_on, with_year=True),
            )
        )  # fmt: skip
    said.append(t("A clear list does not rule anything out."))
    return " ".join(said)


def changes(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    """First and last of each measure, with the change that matters and the noise."""
    rows = _rows(report, t, catalogue)
    if rows:
        yield Table(
            (t("Measure"), t("First"), t("Last"), t("Change, and what size matters")),
            rows,
            widths=(1.3, 0.95, 0.95, 1.95),
        )
    else:
        yield Paragraph(t("No questionnaire was filled in during these days."))
    if report.daily:
        yield Paragraph(
            t(
                "Diary rows: means of the first and last 14 days. A diary cannot say why; time "
                "alone may do it."
            ),
            "note",
        )
    elif not report.enough_days:
        days = t.plural("{n} day", "{n} days", report.completed_days)
        yield Paragraph(
            t("The diary has {days} in full; 14 are needed before it is put in words.", days=days),
            "note",
        )


def _rows(report: Report, t: Translator, catalogue: Catalogue) -> tuple[Row, ...]:
    """Pain and function, then nights, then mood as far as it was ticked."""
    mood: list[Row] = []
    rest: list[Row] = []
    for row in report.forms:
        kind = mood if catalogue.questionnaires[row.form].mood else rest
        kind.append(_form_row(row, report, t, catalogue))
    if report.item9:
        mood.append(_item9_row(report.item9.answers, report, t))
    for day in report.daily:
        kind = mood if day.variable in MOOD_ITEMS else rest
        kind.append(_daily_row(day, t, catalogue))
    return (*rest, *mood)


def _form_row(row: FormRow, report: Report, t: Translator, catalogue: Catalogue) -> Row:
    form = catalogue.questionnaires[row.form]
    label = t.content(
        "questionnaires", form.id, f"label.{row.variable}", form.score.label or form.title
    )
    what = t(
        "{label}, {low} to {high}", label=label, low=t.number(row.low), high=t.number(row.high)
    )
    if row.last is None:
        return what, _score(row.first, report, t), "–", t("taken once")
    told: Words = t("another version or language: not compared")
    if row.against:
        told = _against(row.against, t)
    return what, _score(row.first, report, t), _score(row.last, report, t), told


def _item9_row(answers: tuple[Score, ...], report: Report, t: Translator) -> Row:
    """The bare answers, as the person chose to show them; no verdict."""
    last = _score(answers[-1], report, t) if len(answers) > 1 else "–"
    told = t("0 not at all, 3 nearly every day")
    return t("PHQ-9, question 9, 0 to 3"), _score(answers[0], report, t), last, told


def _score(score: Score, report: Report, t: Translator) -> str:
    week = report.period.week(score.day)
    return t("{value} (week {n})", value=t.number(score.value), n=week)


def _daily_row(row: DailyRow, t: Translator, catalogue: Catalogue) -> Row:
    told: Words = t("too few days to compare")
    if row.before.value is not None and row.after.value is not None:
        points = round(row.after.value - row.before.value, 1)
        told = _against(row.against, t) if row.against else _unknown(points, row.variable, t)
    return daily_name(row.variable, t, catalogue), _mean(row.before, t), _mean(row.after, t), told


def daily_name(name: str, t: Translator, catalogue: Catalogue) -> str:
    """What a daily measure is called here, with its scale or unit."""
    variable = catalogue.variables[name]
    label = t.content("variables", name, "label", variable.label)
    if name in PERCENT:
        return t("Asleep of the time in bed, %")
    if variable.sitting == "device":
        return t("Hours asleep, told by a device")
    if variable.unit in ("hours", "minutes"):
        return t("{label}, diary", label=label)
    low, high = (t.number(end) for end in variable.range)
    if variable.worse == "low":
        return t("{label}, {low} to {high}, higher is better", label=label, low=low, high=high)
    return t("{label}, diary, {low} to {high}", label=label, low=low, high=high)


def _mean(mean: Mean, t: Translator) -> str:
    if mean.value is None:
        return t("too few days") if mean.days else "–"
    days = t.plural("{n} day", "{n} days", mean.days)
    return t("{value} ({days})", value=t.number(mean.value), days=days)


def _size(points: float, t: Translator, name: str = "") -> str:
    if not points:
        return t("no change")
    size = t.number(abs(points))
    if name in PERCENT:
        size = t("{n} points of %", n=size)
    return t("{size} more", size=size) if points > 0 else t("{size} less", size=size)


def _unknown(points: float, name: str, t: Translator) -> str:
    """A change of which nobody has agreed how large it has to be."""
    size = _size(points, t, name)
    return t("{size}; no agreed size that matters", size=size) if points else size


def _against(found: Against, t: Translator) -> Words:
    """ "Better: 1.9 less (30 %); 30 % matters"."""
    if not found.points:
        return t("no change")
    size = _size(found.points, t)
    if found.percent is not None:
        share = t.number(abs(found.percent), 0)
        size = t("{size} ({percent} %)", size=size, percent=share)
    limit = _limit(found, t)
    if not limit:
        return t("{size}; no agreed size that matters", size=size)
    if found.matters is None:
        return t("{size}; {limit} matters: cannot be told here", size=size, limit=limit)
    if not found.matters:
        return t("{size}; below what matters, {limit}", size=size, limit=limit)
    if found.beyond_noise is False:
        return t("{size}: within what two readings may differ", size=size)
    way = t("Better:") if found.direction == "better" else t("Worse:")
    return Strong(way), " " + t("{size}; {limit} matters", size=size, limit=limit)


def _limit(found: Against, t: Translator) -> str:
    points = "" if found.mic_points is None else t.number(found.mic_points)
    percent = "" if found.mic_percent is None else t.number(found.mic_percent)
    if points and percent:
        return t("{points} points or {percent} %", points=points, percent=percent)
    if percent:
        return t("{percent} %", percent=percent)
    return t("{points} points", points=points) if points else ""


def medicines(report: Report, t: Translator) -> Iterator[Block]:
    """Marks and counts: no name, no dose, no advice."""
    found, period = report.medicines, report.period
    if found is None:
        return
    if found.changed:
        weeks = ", ".join(str(n) for n in sorted({period.week(day) for day in found.changed}))
        yield Paragraph(
            t.plural(
                "“My medicines changed”: {n} day, week {weeks}.",
                "“My medicines changed”: {n} days, weeks {weeks}.",
                len(found.changed), weeks=weeks,
            )
        )  # fmt: skip
    extra = [_half(half, report, t) for half in found.halves if half[2]]
    if extra:
        yield Paragraph(t("Extra painkillers noted: {told}.", told="; ".join(extra)))
    if not found.changed and not extra:
        yield Paragraph(t("Nothing was noted."))
    yield Paragraph(
        t("Counts only: no names, no doses. The app gives no advice on medicines."), "note"
    )


def _half(half: tuple[date, date, int, int], report: Report, t: Translator) -> str:
    first, last, days, count = half
    period = report.period
    return t.plural(
        "weeks {first} to {last} on {n} day ({count} in all)",
        "weeks {first} to {last} on {n} days ({count} in all)",
        days, first=period.week(first), last=period.week(last), count=count,
    )  # fmt: skip


def links(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    """What may be said today, or why nothing is."""
    found = report.links
    if found is None:
        return
    days = t.plural("{n} day", "{n} days", found.days)
    if found.standing == "too_early":
        yield Paragraph(
            t("Too early to tell: {days} noted in full. Links of one's own need 60, loops 90.",
              days=days)
        )  # fmt: skip
        return
    if found.standing == "not_read":
        yield Paragraph(t("Not worked out yet: {days} noted in full so far.", days=days))
        return
    if found.rows:
        yield Bullets(tuple(link_words(row, t, catalogue) for row in found.rows))
        last = t.day(found.as_of, with_year=True) if found.as_of else ""
        yield Paragraph(
            t("From {days} of diary, up to {day}. What came before may not be what caused it.",
              days=days, day=last), "note",
        )  # fmt: skip
        if found.standing == "loops":
            yield Paragraph(t("Together, links of these close a ring: see the picture."), "note")
        return
    yield Paragraph(_none_clear(report, t))


def _none_clear(report: Report, t: Translator) -> str:
    found = report.links
    assert found is not None
    looked = found.last_look or found.days
    said = [t("Looked at on day {n}: no link was clear.", n=looked)]
    if not report.parts.items >= set(MOOD_ITEMS):
        said = [
            t("Looked at on day {n}: no link among what stands on this page was clear.", n=looked)
        ]
    if found.next_look:
        said.append(t("Next look: day {n}.", n=found.next_look))
    if found.days < 90:
        said.append(t("Loops are not drawn before day 90."))
    return " ".join(said)
