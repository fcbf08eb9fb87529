"""One type per kind of content file: `KINDS` by folder. Unknown keys are errors."""

from unspiral.catalogue.figure_types import Body, Figure
from unspiral.catalogue.item import Cited, Example, Graded, Item
from unspiral.catalogue.screen_types import (
    CrisisLine,
    CrisisLines,
    LevelRule,
    Question,
    RedFlag,
    Screen,
)
from unspiral.catalogue.technique_types import (
    Caution,
    CautionUse,
    Dose,
    Effect,
    SessionStep,
    StopRule,
    Technique,
    Tired,
)
from unspiral.catalogue.text_types import Claim, QItem, QLicence, Questionnaire, Scoring, Source
from unspiral.catalogue.variable_types import Change, Edge, Population, Variable

KINDS: dict[str, type[Item]] = {
    "variables": Variable,
    "sources": Source,
    "redflags": RedFlag,
    "screens": Screen,
    "cautions": Caution,
    "stop_rules": StopRule,
    "techniques": Technique,
    "questionnaires": Questionnaire,
    "claims": Claim,
    "edges": Edge,
    "populations": Population,
    "crisis_lines": CrisisLines,
    "figures": Figure,
    "bodies": Body,
}
FOLDERS: dict[str, str] = {"figures": "figures/poses", "bodies": "figures"}  # else the kind's name

__all__ = [
    "KINDS",
    "Body",
    "Caution",
    "CautionUse",
    "Change",
    "Cited",
    "Claim",
    "CrisisLine",
    "CrisisLines",
    "Dose",
    "Edge",
    "Effect",
    "Example",
    "Figure",
    "Graded",
    "Item",
    "LevelRule",
    "Population",
    "QItem",
    "QLicence",
    "Question",
    "Questionnaire",
    "RedFlag",
    "Scoring",
    "Screen",
    "SessionStep",
    "Source",
    "StopRule",
    "Technique",
    "Tired",
    "Variable",
]
