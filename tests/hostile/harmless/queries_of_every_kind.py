# what: lookups, properties, frames and counts of the query language
assert entities.filter(ifc_type__is="IfcWall").exists()
named = entities.filter(name__isnull=False).order_by("-name").values_list("name", flat=True)
frame = entities.to_df(properties=True)
assert len(frame) == len(entities) and len(list(named)) <= len(entities)
assert entities.filter(ifc_type__in=["IfcWall", "IfcDoor"]).count() >= 1
result = {"columns": len(frame.columns), "storeys": [s.name for s in storeys], "materials": len(materials)}
