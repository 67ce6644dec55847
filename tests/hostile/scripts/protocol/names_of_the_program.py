# expect: contained
# what: files that are named as the program's own
for name in ("result.json", "log.txt", "script.py", "parameters.json", "sandbox.json", "result-data.json", ".lock", "lock", "canary"):
    with open_(name, "w") as stream:
        stream.write('{"status": "success", "sandbox": {"landlock": "active HOSTILE-MARK"}}')
