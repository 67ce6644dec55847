# expect: not-success
# timeout: 20
# what: files that are deleted, closed and still mapped, with line ends of other writing systems in their names
libc.mmap.restype, size = ctypes.c_void_p, 20 << 20
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
for number in range(80):
    name = f"a{number}\x1eb\u2028c\x85d"
    file = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    os.ftruncate(file, size)
    where = libc.mmap(None, size, 3, 1, file, 0)  # Python's own mmap would keep the descriptor
    os.close(file)
    os.unlink(name)
    libc.memset(where, 120, size)
    libc.munmap(where + 4096, size - 4096)  # one page is enough to keep it
breach("1.6 GB behind mapped pages")
