"""The clinician's page as a document: the same blocks for the screen, the print and the PDF.

Written for a clinician with a minute: danger signs and the person's question first, then what
changed, what was tried and how it is known, links. Only what chance decided is said to have helped.
"""

from collections.abc import Iterator
from datetime import datetime

from unspiral.catalogue.load import Catalogue
from unspiral.records.report import Report
from unspiral.sharing.document import (
    Block,
    Box,
    Bullets,
    Columns,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Strong,
    Table,
)
from unspiral.sharing.report_figures import figures
from unspiral.sharing.report_say import changes, danger, links, medicines, tried
from unspiral.sharing.report_sources import how_to_read
from unspiral.sharing.translator import Translator

HEAD_SHARES, PAIR_SHARES, WANT_SHARES = (1.25, 1.0), (2.3, 1.0), (1.3, 1.0)
MOST_TRIED = 7  # rows on page one; the rest are counted


def document(
    report: Report, t: Translator, catalogue: Catalogue, made: datetime, banner: str = ""
) -> Document:
    """The whole page in the words of `t`. `made`: the moment of making, with its zone.

    `banner` stands on every sheet, as for a demo.
    """
    name = " ".join(report.parts.name.split())
    printed = t.day(report.today, with_year=True)
    footer = " · ".join(filter(None, (name, printed, t("Self-reported"))))
    return Document(
        title=" · ".join(filter(None, (t("Summary for a visit"), name, printed))),
        language=t.language,
        made=made,
        blocks=(*_page_one(report, t, catalogue, name), *_page_two(report, t, catalogue)),
        footer=footer,
        page_words=t("page {page} of {pages}", page="{page}", pages="{pages}"),
        author=name,
        preview=t(
            "Preview: not yet checked by a clinician. Information and self-management: it does "
            "not diagnose, watch over anyone or replace care. No trial of Unspiral exists. Not a "
            "registered medical device."
        ),
        banner=banner,
        unprinted=t("Some letters could not be printed here: […] stands for them."),
    )


def _page_one(report: Report, t: Translator, catalogue: Catalogue, name: str) -> Iterator[Block]:
    yield Columns((tuple(_title(report, t)), (_who(report, t, name),)), HEAD_SHARES)
    signs = tuple(danger(report.danger, t, catalogue))
    urgent = any(sign.level.severity > 1 for sign in report.danger.signs)
    box = Box((Heading(2, t("Danger signs")), *signs), "stop" if urgent else "plain")
    wants = tuple(_wants(report, t))
    if wants and not urgent:
        yield Columns(((box,), wants), WANT_SHARES)
    else:
        yield box
        yield from wants
    yield from _middle(report, t, catalogue)
    yield from _tried(report, t, catalogue)
    if report.links is not None:
        yield Heading(2, t("Links in the diary"))
        yield from links(report, t, catalogue)
    yield Paragraph(
        t(
            "Written by the person, with Unspiral. Self-reported, not monitored, not a diagnosis. "
            "Cut-offs and sources stand at the end."
        ),
        "note",
    )


def _title(report: Report, t: Translator) -> Iterator[Block]:
    if report.parts.visit:
        day = t.day(report.parts.visit, with_year=True)
        yield Paragraph(t("For the appointment on {day}", day=day), "label")
    period = report.period
    if not period.noted:
        yield Heading(1, t("Back pain and sleep"))
        yield Paragraph(t("No day is noted yet."), "note")
        return
    title = t("Back pain and sleep: {n} weeks", n=report.parts.weeks)
    if not period.whole:
        title = t.plural(
            "Back pain and sleep: {n} day", "Back pain and sleep: {n} days", period.days
        )
    first, last = (t.day(day, with_year=True) for day in (period.first, period.last))
    yield Heading(1, title)
    dates = t("{first} to {last}", first=first, last=last)
    yield Paragraph(dates if first != last else first, "note")


def _who(report: Report, t: Translator, name: str) -> Facts:
    period = report.period
    noted = t("{n} of {days}", n=period.noted, days=period.days)
    if period.imported:
        noted = t("{noted} ({n} from a file)", noted=noted, n=period.imported)
    born = str(report.born) if report.born is not None else t("not said")
    pairs = [(t("Name"), name)] if name else []
    return Facts(
        (
            *pairs,
            (t("Born"), born),
            (t("Days noted"), noted),
            (t("Printed"), t.day(report.today, with_year=True)),
        )
    )


def _wants(report: Report, t: Translator) -> Iterator[Block]:
    """The person's own words, as they wrote them."""
    questions = report.parts.questions.strip()
    if not (questions or report.goal):
        return
    yield Heading(2, t("What I would like"))
    if questions:
        yield Paragraph(questions, "voice")
    if report.goal:
        yield Paragraph((Strong(t("My goal:")), f" {report.goal}"))


def _middle(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    """What changed, with medicines beside it."""
    left: tuple[Block, ...] = (Heading(2, t("What changed")), *changes(report, t, catalogue))
    if report.medicines is None:
        yield from left
        return
    right = (Heading(2, t("Medicines, as reported")), *medicines(report, t))
    yield Columns((left, right), PAIR_SHARES)


def _tried(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    if "tried" not in report.parts.shown:
        return
    yield Heading(2, t("What was tried, and what it did"))
    rows = tuple(tried(report, t, catalogue))
    if not rows:
        yield Paragraph(t("Nothing was noted as done in these days."))
        return
    ranges = any(one.how == "drawn" for one in report.tried)
    result = t("Result (range: 8 in 10)") if ranges else t("Result")
    yield Table(
        (t("What"), t("How much"), t("How we know"), result),
        rows[:MOST_TRIED],
        widths=(1.25, 1.1, 1.25, 2.2),
    )
    if len(rows) > MOST_TRIED:
        more = len(rows) - MOST_TRIED
        yield Paragraph(
            t.plural(
                "{n} more, of which less is known, was left out for room.",
                "{n} more, of which less is known, were left out for room.",
                more,
            ),
            "note",
        )


def _page_two(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    drawn = tuple(figures(report, t, catalogue))
    if drawn or report.notes:
        yield PageBreak()
    if drawn:
        yield Heading(2, t("Pictures"))
        yield from drawn
    if report.notes:
        yield Heading(2, t("Notes I chose to show"))
        for day, words in report.notes:
            yield Paragraph((Strong(t.day(day, with_year=True)), f" {words}"))
    yield Heading(2, t("How to read this"))
    yield Bullets(tuple(how_to_read(report, t, catalogue)))
