"""Looks at the first and last bytes of a file: is it IFC in a STEP file, and which schema does it declare?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bimdesk.domain.model import ImportNotice
from bimdesk.errors import BadInputError

HEAD = 256 * 1024
TAIL = 64 * 1024
KNOWN_SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "a Revit or Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"AC10", "an AutoCAD drawing"),
    (b"glTF", "a glTF model"),
    (b"SQLite format 3", "an SQLite database"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"{\\rtf", "an RTF document"),
)
_EXPORT_HINT = "Export the model as IFC (.ifc) from the program that made it, and import that file."
_SEND_AGAIN_HINT = "Copy or export the file again: it was not written or transferred to its end."
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", re.IGNORECASE)
_SCHEMA_START = re.compile(rb"FILE_SCHEMA\b", re.IGNORECASE)
_HEADER_END = re.compile(rb"\bENDSEC\s*;", re.IGNORECASE)
_FILE_END = re.compile(rb"END-ISO-10303-21\s*;", re.IGNORECASE)
_UNFINISHED = re.compile(rb"ENDSEC\s*;\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header says. `schema`: the nearest that is known; `start`: after a byte order mark."""

    declared: str
    schema: str
    start: int = 0
    notices: tuple[ImportNotice, ...] = ()

    @property
    def needs_rewrite(self) -> bool:
        return self.start > 0 or self.declared != self.schema


def read_header(data: bytes, *, name: str) -> Header:
    """Raises BadInputError with one clear sentence for anything that is not a whole IFC file."""
    if not data.strip():
        raise BadInputError(f"{name} is empty.", _SEND_AGAIN_HINT)
    _refuse_other_formats(data[:4096], name)
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    head = data[start : start + HEAD]
    body = _COMMENT.sub(b" ", head).lstrip()
    if not body[:13].upper().startswith(b"ISO-10303-21"):
        raise BadInputError(f"{name} is not an IFC file: it does not begin with ISO-10303-21.", _EXPORT_HINT)
    notices = list(_end_notices(data, name))
    declared = _declared_schema(body, name)
    schema = nearest_schema(declared)
    if not schema:
        raise BadInputError(_unknown_schema(declared, name), _EXPORT_HINT)
    if start:
        notices.append(
            ImportNotice(
                kind="encoding",
                message="The file begins with a byte order mark, which IFC does not allow; it was left out.",
            )
        )
    if schema != declared:
        notices.append(
            ImportNotice(
                kind="schema",
                message=f"The file declares the schema {declared}; it is read as {schema}, the nearest.",
            )
        )
    return Header(declared=declared, schema=schema, start=start, notices=tuple(notices))


def nearest_schema(declared: str) -> str:
    """The schema to read a declared one as; '' where it is no IFC or from no known time."""
    name = declared.strip().upper()
    if name in KNOWN_SCHEMAS:
        return name
    if re.match(r"IFC4X([123]|$)|IFC4X3_", name):
        return "IFC4X3_ADD2" if name.startswith("IFC4X") else ""
    if re.match(r"IFC4(_|$|\b)", name):
        return "IFC4"
    return "IFC2X3" if re.match(r"IFC2X|IFC20_|IFC2\b", name) else ""


def rewritten(data: bytes, header: Header) -> bytes:
    """The file with a header that IfcOpenShell knows, without its byte order mark."""
    data = data[header.start :]
    match = _SCHEMA.search(data, 0, HEAD)
    if match is None or header.declared == header.schema:
        return data
    return data[: match.start(1)] + header.schema.encode("ascii") + data[match.end(1) :]


def _unknown_schema(declared: str, name: str) -> str:
    if declared.startswith("IFC"):
        return f"{name} declares the schema {declared}, which no known version of IFC has."
    return f"{name} is a STEP file of the schema {declared or '(none named)'}, which is not IFC."


def _refuse_other_formats(head: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise BadInputError(f"{name} is {what}, not an IFC file.", _EXPORT_HINT)
    if (
        head.startswith((b"\xff\xfe", b"\xfe\xff"))
        or head[1::2][:16] == b"\0" * 16
        or head[::2][:16] == b"\0" * 16
    ):
        raise BadInputError(
            f"{name} is saved as UTF-16 text, which IFC does not allow.",
            "Save it as UTF-8 text, or export it again.",
        )
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        if b"ifcxml" in text.lower() or b"iso_10303_28" in text.lower() or b"<ifc" in text.lower():
            raise BadInputError(
                f"{name} is ifcXML, which cannot be read yet.", "Export the model as .ifc (STEP) instead."
            )
        raise BadInputError(f"{name} is a web page or XML file, not an IFC file.", _EXPORT_HINT)
    if b"\0" in head:
        raise BadInputError(f"{name} is a binary file, not an IFC file.", _EXPORT_HINT)


def _end_notices(data: bytes, name: str) -> tuple[ImportNotice, ...]:
    tail = data[-TAIL:]
    if _FILE_END.search(tail):
        return ()
    if _UNFINISHED.search(tail) and len(_HEADER_END.findall(data[:HEAD]) + _HEADER_END.findall(tail)) > 1:
        message = "The file lacks its last line, END-ISO-10303-21; its data looks whole."
        return (ImportNotice(kind="structure", message=message),)
    raise BadInputError(f"{name} is cut off: its end, END-ISO-10303-21, is missing.", _SEND_AGAIN_HINT)


def _declared_schema(body: bytes, name: str) -> str:
    end = _HEADER_END.search(body)
    section = body[: end.end()] if end else body
    if not re.search(rb"\bHEADER\s*;", section, re.IGNORECASE):
        raise BadInputError(f"{name} has no HEADER section.", _EXPORT_HINT)
    match = _SCHEMA.search(section)
    if match:
        return match.group(1).decode("latin-1").strip().upper()
    if _SCHEMA_START.search(section):
        raise BadInputError(f"{name} has a FILE_SCHEMA in its header that cannot be read.", _EXPORT_HINT)
    raise BadInputError(
        f"{name} does not say which IFC schema it follows (FILE_SCHEMA is missing).", _EXPORT_HINT
    )
