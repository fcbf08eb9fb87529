"""The view of a demo: every link that was put in beside what was found, and what is a guess."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.truth_marks import TruthMark, truth_marks
from unspiral.services.context import Demo
from unspiral.services.demo import Beside, Story
from unspiral.services.screening import Help
from unspiral.web.text import Text

_ = str
WORLDS: Mapping[str, str] = {
    "linear": _("straight links, nothing hidden"),
    "ordinal_floor": _("answers that sit near one end of the scale"),
    "heavy_tails": _("wild days, and slips of the finger"),
    "bad_night": _("a bad night does more than a good one"),
    "drift": _("levels that wander over the year"),
    "missing_by_mood": _("bad days are left out more often"),
    "reversed_within_day": _("pain acts on stress within one evening"),
}
SAID: Mapping[str, str] = {
    "claimed": _("clear"),
    "cannot_tell": _("cannot tell"),
    "withheld": _("held back"),
}
LINKS_FROM: Mapping[str, str] = {
    "links_published_size": _("Links: size published"),
    "links_published_direction_elicited_size": _("Links: direction published, size our guess"),
    "links_elicited": _("Links: direction and size our guess"),
}
LEVELS_FROM: Mapping[str, str] = {
    "population_published_in_part": _("Levels and swings: published in part"),
    "population_elicited": _("Levels and swings: our guess"),
}
SETTINGS: Mapping[str, str] = {
    "missing": _("answers left out"),
    "missing_slope": _("more left out on bad days"),
    "at_ends": _("answers near one end"),
    "shock_df": _("wild days"),
    "gross_errors": _("slips"),
    "bad_night": _("what a bad night does"),
    "good_night": _("what a good night does"),
    "drift": _("levels that wander"),
    "trend": _("the trend of the year"),
    "pain_to_stress": _("pain to stress in one evening"),
    "flares_per_year": _("flares"),
    "uses": _("what was done, and on which days"),
}
POINTS = "points 0-10"
RIGHT_IN_TEN = 8
del _


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One link of the table, words ready: the truth in points and in sd, and what was found."""

    title: str
    truth: str
    truth_sd: str
    size: str
    range: str
    said: str
    held: bool
    claimed: bool


@dataclass(frozen=True, slots=True)
class DemoView:
    """The page. `rows`: the links that may be put in words one day; `others`: the rest.

    A copy has neither: nobody knows the truth behind a real diary.
    """

    title: str
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    made_up: bool
    waiting: bool
    help: Help
    tally: tuple[str, ...]
    picture: Markup
    rows: tuple[TruthRow, ...]
    others: tuple[TruthRow, ...]
    done: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]


def demo_view(
    demo: Demo,
    story: Story | None,
    links: tuple[Beside, ...],
    fresh: bool,
    help_: Help,
    catalogue: Catalogue,
    t: Text,
) -> DemoView:
    """What there is to tell of this demo; `fresh`: the learner has read all of it.

    After a danger sign (`help_`) no session is named, not even as one that was made up.
    """
    made_up = demo.kind == "made_up"
    return DemoView(
        title=t("What was put in, what was found") if made_up else t("A copy of a diary"),
        lead=_lead(made_up, t),
        facts=_facts(story, t) if story else (),
        made_up=made_up,
        waiting=made_up and not (fresh and links),
        help=help_,
        tally=_tally(links, t) if links else (),
        picture=_picture(links, catalogue, t),
        rows=tuple(_row(one, catalogue, t) for one in links if one.verdict.candidate),
        others=tuple(_row(one, catalogue, t) for one in links if not one.verdict.candidate),
        done=_done(story.done, catalogue, t) if story and story.done and help_ != "danger" else (),
        numbers=_numbers(story.numbers, catalogue, t) if story and story.numbers else (),
    )


def _lead(made_up: bool, t: Text) -> tuple[str, ...]:
    if made_up:
        return (
            t("Nobody lived these days. A program made them up, so their truth is known."),
            t("The learner was not told. Here the truth stands beside what it found."),
        )
    return (
        t("It lies in a folder of its own. What you enter here goes into the copy alone."),
        t("Nobody knows the truth behind a real diary, so there is none to put beside it."),
        t("The clock of this folder was set back, to show the diary as it stood."),
    )


def _facts(story: Story, t: Text) -> tuple[tuple[str, str], ...]:
    first, last = (t.day(day, with_year=True) for day in (story.first_day, story.last_day))
    days = (t("Days"), t("{first} to {last}", first=first, last=last))
    if not story.world:
        return (t("File"), story.file), days
    world = t(WORLDS.get(story.world, story.world))
    return (t("World"), world), (t("Person"), t("number {n}", n=story.seed)), days


