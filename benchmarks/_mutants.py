"""Small wrong changes to a module, one at a time: what a careful test has to notice.

A mutant changes one comparison, sum, constant, "and", "not", condition or returned value. Names of
types, decorators and docstrings are left alone: nothing runs on them.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Each comparison is moved by its boundary, then turned round.
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
REPLACED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
TYPES = frozenset({"Literal", "TypeVar", "NewType", "cast"})
Change = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed module. `line` and the words before and after tell a reader what was changed."""

    module: str
    line: int
    before: str
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.line}  {self.before}  ->  {self.after}"


def mutants(source: str, module: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, in the order of its lines."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        node.place = place  # type: ignore[attr-defined]
    for node in sorted(_alive(tree), key=lambda n: (n.lineno, n.col_offset)):
        for change in _changes(node):
            yield _changed(tree, node, change, module)


def _alive(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Nodes that run: no annotation, decorator, docstring, type, or what only checks types."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_dead(child):
                continue
            if isinstance(child, (ast.expr, ast.stmt)):
                yield child
            yield from _alive(child)


def _is_dead(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):  # a docstring
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    if isinstance(node, (ast.Subscript, ast.Call)):
        named = node.value if isinstance(node, ast.Subscript) else node.func
        return isinstance(named, ast.Name) and named.id in TYPES
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr))


def _changes(node: ast.AST) -> Iterator[Change]:
    """The wrong changes of one node."""
    if isinstance(node, ast.Compare):
        for number, op in enumerate(node.ops):
            yield from (_compared(number, other) for other in COMPARED[type(op)])
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in REPLACED:
        yield _operator(REPLACED[type(node.op)])
    elif isinstance(node, ast.BoolOp):
        yield _operator(ast.Or if isinstance(node.op, ast.And) else ast.And)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield lambda found: found.operand  # type: ignore[attr-defined,no-any-return]
    elif isinstance(node, ast.Constant) and node.value is not None:
        yield _constant
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)) and not _turns_anyway(node.test):
        yield _turned
    elif isinstance(node, ast.Return) and not _is_none(node.value):
        yield _returns_none


def _turns_anyway(test: ast.expr) -> bool:
    """Whether another mutant already says the opposite of this condition."""
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _changed(tree: ast.Module, node: ast.AST, change: Change, module: str) -> Mutant:
    place = node.place  # type: ignore[attr-defined]
    copied = copy.deepcopy(tree)
    found = next(each for each in ast.walk(copied) if each.place == place)  # type: ignore[attr-defined]
    before = _words(found)
    replaced = change(found)
    after = _words(replaced)
    if replaced is not found:
        _put(copied, found, replaced)
    return Mutant(module, node.lineno, before, after, ast.fix_missing_locations(copied))  # type: ignore[attr-defined]


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Put `new` where `old` stands."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
                return
            if isinstance(value, list) and any(each is old for each in value):
                setattr(parent, field, [new if each is old else each for each in value])
                return


def _compared(number: int, other: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> ast.AST:
        node.ops[number] = other()  # type: ignore[attr-defined]
        return node

    return change


def _operator(other: type[ast.operator] | type[ast.boolop]) -> Change:
    def change(node: ast.AST) -> ast.AST:
        node.op = other()  # type: ignore[attr-defined]
        return node

    return change


def _constant(node: ast.AST) -> ast.AST:
    """True to False, a number to the next one, a text to another."""
    assert isinstance(node, ast.Constant)
    value = node.value
    if isinstance(value, bool):
        node.value = not value
    elif isinstance(value, (int, float)):
        node.value = value + 1
    elif isinstance(value, str):
        node.value = f"{value}!"
    return node


def _turned(node: ast.AST) -> ast.AST:
    node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]
    return node


def _returns_none(node: ast.AST) -> ast.AST:
    node.value = ast.Constant(None)  # type: ignore[attr-defined]
    return node


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _words(node: ast.AST) -> str:
    """The first line of a node as code."""
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).splitlines()[0][:70]
