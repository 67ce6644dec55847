# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Property completeness"
# category = "validation"
# description = "Whether elements have the properties, and the values, that a table of requirements asks for."
# tags = ["properties", "requirements", "LOIN", "Excel"]
# timeout = 600
# memory_mb = 4096
# run_on = "success"
#
# [tool.bimdesk.parameters.properties.table]
# type = "string"
# title = "Requirement table"
# description = "Excel or CSV with the columns class, property, and if need be values, type, condition. Empty: the lines below."
# format = "file"
# default = ""
# x-filter = "Tables (*.xlsx *.csv *.tsv)"
#
# [tool.bimdesk.parameters.properties.requirements]
# type = "string"
# title = "Requirements without a table"
# description = "One a line: class; Set.Property; values; type; condition. What follows the property may be left out."
# format = "multiline"
# default = """
# IfcWall; Pset_WallCommon.IsExternal; ; boolean
# IfcWall; Pset_WallCommon.LoadBearing; ; boolean
# IfcWall; Pset_WallCommon.FireRating
# IfcSlab; Pset_SlabCommon.LoadBearing; ; boolean
# IfcDoor; Pset_DoorCommon.FireRating
# IfcWindow; Pset_WindowCommon.ThermalTransmittance; 0.1..2; number; Pset_WindowCommon.IsExternal = true
# IfcSpace; LongName"""
#
# [tool.bimdesk.parameters.properties.placeholders]
# type = "array"
# title = "Values that mean nothing"
# description = "An element with such a value counts as without, in any case of its letters."
# items = { type = "string" }
# default = ["-", "?", "n/a", "tbd", "undefined", "unset", "NOTDEFINED"]
#
# [tool.bimdesk.parameters.properties.required]
# type = "number"
# title = "Required completeness"
# description = "The check fails where a requirement is met by a smaller share of its elements; below 100 it warns."
# default = 100
# minimum = 0
# maximum = 100
# x-unit = "%"
# ///
"""Checks every element of a class for the properties that it must have, and for their values.

**The table** has one requirement a row. Its first row names the columns, in any order:

| column | what stands there | example |
|---|---|---|
| class | IFC class; its subclasses are included | IfcWall |
| property | Set.Property, or Name, LongName, Description, ObjectType, Tag, PredefinedType | Pset_WallCommon.FireRating |
| values | optional: allowed values with \\| between them, a range, or /a regular expression/ | REI 60\\|REI 90 or 0.1..2 |
| type | optional: text, number, integer or boolean | number |
| condition | optional: for which elements of the class it holds | Pset_WallCommon.IsExternal = true |

A condition compares a property by =, !=, <, <=, >, >=, contains or regex; without a comparison the property must exist.

**What is found**: elements without the property or without a value (`missing`), of another type (`type`), with a value
that is not allowed (`value`); and rows of the table that cannot be understood (`requirement`).

**What to do.** Filter the table "Elements" by requirement and send it to whoever fills in the model. Where nearly all
elements lack a property, it is mostly the export that leaves out the set.
"""
import csv
import io
import re

COLUMNS = ("class", "property", "values", "type", "condition")
FIELDS = {
    "name": "name", "longname": "long_name", "description": "description", "objecttype": "object_type",
    "tag": "tag", "predefinedtype": "predefined_type",
}
KINDS = {
    "text": str, "string": str, "label": str, "number": (int, float), "real": (int, float), "float": (int, float),
    "integer": int, "int": int, "count": int, "boolean": bool, "bool": bool, "logical": bool,
}
WORDS = {"true": True, "yes": True, "false": False, "no": False}
TESTS = re.compile(r"^(.+?)\s*(!=|>=|<=|=|>|<|\bcontains\b|\bregex\b)\s*(.+)$")
empty = {"", *(text.casefold() for text in params["placeholders"])}


