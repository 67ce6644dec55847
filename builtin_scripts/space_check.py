# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Space check"
# category = "validation"
# description = "Areas, numbers and names of spaces: missing, duplicate, too small, without shape, storey or boundaries."
# tags = ["spaces", "rooms", "areas", "quality"]
# timeout = 300
# memory_mb = 4096
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.storeys]
# type = "array"
# title = "Storeys"
# description = "None chosen: all of them."
# items = { type = "string" }
# default = []
# x-bim = "storey"
#
# [tool.bimdesk.parameters.properties.minimum_area]
# type = "number"
# title = "Minimum area"
# description = "Of any space; smaller ones are mostly leftovers of modelling."
# default = 0.5
# minimum = 0
# maximum = 1000
# x-unit = "m²"
#
# [tool.bimdesk.parameters.properties.minimum_by_name]
# type = "array"
# title = "Minimum area by name"
# description = "A regular expression and an area each, such as bed|sleep = 8. The first that fits the name or long name counts."
# items = { type = "string" }
# default = []
#
# [tool.bimdesk.parameters.properties.area_tolerance]
# type = "number"
# title = "Tolerated difference of areas"
# description = "Between the net area that the file states and the floor of the shape; 100 leaves this check out."
# default = 5
# minimum = 0
# maximum = 100
# x-unit = "%"
#
# [tool.bimdesk.parameters.properties.unique_in]
# type = "string"
# title = "Numbers are unique in"
# description = "Where two spaces must not have the same number (attribute Name)."
# enum = ["model", "storey"]
# x-labels = { model = "The model", storey = "Each storey" }
# default = "model"
#
# [tool.bimdesk.parameters.properties.boundaries]
# type = "boolean"
# title = "Spaces need boundaries"
# description = "IfcRelSpaceBoundary: what energy calculations work with."
# default = false
# ///
"""Checks rooms before areas, equipment or energy are counted by them. In IFC the *Name* of a space is its number, the
*LongName* what people call it.

- `no-number`, `no-name`: without a number (an error), without a name (a warning).
- `duplicate-number`: several spaces with one number: schedules mix them up.
- `no-shape`, `not-closed`: without a shape, or with one that encloses no volume: the room was not bounded by walls
  when it was placed or exported.
- `too-small`: below the minimum area, or below that for its name.
- `area-differs`: the stated net area is not that of the floor of the shape. One of the two is out of date.
- `no-area`: neither stated nor to be measured.
- `no-storey`: in no storey.
- `no-boundaries`: without space boundaries, if asked for.

Areas are net floor areas where the file states them, else gross ones, else measured on the shape; the table says which.
"""
import re
from collections import defaultdict

import ifcopenshell.util.unit

STATED = {"net": ("NetFloorArea", "NetArea", "Area"), "gross": ("GrossFloorArea", "GrossArea", "GSA BIM Area")}
OPEN_SHARE = 1e-3  # of a closed shape the area vectors add up to nothing
problems = []


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def unit_scale(kind="LENGTHUNIT"):
    """Metres, m² or m³ per unit of the file; 1 where its units cannot be read, as for its shapes."""
    try:
        return ifcopenshell.util.unit.calculate_unit_scale(model, kind)
    except (AttributeError, TypeError, IndexError):
        log.warning(f"The {kind} of the file cannot be read; 1 is taken")
        return 1.0


