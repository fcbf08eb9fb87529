"""Words of My loop: which way a thing moves, where arrows go, and why something is not said."""

from collections.abc import Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.insights.words import REASONS, UNKNOWN, shown_values
from unspiral.records.estimate import Link
from unspiral.records.problem import Reason
from unspiral.web.text import Text

WALKING = "walking"
NOTHING_BELOW = 0.05  # points: shown as 0
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
    "sleep_quality": (_("better night"), _("worse night")),
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
    "sleep_quality": _("after a worse night"),
    "sleep_hours": _("after a shorter night"),
    "stress": _("after a day with more stress"),
    "anxiety": _("after a day with more worry"),
    "mood": _("after a day of lower mood"),
    "activity_minutes": _("after a less active day"),
    "pain": _("after a day with more pain"),
}
# variable -> what follows, when its number is up, and when it is down; {when} is one of `follows`
THEN: Mapping[str, tuple[str, str]] = {
    "sleep_quality": (
        _("the night {when} tends to be better by {size}"),
        _("the night {when} tends to be worse by {size}"),
    ),
    "sleep_hours": (
        _("the night {when} tends to be longer by {size}"),
        _("the night {when} tends to be shorter by {size}"),
    ),
    "stress": (
        _("stress {when} tends to be higher by {size}"),
        _("stress {when} tends to be lower by {size}"),
    ),
    "anxiety": (
        _("worry {when} tends to be higher by {size}"),
        _("worry {when} tends to be lower by {size}"),
    ),
    "pain": (
        _("pain {when} tends to be higher by {size}"),
        _("pain {when} tends to be lower by {size}"),
    ),
}
# variable -> where its answers usually lie
USUALLY: Mapping[str, str] = {
    "pain": _("Your pain is usually {range} out of 10: on {often} of 10 days, from {n} days."),
    "sleep_quality": _(
        "Your nights are usually {range} out of 10: on {often} of 10 days, from {n} days."
    ),
    "sleep_hours": _("You usually sleep {range} hours: on {often} of 10 days, from {n} days."),
}
# sizes with a plain name, by the number they are shown as
PLAIN: Mapping[str, str] = {
    "0.5": _("about half a point out of 10"),
    "1": _("about one point out of 10"),
}
POINTS_OUT_OF_10 = _("about {n} points out of 10")
MILESTONES: tuple[tuple[int, str], ...] = (
    (1, _("what research says")),
    (7, _("your nights, in plain words")),
    (14, _("your usual range, and a range for tomorrow")),
    (28, _("a fair test of one thing may start; it takes about 8 weeks")),
    (60, _("links of your own, if they are clear")),
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
    """ "Worse night → more pain": the cause at its worse; about nothing has no way."""
    sign = worse_sign(catalogue, cause)
    first = moves(t, cause, sign)
    if about_nothing(mean):
        return capital(t("{cause}, then {thing}", cause=first, thing=t(THINGS[effect])))
    return capital(t("{cause} → {effect}", cause=first, effect=moves(t, effect, mean * sign)))


def about_nothing(mean: float) -> bool:
    """Is a size shown as 0?"""
    return abs(mean) < NOTHING_BELOW


def over_weeks(catalogue: Catalogue, t: Text) -> str:
    """A link from day to day tells nothing of weeks: what is known of moving more, and how well."""
    walking = catalogue.techniques.get(WALKING)
    grades = [one.grade for one in walking.grades if one.outcome == "pain"] if walking else []
    if not grades:
        return ""
    return t(
        "This is about one day to the next. Regular activity may still help over weeks (evidence "
        "{grade}).",
        grade=min(grades),
    )  # fmt: skip


def claim_words(t: Text, catalogue: Catalogue, link: Link) -> str:
    """A claimed link as one sentence, in a plain amount and "so far"."""
    when = follows(t, catalogue, link.from_, link.to, days_between(catalogue, link))
    told = link.mean * worse_sign(catalogue, link.from_)
    return t(
        "For you, so far: {after}, {then}.",
        after=t(AFTER[link.from_]), then=then_words(t, link.to, told, when),
    )  # fmt: skip


def then_words(t: Text, effect: str, change: float, when: str) -> str:
    """ "pain the next day tends to be higher by about half a point out of 10" """
    up, down = THEN[effect]
    return t(up if change > 0 else down, when=when, size=plain_amount(t, change, effect))


def follows(t: Text, catalogue: Catalogue, cause: str, effect: str, days: int) -> str:
    """When an effect comes, counted from the night or day before it: 1 is the very next."""
    if node_of(catalogue, effect) == "sleep":
        return t("that follows") if days == 1 else t("{n} nights later", n=days)
    if days == 1:
        return t("the next day")
    if node_of(catalogue, cause) == "sleep":
        return t("on day {n} after that night", n=days)
    return t("{n} days later", n=days)


def days_between(catalogue: Catalogue, link: Link) -> int:
    """1, but 2 from a night to the next diary day: its own day was noted in the same sitting."""
    skips = node_of(catalogue, link.from_) == "sleep" and link.lags == ("next_day",)
    return 2 if skips else 1


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


def plain_amount(t: Text, value: float, variable: str) -> str:
    """A size as one would say it: "about half a point out of 10", "about 20 minutes"."""
    if variable == "sleep_hours":
        return t("about {n} minutes", n=round(60 * abs(value)))
    shown = t.number(abs(value))
    return t(PLAIN.get(shown, POINTS_OUT_OF_10), n=shown)


def capital(words: str) -> str:
    """The same with a capital first letter."""
    return words[:1].upper() + words[1:]


def pair_words(t: Text, a: str, b: str) -> str:
    """ "Stress with mood": two answers of one evening, in no order."""
    return capital(t("{a} with {b}", a=t(THINGS[a]), b=t(THINGS[b])))
