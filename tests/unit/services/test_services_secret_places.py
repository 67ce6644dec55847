"""Whatever the schema, a secret's text is nowhere but in the job: a property over schemas made at random."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import msgspec
import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backends import null

from bimdesk.domain.model import ModelVersion
from bimdesk.protocol.jobs import ConfinedJob
from bimdesk.protocol.messages import Failed, Log, Message
from bimdesk.services.copies import as_json
from bimdesk.services.library.scripts import create_script
from bimdesk.services.parameters.secret_values import MASK, masked, secrets_in, with_secrets, without_secrets
from bimdesk.services.presets import save_preset
from bimdesk.services.project import Project
from bimdesk.services.running import make_request, queue_run
from bimdesk.worker.masking import masking

WORD = "sesame"
"""Part of every secret, and of nothing else."""
Pair = tuple[dict[str, Any], Any]
"""A schema and a value that fits it."""


def _plain(number: int) -> Pair:
    return {"type": "string"}, f"plain {number}"


def _secret(number: int) -> Pair:
    words = (
        {"type": "string", "format": "password"},
        {"type": "string", "x-secret": True},
        {"x-secret": True},
    )
    return words[number % len(words)], f"{WORD}-{number:04}"


_numbers = itertools.count()
_leaf = st.builds(lambda make: make(next(_numbers)), st.sampled_from([_plain, _secret, _secret]))


def _group(inner: list[Pair]) -> Pair:
    names = [f"n{at}" for at in range(len(inner))]
    properties = {name: schema for name, (schema, _value) in zip(names, inner, strict=True)}
    return (
        {"type": "object", "properties": properties},
        {name: value for name, (_schema, value) in zip(names, inner, strict=True)},
    )


def _tuple(inner: list[Pair]) -> Pair:
    return {"type": "array", "prefixItems": [one[0] for one in inner]}, [one[1] for one in inner]


def _rows(pair: Pair) -> Pair:
    return {"type": "array", "items": pair[0]}, [pair[1], pair[1]]


def _branch(pair: Pair, word: str) -> Pair:
    return {word: [{"type": "null"}, pair[0]]}, pair[1]


def _same_value(pair: Pair, word: str) -> Pair:
    wrapped = {
        "allOf": {"allOf": [pair[0]]},
        "then": {"if": True, "then": pair[0]},
        "else": {"if": False, "else": pair[0]},
    }
    return wrapped[word], pair[1]


def _named(pair: Pair, word: str) -> Pair:
    schema = (
        {"patternProperties": {"^any": pair[0]}} if word == "pattern" else {"additionalProperties": pair[0]}
    )
    return {"type": "object", **schema}, {"anything": pair[1]}


def _recursive(pair: Pair) -> Pair:
    """A node that holds a node; the reference is put in by `_schema_of`."""
    node = {"type": "object", "properties": {"here": pair[0], "below": {"$ref": "#/$defs/node"}}}
    return {"x-node": node}, {"here": pair[1], "below": {"here": pair[1], "below": {"here": pair[1]}}}


_nested = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_group),
        st.lists(inner, min_size=1, max_size=3).map(_tuple),
        inner.map(_rows),
        st.builds(_branch, inner, st.sampled_from(["oneOf", "anyOf"])),
        st.builds(_same_value, inner, st.sampled_from(["allOf", "then", "else"])),
        st.builds(_named, inner, st.sampled_from(["pattern", "additional"])),
    ),
    max_leaves=6,
)


@st.composite
def _forms(draw: st.DrawFn) -> Pair:
    pairs = draw(st.lists(_nested, min_size=1, max_size=3))
    schema, values = _group(pairs)
    if draw(st.booleans()):
        node, value = _recursive(draw(_leaf))
        schema["properties"]["tree"] = {"$ref": "#/$defs/node"}
        schema["$defs"] = {"node": node["x-node"]}
        values["tree"] = value
    return schema, values


def _secrets_of(value: Any) -> set[str]:
    match value:
        case dict():
            return set().union(*map(_secrets_of, value.values())) if value else set()
        case list():
            return set().union(*map(_secrets_of, value)) if value else set()
        case str() if value.startswith(WORD):
            return {value}
    return set()


@settings(max_examples=60, deadline=None)
@given(_forms())
def test_that_every_secret_is_found_and_nothing_else(form: Pair) -> None:
    schema, values = form
    found = secrets_in(schema, values)
    assert set(found.values()) == _secrets_of(values)
    hidden = masked(schema, values)
    assert WORD not in json.dumps(hidden)
    assert with_secrets(hidden, found) == values
    assert WORD not in json.dumps(without_secrets(schema, values))
    assert WORD not in as_json(values, schema=schema)
    assert MASK not in json.dumps(without_secrets(schema, hidden), ensure_ascii=False)


@settings(max_examples=60, deadline=None)
@given(_forms())
def test_that_no_line_of_the_log_has_one(form: Pair) -> None:
    secrets = sorted(str(one) for one in secrets_in(*form).values())
    sent: list[Message] = []
    emit = masking(sent.append, secrets)
    for one in secrets:
        emit(Log(level="info", text=f"a {one} b"))
        emit(Failed(kind="script", message=one, hint=f"is it {one}", traceback=f"line 1\n{one}"))
    assert WORD not in repr(sent)


@pytest.fixture
def upload(project: Project, house: Path, import_model: Callable[[Path], ModelVersion]) -> Any:
    keyring.set_keyring(null.Keyring())
    script, _changes = create_script(project, name="Upload", text='"""Nothing."""\n')
    request = make_request(project, script, import_model(house).id)

    def queue(schema: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        block = {"tool": {"bimdesk": {"parameters": schema}}}
        text = "\n".join(f"# {line}".rstrip() for line in tomli_w.dumps(block).splitlines())
        text = f"# /// script\n{text}\n# ///\n"
        start, _changes = queue_run(project, replace(request, script_text=text, parameters=values))
        assert request.script_key is not None
        save_preset(project, request.script_key, "Mine", values, schema=schema)
        job = msgspec.json.decode(start.launch.job, type=ConfinedJob).script
        assert job is not None
        return dict(job.parameters)

    return queue


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_forms())
def test_that_the_script_gets_them_and_no_file_of_the_project(
    upload: Any, project: Project, form: Pair
) -> None:
    schema, values = form
    assert upload(schema, values) == values
    for path in project.folder.rglob("*"):
        if path.is_file() and path.suffix != ".ifc":
            assert WORD.encode() not in path.read_bytes(), path
