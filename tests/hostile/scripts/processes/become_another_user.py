# what: user and group ids, capabilities
for call, arguments in (("setuid", (0,)), ("setgid", (0,)), ("setreuid", (0, 0)), ("setregid", (0, 0)), ("setresuid", (0, 0, 0)), ("setresgid", (0, 0, 0)),
                        ("setgroups", (0, 0)), ("setfsuid", (0,)), ("setfsgid", (0,)), ("capset", (bytes(8), bytes(24)))):
    unreachable(call, *arguments)
    if call.startswith("setre") or call.startswith("setu"):
        unreachable(call, *(65534 for _ in arguments), why="nobody")
