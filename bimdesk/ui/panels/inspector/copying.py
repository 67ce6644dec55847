"""What the inspector puts on the clipboard: a value, its path, the whole row."""

from __future__ import annotations

from bimdesk.ui.models.inspector_rows import InspectorRow


def value_of(row: InspectorRow) -> str:
    """The value in full, without the grouping that is only for the eye."""
    return row.copied or row.text


def path_of(row: InspectorRow) -> str:
    """`Pset_WallCommon.FireRating`, as filters and scripts name it; the name where there is no path."""
    return row.path or row.name


def row_of(row: InspectorRow) -> str:
    """Name and value as two cells of a table."""
    return f"{row.name}\t{row.copied or row.text}"
