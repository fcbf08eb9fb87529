"""Words of fair tests: why one is closed, rests or stopped, and how an outcome moves."""

from collections.abc import Iterable, Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import TrialQuestion
from unspiral.records.problem import Reason
from unspiral.services.trial_runs import Ended
from unspiral.web.text import Text

_ = str
# variable -> (words for more of it, words for less of it)
MOVES: Mapping[str, tuple[str, str]] = {
    "pain_morning": (_("more pain the next morning"), _("less pain the next morning")),
    "pain": (_("more pain that evening"), _("less pain that evening")),
    "sleep_quality": (_("better for the night"), _("worse for the night")),
    "stress": (_("more stress that day"), _("less stress that day")),
    "mood": (_("better for the mood"), _("worse for the mood")),
}
# variable -> what is asked, and when
ASKED: Mapping[str, str] = {
    "pain_morning": _("pain, the next morning"),
    "pain": _("pain, the same evening"),
    "sleep_quality": _("how the night was, the next morning"),
    "stress": _("stress, the same evening"),
    "mood": _("mood, the same evening"),
}
SHELVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_("For the pain"), ("pain_morning", "pain")),
    (_("For the night"), ("sleep_quality",)),
    (_("For stress and mood"), ("stress", "mood")),
)
STOPPED: Mapping[Ended, str] = {
    "own": _("You stopped it. That is fine."),
    "harm": _("It stopped at once, because it made you worse. It is not offered again unasked."),
    "red": _("It stopped, because the mornings after were harder. Your plan goes on more gently."),
    "danger": _("It stopped, because you told of a danger sign. That comes first."),
}
CLOSED: Mapping[str, str] = {
    "gate": _("No test starts now: something you told us comes first, or some answers are old."),
    "one_at_a_time": _("One test at a time. Another one is on."),
    "made_worse": _("You told us that this made you worse, so it is not tested."),
    "tried_worse": _("You told us that this made you worse before, so it is not tested."),
    "tested_worse": _("In a test it went worse on the days with it, so it is not tested again."),
    "sleep_programme": _("Your sleep programme moves your nights now. Test this one after it."),
    "gentle_only": _("This waits until what you told us has been seen."),
    "held_at_todays_level": _("Nothing new begins until what you told us has been seen."),
    "neck_only": _("This one is for the back. You told us of the neck alone."),
}
del _
RESTS = frozenset({"level_closes_tests", "level_holds_tests", "gate_is_closed"})
AGAINST = frozenset({"caution", "tried_worse", "neck_only", "level_below_first"})


def closed(
    t: Text, catalogue: Catalogue, question: TrialQuestion, reasons: Iterable[Reason]
) -> tuple[str, ...]:
    """Why this question cannot be started now, each as one sentence."""
    return tuple(dict.fromkeys(_closed(t, catalogue, question, reason) for reason in reasons))


def _closed(t: Text, catalogue: Catalogue, question: TrialQuestion, reason: Reason) -> str:
    if reason.code == "too_early":
        return t.plural(
            "A first test may start after {need} days of diary. You have noted {n} day. "
            "They show your usual ups and downs.",
            "A first test may start after {need} days of diary. You have noted {n} days. "
            "They show your usual ups and downs.",
            int(reason.values["noted"] or 0),
            need=reason.values["from"],
        )
    if reason.code == "caution":
        technique = catalogue.techniques[question.technique]
        n = [use.caution for use in technique.cautions].index(str(reason.values["caution"]))
        words = technique.cautions[n].text
        return t.content("techniques", technique.id, f"cautions.{n}.text", words)
    return t(CLOSED.get(reason.code, CLOSED["gate"]))


def rests(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Why a running test is not asked for today."""
    codes = {reason.code for reason in reasons}
    said = []
    if codes & RESTS:
        said.append(
            t("It rests today: something you told us comes first, or some answers are old.")
        )
    elif codes & AGAINST:
        said.append(t("It rests: what you told us speaks against this one now."))
    if "red_morning" in codes:
        said.append(t("It rests today, after a harder morning."))
    if "flare" in codes:
        said.append(t("It rests while a flare lasts. Do what eases you."))
    return tuple(said)


def moves(t: Text, variable: str, up: bool) -> str:
    """What a higher or lower answer means, in words."""
    more, less = MOVES[variable]
    return t(more if up else less)
