# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "LOD analysis"
# category = "analysis"
# description = "Estimates, class by class, how far the model is developed: geometry, properties, types, materials."
# tags = ["LOD", "LOIN", "quality"]
# timeout = 900
# memory_mb = 4096
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Which elements to look at, subclasses included. Openings are left out."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.expected_properties]
# type = "integer"
# title = "Properties of a rich element"
# description = "An element with this many filled properties (or more) counts as fully described."
# default = 20
# minimum = 1
# maximum = 500
# x-unit = "properties"
#
# [tool.bimdesk.parameters.properties.required_score]
# type = "number"
# title = "Required score"
# description = "Classes below it become findings and the result a warning; 0 requires nothing."
# default = 0
# minimum = 0
# maximum = 100
# x-unit = "of 100"
#
# [tool.bimdesk.parameters.properties.weights]
# type = "object"
# title = "Weights"
# description = "How much each part counts. Only their relation matters; 0 leaves a part out."
# [tool.bimdesk.parameters.properties.weights.properties.geometry]
# type = "number"
# title = "Geometry"
# description = "Share of elements that have a shape."
# default = 30
# minimum = 0
# maximum = 100
# [tool.bimdesk.parameters.properties.weights.properties.detail]
# type = "number"
# title = "Detail"
# description = "Share of elements whose shape is more than a box: more than six sides, or an intricate outline."
# default = 15
# minimum = 0
# maximum = 100
# [tool.bimdesk.parameters.properties.weights.properties.properties]
# type = "number"
# title = "Properties"
# description = "Filled properties, measured against a rich element."
# default = 25
# minimum = 0
# maximum = 100
# [tool.bimdesk.parameters.properties.weights.properties.type]
# type = "number"
# title = "Type"
# description = "Share of elements that have a type."
# default = 10
# minimum = 0
# maximum = 100
# [tool.bimdesk.parameters.properties.weights.properties.material]
# type = "number"
# title = "Material"
# description = "Share of elements that have a material."
# default = 10
# minimum = 0
# maximum = 100
# [tool.bimdesk.parameters.properties.weights.properties.classification]
# type = "number"
# title = "Classification"
# description = "Share of elements that are classified (Uniclass, OmniClass, DIN 276 ...)."
# default = 10
# minimum = 0
# maximum = 100
# ///
"""Estimates how far each class of the model is developed, as a score from 0 to 100.

For each class six shares are measured: elements with geometry, with a shape beyond a box, filled properties (against
"Properties of a rich element"), elements with a type, with a material, with a classification. The score is their mean
by the weights that you set.

| score | estimate |
|---|---|
| below 20 | LOD 100: a placeholder |
| 20 to 44 | LOD 200: approximate |
| 45 to 69 | LOD 300: precise shape and basic data |
| 70 to 84 | LOD 350: coordinated |
| 85 and more | LOD 400: ready for fabrication |

It is an estimate from what a file can show, and no certificate: whether a shape or a value is right, it cannot know.
"""
from collections import defaultdict

BOX_SIDES = 6
MANY_TRIANGLES = 60  # however a box is triangulated, it has fewer
STEPS = ((85, 400), (70, 350), (45, 300), (20, 200), (0, 100))
PARTS = ("geometry", "detail", "properties", "type", "material", "classification")

weights = {part: float(params["weights"][part]) for part in PARTS}
total_weight = sum(weights.values())
if total_weight == 0:
    raise ValueError("All weights are 0; give at least one part a weight.")

chosen = entities.filter(ifc_type__is=params["element_class"]).exclude(
    ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement")
)
count = len(chosen)
log.info(f"{count:,} of class {params['element_class']}")
typed = set(chosen.filter(type__isnull=False).values_list("id", flat=True))
with_material = set(chosen.filter(material__isnull=False).values_list("id", flat=True))
classified = set(chosen.filter(classification__isnull=False).values_list("id", flat=True))


