# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Georeferencing, units and header"
# category = "validation"
# description = "Where the model lies, in which units and from which program: coordinate system, true north, header, distance from the origin."
# tags = ["georeferencing", "coordinates", "units", "header"]
# timeout = 300
# memory_mb = 4096
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.epsg]
# type = "string"
# title = "Expected coordinate system"
# description = "A part of the name of the IfcProjectedCRS, such as EPSG:28992. Empty: any."
# default = ""
# maxLength = 100
# x-placeholder = "any"
#
# [tool.bimdesk.parameters.properties.length_unit]
# type = "string"
# title = "Expected unit of length"
# description = "The other models of the project have the same one, or federating them asks for care."
# enum = ["any", "METRE", "MILLIMETRE", "FOOT", "INCH"]
# x-labels = { any = "Any", METRE = "Metre", MILLIMETRE = "Millimetre", FOOT = "Foot", INCH = "Inch" }
# default = "any"
#
# [tool.bimdesk.parameters.properties.far]
# type = "number"
# title = "Far from the origin"
# description = "Elements further away than this are warned of: programs that compute in single precision show them torn."
# default = 5000
# minimum = 10
# maximum = 1000000
# x-unit = "m"
#
# [tool.bimdesk.parameters.properties.georeference_needed]
# type = "boolean"
# title = "The model needs a georeference"
# description = "On: it is a warning where the model has neither a map conversion nor a latitude and longitude."
# default = true
# ///
"""Reads what decides whether models fit together, and who wrote this one.

- `no-georeference`: neither IfcMapConversion or IfcRigidOperation (in IFC2X3 the property set ePSet_MapConversion) nor
  IfcSite with latitude and longitude. `no-crs`: a conversion to a coordinate system without a name. `crs`: another one
  than expected.
- `scale`: a map conversion whose scale is not that between the units of the model and of the map.
- `site-only`: latitude and longitude alone. They are good for the sun, not for setting out: ask for a map conversion.
- `far`: elements far from the origin, which lie there by their coordinates and not by the map conversion.
- `spread`: elements much further from all others than the model is large; mostly a forgotten object.
- `true-north`: true north of the model and the rotation of the map conversion contradict each other.
- `units`: no unit of length, several, one whose factor cannot be read, or not the expected one. `header`: no authoring
  program, author or time of writing.

**What to do.** Agree on one origin near the building for all models, and state the map conversion in each of them.
"""
import math

import ifcopenshell.util.unit

RIGID = {"FirstCoordinate": "Eastings", "SecondCoordinate": "Northings", "Height": "OrthogonalHeight"}
facts, problems = [], []


def fact(part, name, value):
    facts.append({"part": part, "name": name, "value": "" if value is None else str(value)})


def problem(text, check, severity="warning", about=None):
    finding(about, text, severity=severity, check=check)
    problems.append({"check": check, "severity": severity, "problem": text})


def plain(value):
    """The value of a property, without its measure."""
    return getattr(value, "wrappedValue", value)


def map_conversion():
    """(eastings ..., crs ...) as two dicts: from the entities of IFC4, or from the property sets for IFC2X3."""
    if model.schema != "IFC2X3":
        found = list(model.by_type("IfcCoordinateOperation"))
        conversion = found[0].get_info() if found else {}
        for name, other in RIGID.items():  # IfcRigidOperation moves without turning
            if name in conversion:
                conversion[other] = plain(conversion[name])
        target = conversion.get("TargetCRS")
        if target is None:
            target = next(iter(model.by_type("IfcProjectedCRS")), None)
        return conversion, target.get_info() if target else {}
    sets = {"epset_mapconversion": {}, "epset_projectedcrs": {}}
    for found in model.by_type("IfcPropertySet"):
        if (found.Name or "").casefold() in sets:
            values = {one.Name: plain(getattr(one, "NominalValue", None)) for one in found.HasProperties}
            sets[found.Name.casefold()].update(values)
    return tuple(sets.values())


def degrees(parts):
    """IfcCompoundPlaneAngleMeasure in degrees; None where there is none."""
    if not parts:
        return None
    return sum(part / scale for part, scale in zip(parts, (1, 60, 3600, 3.6e9), strict=False))


