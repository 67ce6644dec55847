"""Writes docs/script-reference.md: every name of a script, from its stub; and the types, from their classes.

`python -m tools.script_reference [--check]`. With `--check`, 1 where the file is not up to date.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from bimdesk.index.query import Query
from bimdesk.sdk import entities, import_result, log

ROOT = Path(__file__).resolve().parent.parent
STUB = ROOT / "bimdesk" / "sdk" / "script_scope.pyi"
REFERENCE = ROOT / "docs" / "script-reference.md"
_HEAD = """# Script reference

Every name that a script has in scope. How scripts are written: [scripts.md](scripts.md). This file is made of
`bimdesk/sdk/script_scope.pyi` by `python -m tools.script_reference`.
"""
_QUERY = "filter exclude where order_by distinct values values_list to_df count exists first get"
_ENTITY = (
    "ifc_id description object_type tag predefined_type long_name elevation has_geometry storey parent type"
    " system properties quantities materials"
)
TYPES: Sequence[tuple[type, str]] = (
    (Query, _QUERY),
    (entities.Entity, _ENTITY),
    (entities.PropertySet, "get"),
    (entities.Material, ""),
    (entities.Classification, ""),
    (entities.Root, "ifc_id"),
    (import_result.ImportResult, "failed"),
    (log.ScriptLog, "info warning error debug"),
)
"""The classes of what a script gets, and which of their members are for scripts."""


def main(arguments: Sequence[str]) -> int:
    """Write the file, or compare it."""
    text = reference()
    if "--check" not in arguments:
        REFERENCE.write_text(text, encoding="utf-8")
        return 0
    if REFERENCE.is_file() and REFERENCE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{REFERENCE} is not up to date: python -m tools.script_reference", file=sys.stderr)
    return 1


def reference() -> str:
    """The whole file."""
    parts = [_HEAD, *_names(STUB.read_text(encoding="utf-8")), "## Types\n"]
    parts += [_class(kind, members.split()) for kind, members in TYPES]
    return "\n".join(parts)


def _names(source: str) -> Iterator[str]:
    """Headings and names of the stub, in its order."""
    lines = source.splitlines()
    headings = {number: line[2:] for number, line in enumerate(lines, start=1) if line.startswith("# ## ")}
    body = ast.parse(source).body
    for place, node in enumerate(body):
        passed = [number for number in headings if number < node.lineno]
        yield from (f"{headings.pop(number)}\n" for number in passed)
        following = body[place + 1] if place + 1 < len(body) else None
        match node:
            case ast.FunctionDef():
                yield _entry(_signature(node), ast.get_docstring(node) or "")
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                yield _entry(f"{name}: {ast.unparse(node.annotation)}", _text_of(following))
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.startswith("_"):
                yield _entry(name, f"`{ast.unparse(value)}`, by its usual short name.")
    imports = [node.names[0].name for node in body if isinstance(node, ast.Import)]
    yield _entry(", ".join(imports), "The libraries themselves, loaded where the script names them.")


def _text_of(node: ast.stmt | None) -> str:
    """The text that stands under a name."""
    match node:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return text
    return ""


def _signature(node: ast.FunctionDef) -> str:
    arguments = ast.unparse(node.args).replace("_Elements", "elements").replace("_Element", "element")
    return f"{node.name}({arguments}) -> {ast.unparse(node.returns) if node.returns else 'None'}"


def _entry(code: str, text: str) -> str:
    return f"```python\n{code}\n```\n{_paragraphs(text)}\n"


def _paragraphs(text: str) -> str:
    return textwrap.dedent(inspect.cleandoc(text)).strip()


def _class(kind: type, members: Sequence[str]) -> str:
    """A class: what it is, its fields, its members."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    if not isinstance(tree, ast.ClassDef):
        raise TypeError(f"{kind} is no class")
    fields = [
        node for node in tree.body if isinstance(node, ast.AnnAssign) and "ClassVar" not in ast.unparse(node)
    ]
    lines = [f"### {kind.__name__}\n", f"{_first_part(ast.get_docstring(tree) or '')}\n"]
    if fields:
        named = (f"`{ast.unparse(node.target)}: {ast.unparse(node.annotation)}`" for node in fields)
        lines.append(f"Fields: {', '.join(named)}.\n")
    found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if members:
        lines += ["| name | what it is |", "|---|---|"]
        lines += [_row(found[name]) for name in members]
        lines.append("")
    return "\n".join(lines)


def _row(node: ast.FunctionDef) -> str:
    is_property = any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
    arguments = ", ".join(part for part in ast.unparse(node.args).split(", ") if part != "self")
    name = node.name if is_property else f"{node.name}({arguments})"
    text = " ".join((ast.get_docstring(node) or "").split())
    return f"| `{name}` | {text} |".replace(" | None", " or None").replace("| None`", "or None`")


def _first_part(text: str) -> str:
    """The first paragraph: the others are for who works on the class."""
    return " ".join(text.split("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
