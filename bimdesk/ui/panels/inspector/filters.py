"""The filter that finds all elements with the value of a row of the inspector."""

from __future__ import annotations

from bimdesk.domain.filters import Attribute, Condition, Facet, Filter, Operator, Property, Subject, Value
from bimdesk.ui.models.inspector_rows import InspectorRow

_FACETS = {facet.value: facet for facet in Facet}
_NOT_ASKED = ("STEP id", "Elevation")
_BOOLEANS: dict[str, bool] = {"True": True, "False": False}


def filter_for(row: InspectorRow) -> Filter | None:
    """None where no filter can say it: a geometry, a range of values, an empty value."""
    if not row.path or row.path in _NOT_ASKED or not row.copied or row.tone == "tx3":
        return None
    subject: Subject
    if row.owner:
        subject = Property(row.owner, row.name)
    else:
        subject = _FACETS[row.path] if row.path in _FACETS else Attribute(row.path)
    value: Value = _BOOLEANS.get(row.copied, row.copied)
    return Condition(subject, Operator.EQUAL, value)
