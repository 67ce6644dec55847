"""Smart views as a JSON document: what a file and a project hold. Says where a document is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from bimdesk.domain.smart_view import (
    Action,
    ByValue,
    Effect,
    Paint,
    Palette,
    Ramp,
    Rest,
    Rule,
    SmartView,
    field_text,
    read_field,
)
from bimdesk.errors import BadInputError

KIND = "smart views"
VERSION = 1
_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


def write_views(views: Sequence[SmartView]) -> dict[str, Any]:
    """The document of several smart views, in their order."""
    return {
        "bimdesk": KIND,
        "version": VERSION,
        "views": [
            {"name": view.name, "group": view.group, "rules": write_rules(view.rules)} for view in views
        ],
    }


def write_rules(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """The rules of one."""
    return [
        {"title": rule.title, "filter": rule.filter, "action": _write_action(rule.action)} for rule in rules
    ]


def read_views(document: object) -> list[SmartView]:
    """The smart views of a document. BadInputError that says in which place it is wrong."""
    top = _object(document, "the file")
    if top.get("bimdesk") != KIND:
        raise BadInputError(
            "The file holds no smart views.", "Choose a file that bimdesk wrote: Smart views > Export."
        )
    if top.get("version") != VERSION:
        raise BadInputError(
            f"The smart views are of version {top.get('version')!r}, and this program reads {VERSION}.",
            "Export them anew, or update bimdesk.",
        )
    return [_view(one, f"views[{at}]") for at, one in enumerate(_list(top, "views", "the file"))]


def read_rules(kept: object, where: str = "rules") -> tuple[Rule, ...]:
    """Rules as `write_rules` writes them."""
    if not isinstance(kept, list):
        raise BadInputError(f"{where}: a list of rules is expected.")
    return tuple(_rule(one, f"{where}[{at}]") for at, one in enumerate(kept))


def _write_action(action: Action) -> dict[str, Any]:
    match action:
        case Paint(color=color):
            return {"kind": "color", "color": color}
        case ByValue(field=field, rest=rest):
            return {"kind": "values", "field": field_text(field), "rest": rest.value}
        case Ramp():
            return {
                "kind": "ramp",
                "field": field_text(action.field),
                "low": action.low,
                "high": action.high,
                "palette": action.palette.value,
                "rest": action.rest.value,
            }
    return {"kind": action.value}


def _view(kept: object, where: str) -> SmartView:
    found = _object(kept, where)
    rules = read_rules(found.get("rules"), f"{where}.rules")
    name, group = _text(found, "name", where), _text(found, "group", where)
    return _said(where, lambda: SmartView(name=name, group=group, rules=rules))


def _rule(kept: object, where: str) -> Rule:
    found = _object(kept, where)
    action = _action(found.get("action"), f"{where}.action")
    text, title = _text(found, "filter", where), _text(found, "title", where)
    return _said(f"{where}.filter", lambda: Rule(text, action, title))


def _action(kept: object, where: str) -> Action:
    found = _object(kept, where)
    kind = _text(found, "kind", where)
    if kind in list(Effect):
        return Effect(kind)
    if kind == "color":
        color = _text(found, "color", where)
        return _said(where, lambda: Paint(color))
    if kind not in ("values", "ramp"):
        raise BadInputError(
            f"{where}.kind: '{kind}' is no action.", "There are color, values, ramp, hide, isolate and ghost."
        )
    field = _said(f"{where}.field", lambda: read_field(_text(found, "field", where)))
    rest = _one_of(Rest, found.get("rest", Rest.GREY.value), f"{where}.rest")
    if kind == "values":
        return ByValue(field, rest)
    palette = _one_of(Palette, found.get("palette", Palette.VIRIDIS.value), f"{where}.palette")
    low, high = _number(found, "low", where), _number(found, "high", where)
    return _said(where, lambda: Ramp(field, low, high, palette, rest))


def _said(where: str, make: Callable[[], _T]) -> _T:
    """What `make` makes; its complaint with the place before it."""
    try:
        return make()
    except BadInputError as error:
        raise BadInputError(f"{where}: {error.message}", error.hint) from error


def _object(kept: object, where: str) -> Mapping[str, Any]:
    if not isinstance(kept, dict):
        raise BadInputError(f"{where}: an object with names and values is expected.")
    return kept


def _list(kept: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = kept.get(name)
    if not isinstance(value, list):
        raise BadInputError(f"{where}: '{name}' is not a list.")
    return value


def _text(kept: Mapping[str, Any], name: str, where: str) -> str:
    value = kept.get(name, "")
    if not isinstance(value, str):
        raise BadInputError(f"{where}.{name}: a text is expected, not {value!r}.")
    return value


def _number(kept: Mapping[str, Any], name: str, where: str) -> float | None:
    value = kept.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInputError(f"{where}.{name}: a number or null is expected, not {value!r}.")
    return float(value)


def _one_of(kind: type[_E], value: object, where: str) -> _E:
    if not isinstance(value, str) or value not in list(kind):
        known = ", ".join(one.value for one in kind)
        raise BadInputError(f"{where}: {value!r} is not known.", f"There are {known}.")
    return kind(value)
