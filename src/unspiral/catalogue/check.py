"""Cross-checks over the whole catalogue. Every problem is listed, never only the first.

Loading has already refused unknown keys and wrong types; here stands what one file alone cannot
know: that what it names exists, that its examples hold, that its words may be said.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from unspiral.catalogue import (
    examples,
    form_check,
    session_check,
    trial_check,
    wording,
    worksheet_check,
)
from unspiral.catalogue.examples import Outcome
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import faults, is_monotone, variables_of
from unspiral.catalogue.types import KINDS, STARTS, Change, Item
from unspiral.records.problem import Problem

# What nothing may be shipped without a source for.
NEEDS_SOURCE = frozenset(
    {"redflags", "cautions", "techniques", "questionnaires", "claims", "edges", "populations"}
    | {"crisis_lines", "lessons", "patterns", "finding_help", "worksheets", "trial_questions"}
)
# Worked out from answers by `screening/answers.py`, so no question carries their name.
DERIVED = frozenset({"age", "dark_thoughts"})
MOST_DRAWN = 3  # the first view of the map shows at most three dotted arrows (product page, 5)
Ledger = Mapping[str, Mapping[str, int]]  # folder -> id -> highest version ever released


def check(
    catalogue: Catalogue,
    outcomes: Mapping[str, Outcome] | None = None,
    ledger: Ledger | None = None,
) -> list[Problem]:
    """Every problem across items, in a steady order.

    `outcomes` works out the examples of the folders it names (`services/content.py`); `ledger`
    holds the ids and versions released so far.
    """
    found = [problem for each in CHECKS for problem in each(catalogue)]
    for folder in KINDS:
        found += wording.problems(catalogue, folder, items_of(catalogue, folder))
    found += examples.problems(catalogue, outcomes or {})
    found += _ids_kept(catalogue, ledger or {})
    return found


def items_of(catalogue: Catalogue, folder: str) -> dict[str, Item]:
    """The items of one content folder by id."""
    return dict(getattr(catalogue, folder))


def counts(catalogue: Catalogue) -> dict[str, int]:
    """How many items each folder holds."""
    return {folder: len(items_of(catalogue, folder)) for folder in KINDS}


def answer_variables(catalogue: Catalogue) -> frozenset[str]:
    """Every variable an answer or a reading can be stored under, and what is derived from them."""
    names = set(catalogue.variables) | DERIVED
    for flag_id, flag in catalogue.redflags.items():
        names |= {question.id for question in flag.questions} | {f"known_{flag_id}"}
    for screen in catalogue.screens.values():
        names |= {screen.variable, *screen.none_sets}
        names |= {name for choice in screen.choices for name in choice.sets}
        if screen.form == "grid":  # each line of a grid is a variable of its own
            names |= {choice.id for choice in screen.choices}
    for form in catalogue.questionnaires.values():
        names |= {item.id for item in form.items}
        names |= {scoring.variable for scoring in (form.score, *form.parts)}
    return frozenset(names - {""})


def _all_items(catalogue: Catalogue) -> Iterator[tuple[str, Item]]:
    for folder in KINDS:
        for name, item in items_of(catalogue, folder).items():
            yield f"{folder}/{name}.yaml", item


def _missing(where: str, what: str, name: str) -> Problem:
    return Problem("does_not_exist", where, values={"what": what, "id": name})


def _sources(catalogue: Catalogue) -> Iterator[Problem]:
    for where, item in _all_items(catalogue):
        named = [cited.id for cited in item.sources] + list(_named_sources(item))
        for name in named:
            if name not in catalogue.sources:
                yield _missing(where, "source", name)
        if where.partition("/")[0] in NEEDS_SOURCE and not item.sources:
            yield Problem("no_source", where)


def _named_sources(item: Any) -> Iterator[str]:
    """Source ids that stand outside the header: of effects, smallest changes and help lines."""
    yield from (effect.source for effect in getattr(item, "effects", ()))
    for each in (item, *getattr(item, "parts", ())):  # the parts of a questionnaire's score
        yield from (name for name in _sources_of(getattr(each, "change", None)) if name)
    yield from (name for line in getattr(item, "lines", ()) for name in line.seen_in)
    features = (*getattr(item, "features", ()), *getattr(item, "against", ()))
    yield from (feature.source for feature in features)


def _sources_of(change: Change | None) -> tuple[str | None, ...]:
    return (change.source, change.error_source) if change else ()


def _reviews(catalogue: Catalogue) -> Iterator[Problem]:
    """`reviewed` needs a named human and a date, and a named human makes it reviewed."""
    for where, item in _all_items(catalogue):
        if (item.status == "reviewed") != (item.reviewed is not None):
            yield Problem("review_without_name", where, values={"status": item.status})
        for line in getattr(item, "lines", ()):
            if bool(line.verified_on) != bool(line.verified_by):
                yield Problem("check_without_name", where, values={"line": line.name})


def _techniques(catalogue: Catalogue) -> Iterator[Problem]:
    for name, technique in catalogue.techniques.items():
        where = f"techniques/{name}.yaml"
        for use in technique.cautions:
            if use.caution not in catalogue.cautions:
                yield _missing(where, "caution", use.caution)
        for rule in technique.stop_rules:
            if rule not in catalogue.stop_rules:
                yield _missing(where, "stop rule", rule)
        for graded in technique.grades:
            if graded.grade == "X":
                yield Problem("grade_x_offered", where, values={"outcome": graded.outcome})
        yield from session_check.problems(where, technique, catalogue.figures)


def _pictured(catalogue: Catalogue) -> Iterator[Problem]:
    """Every technique shows a drawn figure or a designed picture; named pictures exist."""
    for name, technique in catalogue.techniques.items():
        if not technique.figure and not technique.picture:
            yield Problem("no_picture", f"techniques/{name}.yaml")
    for folder in ("techniques", "lessons"):
        for name, item in items_of(catalogue, folder).items():
            picture = getattr(item, "picture", "")
            if picture and picture not in catalogue.pictures:
                yield _missing(f"{folder}/{name}.yaml", "picture", picture)


def _offers(catalogue: Catalogue) -> Iterator[Problem]:
    """What can be started has timed steps; a family has its three levels, one file each."""
    families: dict[str, set[int]] = {}
    for name, technique in catalogue.techniques.items():
        where = f"techniques/{name}.yaml"
        if technique.offer in STARTS and not (technique.session and technique.tired.steps):
            yield Problem("no_session", where)
        if bool(technique.topic) != (technique.offer == "topic"):
            yield Problem("topic_and_offer_differ", where)
        if bool(technique.programme) != (technique.offer == "programme"):
            yield Problem("programme_and_offer_differ", where)
        if bool(technique.family) != bool(technique.level):
            yield Problem("family_without_level", where)
        if technique.family:
            families.setdefault(technique.family, set()).add(technique.level)
            level = "" if technique.level == 1 else f"-{technique.level}"
            if name != f"{technique.family}{level}":
                yield Problem("level_id_differs", where)
    for family, levels in families.items():
        if levels != {1, 2, 3}:
            yield Problem("levels_missing", f"techniques/{family}.yaml")


def _seen(catalogue: Catalogue) -> Iterator[Problem]:
    """Everything named under `see` is there, as "folder/id"."""
    for where, item in _all_items(catalogue):
        of_lines = (link for line in getattr(item, "choices", ()) for link in line.see)
        for link in (*getattr(item, "see", ()), *of_lines):
            folder, _, name = link.partition("/")
            if folder not in KINDS or name not in items_of(catalogue, folder):
                yield _missing(where, "item", link)


def _opens(catalogue: Catalogue) -> Iterator[Problem]:
    """What a ticked line opens can be asked: a red flag or a screen."""
    for name, screen in catalogue.screens.items():
        opened = (one for choice in screen.choices for one in choice.opens)
        for asked in (*screen.both_sides_open, *opened):
            if asked not in catalogue.redflags and asked not in catalogue.screens:
                yield _missing(f"screens/{name}.yaml", "danger sign or screen", asked)


def _conditions(catalogue: Catalogue) -> Iterator[Problem]:
    known = answer_variables(catalogue)
    for where, condition in _every_condition(catalogue):
        wrong = faults(condition)
        yield from (Problem("bad_condition", where, values={"detail": w}) for w in wrong)
        if wrong:
            continue
        for name in sorted(variables_of(condition) - known):
            yield _missing(where, "variable", name)
        if where.startswith("redflags/") and not is_monotone(condition):
            yield Problem("worse_answer_could_lower_level", where)


def _every_condition(catalogue: Catalogue) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, flag in catalogue.redflags.items():
        for number, rule in enumerate(flag.levels):
            yield f"redflags/{name}.yaml: levels.{number}", rule.when
    for name, caution in catalogue.cautions.items():
        yield f"cautions/{name}.yaml: when", caution.when
    for name, pattern in catalogue.patterns.items():
        for feature in (*pattern.features, *pattern.against):
            yield f"patterns/{name}.yaml: {feature.id}", feature.when


def _variables(catalogue: Catalogue) -> Iterator[Problem]:
    """Every variable named by a technique, edge or starting value exists.

    A questionnaire declares its own items and its score, so that adding one takes one file.
    """
    known = answer_variables(catalogue)
    diary = frozenset(catalogue.variables)
    for name, technique in catalogue.techniques.items():
        told = {key.partition("=")[0] for key in technique.told_us} | {technique.tried} - {""}
        yield from _unknown(f"techniques/{name}.yaml", told, known)
    for name, edge in catalogue.edges.items():
        yield from _unknown(f"edges/{name}.yaml", {edge.cause, edge.effect}, diary)
    for name in catalogue.populations:
        yield from _unknown(f"populations/{name}.yaml", {name}, diary)


def _unknown(where: str, wanted: set[str], known: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(wanted - known):
        yield _missing(where, "variable", name)


def _ranges(catalogue: Catalogue) -> Iterator[Problem]:
    for name, variable in catalogue.variables.items():
        low, high = variable.range
        if not low < high or not 0 < variable.step <= high - low:
            yield Problem("bad_range", f"variables/{name}.yaml")


def _edges(catalogue: Catalogue) -> Iterator[Problem]:
    """Same-day links carry no arrow; few are drawn; each lagged one has its sentence."""
    drawn = [name for name, edge in catalogue.edges.items() if edge.drawn]
    if len(drawn) > MOST_DRAWN:
        yield Problem("too_many_arrows", "edges", values={"drawn": len(drawn), "most": MOST_DRAWN})
    for name, edge in catalogue.edges.items():
        where = f"edges/{name}.yaml"
        suffix = "--same_day" if edge.lag == "same_day" else ""
        if name != f"{edge.cause}--{edge.effect}{suffix}":
            yield Problem("edge_id_is_not_its_link", where)
        if edge.drawn and edge.lag == "same_day":
            yield Problem("arrow_on_same_day_link", where)
        if not edge.sentence:
            yield Problem("edge_without_sentence", where)


def _forms(catalogue: Catalogue) -> Iterator[Problem]:
    for name, form in catalogue.questionnaires.items():
        yield from form_check.problems(
            f"questionnaires/{name}.yaml", form, catalogue.questionnaires
        )


def _worksheets(catalogue: Catalogue) -> Iterator[Problem]:
    for name, sheet in catalogue.worksheets.items():
        technique = catalogue.techniques.get(sheet.technique)
        yield from worksheet_check.problems(f"worksheets/{name}.yaml", sheet, technique)


def _trial_questions(catalogue: Catalogue) -> Iterator[Problem]:
    for name, question in catalogue.trial_questions.items():
        yield from trial_check.problems(
            f"trial_questions/{name}.yaml",
            question,
            catalogue.techniques.get(question.technique),
            catalogue.variables.get(question.outcome),
        )


def _ids_kept(catalogue: Catalogue, ledger: Ledger) -> Iterator[Problem]:
    """A released id is retired, never deleted or given to something else."""
    for folder, released in ledger.items():
        items = items_of(catalogue, folder) if folder in KINDS else {}
        for name, version in released.items():
            where = f"{folder}/{name}.yaml"
            if name not in items:
                yield Problem("released_id_deleted", where, values={"version": version})
            elif items[name].version < version:
                yield Problem("version_went_back", where, values={"version": version})


CHECKS: tuple[Callable[[Catalogue], Iterator[Problem]], ...] = (
    _sources,
    _reviews,
    _techniques,
    _pictured,
    _offers,
    _seen,
    _opens,
    _conditions,
    _variables,
    _ranges,
    _edges,
    _forms,
    _worksheets,
    _trial_questions,
)
