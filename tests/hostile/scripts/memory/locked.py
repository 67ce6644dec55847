# what: memory that cannot be swapped out, huge pages
area = mmap.mmap(-1, 1 << 20)
where = ctypes.addressof(ctypes.c_char.from_buffer(area))
if raw("mlock", where, 1 << 20) >= 0:
    breach("memory locked")
if raw("mlockall", 3) >= 0:
    breach("all memory locked")
denied("mmap", 0, 1 << 21, 3, 0x40022, -1, 0, why="of a huge page")
denied("mmap", 0, 1 << 20, 3, 0x2022, -1, 0, why="locked")
