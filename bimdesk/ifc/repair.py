"""Mends what IfcOpenShell's parser refuses and others let pass: wrong escapes in texts, a broken header."""

from __future__ import annotations

import re

from bimdesk.domain.model import ImportNotice

_ESCAPE = re.compile(
    rb"\\\\X2\\(?:[0-9A-Fa-f]{4})+\\X0\\"  # a path separator right before an encoded name
    rb"|\\X[24]\\\\X0\\"  # an encoded string of no characters
    rb"|\\\\|\\S\\.|\\P[A-I]\\|\\X\\[0-9A-Fa-f]{2}"
    rb"|\\X2\\(?:[0-9A-Fa-f]{4})+\\X0\\|\\X4\\(?:[0-9A-Fa-f]{8})+\\X0\\"
    rb"|\\",
    re.DOTALL,
)
_DATA = re.compile(rb"\bENDSEC\s*;\s*DATA\s*(?:\([^;]*\)\s*)?;", re.IGNORECASE)
_FIELDS = re.compile(rb"FILE_NAME\s*\(\s*'((?:[^']|'')*)'\s*,\s*'((?:[^']|'')*)'", re.IGNORECASE)


def repair(data: bytes, schema: str, *, header: bool) -> tuple[bytes, list[ImportNotice]]:
    """The text with valid escapes and, if asked, a plain header that declares `schema`; and the changes."""
    notices = []
    start = _DATA.search(data) if header else None
    if start is not None:
        message = "The header is broken; the file was read with a plain one in its place."
        notices.append(ImportNotice(kind="structure", message=message))
        data = _plain_header(data[: start.start()], schema) + data[start.start() :]
    data, wrong = _repair_escapes(data)
    if wrong:
        message = f"Texts hold {wrong} wrong escapes (a single backslash, say); they were read as plain text."
        notices.append(ImportNotice(kind="encoding", message=message))
    return data, notices


def _repair_escapes(data: bytes) -> tuple[bytes, int]:
    wrong = 0

    def mend(match: re.Match[bytes]) -> bytes:
        nonlocal wrong
        found = match.group()
        if found == b"\\" or found.startswith(b"\\\\X2"):
            wrong += 1
            return b"\\\\" if found == b"\\" else b"\\" + found
        if found.endswith(b"\\\\X0\\"):
            wrong += 1
            return b""
        return found

    return _ESCAPE.sub(mend, data), wrong


def _plain_header(header: bytes, schema: str) -> bytes:
    fields = _FIELDS.search(header)
    name, stamp = (_ascii(fields.group(1)), _ascii(fields.group(2))) if fields else ("", "")
    text = (
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\n"
        f"FILE_NAME('{name}','{stamp}',(''),(''),'','','');\nFILE_SCHEMA(('{schema}'));\n"
    )
    return text.encode("ascii")


def _ascii(value: bytes) -> str:
    """Plain characters only; quotes stay doubled, backslashes go."""
    return re.sub(r"[^ -\[\]-~]", "", value.decode("latin-1"))
