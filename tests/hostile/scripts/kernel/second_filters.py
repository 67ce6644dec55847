# what: loosening or replacing the locks from inside
for option, arguments, name in (
    (38, (0, 0, 0, 0), "NO_NEW_PRIVS off"), (22, (2, 0, 0, 0), "SECCOMP"), (4, (1, 0, 0, 0), "DUMPABLE"), (1, (0, 0, 0, 0), "PDEATHSIG off"), (24, (0, 0, 0, 0), "CAPBSET"),
    (35, (1, 0, 0, 0), "MM"), (47, (2, 0, 0, 0), "CAP_AMBIENT"), (28, (0, 0, 0, 0), "SECUREBITS"), (36, (1, 0, 0, 0), "SUBREAPER"), (29, (0, 0, 0, 0), "TIMERSLACK"),
    (52, (0, 0, 0, 0), "SPECULATION"), (59, (1, 0, 0, 0), "SYSCALL_USER_DISPATCH"), (14, (0, 0, 0, 0), "ENDIAN"),
):
    answer = raw("prctl", option, *arguments)
    if answer >= 0 and name not in ("TIMERSLACK",):
        breach(f"prctl {name}")
    for high in (1 << 32, 1 << 62):
        if raw("prctl", option | high, *arguments) >= 0 and name not in ("TIMERSLACK",):
            breach(f"prctl {name} with high bits")
unreachable("seccomp", 1, 0, bytes(16))
unreachable("seccomp", 1, 8, bytes(16), why="listener")
unreachable("arch_prctl", 0x1011, 1)
note(raw("landlock_create_ruleset", 0, 0, 1))
ruleset = raw("landlock_create_ruleset", struct.pack("Q", 0x1FFF), 8, 0)
if ruleset >= 0:
    folder = raw("openat", -100, "/", os.O_PATH, 0)
    if folder >= 0:
        raw(445, ruleset, 1, struct.pack("=Qi", 0x1FFF, folder), 0)
        raw(446, ruleset, 0)
    if raw("openat", -100, T["key_file"], 0, 0) >= 0:
        breach("a second ruleset opened the key")
