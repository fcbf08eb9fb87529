"""How to read the page: what each number means, its cut-off, and the source of that."""

from collections.abc import Iterator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Change
from unspiral.records.report import Report
from unspiral.sharing.translator import Translator


def how_to_read(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[str]:
    """One line each; only for what stands on the page."""
    for labels, source in _limits(report, t, catalogue).items():
        cite = catalogue.sources[source].cite if source in catalogue.sources else source
        yield t("Change that matters, {what}: {cite}", what=", ".join(labels), cite=cite)
    held = [*(row.against for row in report.forms), *(row.against for row in report.daily)]
    if any(limit is not None and limit.matters for limit in held):
        yield t("“Matters” is a change people tend to notice, on average; it is no test result.")
    drawn = any(one.how == "drawn" for one in report.tried)
    if drawn:
        yield t(
            "Drawn at random: chance chose the days with and without it. “Helped”: at least 95 % "
            "sure of the direction, and at least even odds of half a point of 10 or more. Range: "
            "8 in 10. Not blinded, so it is instruction and expectation together."
        )
    if any(one.how != "drawn" for one in report.tried):
        yield (
            t("All else that was tried was only noted: it may be chance, time or something else.")
            if drawn
            else t("What was tried was only noted: it may be chance, time or something else.")
        )
    if report.links and report.links.rows:
        yield t(
            "Links: ten pairs fixed in advance, looked at on fixed days, told only when at least "
            "98 % sure of the direction. Size: for a usual day-to-day swing; range: 8 in 10."
        )
    yield t("Empty days stay empty: nothing is filled in.")


def _limits(report: Report, t: Translator, catalogue: Catalogue) -> dict[tuple[str, ...], str]:
    """What is held against which source: (names) to the source."""
    found: dict[str, list[str]] = {}

    def note(label: str, change: Change | None) -> None:
        if change is not None and label not in found.setdefault(change.source, []):
            found[change.source].append(label)

    for row in report.forms:
        form = catalogue.questionnaires[row.form]
        label = form.score.label or form.title
        note(t.content("questionnaires", form.id, f"label.{row.variable}", label), form.change)
    for day in report.daily:
        variable = catalogue.variables[day.variable]
        if day.against:
            note(t.content("variables", variable.id, "label", variable.label), variable.change)
    return {tuple(labels): source for source, labels in found.items()}
