"""The few sentences that may be said of symptom patterns, in plain English, filled by the shell.

Each stands here once, so that page and command say the same. `{ticked}` and `{of}` are counts,
`{phrase}` is the pattern's own "when a leg nerve is irritated". Views translate the sentence
first and fill it after.
"""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a text for the translators; it is translated where it is shown."""
    return text


POINTS = _(
    "You ticked {ticked} of {of} features often seen {phrase}. Only an examination can tell."
)
TOO_LITTLE = _(
    "You ticked {ticked} of {of} features often seen {phrase}. That is too little to go by."
)
OF_ONE: Mapping[str, str] = {"two_or_more": POINTS, "one": TOO_LITTLE}
NOTHING_TICKED = _("Like most people's back pain, yours shows no special pattern.")
NOT_ALL_ASKED = _("Not all of the questions were answered yet, so nothing is said.")
LETTERS: Mapping[str, str] = {
    "take_it": _("Some of your answers are worth a letter to take to a doctor. Keep moving."),
    "seen": _("You told us that the stiff back was looked at."),
    "not_needed": _("Your answers to the questions about a stiff back do not call for a letter."),
    "not_asked": _("The questions about a stiff back that began before 45 were not asked."),
}
WITHHELD: Mapping[str, str] = {
    "level": _("This waits. First, the danger signs you told us of need to be looked at."),
    "to_ask": _("This waits. The danger questions come first."),
    "under_18": _("This is made for adults. Please show it to an adult you trust."),
}
STATES: Mapping[str, str] = {
    "ticked": _("yes"),
    "not_ticked": _("no"),
    "unsure": _("not sure"),
    "not_asked": _("not asked"),
}
CHECK_IT = _("A clinician can check this.")
