"""The names that every script has in scope, with signature and documentation, read from the stub."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

STUB = Path(__file__).resolve().parents[2] / "sdk" / "script_scope.pyi"


@dataclass(frozen=True, slots=True)
class ScopeName:
    """`title`: the signature or the type; `text`: what it is."""

    title: str
    text: str


@lru_cache(maxsize=1)
def scope_names() -> dict[str, ScopeName]:
    """By name, in the order of the stub."""
    return dict(_read(ast.parse(STUB.read_text(encoding="utf-8")).body))


def _read(body: list[ast.stmt]) -> Iterator[tuple[str, ScopeName]]:
    for place, node in enumerate(body):
        following = body[place + 1] if place + 1 < len(body) else None
        match node:
            case ast.FunctionDef(name=name):
                yield name, ScopeName(_signature(node), ast.get_docstring(node) or "")
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                yield name, ScopeName(f"{name}: {ast.unparse(node.annotation)}", _text_of(following))
            case ast.Import(names=[ast.alias(name=name)]):
                yield name, ScopeName(name, f"The library {name}.")
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=library)) if name[0] != "_":
                yield name, ScopeName(name, f"The library {library}.")


def _signature(node: ast.FunctionDef) -> str:
    returns = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
    return f"{node.name}({ast.unparse(node.args)}){returns}"


def _text_of(node: ast.stmt | None) -> str:
    """The string that follows a name."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
    return ""
