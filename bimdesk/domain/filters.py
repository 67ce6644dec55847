"""Filters of elements: an immutable tree of conditions, without a model, without SQL (docs/filters.md)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bimdesk.domain.filter_errors import FilterError as FilterError
from bimdesk.domain.filter_patterns import check_pattern
from bimdesk.domain.units import find_unit, nearest_unit

_ESCAPED = re.compile(r"\\.", re.DOTALL)


class Operator(StrEnum):
    """How a value is compared; the text form of each."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    CONTAINS = "*="
    NOT_CONTAINS = "!*="
    STARTS = "^="
    NOT_STARTS = "!^="

    @property
    def is_negative(self) -> bool:
        """Whether it is the opposite of another one: elements without a value meet it too."""
        return self.value.startswith("!")

    @property
    def positive(self) -> Operator:
        return Operator(self.value.removeprefix("!"))

    @property
    def is_ordering(self) -> bool:
        return self in (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST)


class Facet(StrEnum):
    """What else can be asked of an element; the keyword of the text form."""

    CLASS = "class"
    TYPE = "type"
    MATERIAL = "material"
    CLASSIFICATION = "classification"
    STOREY = "storey"
    LOCATION = "location"
    SYSTEM = "system"
    GROUP = "group"
    PARENT = "parent"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression; it is matched from the start of the text, as in IfcOpenShell.

    Raises FilterError for what is none, and for what may run for ever (domain.filter_patterns).
    """

    text: str

    def __post_init__(self) -> None:
        # An escaped slash says no more than a bare one; so that each pattern has one text.
        object.__setattr__(self, "text", _ESCAPED.sub(_unescape_slash, self.text))
        check_pattern(self.text)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: it is converted to the unit of each value that it is compared with."""

    number: float
    unit: str

    def __post_init__(self) -> None:
        if not math.isfinite(self.number):
            raise FilterError(f"{self.number} is no number that can be compared.")
        if find_unit(self.unit) is None:
            raise FilterError(f"'{self.unit}' is no unit that is known here.", nearest_unit(self.unit))


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the entity in the schema's words: Name, GlobalId, PredefinedType, OverallHeight ..."""

    name: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property or quantity: names of the set (None: any set) and of the property."""

    owner: str | Pattern | None
    name: str | Pattern


Subject = Attribute | Property | Facet
Scalar = str | Quantity
Value = str | bool | None | Quantity | Pattern | tuple[Scalar, ...]
"""Text is compared with numbers as a number where it is one. None: not set. A tuple: one of these."""


@dataclass(frozen=True, slots=True)
class IfcClass:
    """Elements of a class or of its subtypes. `class=IfcWall` is a condition without subtypes."""

    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. Raises FilterError where the operator does not go with the value."""

    subject: Subject
    operator: Operator
    value: Value

    def __post_init__(self) -> None:
        is_equality = self.operator in (Operator.EQUAL, Operator.NOT_EQUAL)
        if not is_equality and not isinstance(self.value, str | Quantity):
            raise FilterError(
                f"'{self.operator.value}' compares with a text or a number.",
                "Regular expressions, lists, TRUE, FALSE and NULL go with = and !=.",
            )
        if self.operator.positive in (Operator.CONTAINS, Operator.STARTS) and isinstance(
            self.value, Quantity
        ):
            raise FilterError(f"'{self.operator.value}' compares text, not a number with a unit.")


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the filters; none at all means every element. Make it with `all_of`."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of two or more filters. Make it with `any_of`."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The elements that the filter leaves out."""

    part: Filter


Filter = All | Any | Not | IfcClass | Condition
EVERYTHING = All()
NOTHING = Not(All())


def all_of(*parts: Filter) -> Filter:
    """The filters together, flat: no All inside an All, no All of one."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,)))
    return flat[0] if len(flat) == 1 else All(flat)


def any_of(*parts: Filter) -> Filter:
    """Any of the filters, flat; of no filters nothing."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Any) else (part,)))
    if not flat:
        return NOTHING
    return flat[0] if len(flat) == 1 else Any(flat)


def guids(names: Iterable[str]) -> Filter:
    """The elements with these GlobalIds."""
    return Condition(Attribute("GlobalId"), Operator.EQUAL, tuple(names))


def is_set(subject: Subject) -> Condition:
    """Elements that have a value."""
    return Condition(subject, Operator.NOT_EQUAL, None)


def is_not_set(subject: Subject) -> Condition:
    """Elements that have none."""
    return Condition(subject, Operator.EQUAL, None)


def _unescape_slash(found: re.Match[str]) -> str:
    return "/" if found[0] == r"\/" else found[0]
