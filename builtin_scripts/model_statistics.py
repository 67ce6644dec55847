# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Model statistics"
# category = "analysis"
# description = "What the model holds, in figures and charts: classes, storeys, types, materials, property sets, triangles."
# tags = ["overview", "charts", "geometry"]
# timeout = 300
# memory_mb = 4096
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Which elements to count, subclasses included. Openings and virtual elements are left out."
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
# [tool.bimdesk.parameters.properties.bars]
# type = "integer"
# title = "Bars of a chart"
# description = "The largest are drawn; the tables hold all."
# default = 15
# minimum = 3
# maximum = 50
# x-unit = "bars"
#
# [tool.bimdesk.parameters.properties.heavy_triangles]
# type = "integer"
# title = "Heavy from"
# description = "Elements with at least this many triangles are listed as heavy: they make viewers slow."
# default = 20000
# minimum = 100
# maximum = 10000000
# x-unit = "triangles"
# ///
"""Counts what is in the model, as a first look at a file that somebody sent.

- **Classes**: how many elements of each, how many of them have a type, a storey and a shape, and their triangles.
- **Storeys**, **Types** and **Materials**: how many elements each of them has. An element of three materials counts
  with each of the three.
- **Property sets**: how often each set stands in the file. One set may serve many elements.
- **Heavy elements**: single elements with very many triangles. They become findings (as information), since they slow
  down everybody who opens the model. Ask for a simpler shape where the detail serves nobody: furniture, sanitary ware
  and machines taken from a manufacturer's catalogue are the usual ones.

The result is no judgement. It is a warning only where the model has no such elements at all.
"""
from collections import Counter

NOWHERE, UNTYPED, BARE = "(no storey)", "(no type)", "(no material)"


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def largest(counts, label, all_rows=None, column=""):
    """A chart of the largest counts, and the table of them all; `column` of the elements tells them apart."""
    shown = dict(counts.most_common(params["bars"]))
    ids = {name: group["id"].tolist() for name, group in df.groupby(column) if name in shown} if column else None
    chart("bar", shown, title=f"{label} by elements", unit="elements", elements=ids)
    table(label, all_rows or [{label[:-1].lower(): name, "elements": number} for name, number in counts.most_common()])


def material_counts(chosen):
    """Elements of each material; the query joins the ids of an element's materials by commas."""
    names = dict(materials.values_list("id", "name"))
    counts = Counter()
    for joined, count in Counter(chosen.values_list("material__id", flat=True)).items():
        used = {names[int(number)] for number in joined.split(", ")} if joined else {BARE}
        counts.update(dict.fromkeys(used, count))
    return counts


progress(0.05, "Choosing elements")
chosen = entities.filter(ifc_type__is=params["element_class"]).exclude(
    ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement")
)
if params["storeys"]:
    chosen = chosen.filter(storey__name__in=params["storeys"])
df = chosen.to_df()
count = len(df)
df["storey"] = df["storey"].fillna(NOWHERE)
df["type"] = df["type"].fillna(UNTYPED)

triangles = {}
for done, entity in enumerate(chosen):
    shape = get_geometry(entity)
    if shape is not None:
        triangles[entity.id] = len(shape["faces"])
    if done % 1000 == 0:
        progress(0.1 + 0.7 * done / count, f"Shapes: {done:,} of {count:,} elements")
df["triangles"] = df["id"].map(triangles)

progress(0.85, "Counting")
classes = []
for ifc_type, group in df.groupby("ifc_type"):
    shaped = int(group["triangles"].notna().sum())
    total = int(group["triangles"].sum())
    classes.append(
        {
            "class": ifc_type,
            "elements": len(group),
            "types": group["type"][group["type"] != UNTYPED].nunique(),
            "without type": int((group["type"] == UNTYPED).sum()),
            "without storey": int((group["storey"] == NOWHERE).sum()),
            "without shape": len(group) - shaped,
            "triangles": total,
            "triangles each": round(total / shaped) if shaped else 0,
        }
    )
classes.sort(key=lambda row: (-row["elements"], row["class"]))
heavy = df[df["triangles"] >= params["heavy_triangles"]].sort_values("triangles", ascending=False)
heavy_rows = heavy[["ifc_guid", "ifc_type", "name", "type", "storey", "triangles"]]
total_triangles = sum(triangles.values())
by_material = material_counts(chosen)
in_use = len(set(chosen.values_list("storey__id", flat=True)) - {None})
set_counts = Counter(properties.values_list("name", flat=True)) + Counter(quantities.values_list("name", flat=True))

if count:
    kpi("Elements", count)
    kpi("Classes", len(classes))
    kpi("Storeys", len(storeys))
    kpi("Spaces", entities.filter(ifc_type__is="IfcSpace").count())
    kpi("Types in use", len(set(chosen.values_list("type__id", flat=True)) - {None}))
    kpi("Materials in use", len(by_material.keys() - {BARE}))
    kpi("Triangles", total_triangles)
    kpi("Without shape", count - len(triangles))
    largest(Counter(df["ifc_type"].tolist()), "Classes", all_rows=classes, column="ifc_type")
    by_triangles = {row["class"]: row["triangles"] for row in classes if row["triangles"]}
    if by_triangles:
        chart(
            "bar", dict(Counter(by_triangles).most_common(params["bars"])), title="Classes by triangles", unit="triangles"
        )
    largest(Counter(df["storey"].tolist()), "Storeys", column="storey")
    largest(Counter(df["type"].tolist()), "Types", column="type")
    largest(by_material, "Materials")
    table("Property sets", [{"property set": name, "sets": number} for name, number in set_counts.most_common()])
if len(heavy):
    table("Heavy elements", heavy_rows)
    by_id = {entity.id: entity for entity in chosen}
    for row in heavy.itertuples():
        finding(
            by_id[row.id],
            f"{row.ifc_type} {row.name or ''}".strip() + f" has {int(row.triangles):,} triangles",
            severity="info",
            check="heavy",
            triangles=int(row.triangles),
        )

if count:
    summary = (
        f"{counted(count, 'element')} in {counted(len(classes), 'class', 'classes')} and {counted(in_use, 'storey')},"
        f" {counted(total_triangles, 'triangle')}; {count - len(triangles):,} without a shape."
    )
else:
    summary = f"The model has no {params['element_class']} here; nothing to count."
print(summary)

result = {
    "status": "PASS" if count else "WARN",
    "summary": summary,
    "elements": count,
    "triangles": total_triangles,
    "without_shape": count - len(triangles),
    "heavy": len(heavy),
    "classes": classes,
    "by_storey": dict(Counter(df["storey"].tolist())),
}
