"""One type per kind of content file: `KINDS` by folder. Unknown keys are errors."""

from unspiral.catalogue.figure_types import Body, Figure
from unspiral.catalogue.form_types import (
    Band,
    QItem,
    QLicence,
    Questionnaire,
    Scoring,
    scored_items,
)
from unspiral.catalogue.item import Cited, Example, Graded, Item
from unspiral.catalogue.pattern_types import Feature, Pattern
from unspiral.catalogue.picture_types import Picture, Shape
from unspiral.catalogue.screen_types import (
    CrisisLine,
    CrisisLines,
    LevelRule,
    Question,
    RedFlag,
    Screen,
)
from unspiral.catalogue.technique_types import (
    STARTS,
    Caution,
    CautionUse,
    Dose,
    Effect,
    Grows,
    SessionStep,
    StopRule,
    Technique,
    Tired,
)
from unspiral.catalogue.text_types import (
    Claim,
    FindingHelp,
    Lesson,
    Register,
    Section,
    Source,
)
from unspiral.catalogue.trial_types import TrialAnswers, TrialQuestion
from unspiral.catalogue.variable_types import Change, Edge, Population, Variable
from unspiral.catalogue.worksheet_types import Prompt, Worksheet

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
    "lessons": Lesson,
    "patterns": Pattern,
    "finding_help": FindingHelp,
    "edges": Edge,
    "populations": Population,
    "crisis_lines": CrisisLines,
    "figures": Figure,
    "bodies": Body,
    "pictures": Picture,
    "worksheets": Worksheet,
    "trial_questions": TrialQuestion,
}
FOLDERS: dict[str, str] = {"figures": "figures/poses", "bodies": "figures"}  # else the kind's name

__all__ = [
    "KINDS",
    "STARTS",
    "Band",
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
    "Feature",
    "Figure",
    "FindingHelp",
    "Graded",
    "Grows",
    "Item",
    "Lesson",
    "LevelRule",
    "Pattern",
    "Picture",
    "Population",
    "Prompt",
    "QItem",
    "QLicence",
    "Question",
    "Questionnaire",
    "RedFlag",
    "Register",
    "Scoring",
    "Screen",
    "Section",
    "SessionStep",
    "Shape",
    "Source",
    "StopRule",
    "Technique",
    "Tired",
    "TrialAnswers",
    "TrialQuestion",
    "Variable",
    "Worksheet",
    "scored_items",
]
