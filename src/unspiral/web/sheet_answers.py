"""The posted fields of a written sheet to its words, and what is wrong with them."""

from collections.abc import Mapping

from unspiral.catalogue.types import Prompt, Worksheet
from unspiral.records.problem import Problem
from unspiral.web.forms import MOST_TEXT, Fields

LOW, HIGH = 0, 10
TOO_LONG = "too_long"
# Names a prompt may not have: fields of the form around it.
RESERVED = frozenset(
    {"form_token", "op_id", "local_date", "zone", "base_version", "entry", "do", "rung", "removed"}
)


def typed(fields: Fields, sheet: Worksheet) -> dict[str, str]:
    """What was typed, by prompt id, to show again; line ends as browsers send them made plain."""
    said = {prompt.id: _raw(fields, prompt) for prompt in sheet.prompts}
    return {name: words for name, words in said.items() if words}


def words(fields: Fields, sheet: Worksheet, needed: bool = True) -> dict[str, str]:
    """The words to keep. Faults are in `fields.problems`; `needed`: nothing may be left out."""
    said = typed(fields, sheet)
    for prompt in sheet.prompts:
        _check(fields, prompt, said.get(prompt.id, ""))
        if needed and prompt.needed and not said.get(prompt.id, "").strip():
            fields.fault("please_write", prompt.id)
    return {name: text for name, text in said.items() if text.strip()}


def status(problems: list[Problem]) -> int:
    """413 when a text is longer than any may be (safety.md B6), else 422."""
    over = (p.values.get("have", 0) for p in problems if p.code == TOO_LONG)
    return 413 if any(isinstance(have, int) and have > MOST_TEXT for have in over) else 422


def _raw(fields: Fields, prompt: Prompt) -> str:
    if prompt.form == "ticks":
        return ",".join(fields.form.all(prompt.id))
    return fields.form.get(prompt.id).replace("\r\n", "\n")


def _check(fields: Fields, prompt: Prompt, said: str) -> None:
    options: Mapping[str, str] = prompt.options
    if prompt.form in ("line", "text"):
        if len(said) > prompt.most:
            fields.fault(TOO_LONG, prompt.id, have=len(said), most=prompt.most)
    elif prompt.form == "scale":
        fields.whole(prompt.id, LOW, HIGH)
    elif prompt.form == "day":
        fields.day(prompt.id)
    elif prompt.form == "choice":
        fields.choice(prompt.id, options)
    else:
        fields.ticks(prompt.id, options)
