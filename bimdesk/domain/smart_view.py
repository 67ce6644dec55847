"""Smart views: rules that say which elements are coloured, hidden, isolated or ghosted. No model needed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.filters import Condition, Filter, FilterError, Operator, Property, Subject, is_set
from bimdesk.errors import BadInputError

SmartViewId = NewType("SmartViewId", int)
LONGEST_NAME = 255
_COLOR = re.compile(r"#[0-9a-f]{6}")
_IS_SET = f"{Operator.NOT_EQUAL.value}NULL"


class Palette(StrEnum):
    """The colours of a numeric ramp."""

    VIRIDIS = "viridis"
    CIVIDIS = "cividis"
    MAGMA = "magma"
    BLUE_RED = "blue-red"


class Rest(StrEnum):
    """What becomes of elements that have no value."""

    GREY = "grey"
    GHOST = "ghost"
    LEAVE = "leave"


class Effect(StrEnum):
    """What a rule does to elements besides colouring them."""

    HIDE = "hide"
    ISOLATE = "isolate"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True)
class Paint:
    """One colour, `#rrggbb`; '' takes the next one of the theme's chart colours."""

    color: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "color", self.color.lower())
        if self.color and not _COLOR.fullmatch(self.color):
            raise BadInputError(f"'{self.color}' is no colour.", "Write it as #1677ff, or leave it empty.")


@dataclass(frozen=True, slots=True)
class ByValue:
    """A colour for each value of a field."""

    field: Subject
    rest: Rest = Rest.GREY


@dataclass(frozen=True, slots=True)
class Ramp:
    """A colour by where a number lies between `low` and `high`; None: the least and the greatest there is."""

    field: Subject
    low: float | None = None
    high: float | None = None
    palette: Palette = Palette.VIRIDIS
    rest: Rest = Rest.GREY

    def __post_init__(self) -> None:
        for bound in (self.low, self.high):
            if bound is not None and not math.isfinite(bound):
                raise BadInputError(f"{bound} is no bound of a ramp.", "Give a number, or leave it empty.")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise BadInputError(
                f"The ramp ends at {self.high:g}, which is not above {self.low:g} where it begins.",
                "Give a greater number for its end, or leave one of them empty.",
            )


Action = Paint | ByValue | Ramp | Effect


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done to the elements that `filter` means ('' for all); `title` names them in the legend."""

    filter: str
    action: Action
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "filter", print_filter(parse_filter(self.filter)))
        object.__setattr__(self, "title", " ".join(self.title.split()))

    @property
    def wanted(self) -> Filter:
        return parse_filter(self.filter)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmartView:
    """Rules in order: a later one has the last word on an element. Names differ within a group.

    `id`: 0 until a project keeps it; negative ones are built in.
    """

    name: str
    rules: tuple[Rule, ...]
    group: str = ""
    id: SmartViewId = SmartViewId(0)

    def __post_init__(self) -> None:
        for field in ("name", "group"):
            object.__setattr__(self, field, " ".join(getattr(self, field).split()))
        if not self.name or max(len(self.name), len(self.group)) > LONGEST_NAME:
            raise BadInputError(
                f"A smart view needs a name of at most {LONGEST_NAME} characters.",
                "Type a name, such as Walls by fire rating.",
            )
        if not self.rules:
            raise BadInputError(f"The smart view “{self.name}” has no rule.", "Add a rule.")

    @property
    def is_built_in(self) -> bool:
        return self.id < 0


def field_text(field: Subject) -> str:
    """A field as text: `class`, `Name`, `Pset_WallCommon.FireRating`, `*.FireRating`."""
    return print_filter(is_set(field)).removesuffix(_IS_SET)


def read_field(text: str) -> Subject:
    """The field that a text means. FilterError for a text that is none."""
    try:
        found = parse_filter(text.strip() + _IS_SET)
    except FilterError as error:
        found = None
        reason = f" {error.message}"
    else:
        reason = ""
    if not isinstance(found, Condition) or found.value is not None:
        raise FilterError(
            f"'{text}' is no field.{reason}",
            "A field is class, storey, type, material, system, classification, model, an attribute such as"
            " Name, or a property such as Pset_WallCommon.FireRating.",
        )
    if isinstance(found.subject, Property) and not isinstance(found.subject.name, str):
        raise FilterError(f"'{text}' names no one property.", "Write the name behind the dot.")
    return found.subject


def unique_name(name: str, taken: set[str]) -> str:
    """`name`, or with the first number behind it that no other has; `taken` casefolded."""
    found, number = name, 2
    while found.casefold() in taken:
        suffix = f" {number}"
        found, number = name[: LONGEST_NAME - len(suffix)] + suffix, number + 1
    return found
