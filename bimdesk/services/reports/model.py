"""The report as plain data: what templates see (docs/reports.md names every field), as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

FORMAT = 1


class Cover(msgspec.Struct, kw_only=True):
    """What the first page says. Texts are '' where there is nothing to say."""

    title: str
    subtitle: str = ""
    project: str = ""
    model: str = ""
    version: str = ""
    file: str = ""
    schema: str = ""
    script: str = ""
    status: str = ""
    status_label: str = ""
    date: str = ""
    author: str = ""


class Brand(msgspec.Struct, kw_only=True):
    """Whose report it is: from `report.toml` and a `logo` beside the templates."""

    company: str = ""
    footer: str = ""
    accent: str = ""
    logo: str = ""
    """Name of the picture in the report's folder; '' for none."""


class Count(msgspec.Struct, kw_only=True):
    """So many of a kind. `key`: the word that a style goes by; `label`: what is shown."""

    key: str
    label: str
    count: int


class Tile(msgspec.Struct, kw_only=True):
    """One figure."""

    name: str
    value: str
    unit: str = ""


class Pair(msgspec.Struct, kw_only=True):
    """A name and its value, both as texts. `mono`: a hash, a GlobalId, code."""

    name: str
    value: str
    mono: bool = False


class Series(msgspec.Struct, kw_only=True):
    """The numbers of a chart; None where there is none."""

    name: str
    values: list[float | None]


class Chart(msgspec.Struct, kw_only=True):
    """Labels and series run in parallel. `kind`: bar, stacked, line, area, scatter, pie, histogram."""

    name: str
    kind: str
    labels: list[str]
    series: list[Series]
    unit: str = ""
    note: str = ""


class Column(msgspec.Struct, kw_only=True):
    """A column of a table; numbers stand right."""

    name: str
    number: bool = False
    mono: bool = False


class Table(msgspec.Struct, kw_only=True):
    """Cells are texts. `note`: a sentence where rows or columns are left out."""

    name: str
    columns: list[Column]
    rows: list[list[str]]
    total: int
    note: str = ""


class Span(msgspec.Struct, kw_only=True):
    """A run of text in one style. `style`: '', bold, italic, code."""

    text: str
    style: str = ""


class Block(msgspec.Struct, kw_only=True):
    """A piece of Markdown. `kind`: heading, paragraph, item, code, quote, rule."""

    kind: str
    spans: list[Span] = []
    level: int = 0
    """Of headings and items."""
    mark: str = ""
    """Of an item: a bullet, or its number."""


class Picture(msgspec.Struct, kw_only=True):
    """A picture of findings in 3D. `file`: its name in the report's folder; '' where it failed (`note`)."""

    file: str
    caption: str
    note: str = ""
    overview: bool = True
    width: int = 0
    height: int = 0


class FindingRow(msgspec.Struct, kw_only=True):
    """One finding. Words are shown; `severity`, `state`, `decision` are the keys of styles."""

    message: str
    severity: str
    severity_label: str
    check: str = ""
    state: str = ""
    state_label: str = ""
    decision: str = ""
    decision_label: str = ""
    reason: str = ""
    """Of an accepted finding: why, by whom, until when."""
    element: str = ""
    element_class: str = ""
    more_elements: int = 0
    guid: str = ""
    storey: str = ""
    expected: str = ""
    found: str = ""
    model: str = ""
    since: str = ""
    assignee: str = ""
    due: str = ""


class Group(msgspec.Struct, kw_only=True):
    """The findings of one check, worst first. `uses`: the optional columns in which anything stands."""

    title: str
    script: str = ""
    severity: str = "info"
    severity_label: str = ""
    total: int = 0
    note: str = ""
    uses: list[str] = []
    findings: list[FindingRow] = []
    pictures: list[Picture] = []


class Report(msgspec.Struct, kw_only=True):
    """All of it. `kind`: execution or findings."""

    format: int = FORMAT
    kind: str
    cover: Cover
    brand: Brand = msgspec.field(default_factory=Brand)
    sentence: str = ""
    tiles: list[Tile] = []
    severities: list[Count] = []
    states: list[Count] = []
    decisions: list[Count] = []
    charts: list[Chart] = []
    texts: list[list[Block]] = []
    tables: list[Table] = []
    groups: list[Group] = []
    findings_total: int = 0
    findings_shown: int = 0
    error: list[Pair] = []
    parameters: list[Pair] = []
    made: list[Pair] = []
    notes: list[str] = []
    """Sentences about the report itself: what was left out, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook: all rows, values as they are; `rows` is walked once."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
