# expect: not-success
# timeout: 20
# what: creations that signals interrupt while the supervisor has them in hand
libc.signal(10, ctypes.cast(libc.getpid, ctypes.c_void_p))  # a handler that does nothing, without Python
main = threading.get_native_id()


def storm(target):
    while True:
        raw("tgkill", os.getpid(), target, 10)
        time.sleep(0.0005)


def make(part):
    for number in range(20_000):
        try:
            os.close(os.open(f"{part}-{number}", os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            note(error)


for part in range(3):
    making = threading.Thread(target=make, args=(part,), daemon=True)
    making.start()
    threading.Thread(target=storm, args=(making.native_id,), daemon=True).start()
threading.Thread(target=storm, args=(main,), daemon=True).start()
make("main")
breach("80,000 files")
