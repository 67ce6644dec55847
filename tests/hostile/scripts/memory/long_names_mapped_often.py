# expect: contained
# timeout: 15
# what: 60,000 mappings of a file with a path of 2,900 letters: 180 MB for whoever reads what is mapped
folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
for number in range(11):
    os.mkdir("n" * 250, 0o700, dir_fd=folder)
    folder = os.open("n" * 250, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
file = os.open("file", os.O_CREAT | os.O_RDWR, 0o600, dir_fd=folder)
os.ftruncate(file, 8192)
area = libc.mmap(None, 60_000 * 4096, 0, 0x22, -1, 0)
made = 0
for number in range(60_000):  # each shows the first page, so that none is one with its neighbour
    if libc.mmap(area + number * 4096, 4096, 1 + 2 * (number % 2), 0x11, file, 0) != area + number * 4096:
        break
    made += 1
note(f"{made} mappings")
time.sleep(4)
