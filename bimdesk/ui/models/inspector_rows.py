"""What the inspector shows of one entity, as plain facts: sections of named values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.index.details import RELATIONS, EntityDetails, MaterialPart, Property, Related
from bimdesk.ui.models.class_looks import short_name

_OF_ONE = ("geometry", "type", "relations")
"""Sections that make no sense for several elements at once."""
_UNITS = {"m2": "m²", "m3": "m³", "mm2": "mm²", "mm3": "mm³", "deg": "°", "degree": "°"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorRow:
    """One line. `link`: what a click selects; `copied`: what Ctrl+C takes, the value in full."""

    name: str
    text: str
    tip: str = ""
    copied: str = ""
    link: ElementRef | None = None
    mono: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorSection:
    """A section that folds; `key` names it across elements, so that folding is remembered."""

    key: str
    title: str
    rows: tuple[InspectorRow, ...]
    chip: str = ""
    hint: str = ""
    counted: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GeometryFacts:
    """What the mesh says of an element; metres."""

    size: tuple[float, float, float]
    bottom: float
    top: float
    triangles: int


def _tr(text: str) -> str:
    return QCoreApplication.translate("inspector", text)


def sections(
    details: EntityDetails, model: ModelKey, geometry: GeometryFacts | None
) -> list[InspectorSection]:
    """All sections of an entity, in the order of the window; empty sets are left out."""
    attributes = tuple(_value_row(one, mono=one.name == "GlobalId") for one in details.attributes)
    made = [InspectorSection(key="attributes", title=_tr("Attributes"), rows=attributes)]
    for group in sorted(details.groups, key=lambda group: group.from_type):  # its own sets first
        if group.properties:
            made.append(
                InspectorSection(
                    key=f"set/{group.name or group.ifc_class}",
                    title=group.name or group.ifc_class,
                    rows=tuple(_value_row(one) for one in group.properties),
                    chip=_tr("from type") if group.from_type else "",
                    counted=not group.from_type,
                )
            )
    if geometry is not None:
        made.append(_geometry_section(geometry))
    made += _material_sections(details)
    made += _classification_sections(details)
    if details.type is not None:
        row = _link_row(_tr("Type"), details.type, model)
        section = InspectorSection(key="type", title=_tr("Type"), rows=(row,), hint=details.type.name)
        made.append(section)
    made += _relation_sections(details, model)
    return made


def common(parts: Sequence[list[InspectorSection]]) -> list[InspectorSection]:
    """What several elements have in common: a value that differs is told as <varies>, links are left out."""
    made: list[InspectorSection] = []
    for first in parts[0]:
        same = [next((one for one in part if one.key == first.key), None) for part in parts[1:]]
        if first.key in _OF_ONE or any(one is None for one in same):
            continue
        others = [{row.name: row for row in one.rows} for one in same if one is not None]
        rows = [
            row if all(other[row.name].text == row.text for other in others) else _varies(row)
            for row in first.rows
            if row.link is None and all(row.name in other for other in others)
        ]
        if rows:
            made.append(replace(first, rows=tuple(rows), hint=""))
    return made


def _varies(row: InspectorRow) -> InspectorRow:
    text = _tr("<varies>")
    return InspectorRow(name=row.name, text=text, tone="tx3")


def filtered(found: list[InspectorSection], text: str) -> list[InspectorSection]:
    """What has `text` in a name, a value or the section's title."""
    wanted = text.strip().casefold()
    if not wanted:
        return found
    kept = []
    for section in found:
        whole = wanted in section.title.casefold()
        rows = tuple(
            row
            for row in section.rows
            if whole or wanted in row.name.casefold() or wanted in row.text.casefold()
        )
        if rows:
            kept.append(replace(section, rows=rows, hint="", counted=False, folded=False))
    return kept


def format_value(value: Any, unit: str = "") -> str:
    """A value as people read it: grouped, three decimals where it has a unit, lists with commas."""
    shown_unit = _UNITS.get(unit, unit)
    match value:
        case None:
            return ""
        case bool():
            return "True" if value else "False"
        case int():
            text = f"{value:,}" if unit else str(value)
        case float():
            text = f"{value:,.3f}" if unit and abs(value) < 1e6 else f"{value:,.6g}"
            text = text.replace("-", "−")
        case list() | tuple():
            return ", ".join(format_value(one, unit) for one in value)
        case dict():
            return ", ".join(f"{key}: {format_value(one, unit)}" for key, one in value.items())
        case _:
            text = str(value)
    return f"{text} {shown_unit}" if shown_unit and text else text