def read_header():
    """Schema, program, author, time of writing."""
    name = model.header.file_name
    owner = next(iter(model.by_type("IfcApplication")), None)
    program = f"{owner.ApplicationFullName} {owner.Version or ''}".strip() if owner else ""
    texts = {
        "Schema": model.schema_identifier,
        "View definition": "; ".join(model.header.file_description.description or ()),
        "Authoring program": program or name.originating_system,
        "Preprocessor": name.preprocessor_version,
        "Author": ", ".join(filter(None, name.author or ())),
        "Organization": ", ".join(filter(None, name.organization or ())),
        "Written": name.time_stamp,
    }
    for label, text in texts.items():
        fact("Header", label, text)
    missing = [label for label in ("Authoring program", "Author", "Written") if not (texts[label] or "").strip()]
    if missing:
        problem(f"The header does not say: {', '.join(missing).lower()}", "header", "info")


def read_units():
    """The units of the project, and metres per unit of length."""
    assigned, lengths = {}, []
    for project in model.by_type("IfcProject"):
        for unit in project.UnitsInContext.Units if project.UnitsInContext else ():
            kind = getattr(unit, "UnitType", None) or unit.is_a()
            name = getattr(unit, "Name", None)
            assigned[kind] = f"{getattr(unit, 'Prefix', None) or ''}{name or unit.is_a()}"
            lengths += [assigned[kind]] if kind == "LENGTHUNIT" else []
    for kind, name in sorted(assigned.items()):
        fact("Units", kind.removesuffix("UNIT").capitalize(), name.replace("_", " ").capitalize())
    return check_length(lengths)


def check_length(lengths):
    """Metres per unit of length, and what is wrong with the unit."""
    length = lengths[-1] if lengths else ""
    if not length:
        problem("The project has no unit of length; metres are taken", "units", "error")
    elif len(lengths) > 1:
        problem(f"The project has {len(lengths)} units of length: {', '.join(lengths)}", "units", "error")
    elif params["length_unit"] not in ("any", length.upper()):
        problem(f"The unit of length is {length.lower()}, {params['length_unit'].lower()} is expected", "units", "error")
    try:
        return ifcopenshell.util.unit.calculate_unit_scale(model) if length else 1.0
    except (AttributeError, TypeError, IndexError):
        problem(f"How long the unit of length ({length}) is cannot be read; 1 m is taken", "units", "error")
        return 1.0


def read_north():
    """The angle of true north from the Y axis in degrees, clockwise; None where no context states it."""
    for context in model.by_type("IfcGeometricRepresentationContext", include_subtypes=False):
        origin = getattr(context.WorldCoordinateSystem, "Location", None)
        if origin and any(abs(value) > 0 for value in origin.Coordinates):
            fact("Place", "World coordinate system", tuple(origin.Coordinates))
        if context.TrueNorth:
            x, y = context.TrueNorth.DirectionRatios[:2]
            angle = math.degrees(math.atan2(x, y)) + 0.0
            fact("Place", "True north", f"{angle:.4f}° clockwise of Y")
            return angle
    return None


def check_conversion(conversion, north, unit):
    """The scale and the rotation of the map conversion."""
    for name in ("Eastings", "Northings", "OrthogonalHeight", "XAxisAbscissa", "XAxisOrdinate", "Scale"):
        fact("Map conversion", name, conversion.get(name))
    scale = float(conversion.get("Scale") or 1)
    map_unit = crs.get("MapUnit")
    metres = unit if map_unit is None else map_scale(map_unit)
    if abs(scale * metres / unit - 1) > 0.01:
        problem(f"Scale {scale:g} does not lead from the model's unit ({unit:g} m) to the map's ({metres:g} m)", "scale")
    if conversion.get("XAxisAbscissa") is not None and conversion.get("XAxisOrdinate") is not None:
        turn = math.degrees(math.atan2(float(conversion["XAxisOrdinate"]), float(conversion["XAxisAbscissa"])))
        fact("Map conversion", "Rotation", f"{turn:.4f}°")
        if north is not None and abs((turn - north + 180) % 360 - 180) > 5:
            problem(f"The map conversion turns by {turn:.1f}°, true north lies at {north:.1f}°", "true-north")


def map_scale(unit):
    """Metres per map unit: of the entity in IFC4, of its name in the property set for IFC2X3."""
    if isinstance(unit, str):
        return {"MILLIMETRE": 0.001, "FOOT": 0.3048}.get(unit.upper(), 1.0)
    if unit.is_a("IfcSIUnit"):
        return ifcopenshell.util.unit.get_prefix_multiplier(unit.Prefix)
    return float(plain(unit.ConversionFactor.ValueComponent)) if unit.is_a("IfcConversionBasedUnit") else 1.0


