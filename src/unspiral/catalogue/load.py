"""Content files to a typed catalogue: strict YAML, one item per file, all problems listed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue import types as t
from unspiral.records.problem import Problem

CONTENT = Path(__file__).resolve().parent.parent / "content"
COVERAGE = "coverage.yaml"  # what the founding articles describe, row by row: where it stands here
LEDGER = "released.json"  # ids and versions of every release: retired, never reused


class StrictLoader(yaml.CSafeLoader):
    """YAML 1.2 core scalars only: no yes/no booleans, dates or sexagesimals; no double keys."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"duplicate key {key!r}", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _add_resolvers() -> None:
    import re

    core = (
        ("bool", r"^(?:true|false)$", "tf"),
        ("null", r"^(?:null|~|)$", ["n", "~", ""]),
        ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
        ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+0123456789."),
    )
    for tag, pattern, first in core:
        StrictLoader.add_implicit_resolver(
            f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first)
        )


_add_resolvers()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All content, by kind and id, with the hash of the compiled whole."""

    hash: str
    variables: Mapping[str, t.Variable] = field(default_factory=dict)
    sources: Mapping[str, t.Source] = field(default_factory=dict)
    redflags: Mapping[str, t.RedFlag] = field(default_factory=dict)
    screens: Mapping[str, t.Screen] = field(default_factory=dict)
    cautions: Mapping[str, t.Caution] = field(default_factory=dict)
    stop_rules: Mapping[str, t.StopRule] = field(default_factory=dict)
    techniques: Mapping[str, t.Technique] = field(default_factory=dict)
    questionnaires: Mapping[str, t.Questionnaire] = field(default_factory=dict)
    claims: Mapping[str, t.Claim] = field(default_factory=dict)
    lessons: Mapping[str, t.Lesson] = field(default_factory=dict)
    patterns: Mapping[str, t.Pattern] = field(default_factory=dict)
    finding_help: Mapping[str, t.FindingHelp] = field(default_factory=dict)
    edges: Mapping[str, t.Edge] = field(default_factory=dict)
    populations: Mapping[str, t.Population] = field(default_factory=dict)
    crisis_lines: Mapping[str, t.CrisisLines] = field(default_factory=dict)
    figures: Mapping[str, t.Figure] = field(default_factory=dict)
    bodies: Mapping[str, t.Body] = field(default_factory=dict)
    pictures: Mapping[str, t.Picture] = field(default_factory=dict)
    worksheets: Mapping[str, t.Worksheet] = field(default_factory=dict)
    trial_questions: Mapping[str, t.TrialQuestion] = field(default_factory=dict)


def read_files(root: Path = CONTENT) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """Every content file as plain data, {folder: {id: data}}, and what could not be read."""
    found: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for folder in t.KINDS:
        found[folder] = {}
        for path in sorted((root / t.FOLDERS.get(folder, folder)).glob("*.yaml")):
            where = f"{folder}/{path.name}"
            try:
                data = yaml.load(path.read_text("utf-8"), StrictLoader)
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                problems.append(Problem("not_yaml", where, values={"detail": str(error)}))
                continue
            if not isinstance(data, dict):
                problems.append(Problem("not_a_mapping", where))
                continue
            if data.get("id") != path.stem:
                problems.append(Problem("id_is_not_file_name", where))
            found[folder][path.stem] = data
    return found, problems


def compile_catalogue(files: Mapping[str, Mapping[str, Any]]) -> tuple[Catalogue, list[Problem]]:
    """Plain data to typed items. Items that do not fit their type are left out and listed."""
    problems: list[Problem] = []
    kinds: dict[str, dict[str, Any]] = {}
    for folder, items in files.items():
        kinds[folder] = {}
        for name, data in items.items():
            try:
                kinds[folder][name] = _adapter(folder).validate_json(
                    json.dumps(data), strict=True, extra="forbid"
                )
            except (ValidationError, TypeError, ValueError) as error:
                problems.extend(_validation_problems(f"{folder}/{name}.yaml", error))
    return Catalogue(hash=content_hash(files), **kinds), problems


def content_hash(files: Mapping[str, Any]) -> str:
    """SHA-256 of the compiled content, as hexadecimal."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def load(root: Path = CONTENT) -> tuple[Catalogue, list[Problem]]:
    """The catalogue under `root` and every problem found on the way."""
    files, problems = read_files(root)
    catalogue, more = compile_catalogue(files)
    return catalogue, problems + more


def read_coverage(root: Path = CONTENT) -> Any:
    """The rows of the coverage map as plain data. Raises YAMLError for a file that is none."""
    path = root / COVERAGE
    return yaml.load(path.read_text("utf-8"), StrictLoader)


def read_ledger(root: Path = CONTENT) -> dict[str, dict[str, int]]:
    """Every id released so far with its highest version; empty before the first release."""
    path = root / LEDGER
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def grown_ledger(
    catalogue: Catalogue, ledger: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """`ledger` with the items of `catalogue` added; nothing is ever taken out of it."""
    grown = {folder: dict(known) for folder, known in ledger.items()}
    for folder in t.KINDS:
        known = grown.setdefault(folder, {})
        for name, item in getattr(catalogue, folder).items():
            known[name] = max(item.version, known.get(name, 0))
    return grown


@cache
def _adapter(folder: str) -> TypeAdapter[Any]:
    return TypeAdapter(t.KINDS[folder])


def _validation_problems(where: str, error: Exception) -> list[Problem]:
    if not isinstance(error, ValidationError):
        return [Problem("not_plain_data", where, values={"detail": str(error)})]
    return [
        Problem(
            "bad_field",
            f"{where}: {'.'.join(str(part) for part in fault['loc']) or '(item)'}",
            values={"detail": fault["msg"]},
        )
        for fault in error.errors()
    ]
