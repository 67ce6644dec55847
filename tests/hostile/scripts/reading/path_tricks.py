# what: the key by dots, /proc/self/root, folder descriptors, O_PATH, odd slashes
key = T["key_file"]
here = os.getcwd()
paths = [
    os.path.relpath(key, here),
    "/" + key,
    "/proc/self/root" + key,
    "/proc/thread-self/root" + key,
    f"/proc/{os.getpid()}/root{key}",
    "/proc/self/cwd/" + os.path.relpath(key, here),
    here + "/../" * 40 + key.lstrip("/"),
    "/dev/fd/../../.." + key,
    "/./././" + key.replace("/", "//./"),
]
for path in paths:
    try:
        leak(open_(path, "rb").read())
        breach(f"the private key by {path}")
    except OSError as error:
        note(error.strerror)
for folder in (here, "/", os.path.dirname(key)):
    handle = raw("openat", -100, folder, os.O_PATH, 0)
    if handle < 0:
        continue
    for name in (os.path.relpath(key, folder), key.lstrip("/")):
        inner = raw("openat", handle, name, os.O_RDONLY, 0)
        if inner >= 0:
            breach(f"the private key through the handle of {folder}")
            leak(os.read(inner, 4096))
handle = raw("openat", -100, key, os.O_PATH, 0)
if handle >= 0:
    for path in (f"/proc/self/fd/{handle}", f"/dev/fd/{handle}"):
        inner = raw("openat", -100, path, os.O_RDONLY, 0)
        if inner >= 0:
            breach("the private key from an O_PATH handle")
            leak(os.read(inner, 4096))
    if raw("openat", handle, "", os.O_RDONLY | 0x1000, 0) >= 0:
        breach("the private key by an empty path")
    if raw("read", handle, ctypes.create_string_buffer(64), 64) >= 0:
        breach("O_PATH handle read")
