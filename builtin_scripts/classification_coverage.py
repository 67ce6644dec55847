# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Classification coverage"
# category = "validation"
# description = "How many elements of each class are classified, in which systems, and which elements have no code."
# tags = ["classification", "Uniclass", "OmniClass", "NL/SfB", "quality"]
# timeout = 300
# memory_mb = 2048
# run_on = "always"
#
# [tool.bimdesk.parameters.properties.element_class]
# type = "string"
# title = "Element class"
# description = "Which elements need a code, subclasses included. Openings and virtual elements are left out."
# default = "IfcElement"
# minLength = 1
# x-bim = "ifc-class"
#
# [tool.bimdesk.parameters.properties.system]
# type = "string"
# title = "Classification system"
# description = "A part of its name, such as Uniclass. Empty: a code of any system will do."
# default = ""
# maxLength = 100
# x-placeholder = "any system"
#
# [tool.bimdesk.parameters.properties.code_pattern]
# type = "string"
# title = "Form of a code"
# description = "A regular expression that every code must fit in full, such as (EF|Ss|Pr)(_\\d\\d)+ for Uniclass. Empty: any."
# default = ""
# maxLength = 200
# x-placeholder = "any form"
#
# [tool.bimdesk.parameters.properties.required]
# type = "number"
# title = "Required coverage"
# description = "The check fails where a smaller share of all elements is classified; 0 requires nothing, and gaps are warnings."
# default = 0
# minimum = 0
# maximum = 100
# x-unit = "%"
# ///
"""Shows how far elements are classified (Uniclass, OmniClass, NL/SfB, DIN 276 ...), class by class and system by system.

A code that the type of an element has counts for the element.

- `unclassified`: elements without a code (of the system that you chose), one finding for each class.
- `code-form`: codes that do not fit the form that you gave, with the elements that carry them.
- `no-code`: references to a system without a code in them.
- `several`: elements with more than one code of one system (information; some projects do this on purpose).

**What to do.** Give the code to the type, not to each element, wherever the authoring program lets you; then new
elements have it at once. The table "Codes" shows slips of the pen: codes with one or two elements are worth a look.
"""
import re
from collections import Counter, defaultdict

NO_SYSTEM = "(no system)"
pattern = re.compile(params["code_pattern"] or ".*")
wanted = params["system"].casefold()


def codes_of(joined):
    """The references of an element that count; the query joins their ids by commas."""
    found = (references[int(number)] for number in joined.split(", ")) if joined else ()
    return [ref for ref in found if wanted in (ref.system or NO_SYSTEM).casefold()]


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part, whole):
    return round(100 * part / whole, 1) if whole else 0.0


progress(0.1, "Reading codes")
chosen = entities.filter(ifc_type__is=params["element_class"]).exclude(
    ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement")
)
members = list(chosen)
references = {ref.id: ref for ref in classifications}
joined = dict(chosen.values_list("id", "classification__id"))

progress(0.4, "Counting")
carriers, systems_of_class = defaultdict(list), defaultdict(Counter)
without, total, several = defaultdict(list), Counter(), []
for entity in members:
    total[entity.ifc_type] += 1
    found = codes_of(joined[entity.id])
    if not found:
        without[entity.ifc_type].append(entity)
    names = Counter(ref.system or NO_SYSTEM for ref in found)
    systems_of_class[entity.ifc_type].update(names.keys())
    if any(count > 1 for count in names.values()):
        several.append(entity)
    for ref in found:
        carriers[ref.system or NO_SYSTEM, ref.identification or "", ref.name or ""].append(entity)

of_system = f" in {params['system']}" if wanted else ""
if members and not carriers:  # one finding says it all
    finding(members, f"No element has a code{of_system}", "warning", "unclassified")
for ifc_type, group in sorted(without.items()) if carriers else ():
    finding(group, f"{len(group):,} of {total[ifc_type]:,} {ifc_type} without a code{of_system}", "warning", "unclassified")
malformed = 0
for (system, code, name), group in sorted(carriers.items()):
    if not code:
        finding(group, f"{system}: a reference without a code ({name or 'no name either'})", "warning", "no-code")
    elif not pattern.fullmatch(code):
        malformed += 1
        finding(group, f"{system}: the code {code} does not have the required form", "error", "code-form", code=code)
if several:
    have = "has" if len(several) == 1 else "have"
    finding(several, f"{counted(len(several), 'element')} {have} several codes of one system", "info", "several")

names = sorted({system for system, _code, _name in carriers})
classes = [
    {"class": ifc_type, "elements": count, "classified": count - len(without[ifc_type])}
    | {"classified %": share(count - len(without[ifc_type]), count)}
    | {f"{system} %": share(systems_of_class[ifc_type][system], count) for system in names}
    for ifc_type, count in total.items()
]
classes.sort(key=lambda row: (row["classified %"], row["class"]))
codes = [
    {"system": system, "code": code, "name": name, "elements": len(group)}
    | {"classes": ", ".join(sorted({one.ifc_type for one in group}))}
    for (system, code, name), group in sorted(carriers.items())
]
missing = [
    {"ifc_guid": one.ifc_guid, "class": one.ifc_type, "name": one.name or ""} for group in without.values() for one in group
]
classified = len(members) - len(missing)
coverage = share(classified, len(members))

progress(0.9, "Showing")
if members:
    kpi("Classified", coverage, "%")
    kpi("Elements without a code", len(missing))
    kpi("Systems", len(names))
    kpi("Codes in use", len(codes))
    chart("bar", {row["class"]: row["classified %"] for row in classes}, title="Classified by class", unit="%")
    table("Classes", classes)
if codes:
    table("Codes", codes)
if missing and codes:  # where nothing is classified, the list would be the model
    table("Without a code", missing)

label = f"classified in {params['system']}" if wanted else "classified"
if not members:
    summary = f"The model has no {params['element_class']}; nothing to classify."
elif not codes:
    summary = f"None of {counted(len(members), 'element')} is {label}."
else:
    summary = f"{coverage:g} % of {counted(len(members), 'element')} {label}, by {counted(len(codes), 'code')} of {', '.join(names)}."
if malformed:
    summary = f"{summary[:-1]}; {counted(malformed, 'code')} not of the required form."
print(summary)

if malformed or (members and coverage < params["required"]):
    status = "FAIL"
else:
    status = "WARN" if missing or not members else "PASS"
result = {
    "status": status,
    "summary": summary,
    "elements": len(members),
    "classified": classified,
    "coverage": coverage,
    "systems": names,
    "classes": classes,
    "codes": codes,
}
