# what: moving and linking files from the output folder to elsewhere
open_("mine.txt", "w").write("mine")
for target in (T["home"], T["project"], "/tmp", T["executions"], "..", T["own_version"]):
    path = os.path.join(target, "hostile-moved.txt")
    denied("rename", "mine.txt", path)
    denied("renameat2", -100, "mine.txt", -100, path, 1)
    denied("link", "mine.txt", path)
    denied("linkat", -100, "mine.txt", -100, path, 0)
    denied("symlink", "mine.txt", path)
descriptor = raw("openat", -100, ".", os.O_WRONLY | 0o20200000, 0o600)
if descriptor >= 0:
    os.write(descriptor, b"x")
    denied("linkat", descriptor, "", -100, T["home"] + "/hostile-anonymous", 0x1000)
    denied("linkat", -100, f"/proc/self/fd/{descriptor}", -100, T["home"] + "/hostile-anonymous", 0x400)
here = os.getcwd()
for name in ("..", "../.."):
    denied("rename", here, os.path.join(here, name, "renamed"))
