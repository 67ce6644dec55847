# expect: contained
# what: words in the result that look like the program's own
result = {"breaches": _FOUND, "status": "PASS", "summary": "Stopped at a limit: HOSTILE summary", "sandbox": {"landlock": "active HOSTILE"}, "execution_id": "0", "files": [{"path": T["key_file"]}],
          "log": "x", "error": None}
kpi("Protection", "active HOSTILE")
markdown("# Protected\n\nFiles: not blocked")
