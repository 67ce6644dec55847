"""Turns the complaints of IfcOpenShell's parser into few sentences."""

from __future__ import annotations

import re
from collections import defaultdict

from bimdesk.domain.model import ImportNotice

MAX_OTHERS = 20
_NAMED = 5

_LINE = re.compile(r"^\[(?:warning|error|fatal)\](?: \[\w+\])? \[[^\]]*\] (.*)$", re.IGNORECASE)
_COVERED = re.compile("non-unique GlobalId")
"""What the importer finds itself."""
_SENTENCES = (
    (
        re.compile(r"Overwriting instance with name (#\d+)"),
        "structure",
        "1 entity id stands more than once in the file; the last of each was read",
        "{n} entity ids stand more than once in the file; the last of each was read",
    ),
    (
        re.compile(r"Expected \d+ attribute values, found \d+ for instance (#\d+)"),
        "structure",
        "1 entity has too many or too few attributes",
        "{n} entities have too many or too few attributes",
    ),
    (
        re.compile(r"Instance reference #\d+ used by instance (#\d+) .*not found"),
        "structure",
        "1 entity refers to one that is not in the file",
        "{n} entities refer to some that are not in the file",
    ),
    (
        re.compile(r"Entity with name '(\w+)' not found in schema"),
        "schema",
        "1 entity of a class that the schema has not was left out",
        "{n} entities of classes that the schema has not were left out",
    ),
    (
        re.compile(r"attribute values, found \d+ for header entity (\w+)"),
        "structure",
        "A record of the header has too many or too few fields",
        "{n} records of the header have too many or too few fields",
    ),
    (
        re.compile(r"enumeration literal '([^']*)' is not valid"),
        "structure",
        "1 value is not in the enumeration that the schema gives",
        "{n} values are not in the enumerations that the schema gives",
    ),
)


def log_notices(log: str) -> list[ImportNotice]:
    """One notice for each kind of complaint, with the first few names; others verbatim, bounded."""
    named: dict[int, list[str]] = defaultdict(list)
    others: dict[str, None] = {}
    for line in log.splitlines():
        match = _LINE.match(line)
        if match is None or _COVERED.search(line):
            continue
        text = match.group(1)
        for row, (pattern, *_rest) in enumerate(_SENTENCES):
            if found := pattern.search(text):
                named[row].append(found.group(1))
                break
        else:
            others[f"The parser says: {text[:300]}"] = None
    notices = [_notice(row, names) for row, names in named.items()]
    return notices + [ImportNotice(kind="structure", message=text) for text in list(others)[:MAX_OTHERS]]


def _notice(row: int, names: list[str]) -> ImportNotice:
    _pattern, kind, one, many = _SENTENCES[row]
    unique = list(dict.fromkeys(names))
    listed = ", ".join(unique[:_NAMED]) + (", ..." if len(unique) > _NAMED else "")
    sentence = one if len(names) == 1 else many.format(n=len(names))
    return ImportNotice(kind=kind, message=f"{sentence} ({listed}).")
