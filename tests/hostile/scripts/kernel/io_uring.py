# what: io_uring and old AIO do input and output past a filter of calls
parameters = bytes(120)
unreachable("io_uring_setup", 8, parameters)
unreachable("io_uring_enter", 0, 1, 0, 0, 0, 0)
unreachable("io_uring_register", 0, 0, 0, 0)
context = ctypes.c_ulong()
unreachable("io_setup", 8, ctypes.byref(context))
unreachable("io_submit", context, 0, 0)