def read_place(unit):
    """Map conversion, coordinate system, site; and what is missing of them."""
    north = read_north()
    if crs:
        for name in ("Name", "Description", "GeodeticDatum", "VerticalDatum", "MapProjection", "MapZone"):
            fact("Coordinate system", name, crs.get(name))
    if conversion:
        check_conversion(conversion, north, unit)
    sites = [site for site in model.by_type("IfcSite") if site.RefLatitude and site.RefLongitude]
    for site in sites:
        latitude, longitude = degrees(site.RefLatitude), degrees(site.RefLongitude)
        fact("Place", f"Site {site.Name or ''}".strip(), f"{latitude:.6f}°, {longitude:.6f}°, {(site.RefElevation or 0) * unit:g} m")
    name = str(crs.get("Name") or "")
    if params["epsg"] and params["epsg"].casefold() not in name.casefold():
        problem(f"The coordinate system is {name or 'not stated'}, {params['epsg']} is expected", "crs", "error")
    elif conversion and not name:
        problem("The map conversion names no coordinate system", "no-crs")
    if not conversion and params["georeference_needed"]:
        if sites:
            problem("Latitude and longitude of the site are the only georeference", "site-only", about=sites[0].GlobalId)
        else:
            problem("The model has no georeference", "no-georeference")
    return sites


def check_extent():
    """The box of all shapes, and what lies far from the origin or from everything else."""
    shaped, centres = [], []
    for entity in entities.filter(has_geometry=True).exclude(ifc_type__is="IfcFeatureElementSubtraction"):
        shape = get_geometry(entity)
        if shape is not None and len(shape["vertices"]):
            shaped.append(entity)
            centres.append((shape["vertices"].min(axis=0) + shape["vertices"].max(axis=0)) / 2)
    if not centres:
        return
    points = np.array(centres)
    low, high = points.min(axis=0), points.max(axis=0)
    fact("Place", "Centres of the elements from", ", ".join(f"{value:,.2f}" for value in low) + " m")
    fact("Place", "Centres of the elements to", ", ".join(f"{value:,.2f}" for value in high) + " m")
    middle = np.median(points, axis=0)
    kpi("From the origin", round(float(np.linalg.norm(middle)), 1), "m")
    away = np.linalg.norm(points, axis=1)
    far = [shaped[number] for number in np.flatnonzero(away > params["far"])]
    if far:
        problem(f"{len(far):,} elements lie up to {away.max() / 1000:,.1f} km from the origin", "far", about=far)
    apart = np.linalg.norm(points - middle, axis=1)
    usual = max(float(np.quantile(apart, 0.95)), 20.0)
    lost = [shaped[number] for number in np.flatnonzero(apart > 10 * usual)]
    if lost:
        problem(f"{len(lost):,} elements lie up to {apart.max():,.0f} m from all others", "spread", about=lost)


progress(0.1, "Header and units")
read_header()
unit = read_units()
progress(0.4, "Place")
conversion, crs = map_conversion()
sites = read_place(unit)
progress(0.6, "Extent")
check_extent()

moved = "a rigid operation" if "FirstCoordinate" in conversion else "a map conversion"
how = moved if conversion else "the site's latitude and longitude" if sites else "nothing"
kpi("Schema", model.schema_identifier)
kpi("Coordinate system", str(crs.get("Name") or "none"))
facts = [row for row in facts if row["value"]]
table("Facts", facts)
if problems:
    table("Problems", problems)

name = f" to {crs['Name']}" if conversion and crs.get("Name") else ""
severe = [row for row in problems if row["severity"] != "info"]
summary = f"{model.schema_identifier}, one unit is {unit:g} m; georeferenced by {how}{name}"
summary += f"; {len(severe)} {'problem' if len(severe) == 1 else 'problems'}." if severe else "."
print(summary)

levels = {row["severity"] for row in problems}
result = {
    "status": "FAIL" if "error" in levels else "WARN" if "warning" in levels else "PASS",
    "summary": summary,
    "metres_per_unit": unit,
    "georeferenced_by": how,
    "coordinate_system": crs.get("Name"),
    "facts": facts,
    "problems": problems,
}
