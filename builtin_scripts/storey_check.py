# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Storey and container check"
# category = "validation"
# description = "Elements without a container or in the wrong storey by their height; storeys that are empty, alike or out of order."
# tags = ["storeys", "spatial structure", "quality"]
# timeout = 300
# memory_mb = 4096
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Which elements to check, subclasses included. Openings and virtual elements are left out."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.tolerance]
# type = "number"
# title = "Tolerance"
# description = "How far an element may lie wholly below its storey or above the next one: slabs, ceilings and beams do."
# default = 0.5
# minimum = 0
# maximum = 20
# x-unit = "m"
#
# [tool.bimdesk.parameters.properties.storey_needed]
# type = "boolean"
# title = "Elements of a building need a storey"
# description = "Warn of elements that are in the building itself. Those in a site, a bridge or a road are never found."
# default = true
# ///
"""Checks where elements stand: in which storey, and whether that can be true.

- `no-container`: an element that is in no storey, space, building or site, neither itself nor as a part of something.
  Programs that work by storey never show it.
- `wrong-storey`: an element that lies wholly below the floor of its storey, or wholly above the next storey, by more
  than the tolerance. The finding names the storey in which its middle lies. Elements that reach through several
  storeys are not found as long as a part of them is in their own. Foundations may lie below the lowest storey.
- `no-storey`: an element in the building itself, though the building has storeys.
- `empty-storey`, `same-elevation`, `no-elevation`: storeys without elements, of one height, without a height.
- `out-of-order`: storeys whose numbers go up while their heights go down, such as "Level 2" below "Level 1".
- `elevation-differs`: a storey whose stated elevation is not where it is placed. Elements are then judged by the place.

**What to do.** Move elements to their storey in the authoring program (mostly "Base constraint" or "Home storey").
Many wrong ones of one storey mostly mean that the storey itself was moved.
"""
import re

import ifcopenshell.util.placement
import ifcopenshell.util.unit

SPATIAL = ("IfcSpatialElement", "IfcSpatialStructureElement")
tolerance = params["tolerance"]
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


def report(group, text, check, severity="warning", **facts):
    """A finding, and a row for each of its elements."""
    finding(group, text, severity=severity, check=check, **facts)
    problems.extend(
        {"ifc_guid": one.ifc_guid, "class": one.ifc_type, "name": one.name or "", "check": check, "problem": text} | facts
        for one in group
    )


def placed(storey):
    """The height of a storey in the model, in metres; its elevation where it has no placement."""
    placement = model.by_id(storey.id).ObjectPlacement
    if placement is None:
        return storey.elevation
    return float(ifcopenshell.util.placement.get_local_placement(placement)[2, 3]) * scale


def label(storey):
    return storey.name or f"#{storey.id}"


def check_storeys(buildings):
    """Storeys by themselves: empty, without or of the same elevation, out of order."""
    for stack in buildings.values():
        bases = [placed(storey) - storey.elevation for storey in stack if storey.elevation is not None]
        offset = min(bases, key=abs, default=0)
        numbered = []
        for below, storey in zip([None, *stack], stack, strict=False):
            if not counts.get(storey.id):
                report([storey], f"Storey {label(storey)} has no elements", "empty-storey")
            if storey.elevation is None:
                report([storey], f"Storey {label(storey)} has no elevation", "no-elevation")
            elif abs(heights[storey.id] - storey.elevation - offset) > 0.01:
                text = f"Storey {label(storey)} states {storey.elevation:g} m and is placed at {heights[storey.id] - offset:g} m"
                report([storey], text, "elevation-differs")
            if below and abs(heights[storey.id] - heights[below.id]) < 0.01:
                report([below, storey], f"The same height: {label(below)} and {label(storey)}", "same-elevation")
            number = re.search(r"(?<!\d)-?\d+(?!.*\d)", storey.name or "")
            if number:
                numbered.append((re.sub(r"[-\d\s]+", " ", storey.name).strip(), int(number[0]), storey))
        for (word, low, first), (other, high, second) in zip(numbered, numbered[1:], strict=False):
            if word == other and low > high:
                report([first, second], f"Storey {label(second)} is above {label(first)}", "out-of-order")


