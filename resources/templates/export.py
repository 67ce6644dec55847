# /// script
# [tool.bimdesk]
# name = "Export"
# category = "export"
# description = "One row an element, with its properties, as a CSV or Excel file."
# tags = ["CSV", "Excel"]
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
# [tool.bimdesk.parameters.properties.with_properties]
# type = "boolean"
# title = "A column for each property"
# description = "Property sets and quantities of the elements and of their types."
# default = true
#
# [tool.bimdesk.parameters.properties.file_name]
# type = "string"
# title = "File name"
# description = "By its suffix: .csv, .xlsx, .parquet or .json."
# default = "elements.csv"
# pattern = "[.](csv|xlsx|parquet|json)$"
# ///
"""Writes a table of elements into the folder of this run.

`to_df` asks the model's index once; add columns with pandas before the file is saved.
"""

elements = entities.filter(ifc_type__is=params["element_class"])
frame = elements.to_df(properties=params["with_properties"])
save_output(params["file_name"], frame)
table("Preview", frame.head(200))

result = {
    "status": "PASS" if len(frame) else "WARN",
    "summary": f"{len(frame):,} rows and {len(frame.columns):,} columns in {params['file_name']}.",
    "rows": len(frame),
}
