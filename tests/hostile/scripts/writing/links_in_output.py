# what: links in the output folder, so that the collector follows them
key = T["key_file"]
for name, function, target in (
    ("symlink.txt", os.symlink, key), ("hardlink.txt", os.link, key), ("folder", os.symlink, T["home"]), ("up", os.symlink, ".."),
    ("proc.txt", os.symlink, f"/proc/{os.getppid()}/environ"), ("snapshot.ifc", os.link, os.path.join(T["own_version"], "source.ifc")),
):
    attempt(f"{name} made", function, target, name)
open_("real.txt", "w").write("mine")
try:
    os.link("real.txt", "second.txt")  # two names for one file: not collected, or collected once
except OSError as error:
    note(error)