def misplaced(entity, stack):
    """The storey that an element should be in, None where its own can be true."""
    shape = get_geometry(entity)
    if shape is None or not len(shape["vertices"]):
        return None
    bottom, top = shape["vertices"][:, 2].min(), shape["vertices"][:, 2].max()
    place = order[home[entity.id]]
    floors = [heights[storey.id] for storey in stack]
    lower = floors[place] - tolerance if place else -np.inf  # foundations are the lowest storey's
    upper = floors[place + 1] + tolerance if place + 1 < len(stack) else np.inf
    if top >= lower and bottom <= upper:
        return None
    middle = (bottom + top) / 2
    best = max((number for number, floor in enumerate(floors) if floor <= middle + 0.01), default=0)
    return stack[best] if best != place else None


progress(0.05, "Storeys")
chosen = entities.filter(ifc_type__is=params["element_class"]).exclude(
    ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement", *SPATIAL)
)
members = list(chosen)
every = list(storeys)
if every:
    scale = unit_scale()
heights = {storey.id: placed(storey) or 0.0 for storey in every}
if len(set(heights.values())) == 1:  # some programs place every storey at 0 and mean the elevation
    heights = {storey.id: storey.elevation or 0.0 for storey in every}
buildings = {}
for storey in sorted(every, key=lambda one: heights[one.id]):
    buildings.setdefault(storey.parent, []).append(storey)
order = {storey.id: number for stack in buildings.values() for number, storey in enumerate(stack)}
stack_of = {storey.id: stack for stack in buildings.values() for storey in stack}
home = {number: storey for number, storey in chosen.values_list("id", "storey__id") if storey is not None}
counts = {}
for storey in home.values():
    counts[storey] = counts.get(storey, 0) + 1
check_storeys(buildings)

progress(0.2, "Containers")
lost = list(chosen.filter(parent__isnull=True))
if lost:
    report(lost, "Not in any storey, space, building or site", "no-container", "error")
bare = list(chosen.filter(parent__ifc_type__is="IfcBuilding")) if every and params["storey_needed"] else []
if bare:
    report(bare, "In the building, but in no storey", "no-storey")

wrong = {}
for done, entity in enumerate(members):
    if entity.id in home:
        better = misplaced(entity, stack_of[home[entity.id]])
        if better:
            wrong.setdefault((home[entity.id], better.id), []).append(entity)
    if done % 1000 == 0:
        progress(0.3 + 0.6 * done / len(members), f"Heights: {done:,} of {len(members):,} elements")
by_id = {storey.id: storey for storey in every}
for (own, better), group in wrong.items():
    text = f"In storey {label(by_id[own])}, but lies in {label(by_id[better])}"
    report(group, text, "wrong-storey", should_be=label(by_id[better]))

misplaced_count = sum(map(len, wrong.values()))
lines = [
    {
        "ifc_guid": storey.ifc_guid, "storey": label(storey), "elevation m": storey.elevation and round(storey.elevation, 3) + 0.0,
        "placed at m": round(heights[storey.id], 3) + 0.0, "elements": counts.get(storey.id, 0),
        "lie elsewhere": sum(len(group) for (own, _better), group in wrong.items() if own == storey.id),
    }
    for stack in buildings.values() for storey in reversed(stack)
]  # fmt: skip
if members:
    kpi("Elements", len(members))
    kpi("Without container", len(lost))
    kpi("In the wrong storey", misplaced_count)
    kpi("Storeys", len(every))
if lines:
    table("Storeys", lines)
if problems:
    table("Problems", problems)
if counts:
    chart("bar", {line["storey"]: line["elements"] for line in lines}, title="Elements by storey", unit="elements")

about = len([row for row in problems if row["class"] == "IfcBuildingStorey"])
parts = ((len(lost), "without container"), (misplaced_count, "in the wrong storey"), (len(bare), "in no storey"))
told = ", ".join(f"{count:,} {words}" for count, words in parts if count)
if not members:
    summary = f"The model has no {params['element_class']} to check, and {counted(len(every), 'storey')}."
elif told:
    summary = f"{told}, of {counted(len(members), 'element')}."
elif every:
    summary = f"All {counted(len(members), 'element')} have a container, and none lies outside its storey."
else:
    summary = f"All {counted(len(members), 'element')} have a container; the model has no storeys."
if about:
    summary = f"{summary[:-1]}; {counted(about, 'remark')} on storeys."
print(summary)

result = {
    "status": "FAIL" if lost else "WARN" if problems or not members else "PASS",
    "summary": summary,
    "elements": len(members),
    "without_container": len(lost),
    "wrong_storey": misplaced_count,
    "storeys": lines,
    "problems": problems,
}
