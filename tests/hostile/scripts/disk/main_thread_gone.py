# expect: not-success
# timeout: 20
# what: the first thread ends, the others go on: what /proc says of the process is said of that thread
block = b"x" * (1 << 20)


def fill():
    time.sleep(0.3)
    kept = []
    for number in range(40):
        kept.append(os.open(f"gone{number}", os.O_CREAT | os.O_RDWR, 0o600))
        os.unlink(f"gone{number}")
        for _ in range(40):
            os.write(kept[-1], block)
    os.write(1, b"BRE" + b"ACH: 1.6 GB without a name, seen by nobody\n")
    os._exit(0)


threading.Thread(target=fill).start()
raw(60 if X86 else 93, 0)  # exit, not exit_group; ctypes gives Python's lock back first
