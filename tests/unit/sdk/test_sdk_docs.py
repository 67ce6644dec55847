"""docs/scripts.md names everything: each name, lookup, step, import and limit has its place there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sdk_bench import Bench

from bimdesk.domain.limits import FIELDS
from bimdesk.index.lookups import LOOKUPS
from bimdesk.sdk.entities import Entity
from bimdesk.sdk.imports import ALLOWED, ALLOWED_ALONE
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter
from bimdesk.sdk.results import status_of
from tools.script_reference import TYPES

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "scripts.md").read_text(encoding="utf-8")
STEPS = ("filter", "exclude", "where", "order_by", "distinct", "first", "get", "count", "exists")
HIDDEN_WORDS = {"__future__"}


def test_that_every_name_in_scope_is_in_the_docs(bench: Bench) -> None:
    names = build_namespace(bench.view, Reporter(bench.said.append, bench.view, bench.output))
    missing = [name for name in {*names, "model"} if not name.startswith("__") and f"`{name}" not in DOCS]
    assert missing == []


@pytest.mark.parametrize("word", [*LOOKUPS, *STEPS])
def test_that_every_lookup_and_step_is_in_the_docs(word: str) -> None:
    assert f"`{word}`" in DOCS or f"`{word}(" in DOCS or f".{word}(" in DOCS


@pytest.mark.parametrize("name", sorted((ALLOWED | ALLOWED_ALONE) - HIDDEN_WORDS))
def test_that_every_import_is_in_the_docs(name: str) -> None:
    assert f"`{name}`" in DOCS


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.key)
def test_that_every_limit_is_in_the_docs(field: object) -> None:
    assert f"`{field.key}`" in DOCS
    assert f"`{field.option}`" in DOCS


def test_that_every_attribute_of_an_element_is_in_the_docs() -> None:
    shown = dict(TYPES)[Entity].split()
    assert [name for name in (*Entity.__struct_fields__, *shown) if f"`{name}`" not in DOCS] == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PASS", "PASS"),
        ("pass ", "PASS"),
        ("Passed", "PASS"),
        ("WARN", "WARN"),
        ("Warning", "WARN"),
        ("FAIL", "FAIL"),
        ("failed", "FAIL"),
        ("OK", ""),
        (None, ""),
        (3, ""),
    ],
)
def test_that_the_word_in_status_decides(word: object, status: str) -> None:
    assert status_of({"status": word, "summary": " one\n line "}) == (status, "one line")
    assert status_of(["status"]) == ("", "")
