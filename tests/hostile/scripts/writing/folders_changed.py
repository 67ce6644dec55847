# what: another working folder or root, then relative names
for folder in (T["home"], T["project"], "/tmp", "/"):
    raw("chdir", folder)
    answer = raw("openat", -100, "hostile-relative", os.O_WRONLY | os.O_CREAT, 0o666)
    if answer >= 0 and os.path.realpath(os.getcwd()) == os.path.realpath(folder):
        breach(f"a file in {folder} by a relative name")
handle = raw("openat", -100, T["home"], os.O_PATH, 0)
if handle >= 0:
    raw("fchdir", handle)
    denied("openat", handle, "hostile-relative", os.O_WRONLY | os.O_CREAT, 0o666)
unreachable("chroot", T["home"])
unreachable("chroot", ".")
