"""The generated part of docs/reference/red-flags.md; run this module to write it."""

from collections.abc import Iterator, Mapping
from typing import Any

from support.source import ROOT

from unspiral.catalogue.load import Catalogue, load
from unspiral.catalogue.types import Example, RedFlag

PAGE = ROOT / "docs/reference/red-flags.md"
BEGIN, END = "<!-- begin generated: red flags -->\n", "<!-- end generated: red flags -->"
OPS = {"eq": "is", "ne": "is not", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "in": "in"}


def red_flags_page(page: str, catalogue: Catalogue) -> str:
    """`page` with the part between its markers made anew from the catalogue."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n".join(_lines(catalogue)) + "\n" + END + rest.partition(END)[2]


def _lines(catalogue: Catalogue) -> Iterator[str]:
    for flag in sorted(catalogue.redflags.values(), key=_number):
        yield from _flag(flag)
    yield from ("### Screens", "", "| screen | line | opens or sets |", "|---|---|---|")
    for screen in sorted(catalogue.screens.values(), key=lambda s: (s.step, s.id)):
        for choice in screen.choices:
            does = ", ".join(choice.opens) or ", ".join(f"{k}: {v}" for k, v in choice.sets.items())
            if screen.none_sets or choice.opens:
                yield f"| `{screen.id}` | {choice.label} | {does} |"
    yield from ("", "### Cautions", "", "| id | holds when | says |", "|---|---|---|")
    for caution in sorted(catalogue.cautions.values(), key=_number):
        yield f"| `{caution.id}` | {_words(caution.when)} | {caution.text} |"
    yield ""


def _flag(flag: RedFlag) -> Iterator[str]:
    yield from (f"### {flag.id}: {flag.title}", "", "| variable | asks | behind “Not sure” |")
    yield "|---|---|---|"
    for question in flag.questions:
        plain = question.follow_up.ask if question.follow_up else ""
        yield f"| `{question.id}` | {question.ask} | {plain} |"
    yield from ("", "| level | when | why |", "|---|---|---|")
    for rule in flag.levels:
        yield f"| {rule.level} | {_words(rule.when)} | {rule.why} |"
    yield from ("", "| given | then | because |", "|---|---|---|")
    for example in flag.examples:
        yield f"| {_given(example)} | {example.expect['level']} | {example.why} |"
    yield ""


def _given(example: Example) -> str:
    return ", ".join(f"`{name}` {value}" for name, value in example.given.items())


def _words(condition: Mapping[str, Any], inner: bool = False) -> str:
    if "variable" in condition:
        return f"`{condition['variable']}` {OPS[condition['op']]} {condition['value']}"
    if "at_least" in condition:
        parts = ", ".join(_words(part, True) for part in condition["of"])
        return f"at least {condition['at_least']} of ({parts})"
    word = "all" if "all" in condition else "any"
    parts = (" and " if word == "all" else " or ").join(_words(p, True) for p in condition[word])
    return f"({parts})" if inner else parts


def _number(item: Any) -> tuple[str, int, str]:
    digits = "".join(c for c in item.id.split("_")[0] if c.isdigit())
    return ("" if digits else "z", int(digits or 0), item.id)


if __name__ == "__main__":
    PAGE.write_text(red_flags_page(PAGE.read_text("utf-8"), load()[0]), "utf-8")
