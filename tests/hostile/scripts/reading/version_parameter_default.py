# expect: contained
# what: a parameter for a model version whose default, in the script itself, names another one
# meta: [tool.bimdesk.parameters.properties.wanted]
# meta: type = "string"
# meta: default = "house_v2"
# meta: x-bim = "model"
# meta: [tool.bimdesk.parameters.properties.second]
# meta: type = "integer"
# meta: default = 2
# meta: x-bim = "model-version"
for name in ("source.ifc", "secret.txt"):
    try:
        leak(open_(os.path.join(T["other_version"], name), "rb").read())
        breach(f"another version's {name} by way of a default")
    except OSError as error:
        note(error)
