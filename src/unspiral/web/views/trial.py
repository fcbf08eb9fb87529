"""The page of one question: before it starts, while it runs, and when it is over."""

from collections.abc import Iterable
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique, TrialQuestion
from unspiral.records.problem import Reason
from unspiral.records.trial import Power
from unspiral.screening.trial_gate import SCREEN
from unspiral.services import trial_runs
from unspiral.services.screening import Help
from unspiral.services.trial_answers import LENGTHS
from unspiral.services.trial_runs import Run
from unspiral.services.trials import NONE, TrialsNow, latest
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views import trial_words
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import GradeView, SourceView, grade_views, source_views
from unspiral.web.views.trial_answer import AnswerView, answer_view
from unspiral.web.views.trial_today import TrialToday, trial_today

USUAL_WEEKS = "8"
NEXT_QUESTION = "/danger/next?for=standard&next=/tests/"


@dataclass(frozen=True, slots=True)
class Ask:
    """What comes before a start: lengths with what to expect, and the test's own questions.

    `says`: what is told of each line that was ticked. `closed`: why it cannot start; then there
    is no form.
    """

    lengths: tuple[tuple[str, str], ...]
    weeks: str
    reckoned: str
    ask: str
    note: str
    why: str
    lines: tuple[tuple[str, str], ...]
    none: tuple[str, str]
    ticked: tuple[str, ...]
    says: tuple[str, ...]
    error: str
    closed: tuple[str, ...]
    ask_href: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """The page. One of `ask`, `today` and `answer` or `stopped` leads it.

    `means`: what with, without and as ever mean. `care`: what to watch on days with it.
    `skip_if`: what no screen asks, and what speaks against the thing.
    """

    help: Help
    id: str
    ask_words: str
    technique: tuple[str, str]
    means: tuple[tuple[str, str], ...]
    asked: str
    care: tuple[str, ...]
    skip_if: tuple[str, ...]
    today: TrialToday | None
    known: str
    answer: AnswerView | None
    stopped: str
    ask: Ask | None
    grades: tuple[GradeView, ...]
    sources: tuple[SourceView, ...]
    op: OperationFields
    op_stop: OperationFields
    op_worse: OperationFields


def trial_view(
    t: Text,
    catalogue: Catalogue,
    now: TrialsNow,
    question: TrialQuestion,
    reasons: tuple[Reason, ...],
    careful: tuple[Reason, ...],
    chances: tuple[Power, ...],
    typed: "Typed | None" = None,
    *,
    shut: bool = False,
) -> TrialView:
    """Everything the page shows. `reasons` keep it closed; `chances` are of the lengths.

    `shut`: at E and D nothing tells how to move or warm; what was found stays to see.
    """
    say = ItemWords(t, "trial_questions", question.id)
    technique = catalogue.techniques[question.technique]
    run = latest(now, question.id)
    on = run is not None and run == now.current
    title = t.content("techniques", technique.id, "title", technique.title)
    day, zone, version = now.facts.today, now.zone, now.facts.version
    answer = answer_view(t, run, now.facts) if run and not on else None
    ended = answer is not None and any(reason.code == "tested_worse" for reason in reasons)
    return TrialView(
        help=now.help,
        id=question.id,
        ask_words=say("ask", question.ask),
        technique=(f"/learn/technique/{technique.id}", title),
        means=() if shut else _means(t, question),
        asked=t(trial_words.ASKED[question.outcome]),
        care=tuple(_care(t, catalogue, question, one) for one in careful),
        skip_if=() if shut else _skip_if(t, technique),
        today=trial_today(t, now) if on else None,
        known=_known(t, run, now) if on and run else "",
        answer=answer,
        stopped=t(trial_words.STOPPED[run.ended]) if run and run.ended else "",
        ask=None if on or ended else _ask(t, catalogue, now, question, reasons, chances, typed),
        grades=grade_views(t, technique.grades),
        sources=source_views(t, catalogue, question.sources),
        op=operation_fields(day, zone, version),
        op_stop=operation_fields(day, zone, version),
        op_worse=operation_fields(day, zone, version),
    )


