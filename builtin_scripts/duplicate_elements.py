# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Duplicate elements"
# category = "validation"
# description = "Elements that stand in the same place with the same shape: they are counted, paid and built twice."
# tags = ["duplicates", "clash", "quantities", "quality"]
# timeout = 600
# memory_mb = 4096
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Subclasses are included. Openings and virtual elements are left out."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.tolerance]
# type = "number"
# title = "Tolerance"
# description = "How far corners, and the middles of the surfaces, may lie apart for two elements to be in the same place."
# default = 5
# minimum = 0.1
# maximum = 500
# x-unit = "mm"
#
# [tool.bimdesk.parameters.properties.same]
# type = "string"
# title = "What else must be the same"
# description = "Beside place and shape. Across classes it also finds a wall that was modelled once more as a proxy."
# enum = ["type", "class", "nothing"]
# x-labels = { type = "Class and type", class = "Class", nothing = "Nothing: find across classes" }
# default = "class"
#
# [tool.bimdesk.parameters.properties.severity]
# type = "string"
# title = "Severity"
# description = "Errors make the check fail, warnings do not."
# enum = ["error", "warning"]
# x-labels = { error = "Error: the check fails", warning = "Warning" }
# default = "error"
# ///
"""Finds elements that lie in one another: mostly pasted twice, or loaded by two links.

Two elements are duplicates (`duplicate`) where these are equal within the tolerance: all sides of their boxes, the
middle of their surfaces, and the size of their surfaces; and what you chose beside. How the shape is triangulated does
not matter. One group of duplicates is one finding, whether it has two elements or ten.

Elements without a shape are not compared. A whole and its only part may lie in one another rightly; they are not found.

**What to do.** Delete all but one of each group. The table marks the one that was first in the file with *keep*; look
at properties and connections before you trust it. "Volume counted twice" says how much your quantities are too large.
"""
from collections import defaultdict

tolerance = params["tolerance"] / 1000


def measure(shape):
    """Box (6), middle of the surface (3), size of the surface, volume: metres, world."""
    points, faces = shape["vertices"], shape["faces"]
    low, high = points.min(axis=0), points.max(axis=0)
    local = points - low
    a, b, c = (local[faces[:, corner]] for corner in range(3))
    u, v = (b - a) / 2, c - a
    normals = u[:, [1, 2, 0]] * v[:, [2, 0, 1]] - u[:, [2, 0, 1]] * v[:, [1, 2, 0]]
    sizes = np.sqrt((normals * normals).sum(axis=1))
    surface = sizes.sum()
    middle = low + (sizes[:, None] * (a + b + c)).sum(axis=0) / (3 * surface) if surface else (low + high) / 2
    return [*low, *high, *middle, surface, abs((a * normals).sum()) / 3]


def pairs_of(numbers):
    """Pairs of elements in the same place: sorted by one side of the box, each is compared with the next few."""
    spread = np.ptp(places[numbers, :3], axis=0)
    axis = int(np.argmax(spread))
    numbers = sorted(numbers, key=lambda number: places[number, axis])
    side = places[numbers, axis]
    ends = np.searchsorted(side, side + tolerance, side="right")
    for first, end in enumerate(ends):
        if end > first + 1:
            others = np.array(numbers[first + 1 : end])
            mine = places[numbers[first]]
            near = np.abs(places[others, :9] - mine[:9]).max(axis=1) <= tolerance
            extent = float((mine[3:6] - mine[:3]).sum())
            alike = np.abs(places[others, 9] - mine[9]) <= tolerance * extent + 0.001 * mine[9]
            for other in others[near & alike]:
                if not related(members[numbers[first]], members[other]):
                    yield numbers[first], int(other)


def related(one, other):
    """Whether one is a part of the other."""
    return parents.get(one.id) == other.id or parents.get(other.id) == one.id


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def root_of(number):
    while leader[number] != number:
        number = leader[number]
    return number


progress(0.05, "Choosing elements")
chosen = entities.filter(ifc_type__is=params["element_class"], has_geometry=True).exclude(
    ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement")
)
members = list(chosen)
details = {row["id"]: row for row in chosen.values("id", "type__id", "type__name", "storey__name", "parent__id")}
parents = {number: row["parent__id"] for number, row in details.items()}
measures = []
for done, entity in enumerate(members):
    measures.append(measure(get_geometry(entity)))
    if done % 1000 == 0:
        progress(0.1 + 0.6 * done / len(members), f"Shapes: {done:,} of {len(members):,} elements")
places = np.array(measures).reshape(-1, 11)

progress(0.75, "Comparing")
alike = defaultdict(list)
for number, entity in enumerate(members):
    kind = {"class": (entity.ifc_type,), "type": (entity.ifc_type, details[entity.id]["type__id"])}
    alike[kind.get(params["same"], ())].append(number)
leader = list(range(len(members)))
for numbers in alike.values():
    for one, other in pairs_of(numbers):
        first, second = sorted((root_of(one), root_of(other)))
        leader[second] = first

groups = defaultdict(list)
for number in range(len(members)):
    groups[root_of(number)].append(number)
groups = [sorted(group, key=lambda number: members[number].id) for group in groups.values() if len(group) > 1]
groups.sort(key=lambda group: (members[group[0]].ifc_type, members[group[0]].id))

duplicates, by_class, twice = [], defaultdict(int), 0.0
for count, group in enumerate(groups, 1):
    elements = [members[number] for number in group]
    names = sorted({one.ifc_type for one in elements})
    finding(
        elements, f"{len(group)} {' and '.join(names)} in the same place", severity=params["severity"], check="duplicate"
    )
    twice += float(places[group[1:], 10].sum())
    for position, one in enumerate(elements):
        by_class[one.ifc_type] += position > 0
        duplicates.append(
            {
                "group": count, "ifc_guid": one.ifc_guid, "class": one.ifc_type, "name": one.name or "",
                "type": details[one.id]["type__name"] or "", "storey": details[one.id]["storey__name"] or "",
                "first": "" if position else "keep",
            }
        )  # fmt: skip

surplus = sum(len(group) - 1 for group in groups)
if members:
    kpi("Elements compared", len(members))
    kpi("Places with duplicates", len(groups))
    kpi("Surplus elements", surplus)
    kpi("Volume counted twice", round(twice, 2), "m³")
if duplicates:
    chart("bar", {name: count for name, count in by_class.items() if count}, title="Surplus by class", unit="elements")
    table("Duplicates", duplicates)
    highlight([members[number] for group in groups for number in group[1:]], "red")

if not members:
    summary = f"The model has no {params['element_class']} with a shape; nothing to compare."
elif groups:
    summary = f"{surplus:,} of {counted(len(members), 'element')} too many, in {counted(len(groups), 'place')}."
else:
    summary = f"No two of {counted(len(members), 'element')} stand in the same place with the same shape."
print(summary)

failed = "FAIL" if params["severity"] == "error" else "WARN"
result = {
    "status": failed if groups else "PASS" if members else "WARN",
    "summary": summary,
    "compared": len(members),
    "groups": len(groups),
    "surplus": surplus,
    "volume_twice": round(twice, 3),
    "duplicates": duplicates,
}
