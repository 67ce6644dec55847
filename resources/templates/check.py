# /// script
# [tool.bimdesk]
# name = "Check with findings"
# category = "validation"
# description = "Elements of a class that lack a property: a finding for each, shown in 3D."
# tags = ["quality"]
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Subclasses are included."
# default = "IfcWall"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.required]
# type = "string"
# title = "Required property"
# description = "Property set and property, such as Pset_WallCommon.FireRating."
# default = "Pset_WallCommon.FireRating"
# pattern = "^[^.]+[.].+$"
# x-bim = "property"
#
# [tool.bimdesk.parameters.properties.severity]
# type = "string"
# title = "Severity"
# description = "With errors the check fails; with warnings it warns."
# enum = ["error", "warning", "info"]
# x-labels = { error = "Error", warning = "Warning", info = "Information" }
# default = "warning"
# ///
"""Finds elements that lack a property or have it empty.

Copy the loop and put your own rule in its place: `finding(element, message)` is one problem on one element.
"""

elements = entities.filter(ifc_type__is=params["element_class"])
set_name, _, property_name = params["required"].partition(".")

missing = []
for done, element in enumerate(elements, start=1):
    values = {
        name: value
        for found in get_properties(element)
        if found.name == set_name
        for name, value in found.properties.items()
    }
    if values.get(property_name) in (None, ""):
        missing.append(element)
        finding(
            element,
            f"{params['required']} is missing",
            severity=params["severity"],
            check=params["required"],
        )
    if done % 200 == 0:
        progress(done / len(elements), f"{done:,} of {len(elements):,} elements")

kpi("Elements", len(elements))
kpi("Without the property", len(missing))
if missing:
    highlight(missing, "#d23c30")
    table("Missing", [{"ifc_guid": one.ifc_guid, "name": one.name, "class": one.ifc_type} for one in missing])

bad = {"error": "FAIL", "warning": "WARN", "info": "PASS"}[params["severity"]]
result = {
    "status": bad if missing else "PASS",
    "summary": f"{len(missing):,} of {len(elements):,} elements lack {params['required']}.",
    "missing": len(missing),
}
