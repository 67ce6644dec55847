"""A filter while it is being built: groups and rows that a person edits, and the way to a Filter and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.domain.filter_text import parse_filter, print_filter, value_text
from bimdesk.domain.filters import (
    All,
    Any,
    Condition,
    Facet,
    Filter,
    FilterError,
    IfcClass,
    Not,
    Operator,
    Pattern,
    Quantity,
    Subject,
    Value,
    all_of,
    any_of,
)
from bimdesk.domain.units import find_unit

_QUANTITY = re.compile(r"\s*([-+]?\d+(?:[.]\d+)?(?:[eE][-+]?\d+)?)\s*([^\d\s.].*?)\s*")


class Form(Enum):
    """What stands behind an operator."""

    TEXT = "text"
    PATTERN = "pattern"
    LIST = "list"
    NULL = "null"
    TRUE = "true"
    FALSE = "false"
    SUBTYPES = "subtypes"

    @property
    def takes_value(self) -> bool:
        return self not in (Form.NULL, Form.TRUE, Form.FALSE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One entry of the operator's menu."""

    label: str
    operator: Operator
    form: Form


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is")), Operator.EQUAL, Form.TEXT),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is not")), Operator.NOT_EQUAL, Form.TEXT),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "contains")), Operator.CONTAINS, Form.TEXT),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "contains not")), Operator.NOT_CONTAINS, Form.TEXT),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "starts with")), Operator.STARTS, Form.TEXT),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "starts not with")), Operator.NOT_STARTS, Form.TEXT),
    Comparison("<", Operator.LESS, Form.TEXT),
    Comparison("≤", Operator.AT_MOST, Form.TEXT),
    Comparison(">", Operator.MORE, Form.TEXT),
    Comparison("≥", Operator.AT_LEAST, Form.TEXT),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is one of")), Operator.EQUAL, Form.LIST),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is none of")), Operator.NOT_EQUAL, Form.LIST),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "matches")), Operator.EQUAL, Form.PATTERN),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "matches not")), Operator.NOT_EQUAL, Form.PATTERN),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is set")), Operator.NOT_EQUAL, Form.NULL),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is not set")), Operator.EQUAL, Form.NULL),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is true")), Operator.EQUAL, Form.TRUE),
    Comparison(str(QT_TRANSLATE_NOOP("filters", "is false")), Operator.EQUAL, Form.FALSE),
)
WITH_SUBTYPES = Comparison(str(QT_TRANSLATE_NOOP("filters", "is a")), Operator.EQUAL, Form.SUBTYPES)
"""Of the class or a subtype; for classes only, before the others."""
CLASS = Facet.CLASS.value
_BOOLEANS = {"true": True, "false": False}
_FACETS = frozenset(facet.value for facet in Facet)


class Join(Enum):
    """How a group joins its parts."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(slots=True)
class DraftRow:
    """One condition. `subject` as the text form has it (`Pset_WallCommon.FireRating`, `storey`, `Name`)."""

    subject: str = CLASS
    comparison: Comparison = WITH_SUBTYPES
    value: str = ""


@dataclass(slots=True)
class DraftGroup:
    """Rows and groups inside a group."""

    join: Join = Join.ALL
    parts: list[DraftRow | DraftGroup] = field(default_factory=list)


def comparisons_for(subject: str) -> tuple[Comparison, ...]:
    """The operators that go with a subject."""
    return (WITH_SUBTYPES, *COMPARISONS) if subject.strip() == CLASS else COMPARISONS


def label_of(comparison: Comparison) -> str:
    return QCoreApplication.translate("filters", comparison.label)


def shown_subject(text: str) -> str:
    """A subject as the field shows it: keywords with a capital."""
    return text.capitalize() if text in _FACETS else text


def typed_subject(text: str) -> str:
    """What was typed into the field, as the text form has it."""
    text = text.strip()
    return text.lower() if text.lower() in _FACETS else text


def read_subject(text: str) -> Subject:
    """What a subject's text means. Raises FilterError."""
    found = parse_filter(f"{text.strip()}=NULL")
    if not isinstance(found, Condition):
        raise FilterError(f"'{text}' is no attribute, property or keyword.")
    return found.subject


