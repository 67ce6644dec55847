# expect: contained
# what: a result and `done` of the script's own, then out by os._exit(0)
json = module("json")
lines = b"".join(
    json.dumps(line).encode() + b"\n"
    for line in ({"type": "result", "value": {"forged": 1}, "status": "PASS", "summary": "forged"}, {"type": "done"}, {"type": "failed", "kind": "internal", "message": "after the end"},
                 {"type": "done"}, {"type": "log", "level": "error", "text": "after the end"})
)
for number in range(3, 32):
    raw("write", number, lines, len(lines))
os._exit(0)
