"""Values of a script's form under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NewType

from bimdesk.domain.ids import ScriptKey

PresetId = NewType("PresetId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """`values` as they were typed, `${VARIABLES}` not filled in; names differ within a script."""

    id: PresetId
    script_key: ScriptKey
    name: str
    values: Mapping[str, Any]
