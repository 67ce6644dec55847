"""The lines of a legend in words: values, ranges, what has no value, what could not be shown at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QCoreApplication

from bimdesk.domain.filters import Facet, Property
from bimdesk.domain.smart_view import ByValue, Effect, Ramp, Rule, SmartView, field_text
from bimdesk.index.field_values import FieldValue
from bimdesk.scene.ids import ElementIds
from bimdesk.services.smart_views.parts import Entry, EntryKind, Legend, Scale, Section
from bimdesk.ui.models.class_looks import plain_name

EFFECT_ICONS = {Effect.HIDE: "eye-off", Effect.ISOLATE: "focus", Effect.GHOST: "ghost"}
_TRUTHS = {
    "IsExternal": ("External", "Internal"),
    "LoadBearing": ("Load-bearing", "Not load-bearing"),
}


class RowKind(Enum):
    """What a line is."""

    ENTRY = "entry"
    HEADING = "heading"
    RAMP = "ramp"
    NOTE = "note"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LegendRow:
    """One line; `color` where its elements are painted, `icon` where something else is done to them."""

    kind: RowKind = RowKind.ENTRY
    text: str
    tip: str = ""
    color: str = ""
    icon: str = ""
    count: int = 0
    ids: ElementIds = field(default_factory=ElementIds)
    scale: Scale | None = None


def tr(text: str) -> str:
    """A text of smart views in the user's language."""
    return QCoreApplication.translate("smart_views", text)


def view_name(view: SmartView) -> str:
    """The name; of a built-in one in the user's language."""
    return tr(view.name) if view.is_built_in else view.name


def legend_rows(legend: Legend) -> list[LegendRow]:
    """All lines from the top."""
    several = len(legend.sections) > 1
    rows: list[LegendRow] = []
    was_field = False
    for section in legend.sections:
        is_field = isinstance(section.rule.action, ByValue | Ramp)
        if rows and (is_field or was_field):
            rows.append(LegendRow(kind=RowKind.GAP, text=""))
        rows += _section_rows(section, legend.view, several)
        was_field = is_field
    return rows


def missing_text(legend: Legend) -> str:
    """A sentence where nothing that was asked for is there; '' where something is."""
    sections = [one for one in legend.sections if isinstance(one.rule.action, ByValue | Ramp)]
    if sections and all(section.is_missing for section in sections) and len(sections) == len(legend.sections):
        return _missing(sections[0])
    if legend.sections and not any(entry.count for entry in legend.entries):
        return tr("No element of these models meets “{0}”.").format(view_name(legend.view))
    painted = [one for one in legend.entries if one.color or one.effect is Effect.HIDE]
    if painted and not any(entry.count for entry in painted):
        return tr("“{0}”: there is no such element.").format(view_name(legend.view))
    return ""


def rule_title(rule: Rule) -> str:
    """The title, or what the rule is about."""
    if rule.title:
        return rule.title
    match rule.action:
        case ByValue(field=subject) | Ramp(field=subject):
            return field_title(field_text(subject))
    return rule.filter or tr("All elements")


def field_title(text: str) -> str:
    """`*.FireRating` is the fire rating in whatever set: `FireRating`; a facet begins with a capital."""
    plain = text.removeprefix("*.")
    return tr(plain.capitalize()) if plain in list(Facet) else plain


def _section_rows(section: Section, view: SmartView, several: bool) -> Iterator[LegendRow]:
    action = section.rule.action
    by_field = isinstance(action, ByValue | Ramp)
    if several and by_field:
        yield LegendRow(kind=RowKind.HEADING, text=rule_title(section.rule))
    if section.is_missing:
        yield LegendRow(kind=RowKind.NOTE, text=_missing(section))
    if section.scale is not None:
        yield LegendRow(kind=RowKind.RAMP, text="", scale=section.scale)
    for entry in section.entries:
        yield _entry_row(entry, section, view)


