# what: generator, traceback and coroutine frames lead out of the script's namespace
def walk(frame):
    while frame is not None:
        yield frame
        frame = frame.f_back


generator = (frame for frame in [1])
frames = []
try:
    1 / 0
except ZeroDivisionError as error:
    frames = list(walk(error.__traceback__.tb_frame))
files = {frame.f_code.co_filename.rsplit("/", 1)[-1] for frame in frames}
note(sorted(files))
for frame in frames:
    for name, value in {**frame.f_globals, **frame.f_locals}.items():
        if getattr(value, "__name__", "") == "os":
            try:
                value.open(T["key_file"], 0)
                breach("the key by a frame's os")
            except OSError as error:
                note(error)
    os_like = frame.f_globals.get("os")
    if os_like is not None:
        attempt("fork by a frame's os", lambda os_like=os_like: os_like._exit(0) if os_like.fork() == 0 else None)
