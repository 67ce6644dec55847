# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Export elements to CSV"
# category = "export"
# description = "One row an element: its identity, storey, type, and the property and quantity sets you choose."
# tags = ["CSV", "properties", "quantities"]
# timeout = 600
# memory_mb = 4096
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Subclasses are included: IfcElement stands for all walls, doors, pipes ... Openings only by their own class."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.storeys]
# type = "array"
# title = "Storeys"
# description = "None chosen: all of them."
# items = { type = "string" }
# default = []
# x-bim = "storey"
#
# [tool.bimdesk.parameters.properties.property_sets]
# type = "array"
# title = "Property sets"
# description = "Each property becomes a column. None chosen: all sets of these elements."
# items = { type = "string" }
# default = []
# x-bim = "property-set"
#
# [tool.bimdesk.parameters.properties.file_name]
# type = "string"
# title = "File name"
# description = "The file is written into the folder of this run. ${MODEL_NAME} and ${DATE} are filled in."
# default = "elements.csv"
# minLength = 1
# maxLength = 120
#
# [tool.bimdesk.parameters.properties.separator]
# type = "string"
# title = "Separator"
# description = "Excel in most of Europe expects the semicolon."
# enum = ["comma", "semicolon", "tab"]
# x-labels = { comma = "Comma ,", semicolon = "Semicolon ;", tab = "Tab" }
# default = "comma"
#
# [tool.bimdesk.parameters.properties.for_excel]
# type = "boolean"
# title = "Mark the file as UTF-8 for Excel"
# description = "Without the mark, older versions of Excel show umlauts and accents wrong."
# default = false
#
# [tool.bimdesk.parameters.properties.preview_rows]
# type = "integer"
# title = "Rows in the preview"
# description = "Shown in the result; the file holds all rows."
# default = 100
# minimum = 0
# maximum = 1000
# x-unit = "rows"
# ///
"""Writes a CSV file with one row for each element of a class.

The first columns say what the element is: GlobalId, class, name, description, object type, tag, predefined type,
storey, the element it is part of, its type. Then follows a column for each property, named `Set.Property`, with the
values that hold for the element: its own, and those that its type gives it. A set without a name, such as that of the
lining of doors, leaves `.Property`. Quantities are property sets here too;
values are in the units of the file. Openings and virtual elements are no things that are built: they are left out
unless you choose their class, such as IfcOpeningElement.

Text that a spreadsheet would take for a formula (it starts with =, +, - or @) gets an apostrophe in front.

Click a row of the preview to see the element in 3D.
"""
separators = {"comma": ",", "semicolon": ";", "tab": "\t"}
identity = [
    "ifc_guid", "ifc_type", "name", "description", "object_type", "tag", "predefined_type", "storey", "parent", "type",
]


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


progress(0.05, "Choosing elements")
chosen = entities.filter(ifc_type__is=params["element_class"])
built = chosen.exclude(ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement"))
if built.exists():  # else the class is one of openings itself
    chosen = built
if params["storeys"]:
    chosen = chosen.filter(storey__name__in=params["storeys"])
count = len(chosen)
log.info(f"{counted(count, 'element')} of class {params['element_class']}")

progress(0.15, "Reading properties")
df = chosen.to_df(properties=True)
properties = [column for column in df.columns if column not in identity and column != "id"]
if params["property_sets"]:
    wanted = tuple(f"{name}." for name in params["property_sets"])
    properties = [column for column in properties if column.startswith(wanted)]
    for name in params["property_sets"]:
        if not any(column.startswith(f"{name}.") for column in properties):
            log.warning(f"No {params['element_class']} has the property set {name}")
df = df[identity + properties]

progress(0.7, "Writing the file")
name = params["file_name"] if params["file_name"].lower().endswith((".csv", ".tsv")) else params["file_name"] + ".csv"
path = save_output(name, df, separator=separators[params["separator"]], bom=params["for_excel"])
log.info(f"{path.name}: {counted(len(df), 'row')}, {counted(len(df.columns), 'column')}")

progress(0.9, "Preview")
SHOWN_COLUMNS = 100  # some models have over a thousand; a table to look at has limits
preview = df.iloc[: params["preview_rows"], :SHOWN_COLUMNS]
kpi("Elements", count)
kpi("Columns", len(df.columns))
if len(preview):
    table("Preview", preview)

if count:
    summary = f"{counted(count, 'element')} with {counted(len(properties), 'property', 'properties')} written to {path.name}."
else:
    summary = f"The model has no {params['element_class']} here; {path.name} holds the column names alone."
print(summary)

result = {
    "status": "PASS" if count else "WARN",
    "summary": summary,
    "file": path.name,
    "row_count": count,
    "columns": list(df.columns),
    "preview": preview.iloc[:, :50],
}
