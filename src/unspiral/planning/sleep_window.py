"""The sleep programme: what may be offered, and its whole state, from facts alone."""

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts
from unspiral.records.problem import Reason
from unspiral.records.sleep import Programme, SleepGate
from unspiral.records.triage import Decision


def gate(facts: Facts, decision: Decision, catalogue: Catalogue) -> SleepGate:
    """Which programme may be offered now. Unknown, stale or doubtful answers offer nothing."""
    return SleepGate(unanswered=("sleep_programme", "sleep_careful"))


def programme(facts: Facts, decision: Decision, catalogue: Catalogue) -> Programme:
    """The state of the programme today. The order of facts and their replays change nothing."""
    return Programme(None, "not_started", reasons=(Reason("not_asked", "sleep_programme"),))
