# /// script
# [tool.bimdesk]
# name = "Import hook"
# category = "automation"
# description = "Looks at a model right after its import: did it work, and does it hold what it must?"
# tags = ["import"]
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.least_elements]
# type = "integer"
# title = "Elements at least"
# description = "Fewer are a warning: an export that lost a storey looks like this."
# default = 10
# minimum = 0
# ///
"""Judges an import. Started by hand it judges the model that is open.

In an import hook `import_result` says how the import ended; where it failed, `entities` is empty.
"""

problems = []
if import_result is not None and import_result.failed:
    problems.append(f"The import failed: {import_result.error}")
if import_result is not None:
    problems.extend(import_result.warnings)

count = len(entities)
if count < params["least_elements"]:
    problems.append(f"{count:,} elements, at least {params['least_elements']:,} expected.")
if not len(storeys):
    problems.append("The model has no storeys.")

for problem in problems:
    log.warning(problem)
kpi("Elements", count)
kpi("Storeys", len(storeys))

failed = import_result is not None and import_result.failed
result = {
    "status": "FAIL" if failed else "WARN" if problems else "PASS",
    "summary": problems[0] if problems else f"{count:,} elements on {len(storeys):,} storeys.",
    "problems": problems,
}
