# what: renames, links and removals in the model version's folder
open_("mine.ifc", "w").write("ISO-10303-21;")
for folder in own_snapshot():
    for name in ("source.ifc", "index.sqlite"):
        path = os.path.join(folder, name)
        for call, arguments in (
            ("unlink", (path,)), ("rename", (path, path + ".old")), ("rename", ("mine.ifc", path)), ("link", ("mine.ifc", path + ".2")),
            ("renameat2", (-100, "mine.ifc", -100, path, 2)), ("link", (path, "hard.ifc")), ("symlink", ("mine.ifc", path + ".3")),
            ("mkdir", (folder + "/new", 0o777)), ("rmdir", (folder + "/mesh",)), ("mknod", (folder + "/pipe", 0o10666, 0)),
            ("unlinkat", (-100, path, 0)), ("linkat", (-100, path, -100, "hard2.ifc", 0)),
        ):
            denied(call, *arguments, why=name)
    denied("rename", folder, folder + ".old")
