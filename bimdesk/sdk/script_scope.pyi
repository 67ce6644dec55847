"""The names that every script has in scope, with their types and what they are.

Completion and docs/script-reference.md are made from this file. A script needs no import; an editor that
checks types may be told by `from bimdesk.sdk.script_scope import *`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import ifcopenshell as ifcopenshell
import numpy as numpy
import pandas as pandas
from numpy.typing import NDArray

from bimdesk.index.query import Query
from bimdesk.sdk.entities import Classification, Entity, Material, PropertySet, Root
from bimdesk.sdk.import_result import ImportResult
from bimdesk.sdk.log import ScriptLog
from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.params import Params

_Element = Entity | Root | int | str | ifcopenshell.entity_instance
"""An element: itself, its STEP id (`123`, `"123"`, `"#123"`), its GlobalId, or an IfcOpenShell instance."""
_Elements = _Element | Iterable[_Element] | None

# ## The model

entities: Query[Entity]
"""Every product of the model version: IfcProduct and its subtypes. After a failed import there are none."""

types: Query[Entity]
"""Every type object: IfcTypeObject and its subtypes."""

storeys: Query[Entity]
"""Every IfcBuildingStorey, the lowest first."""

systems: Query[Entity]
"""Every IfcSystem and its subtypes, such as zones and distribution systems."""

properties: Query[PropertySet]
"""Every property set of the file."""

quantities: Query[PropertySet]
"""Every quantity set of the file."""

materials: Query[Material]
"""Every IfcMaterial."""

classifications: Query[Classification]
"""Every classification reference."""

roots: Query[Root]
"""Everything that has a GlobalId, relationships and property sets too."""

model: ifcopenshell.file
"""The IFC file, opened when a script first uses it. With the permission `model.write` the changed model is
written as `<model name>.ifc` among the run's files; without it, changes are lost."""

models: list[ModelView]
"""The other model versions chosen for this run. Each has these names as attributes: `models[0].entities`."""

previous: ModelView | None
"""The version before this one, None for the first."""

# ## One element

def get_properties(entity: _Element) -> list[PropertySet]:
    """All property sets and quantity sets of an element, those of its type included and marked `from_type`.

    A property that the element overrides is left out of its type's set, so nothing stands twice.
    """

def get_quantities(entity: _Element) -> list[PropertySet]:
    """The quantity sets of an element, in the units of the file."""

def get_geometry(entity: _Element) -> dict[str, NDArray[Any]] | None:
    """The shape: `{"vertices": float64 (n, 3), world, metres, "faces": int32 (m, 3)}`; None without one."""

def get_materials(entity: _Element) -> list[Material]:
    """The materials of an element: one for each layer, constituent or profile."""

def get_classifications(entity: _Element) -> list[Classification]:
    """The classification references of an element, its type's included and marked `from_type`."""

def get_container(entity: _Element) -> Entity | None:
    """The spatial element that an element is in: storey, space, building or site, through any wholes."""

def get_parts(entity: _Element) -> list[Entity]:
    """What an element is made of, or what is in a spatial element."""

def guid_problem(guid: str) -> str:
    """What is wrong with a GlobalId, such as "21 characters, 22 expected"; '' for a good one."""

# ## The run

params: Params
"""The values of the form, defaults filled in, checked before. `params.width` is `params["width"]`."""

import_result: ImportResult | None
"""In an import hook: what the import did. None elsewhere."""

log: ScriptLog
"""The log: `log.info("...")`, `log.warning`, `log.error`, `log.debug`. `print` goes there too."""

def progress(done: float, message: str = "") -> None:
    """How far the script is, 0 to 1, with what it does at the moment."""

# ## What is found and shown

def finding(entity: _Elements, message: str, severity: str = "error", check: str = "", **data: Any) -> None:
    """One problem on one element, on several, or on none (None).

    severity: error, warning or info. check: the rule that found it. data: anything that JSON holds.
    """

def examined(elements: _Elements, check: str = "") -> None:
    """Say that these elements were examined by a check, or by all checks of the script.

    A finding is resolved only where the element was examined again. What a script obtains from queries and
    `get_...` counts by itself; this is for scripts that go through `model`, or ask only for what is wrong.
    None: the model as a whole, for findings on no element.
    """

def table(name: str, rows: Any) -> None:
    """A table: rows as dicts or lists, a DataFrame, a query.

    What is too long to show is cut, and the whole of it saved as a CSV file.
    """

def chart(
    kind: Literal["bar", "stacked", "line", "area", "pie", "scatter", "histogram"] | str,
    data: Any,
    *,
    title: str = "",
    x: str = "",
    y: str | Sequence[str] = "",
    unit: str = "",
    name: str = "",
    elements: dict[Any, Any] | Iterable[_Elements] | None = None,
) -> None:
    """A chart of `{label: number}`, `{label: {series: number}}`, pairs, rows or numbers.

    x, y: of rows the column of labels and the columns of numbers; else the names of the axes.
    elements: what each bar or point stands for, so that a click shows it in 3D: `{label: elements}`,
    `{label: {series: elements}}`, or one entry for each value. Rows name theirs by a column `guid`,
    `ifc_guid`, `entity_id` or `elements`.
    """

def kpi(name: str, value: Any, unit: str = "") -> None:
    """One figure, large."""

def highlight(entities: _Elements, color: str = "#e6a23c") -> None:
    """Colour elements in 3D: #rrggbb, or a name such as red, amber, green."""

def markdown(text: str) -> None:
    """Text with headings, lists and links."""

def save_output(filename: str, data: Any, **options: Any) -> Path:
    """Write a file into the folder of this run; its suffix says how. Gives its path.

    Tables (DataFrame, rows, query): .csv .tsv .xlsx .parquet .json; dicts and lists .json; text and bytes as
    they are; figures .png .svg .pdf. options: for CSV separator and bom; for figures those of savefig.
    """

# ## Libraries

np = numpy
pd = pandas
