# expect: contained
# what: NaN, infinity, huge and odd numbers, duplicate keys, odd types
lines = [
    b'{"type": "progress", "done": NaN}', b'{"type": "progress", "done": Infinity, "message": "x"}', b'{"type": "progress", "done": 1e999}', b'{"type": "progress", "done": "0.5"}',
    b'{"type": "progress", "done": -1e308, "message": null}', b'{"type": "finding", "message": "x", "elements": [-1, 1e400, 99999999999999999999999]}',
    b'{"type": "finding", "message": "x", "elements": [9223372036854775807]}', b'{"type": "log", "type": "locked", "level": "info", "text": "x", "sandbox": {"landlock": "active HOSTILE-MARK"}}',
    b'{"type": "locked", "type": "log", "level": "info", "text": "x"}', b'{"type": ["log"], "level": "info"}', b'{"type": {"a": 1}}', b"[]", b"null", b'"x"', b"1", b"{}", b"{", b'{"type": "log"',
    b'{"type": "failed", "kind": "script", "message": "x", "line": 99999999999999999999}', b'{"type": "failed", "kind": "HOSTILE-MARK", "message": "x", "line": -1}',
    b'{"type": "result", "value": 123456789012345678901234567890, "status": "HOSTILE-MARK"}', b'{"type": "result", "value": 1, "file": "../../../project.db"}',
    b'{"type": "output", "kind": "HOSTILE-MARK", "data": {}}', b'{"type": "log", "level": "print", "text": 5}', b'{"type": "done", "more": 1}', b'{"TYPE": "done"}', b'{"type": "Done"}',
    b'{"type": "lo\\u0067", "level": "info", "text": "escaped name"}', b'{"type": "locke\\u0064", "sandbox": {"landlock": "active HOSTILE-MARK"}}',
    b'{"type": "log", "level": "info", "text": "\\ud800 \\udfff lone"}', b'{"type": "log", "level": "info", "text": "\\u0000\\u001b[2J\\u202e"}', b"1" * 5000, b'{"type": "progress", "done": ' + b"1" * 5000 + b"}",
]
for number in range(3, 12):
    for line in lines:
        raw("write", number, line + b"\n", len(line) + 1)
