# expect: contained
# what: a parameter for a file whose default, in the script itself, is the private key
# meta: [tool.bimdesk.parameters.properties.wanted]
# meta: type = "string"
# meta: default = "{key_file}"
# meta: x-bim = "ids-file"
# meta: [tool.bimdesk.parameters.properties.other]
# meta: type = "string"
# meta: default = "${PROJECT_DIR}/project.db"
# meta: x-bim = "ids-file"
for path in (T["key_file"], T["project_db"], *[value for value in params.values() if isinstance(value, str)]):
    try:
        leak(open_(path, "rb").read())
        breach(f"{path} read by way of a parameter")
    except OSError as error:
        note(error)