def subject_text(subject: Subject) -> str:
    return print_filter(Condition(subject, Operator.EQUAL, None)).removesuffix("=NULL")


# draft -> filter


def to_filter(group: DraftGroup) -> Filter:
    """The filter that a draft means; rows that lack their value are left out. Raises FilterError."""
    parts = [made for part in group.parts if (made := _part(part)) is not None]
    match group.join:
        case Join.ALL:
            return all_of(*parts)
        case Join.ANY:
            return any_of(*parts) if parts else all_of()
        case Join.NONE:
            return Not(any_of(*parts)) if parts else all_of()


def _part(part: DraftRow | DraftGroup) -> Filter | None:
    if isinstance(part, DraftGroup):
        return to_filter(part) if part.parts else None
    value = part.value.strip()
    if not part.subject.strip() or (part.comparison.form.takes_value and not value):
        return None
    if part.comparison.form is Form.SUBTYPES:
        return IfcClass(value)
    return Condition(read_subject(part.subject), part.comparison.operator, read_value(part.comparison, value))


def read_value(comparison: Comparison, text: str) -> Value:
    """What is typed as the value. Raises FilterError."""
    match comparison.form:
        case Form.NULL:
            return None
        case Form.TRUE:
            return True
        case Form.FALSE:
            return False
        case Form.PATTERN:
            return Pattern(text)
        case Form.LIST:
            found = parse_filter(f"Name=[{text}]")
            return found.value if isinstance(found, Condition) else text
    is_equality = comparison.operator.positive is Operator.EQUAL
    if is_equality and text.casefold() in _BOOLEANS:
        return _BOOLEANS[text.casefold()]
    found_quantity = _QUANTITY.fullmatch(text)
    is_number = comparison.operator.positive not in (Operator.CONTAINS, Operator.STARTS)
    if found_quantity is not None and is_number and find_unit(found_quantity[2]) is not None:
        return Quantity(float(found_quantity[1]), found_quantity[2])
    return text


# filter -> draft


def to_draft(wanted: Filter) -> DraftGroup:
    """The group that shows a filter; its parts are rows and groups."""
    part = _draft(wanted)
    return part if isinstance(part, DraftGroup) else DraftGroup(Join.ALL, [part])


def _draft(wanted: Filter) -> DraftRow | DraftGroup:
    match wanted:
        case All(parts=parts):
            return DraftGroup(Join.ALL, _drafts(parts))
        case Any(parts=parts):
            return DraftGroup(Join.ANY, _drafts(parts))
        case Not(part=Any(parts=parts)):
            return DraftGroup(Join.NONE, _drafts(parts))
        case Not(part=part):
            return DraftGroup(Join.NONE, [_draft(part)])
        case IfcClass(name=name):
            return DraftRow(CLASS, WITH_SUBTYPES, name)
        case Condition():
            return _row(wanted)


def _drafts(parts: Sequence[Filter]) -> list[DraftRow | DraftGroup]:
    return [_draft(part) for part in parts]


def _row(condition: Condition) -> DraftRow:
    subject, value = subject_text(condition.subject), condition.value
    match value:
        case None:
            form, text = Form.NULL, ""
        case bool():
            form, text = (Form.TRUE if value else Form.FALSE), ""
        case Pattern():
            form, text = Form.PATTERN, value.text
        case tuple():
            form, text = Form.LIST, value_text(value)[1:-1]
        case Quantity():
            form, text = Form.TEXT, value_text(value)
        case _:
            form, text = Form.TEXT, value
    if isinstance(value, bool) and condition.operator is Operator.NOT_EQUAL:
        comparison = Comparison("≠", condition.operator, form)  # rare: no entry of the menu says it
    else:
        known = (one for one in COMPARISONS if (one.operator, one.form) == (condition.operator, form))
        comparison = next(known, COMPARISONS[0])
    return DraftRow(subject, comparison, text)