def has_more_sides(shape):
    """Whether the faces lie in more planes than those of a box, or are very many."""
    if len(shape["faces"]) > MANY_TRIANGLES:
        return True
    points = shape["vertices"] - shape["vertices"].mean(axis=0)
    a, b, c = (points[shape["faces"][:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    sizes = np.linalg.norm(normals, axis=1)
    kept = sizes > 1e-6 * sizes.max()
    normals, near = normals[kept] / sizes[kept, None], 1e-3 * np.ptp(points, axis=0).max()
    offsets = (a[kept] * normals).sum(axis=1)
    for _ in range(BOX_SIDES):
        if not len(normals):
            return False
        along = normals @ normals[0]
        other = (np.abs(along) < 0.9998) | (np.abs(offsets - np.sign(along) * offsets[0]) > near)  # 0.9998: about 1°
        normals, offsets = normals[other], offsets[other]
    return len(normals) > 0


sums = defaultdict(lambda: dict.fromkeys(PARTS, 0.0))
members = defaultdict(list)
filled_properties = defaultdict(int)
for done, entity in enumerate(chosen):
    mine = sums[entity.ifc_type]
    members[entity.ifc_type].append(entity)
    shape = get_geometry(entity)
    filled = sum(
        value is not None and value != "" for found in get_properties(entity) for value in found.properties.values()
    )
    filled_properties[entity.ifc_type] += filled
    mine["geometry"] += shape is not None
    mine["detail"] += shape is not None and has_more_sides(shape)
    mine["properties"] += min(filled / params["expected_properties"], 1)
    mine["type"] += entity.id in typed
    mine["material"] += entity.id in with_material
    mine["classification"] += entity.id in classified
    if done % 100 == 0:
        progress(done / count, f"{done:,} of {count:,} elements")


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def score_of(shares):
    return round(100 * sum(weights[part] * shares[part] for part in PARTS) / total_weight, 1)


def lod_of(score):
    return next(lod for least, lod in STEPS if score >= least)


rows = []
for ifc_type, group in members.items():
    shares = {part: sums[ifc_type][part] / len(group) for part in PARTS}
    score = score_of(shares)
    row = {"class": ifc_type, "count": len(group), "score": score, "lod": lod_of(score)}
    row |= {f"{part} %": round(100 * shares[part], 1) for part in PARTS}
    row["properties each"] = round(filled_properties[ifc_type] / len(group), 1)
    rows.append(row)
rows.sort(key=lambda row: (row["score"], row["class"]))

poor = [row for row in rows if row["score"] < params["required_score"]]
for row in poor:
    weakest = min((part for part in PARTS if weights[part]), key=lambda part: row[f"{part} %"])
    finding(
        members[row["class"]],
        f"{row['class']}: score {row['score']:g}, {params['required_score']:g} required; weakest is {weakest}",
        severity="warning",
        check="score",
        score=row["score"],
        weakest=weakest,
    )

progress(1, "Done")
overall = round(sum(row["score"] * row["count"] for row in rows) / count, 1) if count else None
if rows:
    kpi("Score", overall, "of 100")
    kpi("Estimate", f"LOD {lod_of(overall)}")
    kpi("Elements", count)
    chart("bar", rows, x="class", y="score", title="Score by class", unit="of 100")
    table("Classes", rows)
    summary = f"LOD {lod_of(overall)} estimated: score {overall:g} over {counted(count, 'element')} in {counted(len(rows), 'class', 'classes')}"
    summary += f"; {len(poor)} of them below {params['required_score']:g}." if poor else "."
else:
    summary = f"The model has no {params['element_class']}; nothing to estimate."
print(summary)

result = {
    "status": "PASS" if rows and not poor else "WARN",
    "summary": summary,
    "score": overall,
    "lod": lod_of(overall) if rows else None,
    "elements": count,
    "classes": rows,
}
