# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "GUID validation"
# category = "validation"
# description = "Finds duplicate and malformed GlobalIds, in elements, types, property sets and relationships."
# tags = ["quality", "GlobalId"]
# timeout = 300
# memory_mb = 2048
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.case_collisions]
# type = "boolean"
# title = "Warn about GlobalIds that differ by case only"
# description = "IFC tells Aa from aA; spreadsheets and some databases do not, and mix the two elements up."
# default = true
#
# [tool.bimdesk.parameters.properties.elements_only]
# type = "boolean"
# title = "Products only"
# description = "Check products alone and leave out types, property sets and relationships."
# default = false
#
# [tool.bimdesk.parameters.properties.severity]
# type = "string"
# title = "Severity of malformed GlobalIds"
# description = "Duplicates are always errors: nothing that follows elements through versions works with them."
# enum = ["error", "warning"]
# x-labels = { error = "Error: the check fails", warning = "Warning" }
# default = "error"
# ///
"""Checks that every GlobalId of the file is there once and well formed.

**Why it matters.** The GlobalId is how an element is recognised in the next version, in a clash report, in a cost
estimate. Two elements with one GlobalId are one element to every other program.

**What is checked**, for everything that has a GlobalId (elements and spaces, types, property sets, relationships):

- duplicates: the same GlobalId twice or more often;
- form: 22 characters out of 0-9, A-Z, a-z, _ and $, the first one 0 to 3 (rule PJS003 of buildingSMART);
- if asked for, GlobalIds that differ only by upper and lower case (a warning).

**What to do.** Malformed ones come from programs that make up their own; have them exported again. Duplicates often
come from copying: give the copy a new GlobalId in the program that the model was made in.
"""
from collections import defaultdict

products = set(entities.values_list("id", flat=True))
asked = [root for root in roots if not params["elements_only"] or root.id in products]
log.info(f"{len(asked):,} GlobalIds to check")

by_guid = defaultdict(list)
for root in asked:
    by_guid[root.ifc_guid].append(root)

problems = []


def add_rows(group, problem, severity):
    for root in group:
        problems.append(
            {
                "ifc_guid": root.ifc_guid,
                "entity_id": root.id,
                "ifc_type": root.ifc_type,
                "name": root.name or "",
                "problem": problem,
                "severity": severity,
            }
        )


progress(0.2, "Form of the GlobalIds")
malformed = 0
for done, (guid, group) in enumerate(by_guid.items()):
    problem = guid_problem(guid)
    if problem:
        malformed += len(group)
        add_rows(group, problem, params["severity"])
        finding(group, f"Malformed GlobalId: {problem}", severity=params["severity"], check="malformed", guid=guid)
    if done % 1000 == 0:
        progress(0.2 + 0.4 * done / len(by_guid), "Form of the GlobalIds")

progress(0.6, "Duplicates")
duplicates = 0
for guid, group in by_guid.items():
    if len(group) > 1 and guid:
        duplicates += len(group)
        add_rows(group, f"Used {len(group)} times", "error")
        finding(group, f"GlobalId used {len(group)} times", severity="error", check="duplicate", guid=guid)

collisions = 0
if params["case_collisions"]:
    progress(0.8, "Upper and lower case")
    by_folded = defaultdict(list)
    for guid in by_guid:
        by_folded[guid.lower()].append(guid)
    for spellings in by_folded.values():
        if len(spellings) > 1:
            group = [root for guid in spellings for root in by_guid[guid]]
            collisions += len(group)
            for guid in spellings:
                others = ", ".join(other for other in spellings if other != guid)
                add_rows(by_guid[guid], f"Differs only by case from {others}", "warning")
            finding(
                group,
                f"{len(spellings)} GlobalIds differ only by upper and lower case",
                severity="warning",
                check="case",
                guids=spellings,
            )

kpi("GlobalIds checked", len(asked))
kpi("Duplicates", duplicates)
kpi("Malformed", malformed)
if params["case_collisions"]:
    kpi("Differ by case only", collisions)
if problems:
    table("Problems", problems)

worst = {row["severity"] for row in problems}
status = "FAIL" if "error" in worst else "WARN" if worst else "PASS"
parts = [
    f"{count:,} {words}"
    for count, words in ((duplicates, "duplicate"), (malformed, "malformed"), (collisions, "alike but for case"))
    if count
]
if not asked:
    summary = "The file has no GlobalIds; nothing to check."
elif parts:
    summary = f"{', '.join(parts)}, of {len(asked):,} GlobalIds."
else:
    summary = f"All {len(asked):,} GlobalIds are well formed and unique."
print(summary)

result = {
    "status": status,
    "summary": summary,
    "checked": len(asked),
    "unique": len(by_guid),
    "duplicates": duplicates,
    "malformed": malformed,
    "case_collisions": collisions,
    "problems": problems,
}
