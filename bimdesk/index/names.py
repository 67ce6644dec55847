"""Properties by name: what stands under each name, in which units, and all values in order."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

KINDS = """
CREATE {temp}TABLE property_kinds (     -- what stands under a name, over all sets
  owner TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  measure TEXT NOT NULL, unit TEXT NOT NULL,  -- '' where there is none
  PRIMARY KEY (owner, name, kind, measure, unit)
) WITHOUT ROWID;
INSERT OR IGNORE INTO property_kinds
  SELECT s.name, p.name, p.kind, COALESCE(p.measure, ''), COALESCE(p.unit, '')
  FROM psets s CROSS JOIN properties p ON p.pset_id = s.id;
"""
IS_SCALABLE = "(p.value BETWEEN -1e12 AND 1e12 AND (p.value > 4e-9 OR p.value < -4e-9 OR p.value = 0))"
"""A float between 2**-28 and 2**40: index.frame_parts reads such as two integers."""
VALUES = f"""
CREATE {{temp}}TABLE property_names (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,                -- the set's name
  name TEXT NOT NULL, UNIQUE (owner, name)
);
-- The properties anew, sorted by name and value, so that elements are found and columns read without touching
-- psets or properties.
CREATE {{temp}}TABLE property_values (  -- of sets that an entity has
  name_id INTEGER NOT NULL,
  value NOT NULL,                     -- '' where kind is 3
  pset_id INTEGER NOT NULL,
  entity_id INTEGER,                  -- who has the set; NULL where several have it: see entity_psets
  kind INTEGER NOT NULL,              -- 0: as it is, 1: bool, 2: JSON, 3: null, 4: float, 5: extreme float
  PRIMARY KEY (name_id, value, pset_id)
) WITHOUT ROWID;
INSERT INTO property_names (owner, name) SELECT DISTINCT owner, name FROM property_kinds;
INSERT INTO property_values
  WITH used AS MATERIALIZED (
    SELECT pset_id, CASE WHEN COUNT(*) = 1 THEN MAX(entity_id) END AS entity_id
    FROM entity_psets GROUP BY pset_id)
  SELECT n.id, COALESCE(p.value, ''), p.pset_id, used.entity_id,
    CASE WHEN p.kind = 'bool' THEN 1 WHEN p.kind = 'json' THEN 2 WHEN p.value IS NULL THEN 3
      WHEN typeof(p.value) <> 'real' THEN 0 WHEN {IS_SCALABLE} THEN 4 ELSE 5 END
  FROM used CROSS JOIN psets s ON s.id = used.pset_id CROSS JOIN properties p ON p.pset_id = s.id
    CROSS JOIN property_names n ON n.owner = s.name AND n.name = p.name
  ORDER BY 1, 2, 3;
CREATE INDEX {{schema}}property_values_odd ON property_values (name_id) WHERE kind = 5;
"""


@dataclass(slots=True)
class PropertyName:
    """One (set, property) of the model, and what its values are; `units` and `measures` '' for none."""

    id: int
    owner: str
    name: str
    kinds: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)


PropertyNames = dict[tuple[str, str], PropertyName]


def read_names(connection: sqlite3.Connection) -> PropertyNames:
    """All of them by (set, property); needs `property_names` and `property_kinds`."""
    rows = connection.execute(
        "SELECT n.id, n.owner, n.name, k.kind, k.measure, k.unit FROM property_names n"
        " JOIN property_kinds k ON k.owner = n.owner AND k.name = n.name"
    )
    found: PropertyNames = {}
    for number, owner, name, kind, measure, unit in rows:
        known = found.get((owner, name))
        if known is None:
            known = found[owner, name] = PropertyName(number, owner, name)
        known.kinds.add(kind)
        known.measures.add(measure)
        known.units.add(unit)
    return found
