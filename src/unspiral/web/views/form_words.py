"""Why a form has no score, in words, by the code of the scorer."""

from collections.abc import Mapping

_ = str
NOT_SCORED: Mapping[str, str] = {
    "not_opened": _("no answer was given."),
    "too_few_answers": _("too many questions were left out for a fair number."),
    "item_needed": _("one question that is never filled in by a guess was left out."),
    "out_of_range": _("one answer lies outside what the form allows."),
    "not_a_whole_number": _("one answer has to be a whole number."),
    "not_a_number": _("one answer is not a number."),
    "answers_contradict": _("two answers do not fit each other."),
    "does_not_apply": _("this part does not apply to you now."),
}
del _
