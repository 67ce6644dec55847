# what: folders that are none of a script's business
for folder in (T["home"], os.path.dirname(T["key_file"]), T["project"], "/", "/root", "/home", "/tmp", "/var/tmp", "/run",
               "/dev/shm", "/etc", "/etc/ssh", "/var/log", "/mnt", "/boot", "/sys", "/dev"):
    attempt(f"{folder} listed", lambda folder=folder: leak(os.listdir(folder)))
    attempt(f"{folder} scanned", lambda folder=folder: leak([entry.name for entry in os.scandir(folder)]))
    descriptor = raw("openat", -100, folder, os.O_RDONLY | os.O_DIRECTORY, 0)
    if descriptor >= 0:
        breach(f"{folder} opened as a folder")