def _entry_row(entry: Entry, section: Section, view: SmartView) -> LegendRow:
    text, tip = _entry_words(entry, section, view)
    return LegendRow(
        text=text,
        tip=tip or text,
        color=entry.color,
        icon="" if entry.effect is None else EFFECT_ICONS[entry.effect],
        count=entry.count,
        ids=ElementIds(entry.elements),
    )


def _entry_words(entry: Entry, section: Section, view: SmartView) -> tuple[str, str]:
    match entry.kind:
        case EntryKind.NO_VALUE:
            return tr("Without a value"), tr("Elements that have no value")
        case EntryKind.OTHER_VALUES:
            return tr("{0} other values").format(f"{entry.values_count:,}"), ""
        case EntryKind.RANGE:
            unit = section.scale.unit if section.scale is not None else ""
            return _range_text(entry.low, entry.high, unit), ""
        case EntryKind.VALUES:
            words = [_value_words(value, section.rule) for value in entry.values]
            return " + ".join(text for text, _ in words), "\n".join(tip for _, tip in words)
    if section.rule.title:
        return tr(section.rule.title) if view.is_built_in else section.rule.title, section.rule.filter
    if section.rule.action is Effect.GHOST and view.is_built_in:
        return tr("All others"), section.rule.filter
    return rule_title(section.rule), section.rule.filter


def _value_words(value: FieldValue, rule: Rule) -> tuple[str, str]:
    subject = rule.action.field if isinstance(rule.action, ByValue) else None
    if isinstance(value.value, bool):
        name = subject.name if isinstance(subject, Property) and isinstance(subject.name, str) else ""
        text = tr(_TRUTHS.get(name, ("Yes", "No"))[0 if value.value else 1])
        return text, f"{name}: {text}"
    if isinstance(value.value, str):
        if subject is Facet.CLASS:
            return plain_name(value.value), value.value
        if subject is Facet.STOREY and value.rank is not None:
            height = f"{value.rank:+,.2f} m".replace("-", "−")
            return value.value, f"{value.value} ({height})"
        return value.value, value.value
    text = f"{number_text(value.value)} {value.unit}".strip()
    return text, text


def _range_text(low: float, high: float, unit: str) -> str:
    return f"{number_text(low)} – {number_text(high)} {unit}".strip()


def number_text(number: float) -> str:
    """At most six digits that count, grouped, with a real minus."""
    text = f"{number:,.6g}" if abs(number) < 1e6 or abs(number) >= 1e12 else f"{number:,.0f}"
    return text.replace("-", "−")


def _missing(section: Section) -> str:
    if not section.total:
        return tr("No element of these models meets “{0}”.").format(section.rule.filter)
    action = section.rule.action
    subject = action.field if isinstance(action, ByValue | Ramp) else None
    if isinstance(subject, Property) and isinstance(subject.name, str):
        named = _NOUNS.get(subject.name)
        if named is not None and subject.owner is None:
            return tr(named)
    elif isinstance(subject, Facet) and subject in _FACET_NOUNS:
        return tr(_FACET_NOUNS[subject])
    text = "" if subject is None else field_title(field_text(subject))
    if isinstance(action, Ramp):
        return tr("No element of these models has a number for {0}.").format(text)
    return tr("No element of these models has a value for {0}.").format(text)


_NOUNS = {
    "FireRating": "No element of these models has a fire rating.",
    "IsExternal": "No element of these models says whether it is external.",
    "LoadBearing": "No element of these models says whether it bears loads.",
}
_FACET_NOUNS = {
    Facet.STOREY: "No element of these models is in a storey.",
    Facet.SYSTEM: "No element of these models is in a system.",
    Facet.MATERIAL: "No element of these models has a material.",
    Facet.TYPE: "No element of these models has a type.",
    Facet.CLASSIFICATION: "No element of these models is classified.",
    Facet.GROUP: "No element of these models is in a group.",
}
