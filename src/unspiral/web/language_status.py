"""What each translation is, a draft or reviewed, and which words a draft never replaces.

A wrong word about a danger sign can harm. Until a named person has checked a language, those words
stay in the source language there (docs/adr/0021-draft-languages.md). The lists below are the one
place that says which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from unspiral.catalogue.load import StrictLoader

DRAFT, REVIEWED = "draft", "reviewed"
FILE = "status.yaml"

# Fields of content a draft may replace, by folder. What is not named here stays as it was written:
# red flags, screens, questionnaires, help lines, cautions, stop rules, steps and cues of exercises.
OPEN: Mapping[str, re.Pattern[str]] = {
    folder: re.compile(fields)
    for folder, fields in {
        "lessons": r"title|summary|sections\.\d+\.(heading|text\.\d+)",
        "claims": r"title|answer|heard|why_said|instead",
        "techniques": r"title|summary|why|effects\.\d+\.note",
        "patterns": r"title|summary",
        "variables": r"label",
        "edges": r"title|sentence",
        "figures": r"title",
        "pictures": r"title|say",
        "screens": r"title",
        "worksheets": r"title|summary|again|prompts\.\d+\.(ask|note|(low|high)_end|options\.\w+)",
        "trial_questions": r"title|ask|keep|answers\.\w+",
        "finding_help": r"title|note|registers\.\d+\.what|self_referral(_detail)?",
    }.items()
}
# Items that are about danger, medicine or who must not: of these a draft replaces the title alone.
HELD_ITEMS = frozenset(
    {
        *("lessons/when-to-go", "lessons/medicines-and-asking", "lessons/pain-lying-down"),
        *("claims/when-to-see-a-doctor", "claims/lying-down-danger-signs"),
        *("claims/can-back-pain-paralyse", "claims/stress-and-danger-signs"),
        *("claims/anti-inflammatory-tablets", "claims/paracetamol", "claims/opioids"),
        *("claims/opioids-and-sleep", "claims/tablets-at-night"),
        *("techniques/medicine-talk", "techniques/less-alcohol", "techniques/weight"),
        *("techniques/intervals", "techniques/dry-needling"),
    }
)
# A text of any item that names a danger sign, a risky medicine or where to get help stays, too.
HELD_TEXT = re.compile(
    r"\bnumb(?:ness)?\b|\bpee\b|\bpoo\b|\burine\b|\bbladder\b|\bfever|\bvomit"
    r"|\bchest pain|\bshort of breath"
    r"|\bleg (?:that )?(?:gets?|is getting) weak|\bweak(?:er)? leg|\bleg .{0,12}weak\b|\bcancer\b"
    r"|\bnot wanting to live|\bdark thoughts|\bhurt(?:ing)? yourself|\bsuicid|\bdanger signs?\b"
    r"|\bemergency|\bget help|\bcall for help|\bpregnan|\bopioid|\bblood thinner|\bhard to wake"
    r"|\bdo not drive\b|\bthin bones\b|\bmedicines?\b|\btablets?\b|\bburn you\b"
    r"|\bneeds? a check\b|\bnot living\b|\bheart trouble\b|\bopen wounds\b|\bcan burn\b"
    r"|\bmay fall\b|\bfrom falling\b|\bfalls\b"
    r"|\bdrive sleepy|\bdriving\b|Check your signs|Need help now|\bwithin days\b",
    re.IGNORECASE,
)
# Pages that stay in the source language as a whole: danger, help, who to show what, exercise.
HELD_PATHS = (
    *("/danger", "/help-now", "/show-this", "/show-this.pdf", "/show-an-adult"),
    *("/session", "/awake", "/sleep", "/comfort", "/report", "/report.pdf"),
)
# The views and templates behind them, the line of help beside free text, and questionnaires.
HELD_SOURCES = (
    *("views/danger.py", "pages/danger.py", "templates/danger/", "templates/offline/danger.html"),
    *("templates/partials/danger_first.html", "services/night_voice.py"),
    *("views/help_now.py", "templates/help_now/", "templates/partials/talk_note.html"),
    *("views/show_this", "templates/show_this/"),
    *("views/show_an_adult.py", "templates/show_an_adult/"),
    *("views/session", "pages/session", "templates/session/"),
    *("views/form_", "views/forms_", "templates/check_up/forms"),
    *("views/awake.py", "pages/awake.py", "templates/awake/"),
    *("views/sleep", "pages/sleep", "templates/sleep/"),
    *("views/report", "templates/report/", "sharing/report"),
)
# Sentences on other pages that name a danger sign, a caution or what to tell a clinician.
HELD_WORDS = frozenset(
    {
        "You ticked something new or worse. Do not wait for the connection.",
        "Numb between the legs, pee or poo changed, a weaker leg, fever, chest pain?",
        "A new weak leg, numb between the legs, or a change in pee or poo? Get help at once.",
        "Unspiral is about the back and the legs. For pain in the head, chest, belly or arms, "
        "see someone when it is new, strong or worries you.",
        "{what}. Please check for {check}.",
        "I ticked",
        "Written by the person on {day}. Self-reported.",
        "You told us of an opioid painkiller. Do not drink alcohol with it.",
        "Pregnant, or a birth in the last 6 months: call maternity now if you bleed, lose water, "
        "have tightenings or belly pain that stays, a fever, a bad headache with changed sight, "
        "or the baby moves less.",
        "Something you told us should be seen by a clinician in the next days. Until then nothing "
        "gets harder and nothing new is added.",
    }
)


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """One language as its own file tells it. `name` is what the language calls itself."""

    name: str
    draft: bool


def read(folder: Path) -> LanguageStatus:
    """The status of the language whose catalogue lies in `folder`.

    A draft unless the file says reviewed and names who did it and when.
    """
    try:
        data: Any = yaml.load((folder / FILE).read_text("utf-8"), StrictLoader)
    except FileNotFoundError:
        data = None
    told = data if isinstance(data, dict) else {}
    by_whom = told.get("reviewed")
    named = isinstance(by_whom, dict) and by_whom.get("by") and by_whom.get("on")
    reviewed = told.get("status") == REVIEWED and bool(named)
    return LanguageStatus(str(told.get("name") or folder.name), not reviewed)


def is_open(folder: str, item: str, field: str, text: str) -> bool:
    """Whether a draft may replace `text`, which is this field of a content item."""
    fields = OPEN.get(folder)
    if fields is None or fields.fullmatch(field) is None:
        return False
    if field in ("title", "label"):
        return True
    if f"{folder}/{item}" in HELD_ITEMS:
        return False
    return field.endswith(".heading") or HELD_TEXT.search(text) is None


def is_held_path(path: str) -> bool:
    """Whether the page at `path` stays in the source language while a language is a draft."""
    return any(path == held or path.startswith(f"{held}/") for held in HELD_PATHS)


def is_held_message(message: str, sources: tuple[str, ...]) -> bool:
    """Whether a page word stays: named above, or said by no page but the held ones."""
    if message in HELD_WORDS:
        return True
    return bool(sources) and all(any(held in path for held in HELD_SOURCES) for path in sources)
