# expect: contained
# what: a group of parameters whose default, in the script itself, holds the private key's path
# meta: [tool.bimdesk.parameters.properties.group]
# meta: type = "object"
# meta: default = { wanted = "{key_file}" }
# meta: [tool.bimdesk.parameters.properties.group.properties.wanted]
# meta: type = "string"
# meta: x-bim = "ids-file"
try:
    leak(open_(T["key_file"], "rb").read())
    breach("the key read by way of a group's default")
except OSError as error:
    note(error)
