# what: the places that everybody may write
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/run/user/0", "/var/crash", "/", "/root", "/etc", "/var/spool/cron",
               "/usr/local/bin", os.path.dirname(os.getcwd()), T["scratch"]):
    if os.path.realpath(folder) == os.path.realpath(os.getcwd()):
        continue
    write_by_all_means(os.path.join(folder, "hostile-planted"), f"a file in {folder}")
    denied("mkdir", os.path.join(folder, "hostile-folder"), 0o777)
    descriptor = raw("openat", -100, folder, os.O_WRONLY | 0o20200000, 0o600)
    if descriptor >= 0:
        breach(f"O_TMPFILE in {folder}")
tempfile = module("tempfile")
for folder in ("/tmp", "/dev/shm"):
    attempt(f"mkstemp in {folder}", tempfile.mkstemp, dir=folder)
