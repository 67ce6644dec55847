# what: everything that a result panel shows
# expect: warning
progress(0.1, "begins")
some = list(entities[:5])
kpi("Elements", len(entities), unit="pcs")
chart("bar", {"IfcWall": 3, "IfcDoor": 2}, title="By type")
markdown("# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |")
highlight(some, "#00aaff")
table("some", [{"guid": e.ifc_guid, "name": e.name} for e in some])
log.info("told"), log.warning("warned"), log.error("an error that is none")
progress(1.0, "ends")
result = {"status": "WARN", "summary": "five shown"}
