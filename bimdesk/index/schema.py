"""The tables of index.sqlite. Plain SQL, no triggers, no foreign keys: written once, read for ever."""

from __future__ import annotations

from bimdesk.index.derived import script

VERSION = 1
"""Goes up where an older program could not read these tables; such an index is imported anew. What came later
and can be missing: `property_names` and `property_values`, and what index.derived makes of the rest."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- keys: index_version, schema, schema_declared, project_name, length_unit (metres per file unit),
-- area_unit, volume_unit, angle_unit, application, organization, author, time_stamp, description,
-- implementation_level, map_conversion (JSON of domain.georeference.MapConversion, or '')

-- IfcProject, every IfcProduct, IfcTypeObject, IfcGroup (systems, zones)
CREATE TABLE entities (
  id INTEGER PRIMARY KEY,             -- STEP id
  kind TEXT NOT NULL,                 -- project | product | type | group
  guid TEXT NOT NULL,                 -- GlobalId as written, '' where missing
  class TEXT NOT NULL,                -- IfcWall ... in the schema's spelling
  name TEXT, description TEXT, object_type TEXT, tag TEXT, predefined_type TEXT,
  long_name TEXT,
  -- spatial container, whole, host of an opening, opening of a filling's host
  parent_id INTEGER,
  parent_rel TEXT,                    -- contains | aggregates | nests | fills | voids | adheres
  storey_id INTEGER,                  -- the IfcBuildingStorey it is in, through all parents
  type_id INTEGER,
  elevation REAL,                     -- storeys: metres
  has_representation INTEGER NOT NULL DEFAULT 0,  -- names a shape representation in the file
  has_geometry INTEGER NOT NULL DEFAULT 0,        -- is in mesh/
  -- JSON: the class's further scalar attributes, as in the schema
  attributes TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE roots (                  -- every IfcRoot: relationships and property sets too
  id INTEGER PRIMARY KEY, guid TEXT NOT NULL, class TEXT NOT NULL, name TEXT
);
-- subtypes: class, each of its supertypes and itself; classes of this model only
CREATE TABLE class_parents (
  class TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY (parent, class)
) WITHOUT ROWID;
-- IfcPropertySet, IfcElementQuantity, predefined sets (IfcDoorLiningProperties ...)
CREATE TABLE psets (
  id INTEGER PRIMARY KEY,             -- STEP id; negative: a trimmed copy, see entity_psets
  source_id INTEGER NOT NULL,         -- STEP id in the file
  class TEXT NOT NULL, guid TEXT NOT NULL, name TEXT NOT NULL, description TEXT,
  is_quantity INTEGER NOT NULL
);
CREATE TABLE properties (             -- of property sets and quantity sets
  pset_id INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL,
  -- number or text as in the file's units; booleans 0/1; lists and the like JSON
  value,
  kind TEXT NOT NULL,                 -- null | bool | int | float | str | json
  measure TEXT,                       -- IfcLabel, IfcLengthMeasure ...
  -- symbol, where the property or the project gives one for the measure
  unit TEXT,
  PRIMARY KEY (pset_id, name)
) WITHOUT ROWID;
-- effective: every (entity, set name, property) stands once. Where an occurrence overrides a property
-- of its type's set, the type's set is linked as a trimmed copy (negative id) without that property.
CREATE TABLE entity_psets (
  entity_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  pset_id INTEGER NOT NULL, from_type INTEGER NOT NULL,
  PRIMARY KEY (entity_id, seq)
) WITHOUT ROWID;
CREATE TABLE materials (id INTEGER PRIMARY KEY, name TEXT NOT NULL, category TEXT, description TEXT);
CREATE TABLE entity_materials (
  entity_id INTEGER NOT NULL, seq INTEGER NOT NULL, material_id INTEGER,  -- NULL: an air layer
  usage TEXT NOT NULL,                -- material | layer | constituent | profile | list
  -- thickness: metres
  set_name TEXT, part_name TEXT, thickness REAL, fraction REAL, from_type INTEGER NOT NULL,
  PRIMARY KEY (entity_id, seq)
) WITHOUT ROWID;
-- IfcClassificationReference, or IfcClassification where it is used itself
CREATE TABLE classifications (
  id INTEGER PRIMARY KEY, system TEXT, identification TEXT, name TEXT, location TEXT
);
CREATE TABLE entity_classifications (
  entity_id INTEGER NOT NULL, classification_id INTEGER NOT NULL, from_type INTEGER NOT NULL,
  PRIMARY KEY (entity_id, classification_id)
) WITHOUT ROWID;
-- What parent_id cannot say. kind: voids (host, opening), fills (opening, element), groups (group, member),
-- serves (system, spatial), bounds (space, element), ports (element, port), connects (port, port),
-- referenced_in (spatial, element)
CREATE TABLE relations (
  kind TEXT NOT NULL, from_id INTEGER NOT NULL, to_id INTEGER NOT NULL,
  PRIMARY KEY (kind, from_id, to_id)
) WITHOUT ROWID;
CREATE TABLE notices (
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, message TEXT NOT NULL, elements TEXT NOT NULL
);
"""

_INDEXES = """
CREATE INDEX entities_guid ON entities (guid);
CREATE INDEX entities_class ON entities (class, kind);
CREATE INDEX entities_parent ON entities (parent_id);
CREATE INDEX entities_storey ON entities (storey_id);
CREATE INDEX entities_type ON entities (type_id);
CREATE INDEX roots_guid ON roots (guid);
CREATE INDEX psets_name ON psets (name);
CREATE INDEX entity_psets_pset ON entity_psets (pset_id, entity_id);
CREATE INDEX entity_materials_material ON entity_materials (material_id);
CREATE INDEX entity_classifications_ref ON entity_classifications (classification_id);
CREATE INDEX relations_to ON relations (kind, to_id);
"""
INDEXES = _INDEXES + script()
"""What follows when the tables are full: their indexes, and the tables that are made of them."""
