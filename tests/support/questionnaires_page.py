"""The generated part of docs/reference/questionnaires.md; run this module to write it."""

from collections.abc import Iterator

from support.source import ROOT

from unspiral.catalogue.load import Catalogue, load
from unspiral.catalogue.types import Change, Questionnaire, Scoring, scored_items

PAGE = ROOT / "docs/reference/questionnaires.md"
BEGIN = "<!-- begin generated: questionnaires -->\n"
END = "<!-- end generated: questionnaires -->"
METHODS = {
    "sum": "sum",
    "mean": "mean",
    "percent_of_answered": "percent of what the answered items can reach",
    "sum_of_parts": "sum of the parts",
}


def questionnaires_page(page: str, catalogue: Catalogue) -> str:
    """`page` with the part between its markers made anew from the catalogue."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n".join(_lines(catalogue)) + "\n" + END + rest.partition(END)[2]


def _lines(catalogue: Catalogue) -> Iterator[str]:
    forms = catalogue.questionnaires
    yield from ("| form | title | words | items |", "|---|---|---|---|")
    for form in forms.values():
        words = "shipped" if form.tier.tier == "T1" else f"bring your own ({form.tier.tier})"
        yield f"| [`{form.id}`](#{form.id}) | {form.title} | {words} | {len(form.items)} |"
    for form in forms.values():
        yield from _form(form)


def _form(form: Questionnaire) -> Iterator[str]:
    yield from ("", f"### {form.id}", "", f"{form.title}. {form.tier.terms}", "")
    if form.tier.credit:
        yield from (f"Credit: {form.tier.credit}", "")
    yield f"Items: {_items(form)}. Recall: {form.recall}."
    yield from ("", "| score | from | needs | range | worse is | a change that matters |")
    yield "|---|---|---|---|---|---|"
    for scoring, change in (
        (form.score, form.change), *((part, part.change) for part in form.parts)
    ):  # fmt: skip
        yield _scoring(form, scoring, change)
    for scoring in (form.score, *form.parts):
        if scoring.bands:
            bands = " · ".join(f"{band.low:g}: {band.label}" for band in scoring.bands)
            yield from ("", f"Ranges of `{scoring.variable}`, by their first score: {bands}.")


def _items(form: Questionnaire) -> str:
    """Runs of items with one range, as in `isi_1` to `isi_7` (0 to 4)."""
    runs: list[list[str]] = []
    told: list[str] = []
    for item in form.items:
        low, high = item.range
        rules = [f"{low} to {high}"]
        rules += ["turned round"] * item.reversed + ["points by table"] * bool(item.points)
        rules += ["never filled in"] * item.never_filled + ["not scored"] * item.unscored
        rules += [f"blank counts {item.blank}"] * (item.blank is not None)
        rules += ["decimals"] * (not item.whole)
        said = ", ".join(rules)
        if told and told[-1] == said:
            runs[-1].append(item.id)
        else:
            runs.append([item.id])
            told.append(said)
    return "; ".join(
        f"`{run[0]}`{f' to `{run[-1]}`' if len(run) > 1 else ''} ({said})"
        for run, said in zip(runs, told, strict=True)
    )


def _scoring(form: Questionnaire, scoring: Scoring, change: Change | None) -> str:
    items = scored_items(form, scoring)
    method = METHODS.get(scoring.method, f"rule `{scoring.method}`")
    if scoring.divide != 1:
        method += f", divided by {scoring.divide:g}"
    if scoring.table:
        method += ", then a table"
    if scoring.items:
        method += " of " + ", ".join(item.id.rpartition("_")[2] for item in items)
    low, high = scoring.range
    cells = (
        f"`{scoring.variable}`",
        method,
        f"{scoring.needs} of {len(items)}",
        f"{low:g} to {high:g}",
        scoring.worse,
        _change(change),
    )
    return f"| {' | '.join(cells)} |"


def _change(change: Change | None) -> str:
    if change is None:
        return "not known"
    said = [f"{change.mic_points:g} points"] if change.mic_points is not None else []
    said += [f"{change.mic_percent:g} %"] if change.mic_percent is not None else []
    noise = f"; error sd {change.error_sd:g}" if change.error_sd is not None else ""
    return (" or ".join(said) or "not known") + noise


if __name__ == "__main__":
    PAGE.write_text(questionnaires_page(PAGE.read_text("utf-8"), load()[0]), "utf-8")
