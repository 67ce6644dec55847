# what: threads that were started before the locks (BLAS) must be locked too
numpy = module("numpy")
numpy.ones((800, 800)) @ numpy.ones((800, 800))
tasks = []
try:
    tasks = os.listdir("/proc/self/task")
    for task in tasks:
        for line in open_(f"/proc/self/task/{task}/status"):
            if line.startswith(("Seccomp:", "NoNewPrivs:")):
                note(f"{task} {line.strip()}")
                if line.split()[1] not in ("2",) and line.startswith("Seccomp:"):
                    breach(f"thread {task} runs without a filter")
except OSError as error:
    note(error)
note(f"{len(tasks)} threads")
# a routine of the script's in a native thread: as if BLAS had called it
routine = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
answers = []


def steal(_argument):
    answers.append(raw("socket", 2, 1, 0))
    answers.append(raw("openat", -100, T["key_file"], 0, 0))

    return None


function = routine(steal)
thread = ctypes.c_void_p()
libc.pthread_create(ctypes.byref(thread), None, function, None)
libc.pthread_join(thread, None)
for answer in answers:
    if answer >= 0:
        breach("a native thread is free")
