# what: save_output by its suffixes: csv, parquet, json, xlsx
# files: rows.csv rows.parquet rows.json rows.xlsx plain.json text.txt bytes.bin
frame = pandas.DataFrame([{"guid": e.ifc_guid, "type": e.ifc_type} for e in entities])
for suffix in ("csv", "parquet", "json", "xlsx"):
    save_output(f"rows.{suffix}", frame)
save_output("plain.json", {"a": [1, 2, {"b": None}]})
save_output("text.txt", "Zeile ä\n")
save_output("bytes.bin", bytes(range(256)))
result = {"rows": len(frame)}
