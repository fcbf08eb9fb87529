"""The feel of the code: short functions, short files, each opening with what it is for."""

import ast

import pytest
from support.source import SOURCE, modules

LONGEST_FUNCTION = 45
LONGEST_FILE = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
MODULES = dict(modules())


@pytest.mark.parametrize("name", MODULES)
def test_module_is_short_and_says_what_it_is_for(name: str) -> None:
    lines = (SOURCE / name).read_text("utf-8").count("\n")
    assert lines <= LONGEST_FILE
    assert lines == 0 or ast.get_docstring(MODULES[name])
    assert not set(name.removesuffix(".py").split("/")) & VAGUE


@pytest.mark.parametrize("name", MODULES)
def test_functions_are_short(name: str) -> None:
    functions = (
        node
        for node in ast.walk(MODULES[name])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions}
    assert {f: n for f, n in lengths.items() if n > LONGEST_FUNCTION} == {}
