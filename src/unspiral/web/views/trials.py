"""The list of questions that may be put to a fair test, and how each stands."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import TrialQuestion
from unspiral.records.trial import TrialResult
from unspiral.services import trial_answers
from unspiral.services.screening import Help
from unspiral.services.trials import FROM_DAY, TrialsNow, latest
from unspiral.web.text import Text
from unspiral.web.views import trial_words
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.trial_answer import verdict_words
from unspiral.web.views.trial_today import TrialToday, trial_today


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One question: where it is, what it asks, and how it stands."""

    href: str
    ask: str
    stands: str


@dataclass(frozen=True, slots=True)
class TrialsView:
    """The page. `shelves`: (heading, questions). `early`: why none may start yet, or ""."""

    help: Help
    today: TrialToday | None
    early: str
    shelves: tuple[tuple[str, tuple[TrialLine, ...]], ...]


def trials_view(t: Text, catalogue: Catalogue, now: TrialsNow) -> TrialsView:
    """Everything the page shows, in the words of `t`."""
    listed = [q for q in catalogue.trial_questions.values() if q.status != "retired"]
    shelves = tuple(
        (t(heading), tuple(_line(t, now, q) for q in listed if q.outcome in outcomes))
        for heading, outcomes in trial_words.SHELVES
    )
    return TrialsView(
        help=now.help,
        today=trial_today(t, now),
        early=t.plural(
            "A first test may start after {need} days of diary. You have noted {n} day. "
            "They show your usual ups and downs.",
            "A first test may start after {need} days of diary. You have noted {n} days. "
            "They show your usual ups and downs.",
            now.noted,
            need=FROM_DAY,
        )
        if now.noted < FROM_DAY
        else "",
        shelves=shelves,
    )


def _line(t: Text, now: TrialsNow, question: TrialQuestion) -> TrialLine:
    say = ItemWords(t, "trial_questions", question.id)
    stands = _stands(t, now, question)
    return TrialLine(f"/tests/{question.id}", say("ask", question.ask), stands)


def _stands(t: Text, now: TrialsNow, question: TrialQuestion) -> str:
    run = latest(now, question.id)
    if run is None:
        return ""
    if run == now.current:
        return t("On now")
    answer = trial_answers.answer_of(run, now.facts)
    if isinstance(answer, TrialResult):
        return verdict_words(t, question, answer)
    return t("Stopped") if run.ended else t("Over, without an answer")
