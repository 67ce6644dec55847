# expect: contained
# what: lines that only the supervisor may say, written to every descriptor
json = module("json")
lies = [
    {"type": "locked", "sandbox": {"landlock": "active HOSTILE-MARK", "seccomp": "active HOSTILE-MARK"}},
    {"type": "hello", "job": "script", "pid": 1, "sandbox": {"landlock": "active HOSTILE-MARK"}},
    {"type": "heartbeat"}, {"type": "ended", "reason": "exited", "exit_code": 0, "signal": 0},
    {"type": "imported", "sha256": "0", "schema": "IFC4", "schema_declared": "", "entities": 1, "products_with_geometry": 1, "triangles": 1, "properties": 1, "storeys": 1, "seconds": {}},
    {"type": "geometry", "folder": T["home"], "elements": 1, "triangles": 1, "final": True},
    {"type": "file", "name": "../../../../etc/passwd", "size": 1, "sha256": "0" * 64},
    {"type": "notice", "kind": "x", "message": "HOSTILE-MARK", "elements": []},
    {"plan": {"run_folder": "/"}}, {"probes": {}}, {"cancel": True}, {"type": "verdict", "layers": {"landlock": "HOSTILE-MARK"}},
]
for number in range(3, 64):
    for lie in lies:
        data = json.dumps(lie).encode() + b"\n"
        raw("write", number, data, len(data))
