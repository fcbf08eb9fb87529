"""Words of My loop: which way a thing moves, where arrows go, and why something is not said."""

from collections.abc import Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.insights.words import REASONS, UNKNOWN, shown_values
from unspiral.records.problem import Reason
from unspiral.web.text import Text

_ = str
NODES: Mapping[str, tuple[str, ...]] = {
    "sleep": (_("Sleep"),),
    "stress_worry": (_("Stress"), _("& worry")),
    "mood": (_("Mood"),),
    "activity": (_("Activity"),),
    "pain": (_("Pain"),),
}
NODE_NAMES: Mapping[str, str] = {
    "sleep": _("Sleep"),
    "stress_worry": _("Stress and worry"),
    "mood": _("Mood"),
    "activity": _("Activity"),
    "pain": _("Pain"),
}
# variable -> (words when its number goes up, words when it goes down)
MOVES: Mapping[str, tuple[str, str]] = {
    "sleep_quality": (_("better night"), _("poorer night")),
    "sleep_hours": (_("longer night"), _("shorter night")),
    "stress": (_("more stress"), _("less stress")),
    "anxiety": (_("more worry"), _("less worry")),
    "mood": (_("better mood"), _("lower mood")),
    "activity_minutes": (_("more activity"), _("less activity")),
    "pain": (_("more pain"), _("less pain")),
}
# variable -> what it is called in a sentence
THINGS: Mapping[str, str] = {
    "sleep_quality": _("the night"),
    "sleep_hours": _("hours asleep"),
    "stress": _("stress"),
    "anxiety": _("worry"),
    "mood": _("mood"),
    "activity_minutes": _("activity"),
    "pain": _("pain"),
}
# variable -> its answers, as in "your pain answers"
ANSWERS: Mapping[str, str] = {**THINGS, "sleep_quality": _("night")}
# place -> its next answer, when that is today's and when it is tomorrow's
NEXT: Mapping[str, tuple[str, str]] = {
    "pain": (_("today"), _("tomorrow")),
    "sleep": (_("last night"), _("next night")),
}
# variable -> how a claim begins, told for the direction that tends to feel worse
AFTER: Mapping[str, str] = {
    "sleep_quality": _("After a night poorer by your usual swing"),
    "sleep_hours": _("After a night shorter by your usual swing"),
    "stress": _("After a day with more stress, by your usual swing"),
    "anxiety": _("After a day with more worry, by your usual swing"),
    "mood": _("After a day of lower mood, by your usual swing"),
    "activity_minutes": _("After a day with less activity, by your usual swing"),
    "pain": _("After a day with more pain, by your usual swing"),
}
# variable -> the head of a picture of the days after one unusual day, told the same way
AFTER_ONE: Mapping[str, str] = {
    "sleep_quality": _("After one poorer night"),
    "sleep_hours": _("After one shorter night"),
    "stress": _("After one day with more stress"),
    "anxiety": _("After one day with more worry"),
    "mood": _("After one day of lower mood"),
    "activity_minutes": _("After one day with less activity"),
    "pain": _("After one day with more pain"),
}
# variable -> what follows, when its number is up, and when it is down
THEN: Mapping[str, tuple[str, str]] = {
    "sleep_quality": (
        _("the night after it tends to be {points} points better"),
        _("the night after it tends to be {points} points poorer"),
    ),
    "sleep_hours": (
        _("the night after it tends to be {points} hours longer"),
        _("the night after it tends to be {points} hours shorter"),
    ),
    "stress": (
        _("stress the next day tends to be {points} points higher"),
        _("stress the next day tends to be {points} points lower"),
    ),
    "anxiety": (
        _("worry the next day tends to be {points} points higher"),
        _("worry the next day tends to be {points} points lower"),
    ),
    "pain": (
        _("pain the next day tends to be {points} points higher"),
        _("pain the next day tends to be {points} points lower"),
    ),
}
MILESTONES: tuple[tuple[int, str], ...] = (
    (1, _("what research says")),
    (7, _("your nights, in plain words")),
    (14, _("your usual range, and a range for tomorrow")),
    (28, _("a first fair test may start")),
    (60, _("first links of your own, if they are clear")),
    (90, _("loops, if every link in one is clear")),
)
del _


def node_of(catalogue: Catalogue, variable: str) -> str:
    """The place of a variable on the map; "" when it has none."""
    found = catalogue.variables.get(variable)
    return found.node if found else ""


def worse_sign(catalogue: Catalogue, variable: str) -> int:
    """+1 when a higher number tends to feel worse, else -1."""
    return 1 if catalogue.variables[variable].worse == "high" else -1


def moves(t: Text, variable: str, sign: float) -> str:
    """ "more pain" or "less pain": the way a variable's number goes."""
    up, down = MOVES[variable]
    return t(up if sign > 0 else down)


def link_words(t: Text, catalogue: Catalogue, cause: str, effect: str, mean: float) -> str:
    """ "Poorer night → more pain", told for the cause's worse direction."""
    sign = worse_sign(catalogue, cause)
    toward = mean * sign or worse_sign(catalogue, effect)
    return capital(
        t("{cause} → {effect}", cause=moves(t, cause, sign), effect=moves(t, effect, toward))
    )


def claim_words(t: Text, catalogue: Catalogue, cause: str, effect: str, mean: float) -> str:
    """A claimed link as one sentence, in points and "so far"."""
    up, down = THEN[effect]
    told = mean * worse_sign(catalogue, cause)
    then = t(up if told > 0 else down, points=t.number(abs(mean)))
    return t("{after}, {then}, for you, so far.", after=t(AFTER[cause]), then=then)


def arrow_words(t: Text, from_: str, to: str) -> str:
    """ "Sleep → Pain" for nodes of the map."""
    return t("{cause} → {effect}", cause=t(NODE_NAMES[from_]), effect=t(NODE_NAMES[to]))


def reason_words(
    t: Text, catalogue: Catalogue, reason: Reason, cause: str = "", effect: str = ""
) -> str:
    """Why something is not said, with names and numbers filled in."""

    def name(variable: str) -> str:
        found = catalogue.variables.get(variable)
        return t.content("variables", variable, "label", found.label) if found else ""

    shown = {"have": "", "needed": "", **shown_values(reason.code, reason.values)}
    names = {"item": name(reason.content_id or ""), "cause": name(cause), "effect": name(effect)}
    return t(REASONS.get(reason.code, UNKNOWN), **names, **shown)


def signed(t: Text, value: float, places: int = 1) -> str:
    """A number with a true minus sign; never "-0"."""
    shown = t.number(abs(value), places)
    return shown if value > 0 or shown == "0" else f"−{shown}"


def span(t: Text, low: float, high: float, places: int = 1) -> str:
    """ "0.2 to 0.8" """
    return t("{low} to {high}", low=signed(t, low, places), high=signed(t, high, places))


def with_unit(t: Text, shown: str, variable: str) -> str:
    """A number with its unit where that is not answer points."""
    if variable == "activity_minutes":
        return t("{n} minutes", n=shown)
    return t("{n} hours", n=shown) if variable == "sleep_hours" else shown


def amount(t: Text, shown: str, variable: str) -> str:
    """A number with its unit: points, hours or minutes."""
    named = with_unit(t, shown, variable)
    return t("{n} points", n=shown) if named == shown else named


def capital(words: str) -> str:
    """The same with a capital first letter."""
    return words[:1].upper() + words[1:]


def pair_words(t: Text, a: str, b: str) -> str:
    """ "Stress with mood": two answers of one evening, in no order."""
    return capital(t("{a} with {b}", a=t(THINGS[a]), b=t(THINGS[b])))
