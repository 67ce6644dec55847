"""Where elements stand: the nearest spatial entity above each, so that trees need not climb."""

from __future__ import annotations

PLACES = """
CREATE {temp}TABLE places (             -- of products that are no spatial entities; spaces are elements
  spatial_id INTEGER NOT NULL,          -- 0: in none
  class TEXT NOT NULL, entity_id INTEGER NOT NULL,
  PRIMARY KEY (spatial_id, class, entity_id)
) WITHOUT ROWID;
INSERT INTO places
  WITH RECURSIVE spatial_classes (class) AS (
    SELECT class FROM class_parents WHERE parent IN ('IfcSpatialElement', 'IfcSpatialStructureElement')
    EXCEPT SELECT class FROM class_parents WHERE parent IN ('IfcSpace', 'IfcSpatialZone',
      'IfcExternalSpatialElement', 'IfcExternalSpatialStructureElement')),
  spatial (id) AS MATERIALIZED (
    SELECT id FROM entities WHERE kind = 'project' OR class IN (SELECT class FROM spatial_classes)),
  up (id, class, above) AS (
    SELECT id, class, parent_id FROM entities WHERE kind = 'product'
      AND class NOT IN (SELECT class FROM spatial_classes)
    UNION SELECT up.id, up.class, e.parent_id FROM up JOIN entities e ON e.id = up.above
      WHERE up.above NOT IN (SELECT id FROM spatial))
  SELECT MAX(CASE WHEN above IN (SELECT id FROM spatial) THEN above ELSE 0 END), class, id
  FROM up GROUP BY id;
"""
