"""What of the history a filter takes, and in which order, as SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from bimdesk.domain.history import ExecutionFilter, OrderName
from bimdesk.storage.history_tables import SEARCH
from bimdesk.storage.tables import ExecutionRow

NUMBER: ColumnElement[int] = literal_column(f"{ExecutionRow.__tablename__}.rowid")
"""The row's number: an order of 100,000 rows is a list of these."""
_SEARCHED: tuple[InstrumentedAttribute[str], ...] = (
    ExecutionRow.script_name, ExecutionRow.model_label, ExecutionRow.sentence, ExecutionRow.name,
)  # fmt: skip
_ARGUMENTS: ColumnElement[str] = type_coerce(ExecutionRow.parameters, Text)
_ORDERS: Mapping[OrderName, tuple[Any, ...]] = {
    "start": (),
    "status": (ExecutionRow.status,),
    "script": (ExecutionRow.script_name.collate("NOCASE"),),
    "model": (ExecutionRow.model_label.collate("NOCASE"),),
    "started_by": (ExecutionRow.started_by,),
    "result": (ExecutionRow.findings,),
    "time": (ExecutionRow.duration_ms,),
    "name": (ExecutionRow.name.collate("NOCASE"),),
}


def narrowed(query: Select[Any], wanted: ExecutionFilter) -> Select[Any]:
    """The query with the filter's conditions."""
    conditions = [*_plain(wanted), *_scripts(wanted)]
    conditions += [_has_argument(name, value) for name, value in wanted.arguments]
    conditions += [_has_word(word) for word in wanted.text.split()]
    if wanted.labels:
        conditions.append(ExecutionRow.labels != literal_column("'[]'"))
        conditions.append(_has_label(sorted(wanted.labels)))
    return query.where(*conditions)


def ordered(query: Select[Any], order: OrderName, *, descending: bool) -> Select[Any]:
    """By a column; what is alike there, and `start` itself, by the time at which it was asked for."""
    if order == "start":
        keys = (ExecutionRow.queued_at, ExecutionRow.id)
        return query.order_by(*(key.desc() if descending else key.asc() for key in keys))
    firsts = [key.desc() if descending else key.asc() for key in _ORDERS[order]]
    return query.order_by(*firsts, ExecutionRow.queued_at.desc(), ExecutionRow.id.desc())


def _plain(wanted: ExecutionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.statuses:
        found.append(ExecutionRow.status.in_(sorted(one.value for one in wanted.statuses)))
    if wanted.version_ids:
        found.append(ExecutionRow.version_id.in_(sorted(wanted.version_ids)))
    if wanted.started_by:
        found.append(ExecutionRow.started_by.in_(sorted(one.value for one in wanted.started_by)))
    if wanted.since is not None:
        found.append(ExecutionRow.queued_at >= wanted.since)
    if wanted.before is not None:
        found.append(ExecutionRow.queued_at < wanted.before)
    if wanted.pinned:
        found.append(ExecutionRow.pinned.is_(True))
    return found


def _scripts(wanted: ExecutionFilter) -> list[ColumnElement[bool]]:
    """Scripts by key, or by name where they have none."""
    found: list[ColumnElement[bool]] = []
    if wanted.scripts:
        found.append(ExecutionRow.script_key.in_(sorted(wanted.scripts)))
    if wanted.loose_scripts:
        names = ExecutionRow.script_name.in_(sorted(wanted.loose_scripts))
        found.append(and_(ExecutionRow.script_key.is_(None), names))
    return [or_(*found)] if found else []


def _has_word(word: str) -> ColumnElement[bool]:
    """In what the row says anywhere; in the log at the beginning of a word."""
    pattern = _pattern(word)
    places: list[ColumnElement[bool]] = [one.like(pattern, escape="\\") for one in _SEARCHED]
    in_json = _ARGUMENTS.like(_pattern(json.dumps(word)[1:-1]), escape="\\")
    return or_(NUMBER.in_(_said(word)), *places, in_json)  # the quickest first


def _pattern(part: str) -> str:
    """A part of a text as LIKE takes it."""
    return "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _said(word: str) -> Select[Any]:
    """Numbers of executions in whose log a word begins so: those of their texts (storage.execution_texts)."""
    phrase = '"' + word.replace('"', '""') + '"*'
    search: ColumnElement[str] = literal_column(SEARCH)
    hits: Select[Any] = select(literal_column("rowid")).select_from(text(SEARCH))
    return hits.where(search.op("MATCH")(phrase))


def _has_argument(name: str, value: str) -> ColumnElement[bool]:
    """The value as JSON, as plain text, or one of a list; the name is looked for first, which is quick."""
    path = f'$."{name.replace(chr(34), "")}"'
    items = func.json_each(_ARGUMENTS, path).table_valued("value")
    among: Select[Any] = (
        select(literal_column("1")).select_from(items).where(cast(items.c.value, Text) == value)
    )
    return and_(
        func.instr(_ARGUMENTS, json.dumps(name) + ":") > 0,
        or_(_ARGUMENTS.op("->")(path) == value, among.exists()),
    )


def _has_label(labels: list[str]) -> ColumnElement[bool]:
    items = func.json_each(type_coerce(ExecutionRow.labels, Text)).table_valued("value")
    return select(literal_column("1")).select_from(items).where(items.c.value.in_(labels)).exists()