def _value_row(one: Property, *, mono: bool = False) -> InspectorRow:
    text = format_value(one.value, one.unit)
    full = "" if one.value is None else str(one.value)
    tip = " · ".join(part for part in (one.name, full, one.measure) if part)
    return InspectorRow(name=one.name, text=text, tip=tip, copied=full, mono=mono)


def _link_row(name: str, related: Related, model: ModelKey) -> InspectorRow:
    text = short_name(related.name, related.name.rsplit(":", 1)[-1]) or f"{related.ifc_class} #{related.id}"
    if len(text) <= 3:  # rooms are often called 6
        text = f"{related.ifc_class} {text}"
    tip = f"{related.ifc_class} · {related.name} · #{related.id}"
    link = ElementRef(model, related.id)
    return InspectorRow(name=name, text=text, tip=tip, copied=related.name, link=link)


def _geometry_section(geometry: GeometryFacts) -> InspectorSection:
    box = " × ".join(f"{side:,.3f}" for side in geometry.size) + " m"
    heights = f"{geometry.bottom:,.3f} – {geometry.top:,.3f} m".replace("-", "−")
    triangles = f"{geometry.triangles:,}"
    rows = (
        InspectorRow(name=_tr("Bounding box"), text=box, copied=box),
        InspectorRow(name=_tr("Height from – to"), text=heights, copied=heights),
        InspectorRow(name=_tr("Triangles"), text=triangles, copied=str(geometry.triangles)),
    )
    return InspectorSection(key="geometry", title=_tr("Geometry"), rows=rows, chip=_tr("from geometry"))


def _material_sections(details: EntityDetails) -> list[InspectorSection]:
    if not details.materials:
        return []
    rows = []
    for at, part in enumerate(details.materials, 1):
        name = part.part_name or (_tr("Layer {0}").format(at) if part.usage == "layer" else _tr("Material"))
        text = " · ".join(one for one in (part.name or _tr("Air"), _amount(part)) if one)
        rows.append(InspectorRow(name=name, text=text, tip=text, copied=part.name))
    thicknesses = [part.thickness for part in details.materials if part.thickness is not None]
    if len(thicknesses) > 1:
        total = f"{sum(thicknesses) * 1000:,.0f} mm"
        rows.append(InspectorRow(name=_tr("Thickness"), text=total, copied=total))
    from_type = any(part.from_type for part in details.materials)
    hint = details.materials[0].set_name
    return [
        InspectorSection(
            key="materials",
            title=_tr("Materials"),
            rows=tuple(rows),
            chip=_tr("from type") if from_type else "",
            hint=hint,
        )
    ]


def _amount(part: MaterialPart) -> str:
    if part.thickness is not None:
        return f"{part.thickness * 1000:,.4g} mm"
    return f"{part.fraction:.0%}" if part.fraction is not None else ""


def _classification_sections(details: EntityDetails) -> list[InspectorSection]:
    rows = []
    for one in details.classifications:
        text = " ".join(part for part in (one.identification, one.name) if part)
        rows.append(
            InspectorRow(name=one.system or _tr("Reference"), text=text, tip=one.location, copied=text)
        )
    title = _tr("Classifications")
    return [InspectorSection(key="classifications", title=title, rows=tuple(rows))] if rows else []


def _relation_sections(details: EntityDetails, model: ModelKey) -> list[InspectorSection]:
    rows: list[InspectorRow] = []
    for relation in RELATIONS:
        ties = [one for one in details.relations if one.relation == relation]
        rows += [
            _link_row(_tr(relation.capitalize()) if at == 0 else "", one, model)
            for at, one in enumerate(ties)
        ]
        more = details.relation_totals.get(relation, 0) - len(ties)
        if more > 0 and ties:
            rows.append(InspectorRow(name="", text=_tr("and {0} more").format(f"{more:,}"), tone="tx3"))
    if not rows:
        return []
    total = sum(details.relation_totals.values())
    return [
        InspectorSection(
            key="relations", title=_tr("Relations"), rows=tuple(rows), hint=f"{total:,}", folded=total > 8
        )
    ]
