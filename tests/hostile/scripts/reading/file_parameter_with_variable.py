# expect: contained
# what: a parameter for a file whose default, in the script itself, leads by a variable to the project's database
# meta: [tool.bimdesk.parameters.properties.wanted]
# meta: type = "string"
# meta: default = "${PROJECT_DIR}/project.db"
# meta: x-bim = "ids-file"
# meta: [tool.bimdesk.parameters.properties.folder]
# meta: type = "string"
# meta: default = "${PROJECT_DIR}/executions"
# meta: format = "folder"
# meta: [tool.bimdesk.parameters.properties.list]
# meta: type = "array"
# meta: default = ["${PROJECT_DIR}/scripts"]
# meta: items = { type = "string", format = "folder" }
for path in (T["project_db"], T["library_script"], *T["other_execution"]):
    try:
        leak(open_(path, "rb").read())
        breach(f"{os.path.basename(path)} read by way of a variable in a default")
    except OSError as error:
        note(error)