def counted(number, one, many=""):
    """`1 element`, `2,400 elements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def read_requirements():
    """The rows of the table, or of the lines in the form, as dicts of COLUMNS."""
    path = params["table"]
    if not path:
        rows = csv.reader(io.StringIO(params["requirements"]), delimiter=";", skipinitialspace=True)
        return [dict(zip(COLUMNS, [*map(str.strip, row), *[""] * 5], strict=False)) for row in rows if any(row)]
    excel = path.lower().endswith((".xlsx", ".xlsm"))
    frame = pd.read_excel(path, dtype=str) if excel else pd.read_csv(path, dtype=str, sep=None, engine="python")
    frame.columns = [str(name).strip().casefold() for name in frame.columns]
    for needed in COLUMNS[:2]:
        if needed not in frame.columns:
            raise ValueError(f"The table has no column '{needed}'; it has {', '.join(frame.columns)}.")
    frame = frame.reindex(columns=COLUMNS).fillna("").apply(lambda column: column.str.strip())
    return [row for row in frame.to_dict("records") if any(row.values())]


def typed(text):
    """A value of a condition: a boolean, a number, or the text without quotes."""
    if text.casefold() in WORDS:
        return WORDS[text.casefold()]
    try:
        return float(text)
    except ValueError:
        return text.strip("'\"")


def applicable(row):
    """The elements that a requirement is about."""
    chosen = entities.filter(ifc_type__is=row["class"])
    if not row["condition"]:
        return chosen
    test = TESTS.match(row["condition"])
    if not test:
        return chosen.where(row["condition"])
    return chosen.where(test[1], test[2], test[3] if test[2] in ("contains", "regex") else typed(test[3]))


def problem_of(value, row):
    """Which check a value fails, '' for none."""
    values = value if isinstance(value, list) else [value]
    if all(one is None or str(one).strip().casefold() in empty for one in values):
        return "missing"
    kind = KINDS.get(row["type"].casefold())
    if kind and not all(isinstance(one, kind) and (kind is bool or not isinstance(one, bool)) for one in values):
        return "type"
    return "" if not row["values"] or all(is_allowed(one, row["values"]) for one in values) else "value"


def is_allowed(value, allowed):
    """Whether a value is in a range, fits a regular expression, or is one of those listed."""
    text = str(value).strip()
    bounds = re.fullmatch(r"(-?[\d.]*)\s*\.\.\s*(-?[\d.]*)", allowed)
    if bounds and isinstance(value, int | float):
        return float(bounds[1] or "-inf") <= value <= float(bounds[2] or "inf")
    if len(allowed) > 2 and allowed[0] == allowed[-1] == "/":
        return re.fullmatch(allowed[1:-1], text) is not None
    options = [option.strip() for option in allowed.split("|")]
    return text in options or any(type(typed(o)) is not str and value == typed(o) for o in options)


def schema_knows(name):
    """Whether any IFC version has this class: what no version has is a slip of the pen."""
    for version in ("IFC2X3", "IFC4", "IFC4X3_ADD2"):
        try:
            return bool(ifcopenshell.ifcopenshell_wrapper.schema_by_name(version).declaration_by_name(name))
        except RuntimeError:
            continue
    return False


def mistake_in(row):
    """What is wrong with a row of the table, '' for nothing."""
    if not schema_knows(row["class"]):
        return f"IFC has no class '{row['class']}'"
    if row["type"] and row["type"].casefold() not in KINDS:
        return f"'{row['type']}' is no type; text, number, integer and boolean are"
    if "." not in row["property"] and row["property"].casefold().replace(" ", "") not in FIELDS:
        return f"'{row['property']}' is no Set.Property and no attribute"
    test = TESTS.match(row["condition"])
    if row["condition"] and "." not in (test[1] if test else row["condition"]):
        return f"the condition '{row['condition']}' names no Set.Property"
    for pattern in (row["values"][1:-1] if row["values"][:1] == "/" else "", test[3] if test and test[2] == "regex" else ""):
        try:
            re.compile(pattern)
        except re.error as error:
            return f"'{pattern}' is no regular expression: {error}"
    return ""


MESSAGES = {
    "missing": "{0} {1} without {2}",
    "type": "{0} {1} whose {2} is not of the type {3}",
    "value": "{0} {1} whose {2} is none of the allowed values {4}",
}


def check(row):
    """Check one requirement; gives its line of the overview."""
    field = FIELDS.get(row["property"].casefold().replace(" ", ""), row["property"])
    found = applicable(row)
    failed = {}
    values = dict(found.values_list("id", field))
    for number, value in values.items():
        problem = problem_of(value, row)
        if problem:
            failed.setdefault(problem, []).append(number)
            elements.append((number, row["class"], row["property"], problem, value))
    for problem, numbers in failed.items():
        names = (f"{len(numbers):,}", row["class"], row["property"], row["type"], row["values"])
        finding(
            [by_id[number] for number in numbers], MESSAGES[problem].format(*names), check=problem,
            requirement=row["property"],
        )
    bad = sum(map(len, failed.values()))
    share = round(100 * (1 - bad / len(values)), 1) if values else None
    line = {"class": row["class"], "property": row["property"], "condition": row["condition"], "elements": len(values)}
    return line | {problem: len(failed.get(problem, ())) for problem in MESSAGES} | {"complete %": share}


requirements = read_requirements()
by_id = {entity.id: entity for entity in entities}
elements, lines, broken = [], [], 0
for done, row in enumerate(requirements):
    progress(done / len(requirements), f"{row['class']}: {row['property']}")
    mistake = mistake_in(row)
    if mistake:
        broken += 1
        finding(None, f"Requirement {done + 1} cannot be checked: {mistake}", severity="warning", check="requirement")
    else:
        lines.append(check(row))

checked = [line for line in lines if line["elements"]]
poor = [line for line in checked if line["complete %"] < params["required"]]
total = sum(line["elements"] for line in checked)
overall = round(100 * (1 - len(elements) / total), 1) if total else None
if checked:
    kpi("Complete", overall, "%")
    kpi("Requirements met", f"{sum(line['complete %'] == 100 for line in checked)} of {len(checked)}")
    kpi("Values to mend", len(elements))
    worst = sorted(checked, key=lambda line: line["complete %"])[:20]
    bars = {f"{line['class']} {line['property'].rpartition('.')[2]}": line["complete %"] for line in worst}
    chart("bar", bars, title="Completeness", unit="%")
if lines:
    table("Requirements", lines)
if elements:
    names = dict(entities.values_list("id", "storey__name"))
    table("Elements", [
        {
            "ifc_guid": by_id[number].ifc_guid, "class": by_id[number].ifc_type, "name": by_id[number].name or "",
            "storey": names[number] or "", "property": prop, "problem": problem, "value": value,
        }
        for number, _ifc_class, prop, problem, value in elements
    ])  # fmt: skip

if not requirements:
    summary = "There is no requirement to check; choose a table, or write one line for each."
elif not checked:
    summary = f"None of {counted(len(requirements), 'requirement')} is about an element of this model."
elif not elements:
    summary = f"Complete: all {counted(total, 'value')} of {counted(len(checked), 'requirement')} are there and allowed."
else:
    unmet = sum(line["complete %"] < 100 for line in checked)
    summary = f"{overall:g} % complete: {len(elements):,} of {counted(total, 'value')} missing or wrong, in {unmet} of {counted(len(checked), 'requirement')}."
if broken:
    summary = f"{summary[:-1]}; {broken} not understood."
print(summary)

result = {
    "status": "FAIL" if poor else "WARN" if broken or elements or not checked else "PASS",
    "summary": summary,
    "complete": overall,
    "requirements": lines,
    "broken": broken,
    "problems": len(elements),
}
