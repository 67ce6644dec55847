# /// script
# [tool.bimdesk]
# name = "Report with chart"
# category = "analysis"
# description = "Figures, a chart and a table of what the model holds, on one page and as a picture."
# tags = ["report", "charts"]
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.title]
# type = "string"
# title = "Title"
# description = "${MODEL_NAME}, ${VERSION} and ${DATE} are filled in."
# default = "${MODEL_NAME}, version ${VERSION}, ${DATE}"
#
# [tool.bimdesk.parameters.properties.bars]
# type = "integer"
# title = "Bars"
# description = "The classes with the most elements."
# default = 12
# minimum = 3
# maximum = 40
# ///
"""A page of figures: `kpi`, `markdown`, `chart` and `table` fill the result, `save_output` the files."""

from collections import Counter

from matplotlib import pyplot

counts = Counter(entity.ifc_type for entity in entities)
largest = dict(counts.most_common(params["bars"]))

markdown(f"## {params['title']}\n\nThe model has **{len(counts):,} classes** on {len(storeys):,} storeys.")
kpi("Elements", sum(counts.values()))
kpi("Classes", len(counts))
kpi("Storeys", len(storeys))
if largest:
    chart("bar", largest, title="Elements by class", unit="elements")
table("Classes", [{"class": name, "elements": count} for name, count in counts.most_common()])

figure, axes = pyplot.subplots(figsize=(8, 0.4 * max(len(largest), 2) + 1))
axes.barh(list(largest)[::-1], list(largest.values())[::-1])
axes.set_title(params["title"])
axes.set_xlabel("elements")
figure.tight_layout()
save_output("report.png", figure)

result = {
    "status": "PASS",
    "summary": f"{sum(counts.values()):,} elements in {len(counts):,} classes.",
    "by_class": dict(counts),
}
