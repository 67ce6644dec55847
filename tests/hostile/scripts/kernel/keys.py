# what: the kernel's key rings
buffer = ctypes.create_string_buffer(4096)
for ring in (-1, -2, -3, -4, -5):
    unreachable("keyctl", 0, ring, 1)
    unreachable("keyctl", 11, ring, buffer, 4096)
size = unreachable("keyctl", 11, T["key_serial"], buffer, 4096, why="read")
if size > 0:
    leak(buffer.raw[:size])
unreachable("add_key", "user", "hostile", b"x", 1, -4)
unreachable("request_key", "user", T["key_name"], 0, 0)
