# what: links, copies and mappings that would put the key into the output folder
key = T["key_file"]
shutil = module("shutil")
for name in ("copyfile", "copy", "copy2", "copytree", "move"):
    attempt(f"shutil.{name}", getattr(shutil, name), key, "stolen.txt")
attempt("os.link", os.link, key, "linked.txt")
attempt("os.rename", os.rename, key, "moved.txt")
denied("linkat", -100, key, -100, "linked2.txt", 0x400)
denied("renameat2", -100, key, -100, "moved2.txt", 0)
handle = raw("openat", -100, key, os.O_PATH, 0)
if handle >= 0:
    denied("linkat", handle, "", -100, "linked3.txt", 0x1000)
    target = os.open("copied.txt", os.O_WRONLY | os.O_CREAT)
    denied("sendfile", target, handle, 0, 4096)
    denied("copy_file_range", handle, 0, target, 0, 4096, 0)
    denied("mmap", 0, 4096, 1, 2, handle, 0)
attempt("a symbolic link in the output", os.symlink, key, "symbolic.txt")
