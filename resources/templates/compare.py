# /// script
# [tool.bimdesk]
# name = "Compare with the previous version"
# category = "analysis"
# description = "Elements that came, went or have another name or class since the version before this one."
# tags = ["versions"]
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Subclasses are included."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
# ///
"""Follows elements by their GlobalId from the previous version of the model to this one.

Where there is no previous version, the script says so and passes.
"""

FIELDS = ("ifc_guid", "ifc_type", "name")


def by_guid(query):
    return {row[0]: row for row in query.filter(ifc_type__is=params["element_class"]).values_list(*FIELDS)}


if previous is None:
    result = {"status": "PASS", "summary": "There is no version before this one to compare with."}
else:
    old, new = by_guid(previous.entities), by_guid(entities)
    added = [guid for guid in new if guid not in old]
    removed = [guid for guid in old if guid not in new]
    changed = [guid for guid in new if guid in old and new[guid] != old[guid]]
    rows = [
        {"change": "added", "ifc_guid": guid, "class": new[guid][1], "name": new[guid][2], "before": ""}
        for guid in added
    ]
    rows += [
        {
            "change": "changed",
            "ifc_guid": guid,
            "class": new[guid][1],
            "name": new[guid][2],
            "before": f"{old[guid][1]} {old[guid][2] or ''}".strip(),
        }
        for guid in changed
    ]
    rows += [
        {"change": "removed", "ifc_guid": guid, "class": old[guid][1], "name": old[guid][2], "before": ""}
        for guid in removed
    ]
    if rows:
        table("Changes", rows)
    for guids, color in ((added, "#0f8f73"), (changed, "#b07a00")):
        if guids:
            highlight(list(entities.filter(ifc_guid__in=guids)), color)
    kpi("Added", len(added))
    kpi("Removed", len(removed))
    kpi("Changed", len(changed))
    result = {
        "status": "WARN" if rows else "PASS",
        "summary": f"{len(added):,} added, {len(removed):,} removed, {len(changed):,} changed.",
        "added": len(added),
        "removed": len(removed),
        "changed": len(changed),
    }
