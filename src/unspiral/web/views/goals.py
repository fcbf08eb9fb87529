"""The view of one's own goal and of what one chose of the day."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.services import goals, talk
from unspiral.services.goals import GoalNow
from unspiral.services.screening import Help
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views.own_lines import OwnLine, own_lines


@dataclass(frozen=True, slots=True)
class TopicView:
    """One topic: picked or not, and what it holds when it is (path, title)."""

    name: str
    title: str
    picked: bool
    items: tuple[tuple[str, str], ...]
    op: OperationFields


@dataclass(frozen=True, slots=True)
class GoalsView:
    """The page. `past`: (words, how and when). `sizes` is empty while the first week is on.

    Each form has an operation of its own, so that a page gone back to doubles nothing.
    """

    help: Help
    lines: tuple[OwnLine, ...]
    since: str
    past: tuple[tuple[str, str], ...]
    minutes: tuple[tuple[str, str], ...]
    minutes_now: str
    sizes: tuple[tuple[str, str], ...]
    size_now: str
    walks: tuple[tuple[str, str], ...]
    walks_now: str
    topics: tuple[TopicView, ...]
    saved: bool
    fault: str
    talk: bool
    op: OperationFields
    op_end: OperationFields
    op_minutes: OperationFields
    op_size: OperationFields
    op_walks: OperationFields


def goals_view(
    now: GoalNow,
    catalogue: Catalogue,
    t: Text,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    fault: str = "",
    saved: bool = False,
) -> GoalsView:
    """The page with what was kept, or with what was typed when that could not be kept."""
    chosen = now.chosen
    words = chosen.words if typed is None else typed

    def op() -> OperationFields:
        return operation_fields(now.today, now.zone, now.version)

    return GoalsView(
        help=now.help,
        lines=own_lines(t, (catalogue.screens[name] for name in goals.LINES), words, errors or {}),
        since=t("Since {day}.", day=t.day(chosen.since, with_year=True)) if chosen.since else "",
        past=tuple((goal.words, _how(goal, t)) for goal in chosen.past),
        minutes=tuple(
            (str(n), t.plural("{n} minute", "{n} minutes", n))
            for n in goals.minutes_offered(catalogue)
        ),
        minutes_now=str(chosen.minutes or ""),
        sizes=_sizes(t) if chosen.size else (),
        size_now=chosen.size,
        walks=(("minutes", t("Minutes")), ("steps", t("Steps"))),
        walks_now=chosen.walks,
        topics=_topics(now, catalogue, t),
        saved=saved,
        fault=fault,
        talk=talk.told_in(catalogue, *words.values()),
        op=op(),
        op_end=op(),
        op_minutes=op(),
        op_size=op(),
        op_walks=op(),
    )


def _how(goal: goals.PastGoal, t: Text) -> str:
    day = t.day(goal.day, with_year=True)
    if goal.how == "reached":
        return t("Reached on {day}.", day=day)
    return t("Let go on {day}.", day=day)


def _sizes(t: Text) -> tuple[tuple[str, str], ...]:
    return (("few", t("Three at most")), ("more", t("Three to five")))


def _topics(now: GoalNow, catalogue: Catalogue, t: Text) -> tuple[TopicView, ...]:
    titles = {
        "smoking": t("Smoking"),
        "food": t("Food"),
        "weight": t("Weight"),
        "drink": t("Alcohol"),
    }
    picked = dict(now.chosen.topics)
    return tuple(
        TopicView(
            name=name,
            title=titles[name],
            picked=name in picked,
            items=tuple(topic_item(each, catalogue, t) for each in picked.get(name, ())),
            op=operation_fields(now.today, now.zone, now.version),
        )
        for name in goals.TOPICS
    )


def topic_item(technique: str, catalogue: Catalogue, t: Text) -> tuple[str, str]:
    """Where something of a picked topic is read, and its title."""
    title = t.content("techniques", technique, "title", catalogue.techniques[technique].title)
    return f"/learn/technique/{technique}", title
