# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Quantity take-off"
# category = "export"
# description = "Counts, lengths, areas and volumes by class, type, storey or material; says which the file states and which are measured."
# tags = ["quantities", "cost", "Excel"]
# timeout = 600
# memory_mb = 4096
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Subclasses are included. Openings and virtual elements are left out."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.storeys]
# type = "array"
# title = "Storeys"
# description = "None chosen: the whole model."
# items = { type = "string" }
# default = []
# x-bim = "storey"
#
# [tool.bimdesk.parameters.properties.group_by]
# type = "array"
# title = "One row for each"
# description = "The columns that make a row of the take-off."
# items = { type = "string", enum = ["class", "type", "storey", "material"] }
# default = ["class", "type"]
# minItems = 1
# uniqueItems = true
# x-labels = { class = "Class", type = "Type", storey = "Storey", material = "Material" }
#
# [tool.bimdesk.parameters.properties.source]
# type = "string"
# title = "Where quantities come from"
# description = "What a file states follows its author's rules of measurement; what is measured follows the shape."
# enum = ["authored_first", "authored", "geometry"]
# x-labels = { authored_first = "The file, else the shape", authored = "The file only", geometry = "The shape only" }
# default = "authored_first"
#
# [tool.bimdesk.parameters.properties.property_sets]
# type = "array"
# title = "Further sets to read"
# description = "Property sets with properties named Length, Area or Volume, such as Dimensions. Quantity sets are always read."
# items = { type = "string" }
# default = []
# x-bim = "property-set"
#
# [tool.bimdesk.parameters.properties.file_name]
# type = "string"
# title = "File name"
# description = "The take-off, .xlsx or .csv; beside it a .csv of the same name lists the elements. Empty: no files."
# default = "take-off.xlsx"
# maxLength = 120
# ///
"""Adds up lengths, areas and volumes, in metres, square metres and cubic metres whatever the units of the file.

**Where a number comes from** stands beside it, in the take-off as counts and in the file for each element:

- *authored*: from a quantity set of the file, Qto_... and BaseQuantities before others. Net quantities go before gross ones; the area
  of a wall is that of its side, of a slab its floor, of a door or window its opening.
- *geometry*: measured on the shape. The volume is that of the closed shape; the area the largest of its sides,
  openings deducted; the length its longest extent, along its own direction.
- *none*: neither. A shape that is not closed, or whose faces do not all look outwards, has no volume; an element
  without a shape has nothing.

A net quantity of 0 does not give way to the gross one: openings take all of such an element, or nothing was measured.

Wholes and their parts (a roof and its slabs, a stair and its flights) each have rows of their own: take one of them.

**What to do with it.** Where a row mixes authored and measured quantities, do not tender on it before you know why some
elements lack them: mostly the export was made without "base quantities". Those elements are in the findings.
"""
import ifcopenshell.util.unit

WANTED = {
    "length": ("Length", "Height"),
    "area": (
        "NetSideArea", "NetArea", "NetFloorArea", "GrossSideArea", "GrossArea", "GrossFloorArea", "Area",
        "OuterSurfaceArea", "NetSurfaceArea", "GrossSurfaceArea", "TotalSurfaceArea",
    ),
    "volume": ("NetVolume", "GrossVolume", "Volume"),
}
UNITS = {"length": ("LENGTHUNIT", "m"), "area": ("AREAUNIT", "m²"), "volume": ("VOLUMEUNIT", "m³")}
STANDARD = ("Qto_", "BaseQuantities.")
OPEN_SHARE = 1e-3  # of a closed shape the area vectors add up to nothing


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


def authored(frame):
    """Columns length, area, volume in metres from the sets of the file, NaN where they say nothing."""
    sets = set(quantities.values_list("name", flat=True).distinct()) | set(params["property_sets"])
    by_standard = sorted(frame.columns, key=lambda column: not column.startswith(STANDARD))
    found = pd.DataFrame(index=frame.index)
    for kind, names in WANTED.items():
        found[kind] = np.nan
        columns = [c for name in names for c in by_standard if c.endswith(f".{name}") and c[: -len(name) - 1] in sets]
        for column in columns:
            found[kind] = found[kind].fillna(pd.to_numeric(frame[column], errors="coerce"))
        if columns:
            found[kind] *= unit_scale(UNITS[kind][0])
    return found.where(found > 0)


