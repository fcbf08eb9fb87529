"""What a written sheet may say wrongly about itself, and that it can be stopped."""

from collections.abc import Iterator

from unspiral.catalogue.technique_types import Technique
from unspiral.catalogue.worksheet_types import Prompt, Worksheet
from unspiral.records.problem import Problem

# Too much to bear: stop, open the eyes, five things you see (hazard H29).
GROUNDING_RULE = "st5"


def problems(where: str, sheet: Worksheet, technique: Technique | None) -> Iterator[Problem]:
    """Every fault of one sheet; `technique` is the one it names, None when there is none."""
    for fault in _faults(sheet, technique):
        yield Problem("bad_worksheet", where, values={"detail": fault})


def _faults(sheet: Worksheet, technique: Technique | None) -> Iterator[str]:
    if technique is None:
        yield f"no technique {sheet.technique}"
    elif GROUNDING_RULE not in technique.stop_rules:
        yield f"{sheet.technique} has no stop rule {GROUNDING_RULE}, which leads to grounding"
    if bool(sheet.enough) != bool(sheet.days):
        yield "enough and days go together"
    if bool(sheet.again) != any(prompt.later for prompt in sheet.prompts):
        yield "again heads what is asked later, and only that"
    if not any(prompt.needed and not prompt.later for prompt in sheet.prompts):
        yield "nothing is needed, so an empty sheet could be kept"
    names = [prompt.id for prompt in sheet.prompts]
    twice = sorted({name for name in names if names.count(name) > 1})
    yield from (f"prompt {name} stands twice" for name in twice)
    for prompt in sheet.prompts:
        yield from _prompt_faults(prompt)


def _prompt_faults(prompt: Prompt) -> Iterator[str]:
    if bool(prompt.options) != (prompt.form in ("choice", "ticks")):
        yield f"{prompt.id}: options belong to a choice or to ticks"
    if bool(prompt.low_end and prompt.high_end) != (prompt.form == "scale"):
        yield f"{prompt.id}: both ends belong to a scale"
