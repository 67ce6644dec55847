# expect: contained
# timeout: 20
# memory: 256
# what: threads with large stacks that are used
threading.stack_size(256 * 1024 * 1024)


def fill():
    area = (ctypes.c_char * (128 * 1024 * 1024))()
    ctypes.memset(area, 1, len(area))
    time.sleep(3)


made = 0
for _ in range(40):
    try:
        threading.Thread(target=fill, daemon=True).start()
        made += 1
    except (RuntimeError, MemoryError) as error:
        note(error)
        break
note(made)
time.sleep(1)
