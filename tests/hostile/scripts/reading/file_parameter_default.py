# expect: contained
# what: a parameter for a file whose default, in the script itself, is the private key
# meta: [tool.bimdesk.parameters.properties.wanted]
# meta: type = "string"
# meta: default = "{key_file}"
# meta: x-bim = "ids-file"
for path in (T["key_file"], params["wanted"]):
    try:
        leak(open_(path, "rb").read())
        breach(f"{path} read by way of a parameter")
    except OSError as error:
        note(error)
