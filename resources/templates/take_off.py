# /// script
# [tool.bimdesk]
# name = "Quantities by class"
# category = "analysis"
# description = "Adds up one quantity by class and storey, from the quantity sets of the file."
# tags = ["quantities"]
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Subclasses are included."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.quantities]
# type = "array"
# title = "Quantities"
# description = "The first of these that an element has is taken."
# items = { type = "string" }
# default = ["NetVolume", "GrossVolume", "Volume"]
# minItems = 1
# ///
"""Adds up what the file states; elements that state nothing are counted beside the sum.

Net quantities go before gross ones. The built-in take-off measures shapes as well.
"""

rows = []
for element in entities.filter(ifc_type__is=params["element_class"]):
    stated = {}
    for found in get_quantities(element):
        stated.update(found.properties)
    values = [stated[name] for name in params["quantities"] if isinstance(stated.get(name), (int, float))]
    rows.append(
        {
            "class": element.ifc_type,
            "storey": element.storey.name if element.storey else "",
            "quantity": values[0] if values else np.nan,
        }
    )

frame = pd.DataFrame(rows, columns=["class", "storey", "quantity"])
totals = (
    frame.groupby(["class", "storey"], as_index=False)
    .agg(elements=("class", "size"), stated=("quantity", "count"), total=("quantity", "sum"))
    .sort_values("total", ascending=False)
)
table("Take-off", totals)
save_output("take-off.xlsx", totals)
by_class = totals.groupby("class")["total"].sum()
if by_class.sum() > 0:
    chart("bar", by_class[by_class > 0].round(2).to_dict(), title="Total by class")

without = int(frame["quantity"].isna().sum())
result = {
    "status": "WARN" if without else "PASS",
    "summary": f"{len(frame):,} elements; {without:,} state none of the quantities.",
    "total": float(frame["quantity"].sum()),
    "without": without,
}
