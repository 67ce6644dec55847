"""Which expression was None: read from the place in the script where Python stopped."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

_WHY = {
    "first": "first() gives None where no row fits",
    "get_geometry": "get_geometry() gives None for an element without a shape",
    "get_container": "get_container() gives None for what is in no spatial element",
    "get": "get() gives None for what is not there; a second argument is given instead",
    "storey": "an element may be in no storey",
    "parent": "an element may be in nothing",
    "type": "an element may have no type",
    "system": "an element may be in no system",
    "elevation": "only storeys have an elevation, and not all",
    "previous": "previous is None where there is no version before this one",
    "import_result": "import_result is None outside an import hook",
    "match": "match() gives None where the text does not fit",
    "search": "search() gives None where the text does not fit",
}
_TEXTS = ("name", "description", "object_type", "tag", "predefined_type", "long_name")
_WHY |= {name: f"the file may give no {name}" for name in _TEXTS}
_MAX_SHOWN = 60
_GENERAL = "Test it before use: if x is not None."


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an instruction stands in the source: lines from 1, columns in bytes from 0."""

    line: int
    end_line: int
    column: int
    end_column: int


def none_hint(trace: TracebackType | None, source: str, file_name: str) -> str:
    """A sentence that names what was None, or ''. Only where the script itself stopped, not a library."""
    last = trace
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_code.co_filename != file_name:
        return ""
    place = _place(last)
    if place is None:
        return ""
    tree = ast.parse(source)
    variables = {**last.tb_frame.f_globals, **last.tb_frame.f_locals}
    for suspect in _suspects(tree, place):
        if isinstance(suspect, ast.Name) and variables.get(suspect.id, 0) is not None:
            continue
        return _sentence(suspect, tree, source, place.line)
    return ""


def _place(trace: TracebackType) -> _Place | None:
    found = next(islice(trace.tb_frame.f_code.co_positions(), trace.tb_lasti // 2, None), None)
    if found is None or any(number is None for number in found):
        return None
    line, end_line, column, end_column = (number or 0 for number in found)
    return _Place(line, end_line, column, end_column)


def _suspects(tree: ast.AST, place: _Place) -> Iterator[ast.expr]:
    """The parts of the expression that stopped, likeliest first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(_stands(target, place) for target in node.targets):
            yield node.value  # a, b = None
        if not _stands(node, place):
            continue
        match node:
            case ast.Attribute(value=value) | ast.Subscript(value=value):
                yield value
            case ast.Call(func=ast.Attribute(value=value)):
                yield value
            case ast.Call(func=called):
                yield called
            case ast.BinOp(left=left, right=right):
                yield from _maybe_none(left, right)
            case ast.Compare(left=left, comparators=others):
                yield from _maybe_none(left, *others)
            case ast.For(iter=rows):
                yield rows
            case ast.ListComp(generators=[one]) | ast.SetComp(generators=[one]):
                yield one.iter
            case ast.DictComp(generators=[one]) | ast.GeneratorExp(generators=[one]):
                yield one.iter


def _stands(node: ast.AST, place: _Place) -> bool:
    if not isinstance(node, ast.expr | ast.stmt):
        return False
    return (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == (
        place.line,
        place.end_line,
        place.column,
        place.end_column,
    )


def _maybe_none(*operands: ast.expr) -> Iterator[ast.expr]:
    """Operands that could be None: no numbers, texts or the like."""
    fixed = (ast.Constant, ast.JoinedStr, ast.List, ast.Dict, ast.Tuple, ast.Set, ast.BinOp, ast.Compare)
    return (operand for operand in operands if not isinstance(operand, fixed))


def _sentence(suspect: ast.expr, tree: ast.AST, source: str, line: int) -> str:
    shown = _shown(suspect, source)
    if isinstance(suspect, ast.Name):
        assigned = _assigned(tree, suspect.id, line)
        if assigned is not None:
            came = f"{shown} is None here; it comes from {_shown(assigned, source)} in line {assigned.lineno}"
            return f"{came}: {_why(assigned)}." if _why(assigned) else f"{came}. {_GENERAL}"
    why = _why(suspect)
    return f"{shown} is None here: {why}." if why else f"{shown} is None here. {_GENERAL}"


def _assigned(tree: ast.AST, name: str, line: int) -> ast.expr | None:
    """The value of the last assignment to a name before a line."""
    found: ast.expr | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.lineno <= line:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            is_it = any(isinstance(target, ast.Name) and target.id == name for target in targets)
            if is_it and node.value is not None and (found is None or node.lineno >= found.lineno):
                found = node.value
    return found


def _why(node: ast.expr) -> str:
    """The reason by the last word of the expression."""
    if isinstance(node, ast.Call):
        node = node.func
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return _WHY.get(name, "")


def _shown(node: ast.expr, source: str) -> str:
    text = " ".join((ast.get_source_segment(source, node) or ast.unparse(node)).split())
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 3]}..."
