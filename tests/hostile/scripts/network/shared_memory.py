# what: SysV shared memory of the harness, and own
identity = unreachable("shmget", T["shm_key"], 64, 0)
for number in (identity if identity >= 0 else 0, 0, 1, 2, 3):
    unreachable("shmat", number, 0, 0)
    unreachable("shmctl", number, 2, ctypes.create_string_buffer(256))
unreachable("shmget", 0, 4096, 0o1666)
shared = module("multiprocessing.shared_memory")
attempt("shared memory by name", lambda: shared.SharedMemory("hostile", create=True, size=64))
for name in (T["shm_name"], "/" + T["shm_name"]):
    attempt("the harness's shared memory", lambda name=name: leak(bytes(shared.SharedMemory(name).buf)))
attempt("/dev/shm", lambda: leak(open_("/dev/shm/" + T["shm_name"], "rb").read()))
