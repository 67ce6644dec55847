"""Filters as text to copy and paste: IfcOpenShell's selector syntax and what it lacks (docs/filters.md)."""

from __future__ import annotations

import difflib
import re

from bimdesk.domain.filter_scan import NUMBER, SPECIAL, Scanner
from bimdesk.domain.filters import (
    EVERYTHING,
    All,
    Any,
    Attribute,
    Condition,
    Facet,
    Filter,
    FilterError,
    IfcClass,
    Not,
    Operator,
    Pattern,
    Property,
    Quantity,
    Subject,
    Value,
    all_of,
    any_of,
)

MOST_NESTED = 60
_GUID = re.compile(r"[0-3][0-9A-Za-z_$]{21}")
_CLASS = re.compile(r"ifc\w+", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[A-Z]\w*")
_FACETS = {facet.value: facet for facet in Facet}
_BARE_NAME = re.compile(r"[^\W\d][\w-]*")
_FORMS = 'A condition is IfcWall, a GlobalId, Name="x", Pset_WallCommon.FireRating=F30, storey="Level 1".'


def parse_filter(text: str) -> Filter:
    """The filter that a text means, '' everything. FilterError with the place where it cannot be read."""
    scanner = Scanner(text)
    if not scanner.skip():
        return EVERYTHING
    found = _union(scanner, 0)
    if scanner.skip():
        raise scanner.fail(f"'{scanner.text[scanner.at]}' is not expected here.", _FORMS)
    return found


def _union(scanner: Scanner, depth: int) -> Filter:
    if depth > MOST_NESTED:
        raise scanner.fail(f"brackets are nested more than {MOST_NESTED} deep.")
    groups = [_group(scanner, depth)]
    while scanner.take("+"):
        if scanner.skip() in ("", ")"):
            break
        groups.append(_group(scanner, depth))
    return any_of(*groups)


def _group(scanner: Scanner, depth: int) -> Filter:
    """Conditions with commas: a class or GlobalId adds elements, anything else keeps those that meet it."""
    state: Filter | None = None
    added: list[Filter] = []
    while True:
        part, adds = _part(scanner, depth)
        if adds:
            added.append(part)
        else:
            state = _joined(state, added)
            added = []
            state = part if state is None else all_of(state, part)
        if not scanner.take(","):
            return _joined(state, added) or EVERYTHING


def _joined(state: Filter | None, added: list[Filter]) -> Filter | None:
    if not added:
        return state
    return any_of(*([] if state is None else [state]), *added)


def _part(scanner: Scanner, depth: int) -> tuple[Filter, bool]:
    """One condition, and whether it adds elements."""
    scanner.skip()
    start = scanner.at
    is_not = not scanner.text.startswith("!=", start) and scanner.take("!")
    if scanner.take("("):
        inner = EVERYTHING if scanner.skip() == ")" else _union(scanner, depth + 1)
        if not scanner.take(")"):
            raise scanner.fail("a bracket is not closed.", at=start)
        return (Not(inner) if is_not else inner), False
    begin = scanner.at
    name = scanner.name()
    simple = _simple(scanner, name)
    if simple is not None:
        return (Not(simple), False) if is_not else (simple, True)
    if is_not:
        raise scanner.fail(
            "'!' stands before a class, a GlobalId or a bracket.", "Write Name!=x, or !(Name=x).", at=start
        )
    return _condition(scanner, name, begin), False


def _simple(scanner: Scanner, name: str | Pattern | None) -> Filter | None:
    """A class or a GlobalId on its own."""
    next_sign = scanner.skip()
    if not isinstance(name, str) or next_sign not in ("", ",", "+", ")"):
        return None
    if _GUID.fullmatch(name):
        return Condition(Attribute("GlobalId"), Operator.EQUAL, name)
    return IfcClass(name) if _CLASS.fullmatch(name) else None


def _condition(scanner: Scanner, name: str | Pattern | None, start: int) -> Filter:
    subject: Subject
    if scanner.take("."):
        property_name = scanner.name()
        if property_name is None:
            property_name = Pattern(".*")
        subject = Property(name, property_name)
    else:
        subject = _subject(scanner, name, start)
    scanner.skip()
    place = scanner.at
    operator = scanner.operator()
    if operator is None:
        raise scanner.fail(
            "a comparison is expected here.", "Comparisons are = != < <= > >= *= (contains) ^= (starts with)."
        )
    value = scanner.value(operator)
    try:
        return Condition(subject, operator, value)
    except FilterError as error:
        raise scanner.fail(error.message, error.hint, at=place) from error


def _subject(scanner: Scanner, name: str | Pattern | None, start: int) -> Subject:
    if not isinstance(name, str):
        raise scanner.fail("a property needs its name after the set.", "Write *.FireRating or Pset.Property.")
    if name in _FACETS:
        return _FACETS[name]
    if _ATTRIBUTE.fullmatch(name):
        return Attribute(name)
    close = difflib.get_close_matches(name.lower(), _FACETS, n=1, cutoff=0.7)
    hint = f"Did you mean {close[0]}?" if close else _FORMS
    raise scanner.fail(f"'{name}' is no class, attribute or keyword.", hint, at=start)


def print_filter(wanted: Filter) -> str:
    """The text that `parse_filter` reads as the same filter (of `all_of` and `any_of`)."""
    return "" if wanted == EVERYTHING else _union_text(wanted)


def _union_text(wanted: Filter) -> str:
    if isinstance(wanted, Any):
        sign = ", " if _adds_only(wanted) else " + "
        return sign.join(_group_text(part) for part in wanted.parts)
    return _group_text(wanted)


def _group_text(wanted: Filter) -> str:
    if not isinstance(wanted, All) or not wanted.parts:
        return _part_text(wanted, is_first=True)
    return ", ".join(_part_text(part, is_first=place == 0) for place, part in enumerate(wanted.parts))


def _part_text(wanted: Filter, *, is_first: bool) -> str:
    match wanted:
        case IfcClass(name=name):
            return name if is_first else f"({name})"
        case Not(part=IfcClass(name=name)):
            return f"!{name}"
        case Not(part=part):
            return f"!({print_filter(part)})"
        case Condition():
            return _condition_text(wanted)
        case Any() if is_first and _adds_only(wanted):
            return _union_text(wanted)
    return f"({print_filter(wanted)})"


def _adds_only(wanted: Any) -> bool:
    return all(isinstance(part, IfcClass) for part in wanted.parts)


def _condition_text(condition: Condition) -> str:
    return f"{_subject_text(condition.subject)}{condition.operator.value}{value_text(condition.value)}"


def _subject_text(subject: Subject) -> str:
    match subject:
        case Property(owner=owner, name=name):
            return f"{'*' if owner is None else _name_text(owner)}.{_name_text(name)}"
        case Attribute(name=name):
            return name
    return subject.value


def _name_text(name: str | Pattern) -> str:
    if isinstance(name, Pattern):
        return _slashed(name)
    return name if _BARE_NAME.fullmatch(name) else _quoted(name)


def value_text(value: Value) -> str:
    """A value as it stands after the comparison."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case Quantity(number=number, unit=unit):
            return f"{_number_text(number)} {unit}"
        case Pattern():
            return _slashed(value)
        case tuple():
            return f"[{', '.join(value_text(part) for part in value)}]"
    is_bare = value not in SPECIAL and (_BARE_NAME.fullmatch(value) or NUMBER.fullmatch(value))
    return value if is_bare else _quoted(value)


def _number_text(number: float) -> str:
    return repr(number).removesuffix(".0").replace("e+", "e")


def _slashed(pattern: Pattern) -> str:
    body = re.sub(
        r"\\.|/", lambda found: r"\/" if found[0] == "/" else found[0], pattern.text, flags=re.DOTALL
    )
    return f"/{body}/"


def _quoted(text: str) -> str:
    body = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{body}"'
