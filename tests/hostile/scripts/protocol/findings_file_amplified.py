# expect: contained
# timeout: 20
# what: forged findings in the file of findings: empty lists, odd types, half lines, another's name
with open_("findings-data.jsonl", "wb") as stream:
    for _ in range(40):
        stream.write(b'{"type": "finding", "message": "x", "data": {"a": [[]' + b",[]" * 330_000 + b"]}}\n")
    stream.write(b'{"type": "locked", "sandbox": {"landlock": "active HOSTILE-MARK"}, "pid": 1}\n')
    stream.write(b'{"type": "finding", "message": "\\u001b[2J \\u202e HOSTILE"}\n' + b"x" * (3 << 20) + b"\n" + b'{"type": "finding"')
