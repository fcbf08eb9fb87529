"""The running test on a day: what chance drew, and two taps. Nothing of what it does."""

from dataclasses import dataclass

from unspiral.services import trial_runs
from unspiral.services.trial_runs import Run
from unspiral.services.trials import TrialsNow
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views import trial_words
from unspiral.web.views.item_words import ItemWords


@dataclass(frozen=True, slots=True)
class TrialToday:
    """One quiet line. `counted`: which day it is. `drawn`: "Today: with it". `text`: what that
    means. `taps`: (value, words), empty while it rests. `told`: what was said of today.
    """

    href: str
    title: str
    counted: str
    drawn: str
    text: str
    rests: tuple[str, ...]
    taps: tuple[tuple[str, str], ...]
    told: str
    op: OperationFields


def trial_today(t: Text, now: TrialsNow) -> TrialToday | None:
    """The line for today; None when no test runs or waits."""
    run = now.current
    if run is None:
        return None
    today = now.facts.today
    arm = None if now.rests else run.arm(today)
    say = ItemWords(t, "trial_questions", run.question.id)
    return TrialToday(
        href=f"/tests/{run.question.id}",
        title=say("title", run.question.title),
        counted=counted(t, run, now),
        drawn={True: t("Today: with it."), False: t("Today: without it."), None: ""}[arm],
        text={
            True: say("on_days", run.question.on_days),
            False: say("off_days", run.question.off_days),
            None: "",
        }[arm],
        rests=trial_words.rests(t, now.rests) if run.state(today) == "running" else (),
        taps=_taps(t, arm),
        told=_told(t, run, now),
        op=operation_fields(today, now.zone, now.facts.version),
    )


def counted(t: Text, run: Run, now: TrialsNow) -> str:
    """How far it is."""
    state, today = run.state(now.facts.today), now.facts.today
    if state == "waiting":
        return t("It begins tomorrow.")
    if state == "closing":
        return t("The days are over. The last answer is still to come.")
    return t("Day {n} of {all}", n=run.day(today), all=run.design.days)


def _taps(t: Text, arm: bool | None) -> tuple[tuple[str, str], ...]:
    if arm is None:
        return ()
    if arm:
        return (("done", t("Done")), ("not_done", t("Not done")))
    return (("not_done", t("Left out")), ("done", t("I did it")))


def _told(t: Text, run: Run, now: TrialsNow) -> str:
    done = trial_runs.told(run, now.facts).get(now.facts.today)
    if done is None:
        return ""
    return t("Noted for today: done.") if done else t("Noted for today: not done.")