def measured(shape):
    """(floor area, volume) of a shape in m² and m³; the volume None where it is not closed."""
    if shape is None or not len(shape["faces"]):
        return None, None
    points = shape["vertices"] - shape["vertices"].mean(axis=0)
    a, b, c = (points[shape["faces"][:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a) / 2
    floor = float(np.abs(normals[:, 2]).sum() / 2)
    is_closed = np.linalg.norm(normals.sum(axis=0)) < OPEN_SHARE * np.linalg.norm(normals, axis=1).sum()
    return floor, abs(float(np.sum(a * normals))) / 3 if is_closed else None


def minima():
    """(regular expression, m²) of the form; the last one is for all."""
    pairs = []
    for line in params["minimum_by_name"]:
        name, sign, area = line.rpartition("=")
        try:
            pairs.append((re.compile(name.strip(), re.IGNORECASE), float(area)))
        except (ValueError, re.error):
            raise ValueError(f"'{line}' is no minimum by name; write it as bed|sleep = 8") from None
    return [*pairs, (re.compile(""), params["minimum_area"])]


def stated_areas(frame):
    """{space: (m², net or gross)} of the quantity sets: net floor areas go before gross ones."""
    sets = set(quantities.values_list("name", flat=True).distinct())
    scale = unit_scale("AREAUNIT")
    by_standard = sorted(frame.columns, key=lambda column: not column.startswith(("Qto_", "BaseQuantities.")))
    found = {}
    for kind, names in STATED.items():
        columns = [c for name in names for c in by_standard if c.endswith(f".{name}") and c[: -len(name) - 1] in sets]
        for column in columns:
            for space, value in zip(frame["id"], pd.to_numeric(frame[column], errors="coerce"), strict=True):
                if value > 0:
                    found.setdefault(space, (float(value) * scale, kind))
    return found


def report(group, text, check, severity="warning", **facts):
    finding(group, text, severity=severity, check=check, **facts)
    problems.extend({"ifc_guid": one.ifc_guid, "number": one.name or "", "check": check, "problem": text} for one in group)


def check_shape(space, line):
    """Shape, area and volume of one space."""
    area, floor = line["area m²"], floors[space.id]
    if floor is None:
        report([space], f"Space {space.name} has no shape", "no-shape")
    elif line["volume m³"] is None:
        report([space], f"The shape of space {space.name} is not closed", "not-closed")
    if area is None:
        report([space], f"Space {space.name} has no area", "no-area", "error")
        return
    least = next(least for name, least in rules if name.search(f"{line['number']}\n{line['name']}"))
    if area < least:
        report([space], f"Space {space.name} has {area:.2f} m², {least:g} m² are needed", "too-small", area=area)
    if line["area from"] == "authored net" and floor and params["area_tolerance"] < 100:
        difference = 100 * abs(area - floor) / floor
        if difference > params["area_tolerance"]:
            text = f"Space {space.name} states {area:.2f} m², its shape has a floor of {floor:.2f} m²"
            report([space], text, "area-differs", stated=area, measured=round(floor, 2))


def check_identity(space, line):
    """Number, name, storey and boundaries of one space."""
    if not line["number"].strip():
        report([space], "A space has no number", "no-number", "error")
    elif not line["name"].strip():
        report([space], f"Space {space.name} has no name", "no-name")
    if not line["storey"]:
        report([space], f"Space {space.name} is in no storey", "no-storey")
    if params["boundaries"] and not model.by_id(space.id).BoundedBy:
        report([space], f"Space {space.name} has no boundaries", "no-boundaries")


progress(0.05, "Choosing spaces")
rules = minima()
chosen = entities.filter(ifc_type__is="IfcSpace")
if params["storeys"]:
    chosen = chosen.filter(storey__name__in=params["storeys"])
spaces = list(chosen)
stated = stated_areas(chosen.to_df(properties=True)) if spaces else {}
storey_of = dict(chosen.values_list("id", "storey__name"))
long_names = dict(chosen.values_list("id", "long_name"))

lines, floors, numbers = [], {}, defaultdict(list)
for done, space in enumerate(spaces):
    floors[space.id], volume = measured(get_geometry(space))
    own, kind = stated.get(space.id, (None, ""))
    line = {
        "ifc_guid": space.ifc_guid, "number": space.name or "", "name": long_names[space.id] or "",
        "storey": storey_of[space.id] or "", "area m²": own or floors[space.id],
        "area from": f"authored {kind}" if own else "geometry" if floors[space.id] else "none", "volume m³": volume,
    }  # fmt: skip
    check_identity(space, line)
    check_shape(space, line)
    if line["number"].strip():
        where = line["storey"] if params["unique_in"] == "storey" else ""
        numbers[where, line["number"].strip().casefold()].append(space)
    lines.append(line | {key: value and round(value, 3) for key, value in line.items() if key.endswith(("m²", "m³"))})
    if done % 200 == 0:
        progress(0.2 + 0.7 * done / len(spaces), f"{done:,} of {len(spaces):,} spaces")
for group in numbers.values():
    if len(group) > 1:
        report(group, f"{len(group)} spaces have the number {group[0].name}", "duplicate-number", "error")

total = round(sum(line["area m²"] or 0 for line in lines), 1)
faulty = len({row["ifc_guid"] for row in problems})
if lines:
    by_storey = pd.DataFrame(lines).groupby("storey")["area m²"].sum().round(1)
    kpi("Spaces", len(lines))
    kpi("Area", total, "m²")
    kpi("Spaces with problems", faulty)
    chart("bar", by_storey.to_dict(), title="Area by storey", unit="m²")
    table("Spaces", lines)
if problems:
    table("Problems", problems)

if not lines:
    summary = "The model has no spaces here; nothing to check."
elif problems:
    have = f"{counted(faulty, 'space')} of {len(lines):,} {'has' if faulty == 1 else 'have'}"
    summary = f"{have} {counted(len(problems), 'problem')}; {total:,g} m² in all."
else:
    summary = f"All {counted(len(lines), 'space')} in order; {total:,g} m² in all."
print(summary)

severe = {"no-number", "duplicate-number", "no-area"} & {row["check"] for row in problems}
result = {
    "status": "FAIL" if severe else "WARN" if problems or not lines else "PASS",
    "summary": summary,
    "spaces": lines,
    "area": total,
    "problems": problems,
}
