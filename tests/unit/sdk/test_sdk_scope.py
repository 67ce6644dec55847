"""The stub of a script's names says what is there: no name more, none less, with the same arguments."""

from __future__ import annotations

import ast
import inspect
import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sdk_bench import Bench

import bimdesk
from bimdesk.sdk.entities import Entity
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter
from tools.script_reference import REFERENCE, STUB, main, reference

SOURCE = STUB.read_text(encoding="utf-8")


def declared() -> Iterator[tuple[str, ast.stmt]]:
    """The names of the stub; what it imports for its types is not among them."""
    for node in ast.parse(SOURCE).body:
        match node:
            case ast.FunctionDef(name=name):
                yield name, node
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if not name.startswith("_"):
                    yield name, node
            case ast.Import(names=[alias]) if alias.asname == alias.name:
                yield alias.name, node


@pytest.fixture
def namespace(bench: Bench) -> dict[str, Any]:
    return build_namespace(bench.view, Reporter(bench.said.append, bench.view, bench.output))


def test_that_the_stub_and_the_namespace_have_the_same_names(namespace: dict[str, Any]) -> None:
    there = {name for name in namespace if not name.startswith("__")} | {"model"}
    assert {name for name, _ in declared()} == there


@pytest.mark.parametrize("name", [name for name, node in declared() if isinstance(node, ast.FunctionDef)])
def test_that_a_function_of_the_stub_takes_what_the_real_one_takes(
    namespace: dict[str, Any], name: str
) -> None:
    scope: dict[str, Any] = {}
    node = dict(declared())[name]
    assert isinstance(node, ast.FunctionDef)
    assert ast.get_docstring(node)
    node.returns = None
    for argument in (*node.args.args, *node.args.kwonlyargs, node.args.kwarg):
        if argument is not None:
            argument.annotation = None
    exec(compile(ast.Module(body=[node], type_ignores=[]), "stub", "exec"), scope)

    def shape(function: Any) -> list[tuple[str, Any, Any]]:
        parameters = inspect.signature(function).parameters.values()
        return [(one.name, one.kind, one.default) for one in parameters]

    assert shape(scope[name]) == shape(namespace[name])


def test_that_every_name_says_what_it_is() -> None:
    body = ast.parse(SOURCE).body
    for node, following in itertools.pairwise(body):
        if isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
            assert isinstance(following, ast.Expr), ast.unparse(node)


def test_that_every_attribute_of_an_element_says_what_it_is() -> None:
    members = [
        name for name in vars(Entity) if not name.startswith("_") and name not in Entity.__struct_fields__
    ]
    assert [name for name in members if not inspect.getdoc(getattr(Entity, name))] == []


def test_that_mypy_accepts_the_stub_and_knows_its_types(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed here")
    script = tmp_path / "script.py"
    script.write_text(
        "from bimdesk.sdk.script_scope import *\n"
        "walls = entities.filter(ifc_type__is='IfcWall')\n"
        "names: list[str | None] = [wall.name for wall in walls]\n"
        "sets: list[str] = [found.name for found in get_properties(walls[0])]\n"
        "finding(walls, 'wrong', severity='info', limit=3)\n"
        "table('Walls', pd.DataFrame({'n': np.arange(3)}))\n"
        "walls.nothing\n",
        encoding="utf-8",
    )
    root = Path(bimdesk.__file__).resolve().parents[1]
    options = ["--config-file", str(root / "pyproject.toml"), "--cache-dir", str(root / ".mypy_cache")]
    # a child: mypy switches the collector off and leaves it so
    command = [sys.executable, "-m", "mypy", *options, str(STUB), str(script)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root).stdout
    errors = [line for line in said.splitlines() if ": error: " in line]
    assert len(errors) == 1, said
    assert 'has no attribute "nothing"' in errors[0]


def test_that_the_package_says_that_it_has_types() -> None:
    assert (Path(bimdesk.__file__).parent / "py.typed").is_file()


def test_that_the_reference_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err
    text = REFERENCE.read_text(encoding="utf-8")
    assert text == reference()
    for name, _node in declared():
        assert name in text
