# what: extended attributes of the key file and of the snapshot
buffer = ctypes.create_string_buffer(4096)
for path in (T["key_file"], T["project_db"]):
    for call in ("getxattr", "lgetxattr"):
        size = unreachable(call, path, "user.secret", buffer, 4096)
        if size > 0:
            leak(buffer.raw[:size])
    unreachable("listxattr", path, buffer, 4096)
    handle = raw("openat", -100, path, os.O_PATH, 0)
    if handle >= 0:
        unreachable("fgetxattr", handle, "user.secret", buffer, 4096)
        size = raw("getxattr", f"/proc/self/fd/{handle}", "user.secret", buffer, 4096)
        if size > 0:
            leak(buffer.raw[:size])
            breach("an attribute through /proc/self/fd")
