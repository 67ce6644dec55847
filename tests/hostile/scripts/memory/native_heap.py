# expect: contained
# timeout: 20
# memory: 256
# what: malloc, and brk behind its back
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
total = 0
for _ in range(400):
    where = libc.malloc(16 * 1024 * 1024)
    if not where:
        break
    ctypes.memset(where, 1, 16 * 1024 * 1024)
    total += 16
note(total)
if total > 1024:
    breach(f"{total} MB by malloc")
