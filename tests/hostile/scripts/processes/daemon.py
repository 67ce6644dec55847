# what: leaving session, group and parent
for call in ("setsid",):
    answer = raw(call)
    note(f"{call}: {answer}")
unreachable("setpgid", 0, 0)
answer = raw("fork")
if answer == 0:
    os._exit(0)
if answer > 0:
    breach("a second process")
for option, value, name in ((1, 0, "PDEATHSIG"), (36, 1, "CHILD_SUBREAPER"), (4, 1, "DUMPABLE"), (0x59616D61, T["pids"][0], "PTRACER")):
    if raw("prctl", option, value, 0, 0, 0) >= 0:
        breach(f"prctl {name}")
