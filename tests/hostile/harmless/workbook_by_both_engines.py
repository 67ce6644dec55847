# what: .xlsx by openpyxl and by xlsxwriter, read back
# files: one.xlsx two.xlsx
frame = pandas.DataFrame([{"guid": e.ifc_guid, "type": e.ifc_type, "name": e.name} for e in entities])
import io
for name, engine in (("one.xlsx", "openpyxl"), ("two.xlsx", "xlsxwriter")):
    buffer = io.BytesIO()
    frame.to_excel(buffer, index=False, engine=engine)
    back = pandas.read_excel(io.BytesIO(buffer.getvalue()))
    assert len(back) == len(frame)
    save_output(name, buffer.getvalue())
result = {"rows": len(frame)}
