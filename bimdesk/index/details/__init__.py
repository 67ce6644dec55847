"""All that the index knows of one entity: what the inspector shows.

`facts` are the dataclasses; `entity` reads one whole with the help of `sets`, `materials` and `relations`.
"""

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

__all__ = [
    "MOST_RELATED",
    "RELATIONS",
    "Classification",
    "EntityDetails",
    "MaterialPart",
    "Property",
    "PropertyGroup",
    "Related",
    "load_details",
]
