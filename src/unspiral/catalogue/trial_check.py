"""What a question for a fair test may say wrongly about itself, and what may never be tested.

Hazard H13: never a medicine, never care by a clinician, never the sleep programme, nothing that
hangs on a topic of the body or of addiction. What is left is safe to leave out on half the days.
"""

from collections.abc import Iterator

from unspiral.catalogue.technique_types import Technique
from unspiral.catalogue.trial_types import TrialQuestion
from unspiral.catalogue.variable_types import Variable
from unspiral.records.problem import Problem

# By clinicians, answered only, or of a topic (smoking, food, weight, drink): never left out by us.
NEVER = frozenset({"clinician", "answer", "topic"})
# Of a programme only what stands alone: a set time for worry. The sleep programme never.
PROGRAMMES = frozenset({"thoughts"})


def problems(
    where: str,
    question: TrialQuestion,
    technique: Technique | None,
    variable: Variable | None,
) -> Iterator[Problem]:
    """Every fault of one question; what it names is handed in, None when it is not there."""
    for fault in (*_of_technique(question, technique), *_of_outcome(question, variable)):
        yield Problem("bad_trial_question", where, values={"detail": fault})


def _of_technique(question: TrialQuestion, technique: Technique | None) -> Iterator[str]:
    if technique is None or technique.status == "retired":
        yield f"no technique {question.technique}"
        return
    if technique.offer in NEVER:
        yield f"{technique.id} is of the kind {technique.offer}: it is never left out by a test"
    if technique.offer == "programme" and technique.programme not in PROGRAMMES:
        yield f"{technique.id} belongs to the {technique.programme} programme"
    if technique.scope == "programme":
        yield f"{technique.id} is the sleep window or compression"
    if technique.level > 1:
        yield f"{technique.id} opens only after another: a test cannot hold it"


def _of_outcome(question: TrialQuestion, variable: Variable | None) -> Iterator[str]:
    if variable is None:
        yield f"no variable {question.outcome}"
        return
    if variable.range != (0.0, 10.0):
        yield f"{variable.id} is not on 0-10, and half a point would mean something else"
    if variable.sitting != question.when:
        yield f"{variable.id} is not asked in the {question.when}"
    better = "lower" if variable.worse == "high" else "higher"
    if question.better != better:
        yield f"for {variable.id} {better} is better"
    if question.do_at == "night" and question.when != "morning":
        yield "what is done at night is asked about the next morning"
