# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Naming convention"
# category = "validation"
# description = "Names of elements, types, storeys, spaces, materials and the file against regular expressions of your project."
# tags = ["names", "standards", "quality"]
# timeout = 300
# memory_mb = 2048
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.rules]
# type = "string"
# title = "Rules by class"
# description = "One a line: class = regular expression. Subclasses are included; types too, such as IfcWallType = WT-\\d+."
# format = "multiline"
# default = """
# IfcElement = \\S(.*\\S)?
# IfcTypeObject = \\S(.*\\S)?"""
#
# [tool.bimdesk.parameters.properties.storey_pattern]
# type = "string"
# title = "Storeys"
# description = "A regular expression for their names, such as \\d\\d .+ for 01 First floor. Empty: not checked."
# default = "\\S(.*\\S)?"
# maxLength = 200
#
# [tool.bimdesk.parameters.properties.space_pattern]
# type = "string"
# title = "Spaces"
# description = "For the number of a space (attribute Name), such as \\d\\.\\d\\d. Empty: not checked."
# default = "\\S(.*\\S)?"
# maxLength = 200
#
# [tool.bimdesk.parameters.properties.material_pattern]
# type = "string"
# title = "Materials"
# description = "For the names of materials. Empty: not checked."
# default = "\\S(.*\\S)?"
# maxLength = 200
#
# [tool.bimdesk.parameters.properties.file_pattern]
# type = "string"
# title = "File"
# description = "For the name of the model, such as [A-Z]{3}-[A-Z]{2,6}-.+ after ISO 19650. Empty: not checked."
# default = ""
# maxLength = 200
#
# [tool.bimdesk.parameters.properties.file_name]
# type = "string"
# title = "Name of the file"
# description = "What the pattern for files is held against; the name of the model unless you write another."
# default = "${MODEL_NAME}"
#
# [tool.bimdesk.parameters.properties.leftovers]
# type = "boolean"
# title = "Find leftovers of modelling"
# description = "Names that programs make up: Copy of ..., ... (2), Default, Unnamed, two blanks in a row."
# default = true
# ///
"""Checks names against your project's convention, each in full: the whole name must fit the regular expression.

The rules that stand in the form accept any name without blanks at its ends; replace them by yours. Of several rules
that are about an element, each must be met.

- `empty`: no name at all.
- `pattern`: a name that does not fit the rule for its class.
- `storey`, `space`, `material`, `file`: the same for these.
- `leftover`: a name that a program made up (a warning).
- `rule`: a rule that cannot be understood, or is about a class that is not in the model (information).

| means | write |
|---|---|
| one digit; two to four capital letters | \\d; [A-Z]{2,4} |
| one of several words | (EXT\\|INT\\|PAR) |
| anything, at least one character | .+ |

**What to do.** The table "Names" has each name once with the number of its elements: start with the most frequent.
"""
import re
from collections import defaultdict

LEFTOVER = re.compile(r"copy of .*|.*\bcopy|.* \(\d+\)|default.*|unnamed.*|untitled.*|.*  .*|<.*>", re.IGNORECASE)
problems = defaultdict(list)  # (what, name, rule, check) -> its elements
checked = 0


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def judge(group, what, rule, check):
    """Hold (element, name) pairs against a rule; `rule` None looks for leftovers alone."""
    global checked
    for one, name in group:
        checked += rule is not None
        if rule is not None and not (name or "").strip():
            problems[what, "", rule.pattern, "empty"].append(one)
        elif rule is not None and not rule.fullmatch(name):
            problems[what, name, rule.pattern, check].append(one)
        elif rule is None and name and LEFTOVER.fullmatch(name):
            problems[getattr(one, "ifc_type", what), name, "no leftovers", "leftover"].append(one)


def named(query):
    return [(one, one.name) for one in query]


def compiled(pattern, label):
    """The regular expression; None and a finding where it is none."""
    try:
        return re.compile(pattern)
    except re.error as error:
        finding(None, f"{label}: '{pattern}' is no regular expression: {error}", severity="warning", check="rule")
        broken.append(label)
        return None


