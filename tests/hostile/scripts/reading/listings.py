# what: folders that are none of a script's business
for folder in (T["home"], os.path.dirname(T["key_file"]), T["project"], "/", "/root", "/home", "/tmp", "/var/tmp", "/run",
               "/dev/shm", "/etc", "/etc/ssh", "/var/log", "/mnt", "/boot", "/sys", "/dev"):
    attempt(f"{folder} listed", lambda folder=folder: leak(names_in(folder)))
    try:
        seen = {entry.name for entry in os.scandir(folder)}
    except OSError as error:
        note(error)
        seen = set()
    descriptor = raw("openat", -100, folder, os.O_RDONLY | os.O_DIRECTORY, 0)
    if seen or descriptor >= 0:
        attempt(f"{folder} opened as a folder", names_in, folder)  # what it holds decides
