# what: what the worker itself may have read: no secret is in its memory
ranges = []
try:
    ranges = [line.split()[0].split("-") for line in open_("/proc/self/maps") if " rw" in line]
except OSError as error:
    note(error)
gc = module("gc")
needle = T["secret_prefix"]  # every secret begins so; the last letter is added here, so that this text has it not
seen = 0
for low, high in ranges[:400]:
    start, size = int(low, 16), int(high, 16) - int(low, 16)
    if size > 64 * 1024 * 1024:
        continue
    chunk = ctypes.create_string_buffer(size)
    local = struct.pack("QQ", ctypes.addressof(chunk), size)
    remote = struct.pack("QQ", start, size)
    if raw("process_vm_readv", os.getpid(), local, 1, remote, 1, 0) > 0:
        seen += 1
note(f"{seen} ranges of own memory read by a call that is for others")
for thing in gc.get_objects():
    if isinstance(thing, (dict, list, tuple)) and len(thing) < 50:
        try:
            text = repr(thing)
        except BaseException:
            continue
        if (needle + "-") in text and "secret_prefix" not in text:
            leak(text)