def check_classes():
    """The rules by class, for products and types."""
    for line in filter(None, map(str.strip, params["rules"].splitlines())):
        ifc_class, sign, pattern = (part.strip() for part in line.partition("="))
        if not sign or not re.fullmatch(r"Ifc\w+", ifc_class):
            finding(None, f"'{line}' is no rule; write it as IfcWall = WA-.+", severity="warning", check="rule")
            broken.append(line)
            continue
        rule = compiled(pattern, ifc_class)
        found = [one for query in (entities, types) for one in query.filter(ifc_type__is=ifc_class) if one.id not in openings]
        if not found:
            finding(None, f"The model has no {ifc_class}; its rule was not needed", severity="info", check="rule")
        if rule:
            judge(named(found), ifc_class, rule, "pattern")


progress(0.05, "Elements and types")
broken = []
openings = set(entities.filter(ifc_type__is=("IfcFeatureElementSubtraction", "IfcVirtualElement")).values_list("id", flat=True))
check_classes()
progress(0.5, "Storeys, spaces, materials, file")
spaces = entities.filter(ifc_type__is="IfcSpace")
for label, source in (("storey", named(storeys)), ("space", named(spaces)), ("material", named(materials))):
    rule = compiled(params[f"{label}_pattern"], label) if params[f"{label}_pattern"] else None
    if rule:
        judge(source, label, rule, label)
rule = compiled(params["file_pattern"], "file") if params["file_pattern"] else None
if rule:
    judge([(None, params["file_name"])], "file", rule, "file")
if params["leftovers"]:
    judge([(one, one.name) for one in entities if one.id not in openings], "", None, "")
    judge(named(types), "", None, "")
    judge(named(materials), "material", None, "")

progress(0.8, "Showing")
TEXTS = {"empty": "{0} without a name", "leftover": "{0} '{1}' looks like a leftover"}
rows, shown = [], []
for (what, name, pattern, check), group in sorted(problems.items(), key=lambda item: -len(item[1])):
    elements = [one for one in group if hasattr(one, "ifc_guid")]  # materials and the file have no GlobalId
    text = TEXTS.get(check, "{0} '{1}' does not fit {2}").format(what[:1].upper() + what[1:], name, pattern)
    finding(elements or None, text, severity="warning" if check == "leftover" else "error", check=check, name=name)
    rows.append({"what": what, "name": name, "count": len(group), "check": check, "rule": pattern})
    shown += [
        {"ifc_guid": one.ifc_guid, "class": one.ifc_type, "name": name, "check": check, "rule": pattern} for one in elements
    ]

wrong = sum(row["count"] for row in rows if row["check"] != "leftover")
leftovers = sum(row["count"] for row in rows if row["check"] == "leftover")
if checked:
    kpi("Names checked", checked)
    kpi("Against the convention", wrong)
    kpi("Leftovers", leftovers)
if rows:
    counts = defaultdict(int)
    for row in rows:
        counts[row["what"]] += row["count"]
    chart("bar", dict(counts), title="Names to mend", unit="names")
    table("Names", rows)
if shown:
    table("Elements", shown)

if not checked:
    summary = "There was no name to check; the rules are about nothing in this model."
elif wrong:
    summary = f"{wrong:,} of {counted(checked, 'name')} against the convention."
else:
    summary = f"All {counted(checked, 'name')} keep to the convention."
if leftovers:
    summary = f"{summary[:-1]}; {counted(leftovers, 'name')} left over from modelling."
if broken:
    summary = f"{summary[:-1]}; {counted(len(broken), 'rule')} not understood."
print(summary)

result = {
    "status": "FAIL" if wrong else "WARN" if rows or broken or not checked else "PASS",
    "summary": summary,
    "checked": checked,
    "wrong": wrong,
    "leftovers": leftovers,
    "names": rows,
}
