"""What the inspector shows of several elements: what is common, and how much of the rest differs."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from bimdesk.index.details import ComparedSet, ComparedValue, Comparison
from bimdesk.index.details.compared import MOST_LISTED
from bimdesk.ui.models.inspector_rows import InspectorRow, InspectorSection, format_value
from bimdesk.ui.models.inspector_sections import tr

_COUNTS = {
    "class": str(QT_TRANSLATE_NOOP("inspector", "Classes")),
    "type": str(QT_TRANSLATE_NOOP("inspector", "Types")),
    "storey": str(QT_TRANSLATE_NOOP("inspector", "Storeys")),
    "material": str(QT_TRANSLATE_NOOP("inspector", "Materials")),
    "classification": str(QT_TRANSLATE_NOOP("inspector", "Classifications")),
    "system": str(QT_TRANSLATE_NOOP("inspector", "Systems")),
}


def common_sections(found: Comparison) -> list[InspectorSection]:
    """Attributes, sets that all have, then those that some have, then classes, types ... with counts."""
    rows = tuple(_row(one, found.total) for one in found.attributes)
    made = [InspectorSection(key="attributes", title=tr("Attributes"), rows=rows)] if rows else []
    sets = sorted(found.sets, key=lambda one: (one.count < found.total, one.is_quantity))
    made += [_set_section(one, found.total) for one in sets]
    for key, title in _COUNTS.items():
        counts = found.counts.get(key, ())
        if counts:
            made.append(_count_section(key, tr(title), counts, found.total))
    return made


def _set_section(one: ComparedSet, total: int) -> InspectorSection:
    is_partial = one.count < total
    if is_partial:
        chip = tr("{0} of {1}").format(f"{one.count:,}", f"{total:,}")
    elif one.from_type:
        chip = tr("from type") if one.from_type >= one.count else tr("some from type")
    else:
        chip = ""
    rows = tuple(_row(value, one.count, owner=one.name) for value in one.values)
    key = f"set/{one.name}"
    return InspectorSection(key=key, title=one.name, rows=rows, chip=chip, folded=is_partial)


def _row(one: ComparedValue, total: int, *, owner: str = "") -> InspectorRow:
    """The common value, or `<varies>` with how many there are and their range."""
    path = f"{owner}.{one.name}" if owner else one.name
    missing = total - one.count
    on = tr("on about {0} of {1}") if one.is_sampled else tr("on {0} of {1}")
    note = on.format(f"{one.count:,}", f"{total:,}") if missing > 0 else ""
    if one.common:
        text = format_value(one.low, one.unit)
        full = "" if one.low is None else str(one.low)
        tip = "\n".join(part for part in (f"{path} · {full}", one.measure, note) if part)
        tone = "tx3" if missing else ""
        shown = f"{text} · {note}" if note else text
        return InspectorRow(
            name=one.name, text=shown, tip=tip, copied=full, path=path, owner=owner, tone=tone
        )
    count = f"{one.distinct:,}"
    if one.is_sampled:
        different = tr("at least {0} different")
    else:
        different = tr("{0} different") if one.is_exact else tr("up to {0} different")
    text = " · ".join(part for part in (tr("<varies>"), different.format(count), note) if part)
    ends = " – ".join(format_value(end, one.unit) for end in (one.low, one.high) if end is not None)
    tip = "\n".join(part for part in (path, ends) if part)
    return InspectorRow(name=one.name, text=text, tip=tip, copied=ends, path=path, owner=owner, tone="tx3")


def _count_section(key: str, title: str, counts: tuple[tuple[str, int], ...], total: int) -> InspectorSection:
    rows = [
        InspectorRow(name=name or tr("Without name"), text=f"{count:,}", copied=name, path=key)
        for name, count in counts[:MOST_LISTED]
    ]
    if len(counts) > MOST_LISTED:
        more = tr("and {0} more").format(f"{len(counts) - MOST_LISTED:,}")
        rows.append(InspectorRow(name="", text=more, tone="tx3"))
    has = sum(count for _name, count in counts)
    if key in ("type", "storey") and has < total:
        rows.append(InspectorRow(name=tr("None"), text=f"{total - has:,}", tone="tx3"))
    hint = counts[0][0] if len(counts) == 1 else f"{len(counts):,}"
    return InspectorSection(key=f"count/{key}", title=title, rows=tuple(rows), hint=hint)
