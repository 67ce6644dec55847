# what: anything left open from the supervisor or the window
gc = module("gc")
secret_files = {tuple(pair) for pair in T["secret_inodes"]}
kinds = {0o010000: "pipe", 0o020000: "device", 0o040000: "folder", 0o060000: "block device", 0o100000: "file", 0o140000: "socket"}
for number in range(1024):
    try:
        state = os.fstat(number)
    except OSError:
        continue
    kind = kinds.get(state.st_mode & 0o170000, "other")
    try:
        target = os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        target = "?"
    note(f"{number} {kind} {target}")
    if kind in ("socket", "block device", "other") or (state.st_dev, state.st_ino) in secret_files:
        breach(f"descriptor {number} is a {kind}")
    if kind == "folder" and not target.startswith(os.getcwd()):
        breach(f"descriptor {number} is the folder {target}")
    if kind == "file" and state.st_mode & 0o777 and target != "?":
        writable = libc.fcntl(number, 3) & 3
        if writable and not target.startswith(os.getcwd()):
            breach(f"descriptor {number} can be written: {target}")
