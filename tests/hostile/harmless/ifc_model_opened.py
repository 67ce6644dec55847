# what: ifcopenshell: the model opened, psets, containers and types by ifcopenshell.util
import ifcopenshell.util.element as element_util
import ifcopenshell.util.placement as placement_util
walls = model.by_type("IfcWall")
assert walls
psets = element_util.get_psets(walls[0])
container = element_util.get_container(walls[0])
assert container is not None
matrix = placement_util.get_local_placement(walls[0].ObjectPlacement)
assert matrix.shape == (4, 4)
copy = ifcopenshell.file.from_string(model.to_string())
assert len(copy.by_type("IfcWall")) == len(walls)
result = {"walls": len(walls), "psets": list(psets)}