def _tally(links: tuple[Beside, ...], t: Text) -> tuple[str, ...]:
    held, claimed = sum(link.holds for link in links), [one for one in links if _claimed(one)]
    ranges = t(
        "{k} of {n} ranges hold the truth. If each is right 8 times in 10, about {m} would.",
        k=held,
        n=len(links),
        m=round(len(links) * RIGHT_IN_TEN / 10),
    )
    if not claimed:
        return ranges, t("No link is clear enough to be put in words. That is the usual result.")
    right = sum(link.points * link.verdict.link.mean > 0 for link in claimed)
    clear = t.plural(
        "{n} link is clear enough to be put in words.",
        "{n} links are clear enough to be put in words.",
        len(claimed),
    )
    way = t.plural("{n} goes the way it was put in.", "{n} go the way they were put in.", right)
    return ranges, t("{clear} {way}", clear=clear, way=way)


def _picture(links: tuple[Beside, ...], catalogue: Catalogue, t: Text) -> Markup:
    """The ten links that may ever be put in words; all of these are in points."""
    shown = [one for one in links if one.verdict.candidate and one.verdict.link.unit == POINTS]
    if not shown:
        return Markup("")
    marks = [
        TruthMark(_title(one, catalogue, t), link.low, link.mean, link.high, one.points)
        for one in shown
        for link in (one.verdict.link,)
    ]
    label = t(
        "{n} links with their ranges; {k} hold the truth. The table has the numbers.",
        n=len(marks),
        k=sum(mark.held for mark in marks),
    )
    return Markup(truth_marks(marks, label))  # our own drawing: every word is escaped there


def _row(one: Beside, catalogue: Catalogue, t: Text) -> TruthRow:
    link = one.verdict.link
    return TruthRow(
        title=_title(one, catalogue, t),
        truth=_amount(one.points, link.unit, t),
        truth_sd=t("{n} sd", n=_signed(one.sd)),
        size=_amount(link.mean, link.unit, t),
        range=t("{low} to {high}", low=_signed(link.low), high=_signed(link.high)),
        said=t(SAID[one.verdict.claim]),
        held=one.holds,
        claimed=_claimed(one),
    )


def _claimed(one: Beside) -> bool:
    return one.verdict.claim == "claimed"


def _title(one: Beside, catalogue: Catalogue, t: Text) -> str:
    return _arrow(one.verdict.link.from_, one.verdict.link.to, catalogue, t)


def _arrow(cause: str, effect: str, catalogue: Catalogue, t: Text) -> str:
    first, second = _name(cause, catalogue, t), _name(effect, catalogue, t)
    return t("{cause} → {effect}", cause=first, effect=second)


def _name(variable: str, catalogue: Catalogue, t: Text) -> str:
    return t.content("variables", variable, "label", catalogue.variables[variable].label)


def _signed(value: float) -> str:
    """A number with two decimals and a true minus sign; never "-0.00"."""
    shown = f"{abs(value):.2f}"
    return f"−{shown}" if value < 0 and float(shown) else shown


def _amount(value: float, unit: str, t: Text) -> str:
    return _signed(value) if unit == POINTS else t("{n} minutes", n=_signed(value))


def _done(
    done: Mapping[str, Mapping[str, float]], catalogue: Catalogue, t: Text
) -> tuple[tuple[str, str], ...]:
    """What was done on some days, and its true effect on what was noted next."""
    told = []
    for name, effects in done.items():
        technique = catalogue.techniques.get(name)
        title = t.content("techniques", name, "title", technique.title) if technique else name
        shown = [
            t("{what} {points} points", what=_name(item, catalogue, t), points=_signed(size))
            for item, size in effects.items()
            if size
        ]
        told.append((title, ", ".join(shown) or t("no effect put in")))
    return tuple(told)


def _numbers(
    numbers: Mapping[str, object], catalogue: Catalogue, t: Text
) -> tuple[tuple[str, str], ...]:
    """Which numbers of the world are published, and which are a guess of ours."""
    told = []
    for key, title in LINKS_FROM.items():
        pairs = (str(name).split(" -> ") for name in _listed(numbers.get(key)))
        told.append((t(title), [_arrow(a, b, catalogue, t) for a, b in pairs]))
    told.append((t("All other links"), [t("around zero, our guess")]))
    for key, title in LEVELS_FROM.items():
        told.append((t(title), [_name(str(n), catalogue, t) for n in _listed(numbers.get(key))]))
    chosen = [t(SETTINGS[name]) for name in _listed(numbers.get("settings")) if name in SETTINGS]
    told.append((t("Chosen or guessed for this world"), chosen))
    return tuple((title, ", ".join(names) or t("none")) for title, names in told)


def _listed(found: object) -> list[str]:
    return [str(name) for name in found] if isinstance(found, (list, tuple, Mapping)) else []
