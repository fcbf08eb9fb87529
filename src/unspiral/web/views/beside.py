"""The view of what stands beside the day's few things: a pause, one's goal, the size, topics."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.records.sleep import Programme
from unspiral.records.triage import Decision
from unspiral.services.beside import Beside
from unspiral.services.goals import GOAL, STEP
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views.goals import topic_item
from unspiral.web.views.holiday import until
from unspiral.web.views.rough_day import goes_on


@dataclass(frozen=True, slots=True)
class BesideView:
    """`pause`: how long a holiday is on, or "". `offered`: one may be taken now.

    `goes_on`: when a hold after a flare ends, or "". `size`: "few" or "more" where there is
    something to choose, else "". `topics`: (path, title). `courses`: (role, path, title) of the
    two programmes, while they are open; with tonight's times while the sleep programme runs.
    """

    pause: str
    goes_on: str
    offered: bool
    goal: str
    step: str
    size: str
    topics: tuple[tuple[str, str], ...]
    courses: tuple[tuple[str, str, str], ...]
    op_pause: OperationFields
    op_size: OperationFields


def beside_view(
    around: Beside, decision: Decision, catalogue: Catalogue, t: Text, *, state: str, rough: bool
) -> BesideView:
    """Everything of it in the words of `t`. `state` is that of the page, `rough` of the day."""
    pause, chosen, plan = around.pause, around.chosen, state == "plan"
    picked = (name for _, names in chosen.topics for name in names)
    return BesideView(
        pause=until(pause, t),
        goes_on=goes_on(around.goes_on, t) if state in ("plan", "done") else "",
        offered=pause.offered,
        goal=chosen.words.get(GOAL, ""),
        step=chosen.words.get(STEP, ""),
        size=chosen.size if plan and not rough else "",
        topics=tuple(topic_item(name, catalogue, t) for name in picked),
        courses=_courses(decision, around.sleep, t, done=state == "done")
        if plan or state == "done"
        else (),
        op_pause=operation_fields(pause.today, pause.zone, pause.version),
        op_size=operation_fields(pause.today, pause.zone, pause.version),
    )


def _courses(
    decision: Decision, sleep: Programme, t: Text, *, done: bool
) -> tuple[tuple[str, str, str], ...]:
    """One quiet link each. Both pages ask their own questions, and say what is closed and why.

    Once the day is done nothing more is offered: only times that hold tonight still stand.
    """
    clearance = decision.clearance
    if clearance is None or decision.help_first or not clearance.covers("standard"):
        return ()
    tonight = _tonight(sleep, t)
    night = (t("For the night"), "/sleep", tonight or t("Sleep programme"))
    if done:
        return (night,) if tonight else ()
    return night, (t("Mind and people"), "/thoughts", t("Thoughts, step by step"))


def _tonight(sleep: Programme, t: Text) -> str:
    """The agreed times: they change on the day of a step, and nobody opens that page each day."""
    if sleep.state not in ("running", "held") or sleep.bed is None or sleep.rise is None:
        return ""
    return t(
        "Tonight: not before {bed}, up at {rise}",
        bed=f"{sleep.bed:%H:%M}",
        rise=f"{sleep.rise:%H:%M}",
    )
