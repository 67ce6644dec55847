# what: zlib, base64, hashlib, uuid, json, csv, xml.etree, decimal, difflib
import base64, csv, decimal, difflib, hashlib, io, json, uuid, zlib
import xml.etree.ElementTree as tree
data = json.dumps([e.ifc_guid for e in entities]).encode() * 50
assert zlib.decompress(base64.b64decode(base64.b64encode(zlib.compress(data)))) == data
root = tree.fromstring("<a><b c='1'>x</b></a>")
assert root.find("b").get("c") == "1"
rows = list(csv.reader(io.StringIO("a,b\n1,2\n")))
assert rows[1] == ["1", "2"] and decimal.Decimal("0.1") * 3 == decimal.Decimal("0.3")
assert difflib.get_close_matches("IfcWal", ["IfcWall", "IfcDoor"]) == ["IfcWall"]
result = {"sha256": hashlib.sha256(data).hexdigest(), "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, "x"))}
