"""What the inspector shows of one entity: its sections, in the order of the window."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.index.details import EntityDetails, MaterialPart, Property, PropertyGroup, Related
from bimdesk.ui.models.class_looks import short_name
from bimdesk.ui.models.inspector_rows import GeometryFacts, InspectorRow, InspectorSection, format_value

STEP_KEY = "step"
"""The section of the raw STEP line: it is read when it is opened."""
_TIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("location", str(QT_TRANSLATE_NOOP("inspector", "Location")), ("container", "spaces")),
    ("assembly", str(QT_TRANSLATE_NOOP("inspector", "Whole and parts")), ("whole", "parts")),
    (
        "openings",
        str(QT_TRANSLATE_NOOP("inspector", "Openings and fillings")),
        ("host", "openings", "fills", "filled by"),
    ),
    (
        "systems",
        str(QT_TRANSLATE_NOOP("inspector", "Systems and ports")),
        ("systems", "ports", "connected to", "serves"),
    ),
    (
        "members",
        str(QT_TRANSLATE_NOOP("inspector", "Contents")),
        ("members", "contents", "boundaries", "occurrences"),
    ),
)
"""Relations by section: key, title, the words of index.details.RELATIONS."""
_MOST_OPEN = 8
"""A section with more ties begins folded."""


def tr(text: str) -> str:
    return QCoreApplication.translate("inspector", text)


def sections(
    details: EntityDetails, model: ModelKey, geometry: GeometryFacts | None, step_line: str | None = None
) -> list[InspectorSection]:
    """All sections of an entity; empty ones are left out. `step_line` None: not read yet."""
    attributes = tuple(_value_row(one, mono=one.name == "GlobalId") for one in details.attributes)
    made = [InspectorSection(key="attributes", title=tr("Attributes"), rows=attributes)]
    type_name = details.type.name if details.type is not None else ""
    for is_quantity in (False, True):
        for group in sorted(details.groups, key=lambda group: group.from_type):  # its own sets first
            if group.properties and group.is_quantity == is_quantity:
                made.append(_set_section(group, type_name))
    if geometry is not None:
        made.append(_geometry_section(geometry))
    made += _material_sections(details)
    made += _classification_sections(details)
    if details.type is not None:
        row = _link_row(tr("Type"), details.type, model)
        section = InspectorSection(key="type", title=tr("Type"), rows=(row,), hint=details.type.ifc_class)
        made.append(section)
    made += _tie_sections(details, model)
    made.append(_step_section(step_line))
    return made


def _set_section(group: PropertyGroup, type_name: str) -> InspectorSection:
    """A set; one of the type has a key of its own, so that both fold apart."""
    name = group.name or group.ifc_class
    where = tr("of the type {0}").format(type_name) if group.from_type else tr("of the occurrence")
    if group.is_overridden:
        where = f"{where}; {tr('values that the occurrence has of its own are left out')}"
    source = f"{where} · #{group.step_id}" if group.step_id else where
    rows = tuple(_value_row(one, owner=name, source=source) for one in group.properties)
    chip = tr("from type") if group.from_type else ""
    key = f"set/{name}/type" if group.from_type else f"set/{name}"
    return InspectorSection(
        key=key, title=name, rows=rows, chip=chip, counted=not group.from_type, tip=source
    )


def _value_row(one: Property, *, owner: str = "", source: str = "", mono: bool = False) -> InspectorRow:
    path = f"{owner}.{one.name}" if owner else one.name
    text = format_value(one.value, one.unit)
    full = "" if one.value is None else str(one.value)
    tip = "\n".join(
        part for part in (" · ".join(part for part in (path, full, one.measure) if part), source) if part
    )
    return InspectorRow(name=one.name, text=text, tip=tip, copied=full, mono=mono, path=path, owner=owner)


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
        InspectorRow(name=tr("Bounding box"), text=box, copied=box),
        InspectorRow(name=tr("Height from – to"), text=heights, copied=heights),
        InspectorRow(name=tr("Triangles"), text=triangles, copied=str(geometry.triangles)),
    )
    return InspectorSection(key="geometry", title=tr("Geometry"), rows=rows, chip=tr("from geometry"))


def _material_sections(details: EntityDetails) -> list[InspectorSection]:
    if not details.materials:
        return []
    rows = []
    for at, part in enumerate(details.materials, 1):
        name = part.part_name or (tr("Layer {0}").format(at) if part.usage == "layer" else tr("Material"))
        text = " · ".join(one for one in (part.name or tr("Air"), _amount(part)) if one)
        tip = " · ".join(one for one in (text, part.category, part.usage) if one)
        rows.append(InspectorRow(name=name, text=text, tip=tip, copied=part.name, path="material"))
    thicknesses = [part.thickness for part in details.materials if part.thickness is not None]
    if len(thicknesses) > 1:
        total = f"{sum(thicknesses) * 1000:,.4g} mm"
        rows.append(InspectorRow(name=tr("Thickness"), text=total, copied=total))
    from_type = any(part.from_type for part in details.materials)
    return [
        InspectorSection(
            key="materials",
            title=tr("Materials"),
            rows=tuple(rows),
            chip=tr("from type") if from_type else "",
            hint=details.materials[0].set_name,
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
        tip = "\n".join(part for part in (one.location, tr("from the type") if one.from_type else "") if part)
        name = one.system or tr("Reference")
        rows.append(InspectorRow(name=name, text=text, tip=tip or text, copied=text, path="classification"))
    title = tr("Classifications")
    return [InspectorSection(key="classifications", title=title, rows=tuple(rows))] if rows else []


def _tie_sections(details: EntityDetails, model: ModelKey) -> list[InspectorSection]:
    made = []
    for key, title, relations in _TIES:
        rows: list[InspectorRow] = []
        total = 0
        if key == "location" and details.storey is not None:
            rows.append(_link_row(tr("Storey"), details.storey, model))
        for relation in relations:
            ties = [one for one in details.relations if one.relation == relation]
            if key == "location" and details.storey is not None:
                ties = [one for one in ties if one.id != details.storey.id]
            count = details.relation_totals.get(relation, 0)
            total += count
            name = tr(relation.capitalize())
            rows += [_link_row(name if at == 0 else "", one, model) for at, one in enumerate(ties)]
            if ties and count > len(ties):
                more = tr("and {0} more").format(f"{count - len(ties):,}")
                rows.append(InspectorRow(name="", text=more, tone="tx3"))
        if rows:
            section = InspectorSection(key=key, title=tr(title), rows=tuple(rows), folded=total > _MOST_OPEN)
            made.append(section if key == "location" else _with_total(section, total))
    return made


def _with_total(section: InspectorSection, total: int) -> InspectorSection:
    return InspectorSection(
        key=section.key, title=section.title, rows=section.rows, hint=f"{total:,}", folded=section.folded
    )


def _step_section(line: str | None) -> InspectorSection:
    """The raw line, in pieces that fit a row; copied whole."""
    if line is None:
        rows: tuple[InspectorRow, ...] = (InspectorRow(name="", text=tr("Reading …"), tone="tx3"),)
    elif not line:
        text = tr("The file that the model was read from has no such line.")
        rows = (InspectorRow(name="", text=text, tone="tx3"),)
    else:
        rows = (InspectorRow(name="", text=line, tip=line, copied=line, mono=True, is_wide=True),)
    return InspectorSection(key=STEP_KEY, title=tr("STEP line"), rows=rows, folded=True)