def measured(shape):
    """(length, area, volume) of a shape in metres; the volume NaN where it is not closed."""
    if shape is None or len(shape["faces"]) == 0:
        return np.nan, np.nan, np.nan
    points = shape["vertices"] - shape["vertices"].mean(axis=0)
    a, b, c = (points[shape["faces"][:, corner]] for corner in range(3))
    u, v = (b - a) / 2, c - a  # np.cross takes twice as long on small arrays
    normals = u[:, [1, 2, 0]] * v[:, [2, 0, 1]] - u[:, [2, 0, 1]] * v[:, [1, 2, 0]]
    sizes = np.linalg.norm(normals, axis=1)
    flat = np.hypot(normals[:, 0], normals[:, 1])
    # The direction of the walls of a shape, the same for all four sides of a box.
    turn = np.angle(np.sum(flat * np.exp(4j * np.arctan2(normals[:, 1], normals[:, 0])))) / 4
    axes = np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    extent = np.ptp(points @ axes.T, axis=0)
    sides = np.abs(normals @ axes.T).sum(axis=0) / 2
    faces = np.array([extent[1] * extent[2], extent[0] * extent[2], extent[0] * extent[1]])
    total = sizes.sum()
    is_closed = total > 0 and np.linalg.norm(normals.sum(axis=0)) < OPEN_SHARE * total
    volume = abs(np.sum(a * normals)) / 3 if is_closed else np.nan
    return extent.max(), np.minimum(sides, faces).max(), volume or np.nan


progress(0.05, "Choosing elements")
chosen = entities.filter(ifc_type__is=params["element_class"]).exclude(
    ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement")
)
if params["storeys"]:
    chosen = chosen.filter(storey__name__in=params["storeys"])
members = list(chosen)
wide = chosen.to_df(properties=True)
df = wide[["id", "ifc_guid", "ifc_type", "name", "type", "storey"]].rename(columns={"ifc_type": "class"})
df["material"] = df["id"].map(dict(chosen.values_list("id", "material")))
df[["class", "type", "storey", "material"]] = df[["class", "type", "storey", "material"]].fillna("")

progress(0.3, "Quantities of the file")
nothing = pd.DataFrame(np.nan, index=df.index, columns=list(WANTED))
stated = authored(wide) if params["source"] != "geometry" and len(df) else nothing
shapes = {}
if params["source"] != "authored":
    complete = set(df["id"][stated.notna().all(axis=1)])
    for done, entity in enumerate(members):
        if entity.id in complete:
            continue
        shapes[entity.id] = measured(get_geometry(entity))
        if done % 1000 == 0:
            progress(0.4 + 0.4 * done / len(members), f"Shapes: {done:,} of {len(members):,} elements")
own = pd.DataFrame([shapes.get(number, (np.nan,) * 3) for number in df["id"]], columns=list(WANTED), index=df.index)
for kind in WANTED:
    unit = UNITS[kind][1]
    df[f"{kind} {unit}"] = stated[kind].fillna(own[kind]).round(4)
    df[f"{kind} from"] = np.select([stated[kind].notna(), own[kind].notna()], ["authored", "geometry"], "none")

progress(0.85, "Adding up")
totals = []
for key, group in df.groupby(params["group_by"], sort=True):
    row = dict(zip(params["group_by"], key, strict=True)) | {"count": len(group)}
    for kind in WANTED:
        unit = UNITS[kind][1]
        row[f"{kind} {unit}"] = round(float(group[f"{kind} {unit}"].sum()), 3)
        sources = group[f"{kind} from"].value_counts()
        row[f"{kind} from"] = sources.index[0] if len(sources) == 1 else ", ".join(f"{n} {s}" for s, n in sources.items())
    totals.append(row)

by_id = {entity.id: entity for entity in members}
without = df[df["volume from"] == "none"]
whole = {number for number in without["id"] if get_parts(by_id[number])}  # its parts have volumes of their own
without = without[~without["id"].isin(whole)]
mixed = df[df["volume from"] == "geometry"] if (df["volume from"] == "authored").any() else without.iloc[:0]
for check, rows, words in (
    ("no-volume", without, "no volume stated and no closed shape to measure"),
    ("not-authored", mixed, "no authored volume, others in this model have one; it was measured"),
):
    for ifc_type, group in rows.groupby("class"):
        text = f"{ifc_type}: {counted(len(group), 'element has', 'elements have')} {words}"
        finding([by_id[number] for number in group["id"]], text, severity="info", check=check)

if len(df):
    kpi("Elements", len(df))
    kpi("Volume", round(float(df["volume m³"].sum()), 1), "m³")
    kpi("Volumes authored", round(100 * float((df["volume from"] == "authored").mean())), "%")
    by_class = df.groupby("class")["volume m³"].sum().sort_values(ascending=False)
    chart("bar", by_class[by_class > 0].head(15).round(2).to_dict(), title="Volume by class", unit="m³")
    table("Totals", totals)
    if params["file_name"]:
        stem, dot, suffix = params["file_name"].rpartition(".")
        save_output(params["file_name"] if dot else f"{suffix}.xlsx", totals)
        save_output(f"{stem or suffix} elements.csv", df.drop(columns="id"))

parts = [f"{int(n):,} {source}" for source, n in df["volume from"].value_counts().items()]
if len(df):
    summary = f"{counted(len(df), 'element')}, {float(df['volume m³'].sum()):,.1f} m³; volumes: {', '.join(parts)}."
else:
    summary = f"The model has no {params['element_class']} here; nothing to take off."
print(summary)

result = {
    "status": "PASS" if len(df) else "WARN",
    "summary": summary,
    "elements": len(df),
    "totals": totals,
    "without_volume": len(without),
}
