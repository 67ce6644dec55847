# what: kill(-1), tried only where a signal to the parent was refused before
if raw("kill", os.getppid(), 0) < 0:
    for pid in (-1, 0, -os.getppid()):
        for number in (0, 18):
            unreachable("kill", pid, number, why=f"{number} to {pid}")
    if raw("kill", -1, 0) < 0:
        unreachable("kill", -1, 9, why="9 to all")
        unreachable("kill", 0, 9, why="9 to the group")
else:
    breach("the parent can be signalled")
