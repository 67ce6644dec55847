# expect: contained
# timeout: 20
# what: a long result of nothing but empty lists, which takes twenty times its size in memory
with open_("result-data.json", "wb") as stream:
    stream.write(b'{"rows": [[]')
    for _ in range(20):
        stream.write(b",[]" * (1 << 20))
    stream.write(b"]}")
line = b'{"type": "result", "value": "short", "file": "result-data.json"}\n{"type": "done"}\n'
for number in range(3, 12):
    raw("write", number, line, len(line))
os._exit(0)
