"""Why something is not said, in plain English: one sentence per reason code, filled by views.

`{item}`, `{cause}` and `{effect}` are names of variables, `{have}` and `{needed}` numbers ready to
show. Views translate the sentence first and fill it after.
"""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a text for the translators; it is translated where it is shown."""
    return text


REASONS: Mapping[str, str] = {
    "words_need_days": _("{have} days so far; {needed} are needed before anything is said."),
    "days_after_today": _("{have} answers are dated after today, so they were left out."),
    "links_need_days": _("{have} days so far; links of your own need {needed}."),
    "loops_need_days": _("{have} days so far; loops need {needed}."),
    "loops_need_every_link": _("No loop is drawn: not every link in one is clear."),
    "links_need_two_items": _("Only one thing was noted often enough, so there is no pair yet."),
    "no_item_to_fit": _("Nothing was noted often enough, with answers that differ."),
    "item_has_few_answers": _("{item}: {have} answers; {needed} are needed."),
    "item_never_changes": _("{item}: every answer is the same, so it cannot be compared."),
    "ticks_have_no_size": _("{item}: noted as ticks, which have no size to compare."),
    "item_not_in_model": _("One of the two was not noted often enough."),
    "not_a_candidate": _("This pair is not one of the ten that may be put in words."),
    "too_few_pairs": _("{have} days with both, in a row; {needed} are needed."),
    "cause_has_few_answers": _("{cause}: {have} different answers; {needed} are needed."),
    "effect_has_few_answers": _("{effect}: {have} different answers; {needed} are needed."),
    "cause_mostly_one_answer": _("{cause}: one answer fills {have} % of days; {needed} % may."),
    "effect_mostly_one_answer": _("{effect}: one answer fills {have} % of days; {needed} % may."),
    "check_failed": _("The model does not fit this diary well enough, so it stays silent."),
    "prior_conflict": _("Far from what research suggests, so two looks in a row must agree."),
    "against_research": _("The opposite of what research suggests. Is its scale the right way up?"),
    "not_clear_yet": _("Not clear yet: {have} % sure; {needed} % is needed."),
    "chains_not_settled": _("The calculation did not settle, so this waits."),
    "model_unstable": _("The model is not steady on this diary, so no loop is read from it."),
}
SHARES = frozenset({"cause_mostly_one_answer", "effect_mostly_one_answer", "not_clear_yet"})
UNKNOWN = _("It could not be told.")


def shown_values(code: str, values: Mapping[str, object]) -> dict[str, str]:
    """`have` and `needed` of a reason as they are shown: whole numbers, shares in percent."""
    scale = 100.0 if code in SHARES else 1.0
    return {
        name: f"{float(value) * scale:.0f}"
        for name, value in values.items()
        if isinstance(value, int | float) and name in ("have", "needed")
    }
