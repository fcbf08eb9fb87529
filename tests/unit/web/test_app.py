"""The table of routes: nothing undeclared, nothing that writes without a person."""

import ast
import re

import pytest
from starlette.routing import Route
from support.people import Person
from support.phones import door_of
from support.routes import calls

from unspiral.web import app as web_app
from unspiral.web.app import ROUTES, Declared, Undeclared, check, create_app, resolve
from unspiral.web.render import HERE


def test_every_route_of_the_app_is_a_declared_one(catalogue):
    routes = create_app(Person(catalogue).ctx).routes
    assert [route.path for route in routes if isinstance(route, Route)] == [
        declared.path for declared in ROUTES if declared.door != "phone"
    ]
    assert all(isinstance(route, Route) for route in routes)


def test_the_door_on_the_home_network_has_its_own_routes_and_not_the_link(catalogue):
    ctx = Person(catalogue).ctx
    routes = create_app(ctx, door_of(ctx), "phone").routes
    assert [route.path for route in routes if isinstance(route, Route)] == [
        declared.path for declared in ROUTES if declared.door != "computer"
    ]
    paths = {route.path for route in routes if isinstance(route, Route)}
    assert paths & {"/launch/{token}", "/phone/code", "/phone/remove"} == set()
    with pytest.raises(ValueError):
        create_app(ctx, None, "phone")


def test_every_handler_of_every_page_is_declared():
    declared = {route.handler for route in ROUTES}
    found = set()
    for path in (HERE / "pages").glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                takes_request = [arg.arg for arg in node.args.args] == ["request"]
                gives = ast.unparse(node.returns) if node.returns else ""
                if takes_request and gives == "Response":
                    found.add(f"{path.stem}:{node.name}")
    assert found - declared == set()
    assert declared - found == set()


@pytest.mark.parametrize(
    "wrong",
    [
        Declared("/x", ("GET",), "home:front", "anybody"),  # type: ignore[arg-type]
        Declared("/x", ("GET",), "home:front", ""),  # type: ignore[arg-type]
        Declared("/x", ("POST",), "home:front", "public", takes="form"),
        Declared("/x", ("POST",), "home:front", "launch", takes="form"),
        Declared("/x", ("POST",), "home:front", "person"),
        Declared("/x", ("GET",), "home:front", "person", takes="form"),
        Declared("/x", ("GET",), "home:front", "person", offline=()),
    ],
)
def test_a_route_whose_rule_does_not_fit_fails_the_build(wrong):
    with pytest.raises(Undeclared):
        check(wrong)


def test_a_route_to_a_handler_that_is_not_there_fails_the_build(catalogue, monkeypatch):
    missing = Declared("/x", ("GET",), "home:not_there", "public")
    monkeypatch.setattr(web_app, "ROUTES", (missing,))
    with pytest.raises(AttributeError):
        create_app(Person(catalogue).ctx)


def test_the_same_path_and_verb_stand_once():
    found = [(call.route.path, call.method) for call in calls()]
    assert len(found) == len(set(found))


def test_a_fixed_path_stands_before_the_place_that_would_take_it():
    seen = []
    for call in calls():
        for method, pattern, route in seen:
            taken = method == call.method and re.fullmatch(pattern, call.route.path)
            assert not taken, f"{route} hides {call.route.path}"
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(call.route.path))
        if "{" in call.route.path and ":path" not in call.route.path:
            seen.append((call.method, pattern, call.route.path))


def test_handlers_are_plain_functions():
    for route in ROUTES:
        assert not hasattr(resolve(route), "__await__")
        assert resolve(route).__code__.co_flags & 0x80 == 0, route.handler