def _means(t: Text, question: TrialQuestion) -> tuple[tuple[str, str], ...]:
    say = ItemWords(t, "trial_questions", question.id)
    return (
        (t("With it"), say("on_days", question.on_days)),
        (t("Without it"), say("off_days", question.off_days)),
        (t("Always"), say("keep", question.keep)),
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what was chosen, and what is wrong with it."""

    weeks: str = USUAL_WEEKS
    ticked: tuple[str, ...] = ()
    error: str = ""


def _ask(
    t: Text,
    catalogue: Catalogue,
    now: TrialsNow,
    question: TrialQuestion,
    reasons: Iterable[Reason],
    chances: tuple[Power, ...],
    typed: Typed | None,
) -> Ask:
    typed = typed or Typed()
    screen, say = catalogue.screens[SCREEN], ItemWords(t, "screens", SCREEN)
    labels = [(n, one) for n, one in enumerate(screen.choices)]
    reasons = tuple(reasons)
    gated = any(reason.code == "gate" for reason in reasons)
    return Ask(
        lengths=tuple((w, _length(t, w, p)) for w, p in zip(LENGTHS, chances, strict=False)),
        weeks=typed.weeks,
        reckoned=_reckoned(t, chances),
        ask=say("ask", screen.ask),
        note=say("note", screen.note),
        why=say("why", screen.why),
        lines=tuple((one.id, say(f"choices.{n}.label", one.label)) for n, one in labels),
        none=(NONE, say("none_label", screen.none_label)),
        ticked=typed.ticked,
        says=tuple(say(f"choices.{n}.say", one.say) for n, one in labels if one.id in typed.ticked),
        error=typed.error,
        closed=trial_words.closed(t, catalogue, question, reasons),
        ask_href=NEXT_QUESTION + question.id if gated and now.help != "danger" else "",
    )


def _length(t: Text, weeks: str, power: Power) -> str:
    return t(
        "{weeks} weeks: a clear answer in about {n}\u00a0of\u00a010",
        weeks=weeks,
        n=power.clear_in_ten,
    )


def _reckoned(t: Text, chances: tuple[Power, ...]) -> str:
    """What the chances rest on."""
    if not chances:
        return ""
    own = bool(chances[0].own)
    runs = chances[0].simulated
    if own:
        return t(
            "Reckoned from your own ups and downs, on {n} made-up tests for each length. Most "
            "single steps do little, and then a test often cannot tell.",
            n=runs,
        )
    return t(
        "Reckoned from usual ups and downs, on {n} made-up tests for each length. Most single "
        "steps do little, and then a test often cannot tell.",
        n=runs,
    )


def _known(t: Text, run: Run, now: TrialsNow) -> str:
    """How it was lived so far: days told, never what they did."""
    over = min(max(0, run.day(now.facts.today) - 1), run.design.days)
    told = sum(1 for day in trial_runs.told(run, now.facts) if day < now.facts.today)
    if not over:
        return ""
    return t.plural(
        "You told us of {told} of {n} day. A missed day costs nothing.",
        "You told us of {told} of {n} days. A missed day costs nothing.",
        over,
        told=told,
    )


def _skip_if(t: Text, technique: Technique) -> tuple[str, ...]:
    say = ItemWords(t, "techniques", technique.id)
    return tuple(say(f"skip_if.{n}", words) for n, words in enumerate(technique.skip_if))


def _care(t: Text, catalogue: Catalogue, question: TrialQuestion, reason: Reason) -> str:
    technique = catalogue.techniques[question.technique]
    n = [use.caution for use in technique.cautions].index(str(reason.values["caution"]))
    return t.content("techniques", technique.id, f"cautions.{n}.text", technique.cautions[n].text)
