"""All that the index knows of one entity: what the inspector shows.

`facts` are the dataclasses; `entity` reads one whole with the help of `sets`, `materials` and `relations`;
`step_line` finds its line in the file; `comparison` reads what several have in common.
"""

from bimdesk.index.details.compared import ComparedSet, ComparedValue, Comparison, merged
from bimdesk.index.details.comparison import compare
from bimdesk.index.details.entity import load_details
from bimdesk.index.details.facts import (
    Classification,
    EntityDetails,
    MaterialPart,
    Property,
    PropertyGroup,
    Related,
)
from bimdesk.index.details.relations import MOST_RELATED, RELATIONS
from bimdesk.index.details.step_line import read_step_line

__all__ = [
    "MOST_RELATED",
    "RELATIONS",
    "Classification",
    "ComparedSet",
    "ComparedValue",
    "Comparison",
    "EntityDetails",
    "MaterialPart",
    "Property",
    "PropertyGroup",
    "Related",
    "compare",
    "load_details",
    "merged",
    "read_step_line",
]
