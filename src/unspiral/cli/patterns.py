"""`unspiral patterns CASE.json`: features counted per pattern, or why nothing is read."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from unspiral.assessment.patterns import Counted, Reading, Result
    from unspiral.catalogue.load import Catalogue
    from unspiral.catalogue.types import Feature, Pattern
    from unspiral.records.facts import Facts


@click.command(name="patterns")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(case: Path, as_json: bool) -> None:
    """Count the ticked features of CASE (schema case/1). Nothing is diagnosed."""
    from unspiral.catalogue.load import load
    from unspiral.services.case import read_case

    catalogue, _ = load()
    result = patterns_document(read_case(case, catalogue), catalogue)
    click.echo(json.dumps(result, indent=2) if as_json else _in_words(result))


def patterns_document(facts: "Facts", catalogue: "Catalogue") -> dict[str, Any]:
    """What may be told of a case's patterns as plain data, each with its sentence."""
    from unspiral.assessment import pattern_words as words
    from unspiral.assessment.patterns import read
    from unspiral.screening.answers import effective
    from unspiral.screening.gate import assess

    result = read(assess(facts, catalogue), effective(facts, catalogue), catalogue)
    if result.withheld:
        return {
            "status": "withheld",
            "level": result.level.value,
            "shown": [words.WITHHELD[result.withheld[0].code]],
            "reasons": [asdict(reason) for reason in result.withheld],
        }
    return {
        "status": "read",
        "level": result.level.value,
        "said": result.said,
        "shown": _shown(result, catalogue),
        "patterns": [_pattern(reading, catalogue) for reading in result.readings],
        "letters": [
            {
                "pattern": reading.pattern,
                "letter": reading.letter,
                "shown": words.LETTERS[str(reading.letter)],
                "sources": _sources(catalogue.patterns[reading.pattern], catalogue),
            }
            for reading in result.letters
        ],
        "check": words.CHECK_IT,
    }


def _shown(result: "Result", catalogue: "Catalogue") -> list[str]:
    from unspiral.assessment.pattern_words import NOT_ALL_ASKED, NOTHING_TICKED

    if result.said == "none":
        return [NOTHING_TICKED]
    found = [_sentence(r, catalogue.patterns[r.pattern]) for r in result.readings]
    return [sentence for sentence in found if sentence] or [NOT_ALL_ASKED]


def _sentence(reading: "Reading", pattern: "Pattern") -> str:
    from unspiral.assessment.pattern_words import OF_ONE

    counts = {"ticked": reading.ticked, "of": reading.of, "phrase": pattern.phrase}
    return OF_ONE.get(reading.said, "").format(**counts)


def _pattern(reading: "Reading", catalogue: "Catalogue") -> dict[str, Any]:
    pattern = catalogue.patterns[reading.pattern]
    return {
        "pattern": reading.pattern,
        "counted": reading.ticked,
        "of": reading.of,
        "said": reading.said,
        "shown": _sentence(reading, pattern),
        "features": _features(reading.features, pattern.features),
        "against": _features(reading.against, pattern.against),
        "lying": pattern.lying,
        "sources": _sources(pattern, catalogue),
    }


def _features(
    counted: "tuple[Counted, ...]", features: "tuple[Feature, ...]"
) -> list[dict[str, str]]:
    labels = {feature.id: feature.label for feature in features}
    return [asdict(one) | {"label": labels[one.id]} for one in counted]


def _sources(pattern: "Pattern", catalogue: "Catalogue") -> list[dict[str, str]]:
    cites = {cited.id: catalogue.sources[cited.id].cite for cited in pattern.sources}
    return [{"id": name, "cite": cite} for name, cite in cites.items()]


def _in_words(result: dict[str, Any]) -> str:
    lines = [f"Level {result['level']}", *result["shown"]]
    for pattern in result.get("patterns", ()):
        for kind in ("features", "against"):
            lines += [f"  {_line(one, kind)}" for one in pattern[kind]]
    lines += [letter["shown"] for letter in result.get("letters", ())]
    return "\n".join([*lines, *([result["check"]] if "check" in result else [])])


def _line(feature: dict[str, str], kind: str) -> str:
    from unspiral.assessment.pattern_words import STATES

    other_way = " (points the other way)" if kind == "against" else ""
    return f"{STATES[feature['state']]:>9}  {feature['label']}{other_way}"
