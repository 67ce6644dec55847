# what: work given to OpenBLAS's own threads, which are older than the locks
numpy = module("numpy")
answers = []
kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long)


def routine(*_arguments):
    answers.append((threading.get_native_id(), raw("socket", 2, 1, 0), raw("openat", -100, T["key_file"], 0, 0)))
    return 0


function = kind(routine)
root = os.path.dirname(os.path.dirname(numpy.__file__)) + "/numpy.libs"
try:
    names = [name for name in os.listdir(root) if "blas" in name]
except OSError:
    names = []
for name in names:
    library = ctypes.CDLL(os.path.join(root, name))
    for symbol in ("scipy_openblas_set_threads_callback_function64_", "openblas_set_threads_callback_function"):
        setter = getattr(library, symbol, None)
        note(f"{name} {symbol}: {'there' if setter else 'not there'}")
a = numpy.random.rand(1500, 1500)
(a @ a).sum()
for _thread, made, opened in answers:
    if made >= 0 or opened >= 0:
        breach("a BLAS thread is free")
# frames of other threads: make them run a function by a pending signal handler
signal = module("signal")
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append(raw("socket", 2, 1, 0)))
for task in range(os.getpid(), os.getpid() + 40):
    raw("tgkill", os.getpid(), task, int(signal.SIGUSR1))
time.sleep(0.1)
if any(answer >= 0 for answer in seen):
    breach("a socket from a signal handler")
