"""Templates use only the fields of their view, and all of them."""

import dataclasses
import importlib
import re
import typing

import pytest
from jinja2 import nodes

from unspiral.web import render

SCRIPT = re.compile(r'<script(?![^>]*\s(?:src=|type="application/json"))')
NAMED = re.compile(r"^\{# view: ([\w.]+):(\w+) #\}")
SHARED = ("macros/", "partials/", "base.html", "single.html", "/parts.html", "help_now/body.html")
TEMPLATES = sorted(
    path.relative_to(render.TEMPLATES).as_posix()
    for path in render.TEMPLATES.rglob("*.html")
    if not any(part in path.as_posix() for part in SHARED)
)


def _tree(name):
    source = (render.TEMPLATES / name).read_text("utf-8")
    return render.environment().parse(source)


def _view_class(name):
    found = NAMED.match((render.TEMPLATES / name).read_text("utf-8"))
    assert found, f"{name} does not name its view in its first line"
    return getattr(importlib.import_module(found[1]), found[2])


def _used(tree, variable, whole=None):
    """Fields of `variable` a tree reads, and the macros it hands the whole of it to."""
    fields = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == variable
    }
    handed = [
        (node.node.name, place)
        for node in tree.find_all(nodes.Call)
        if isinstance(node.node, nodes.Name)
        for place, arg in enumerate(node.args)
        if isinstance(arg, nodes.Name) and arg.name == variable
    ]
    for called, place in handed:
        fields |= _used_in_macro(whole or tree, called, place)
    return fields


def _used_in_macro(whole, called, place):
    for imported in whole.find_all(nodes.FromImport):
        if called in imported.names:
            whole = _tree(imported.template.value)
    macro = next(m for m in whole.find_all(nodes.Macro) if m.name == called)
    return _used(macro, macro.args[place].name, whole)


def _loops(tree, variable, kind):
    """(loop variable, its class, the loop) for each loop over a tuple of dataclasses."""
    hints = typing.get_type_hints(kind)
    for loop in tree.find_all(nodes.For):
        over = loop.iter
        while isinstance(over, (nodes.Getitem, nodes.Filter)):
            over = over.node
        if not (isinstance(over, nodes.Getattr) and isinstance(loop.target, nodes.Name)):
            continue
        if isinstance(over.node, nodes.Name) and over.node.name == variable:
            inner = typing.get_args(hints.get(over.attr))
            if inner and dataclasses.is_dataclass(inner[0]):
                yield loop.target.name, inner[0], loop
                yield from _loops(loop, loop.target.name, inner[0])


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_the_fields_of_its_view_and_all_of_them(name):
    view = _view_class(name)
    fields = {field.name for field in dataclasses.fields(view)}
    assert view.__dataclass_params__.frozen
    assert _used(_tree(name), "view") == fields


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_stands_in_a_list_is_used_by_its_own_names(name):
    tree = _tree(name)
    for variable, kind, loop in _loops(tree, "view", _view_class(name)):
        fields = {field.name for field in dataclasses.fields(kind)}
        assert _used(loop, variable, tree) <= fields, (variable, kind)


def test_no_template_holds_a_style_or_a_script_of_its_own():
    for path in render.TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        if path.name != "file.html":
            assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), path
        assert not SCRIPT.search(text), path
