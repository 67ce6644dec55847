"""A run as a command, as Python, as JSON: what is read back is what was in the form."""

from __future__ import annotations

import json
import shlex
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bimdesk.sdk
from bimdesk.cli.entry import build_app
from bimdesk.errors import BadInputError
from bimdesk.services.copies import as_arguments, as_command, as_json, as_python, values_of
from bimdesk.services.parameters.texts import read_parameters

APP = build_app()
TYPES = ("string", "integer", "number", "boolean", "array", "object", None)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)
names = st.text(min_size=1)
forms = st.dictionaries(names, st.tuples(st.sampled_from(TYPES), anything), max_size=4)


def schema_of(form: dict[str, tuple[str | None, Any]]) -> dict[str, Any]:
    return {"properties": {name: {"type": kind} if kind else {} for name, (kind, _) in form.items()}}


def typed(value: Any) -> Any:
    """The value with the types of all its parts, so that 1, 1.0 and true differ."""
    if isinstance(value, dict):
        return {name: typed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    return type(value).__name__, value


def values_by_the_command_line(words: list[str], schema: dict[str, Any]) -> dict[str, Any]:
    """What `bimdesk run` makes of the words, by its own parser."""
    _command, bound, *_ = APP.parse_args(words, print_error=False, exit_on_error=False)
    given_values = bound.arguments
    return read_parameters(schema, given_values.get("param") or [], given_values.get("params_json", ""))


@settings(max_examples=40)
@given(forms)
def test_that_the_command_gives_the_same_values_back(form: dict[str, tuple[str | None, Any]]) -> None:
    schema, values = schema_of(form), {name: value for name, (_kind, value) in form.items()}
    words = as_arguments("A check", "House v1", values, schema=schema)
    line = as_command(words, windows=False)
    assert shlex.split(line) == words
    if not any("\0" in word for word in words):
        assert typed(values_by_the_command_line(words[1:], schema)) == typed(values)


@settings(max_examples=40)
@given(forms)
def test_that_the_lines_of_python_give_the_same_values_back(form: dict[str, tuple[str | None, Any]]) -> None:
    schema, values = schema_of(form), {name: value for name, (_kind, value) in form.items()}
    script, model = Path("/scripts/it's.py"), Path("/models/ab")
    got = run_lines(as_python(script, model, values, schema=schema))
    assert got[:2] == (str(script), str(model))
    assert typed(got[2]) == typed(values)


@settings(max_examples=40)
@given(st.text())
def test_that_a_script_without_a_file_is_in_the_lines_as_it_is(text: str) -> None:
    assert run_lines(as_python(text, Path("/m"), {}, schema={}))[0] == text


@settings(max_examples=40)
@given(forms)
def test_that_json_gives_the_same_values_back(form: dict[str, tuple[str | None, Any]]) -> None:
    schema, values = schema_of(form), {name: value for name, (_kind, value) in form.items()}
    text = as_json(values, schema=schema)
    text.encode()
    assert typed(values_of(text)) == typed(values)


def run_lines(lines: str) -> tuple[Any, Any, Any]:
    """What the lines give to `run_script`."""
    taken: list[tuple[Any, Any, Any]] = []

    def run_script(script: Any, model: Any, params: Any) -> Any:
        taken.append((script, model, params))
        return types.SimpleNamespace(status="success", summary="")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bimdesk.sdk, "run_script", run_script, raising=False)
        patch.setattr(sys, "stdout", types.SimpleNamespace(write=lambda _text: 0, flush=lambda: None))
        exec(compile(lines, "<copied>", "exec"), {})
    return taken[0]


def test_that_scalars_are_pairs_and_all_else_is_json() -> None:
    schema = {
        "properties": {"name": {"type": "string"}, "least": {"type": "integer"}, "ids": {"type": "array"}}
    }
    values = {"name": "two words", "least": 3, "ids": ["a", "b"], "free": "5"}
    words = as_arguments("A check", "House v1", values, schema=schema, limits={"wall_s": 60.0})
    assert words == [
        "bimdesk", "run", "A check", "House v1",
        "--params-json", '{"ids": ["a", "b"], "free": "5"}',
        "--param", "name=two words", "--param", "least=3",
        "--timeout", "60",
    ]  # fmt: skip
    assert as_command(words[:4], windows=True) == 'bimdesk run "A check" "House v1"'


def test_that_a_secret_is_in_no_copy() -> None:
    hidden = {"type": "string", "format": "password"}
    schema = {
        "properties": {
            "user": {"type": "string"},
            "token": hidden,
            "server": {"type": "object", "properties": {"key": {"type": "string", "x-secret": True}}},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"pin": hidden}}},
        },
        "allOf": [{"then": {"properties": {"late": hidden}}}],
    }
    values = {
        "user": "ada",
        "token": "S3CRET",
        "server": {"key": "S3CRET", "port": 1},
        "rows": [{"pin": "S3CRET", "n": 2}],
        "late": "S3CRET",
    }
    copies = [
        as_command(as_arguments("s", "m", values, schema=schema)),
        as_python("s", Path("m"), values, schema=schema),
        as_json(values, schema=schema),
    ]
    assert not any("S3CRET" in copy for copy in copies)
    assert json.loads(copies[2]) == {"user": "ada", "server": {"port": 1}, "rows": [{"n": 2}]}


@pytest.mark.parametrize("text", ["", "{", "[1]", "5", "[" * 100_000])
def test_that_what_is_no_object_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInputError, match="What was copied is not"):
        values_of(text)
