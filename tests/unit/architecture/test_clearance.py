"""Only the gate makes a Clearance; nobody else can mint, copy or widen one."""

import ast
from dataclasses import fields

import pytest
from support.source import called, modules

from unspiral.records.triage import Clearance

GATE = "screening/gate.py"
OWN_FIELDS = {field.name for field in fields(Clearance)} - {"person"}


def mints(module: ast.Module) -> list[int]:
    """Lines that construct a Clearance, or copy one with other fields."""
    names = {"Clearance"} | {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "Clearance"
    }
    return [node.lineno for name, node in called(module) if makes_one(name, node, names)]


def makes_one(name: str, node: ast.Call, names: set[str]) -> bool:
    last = name.split(".")[-1]
    given = {word.arg for word in node.keywords}
    return (
        last in names
        or (last == "replace" and bool(given & OWN_FIELDS))
        or (last == "__new__" and any(ast.unparse(word) in names for word in node.args))
    )


def test_only_the_gate_makes_a_clearance() -> None:
    makers = {name for name, module in modules() if mints(module)}
    assert makers == {GATE}


@pytest.mark.parametrize(
    "line",
    ["Clearance(x)", "triage.Clearance(x)", "replace(c, scopes=wider)", "object.__new__(Clearance)",
     "from unspiral.records.triage import Clearance as C\nC(x)"],
)  # fmt: skip
def test_every_way_to_make_one_is_seen(line: str) -> None:
    assert mints(ast.parse(line))
