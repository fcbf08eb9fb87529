"""The pictures of page two, each with the table of the same numbers; gaps stay open."""

from collections.abc import Iterator
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.drawing import loop_map
from unspiral.drawing.charts import Captions, Series, diary_chart, gaps
from unspiral.drawing.loop_map import Arrow
from unspiral.records.report import LinkRow, Mean, Picture, Report
from unspiral.sharing.document import Block, Columns, Figure, Table, Words
from unspiral.sharing.report_links_say import link_words
from unspiral.sharing.translator import Translator

POINTS = "points 0-10"
MAP_SHARES = (1.0, 1.0)
_ = str
NODES = {
    "sleep": (_("Sleep"),),
    "stress_worry": (_("Stress"), _("& worry")),
    "mood": (_("Mood"),),
    "activity": (_("Activity"),),
    "pain": (_("Pain"),),
}
del _


def figures(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Block]:
    """Pain and the night side by side; the ring where a link may be said."""
    if "pictures" not in report.parts.shown:
        return
    drawn = [_chart(one, report.period.first, t, catalogue) for one in report.pictures]
    if len(drawn) > 1:
        yield Columns(tuple((one,) for one in drawn))
    else:
        yield from drawn
    rows = report.links.rows if report.links else ()
    if rows:
        yield Columns(((_ring(rows, t, catalogue),), ()), MAP_SHARES)


def _chart(one: Picture, first: date, t: Translator, catalogue: Catalogue) -> Figure:
    variable = catalogue.variables[one.variable]
    label = t.content("variables", one.variable, "label", variable.label)
    low, high = (t.number(end) for end in one.scale)
    caption = t("{label} by day, {low} to {high}", label=label, low=low, high=high)
    noted = sum(value is not None for value in one.values)
    alt = t.plural(
        "{label} by day: {n} day noted of {all}. The numbers are in the table.",
        "{label} by day: {n} days noted of {all}. The numbers are in the table.",
        noted, label=label, all=len(one.values),
    )  # fmt: skip
    series = Series(first, one.values, one.scale, one.low, one.high)
    ends = (one.stretches[0].first, one.stretches[-1].last)
    words = Captions(
        alt, gap=t("{n} days"), first=t.day(ends[0], with_year=True),
        last=t.day(ends[1], with_year=True),
    )  # fmt: skip
    said = [caption]
    if one.low is not None:
        said.append(t("The band held 8 of 10 noted days"))
    if any(gaps(one.values)):
        said.append(t("Dashed: not noted"))
    svg = diary_chart(series, words).svg
    return Figure(svg, alt, ". ".join(said), _table(one.stretches, label, t))


def _table(stretches: tuple[Mean, ...], label: str, t: Translator) -> Table:
    """From which day, the mean, and from how many days: the same numbers as the picture."""
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (
            t.day(one.first, with_year=True),
            "–" if one.value is None else t.number(one.value),
            str(one.days),
        )
        for one in stretches
    )
    head = (t("From"), t("{label}, mean", label=label), t("Days noted"))
    return Table(head, rows, numeric=frozenset({1, 2}))


def _ring(rows: tuple[LinkRow, ...], t: Translator, catalogue: Catalogue) -> Figure:
    """At most three arrows, all of them the person's own and clear."""
    arrows: dict[tuple[str, str], Arrow] = {}
    for row in sorted(rows, key=lambda row: not row.lit):
        ends = catalogue.variables[row.cause].node, catalogue.variables[row.to].node
        points = abs(row.mean) if row.unit == POINTS else 0.0
        tag = t.number(points) if points else ""
        arrows.setdefault(ends, Arrow(*ends, "sure", points, tag=tag, lit=row.lit))
    alt = t(
        "The ring of the day with {n} clear links. {told}",
        n=len(rows), told=" ".join(link_words(row, t, catalogue) for row in rows),
    )  # fmt: skip
    words = loop_map.Words(
        id="ring",
        title=t("Clear links in the diary"),
        description=alt,
        nodes={node: tuple(t(line) for line in lines) for node, lines in NODES.items()},
    )
    svg = loop_map.first_view(tuple(arrows.values()), words)
    return Figure(svg, alt, t("Clear links, in points; the words stand on page one"))
