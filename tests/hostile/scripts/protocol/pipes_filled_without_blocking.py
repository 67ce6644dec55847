# expect: contained
# timeout: 5
# what: pipes set not to block, and filled to the brim from threads
stop = time.monotonic() + 2


def fill(number):
    while time.monotonic() < stop:
        if raw("write", number, b"\n" * 65536, 65536) < 0:
            time.sleep(0.001)


for number in (1, 2, 3, 4, 5):
    try:
        os.set_blocking(number, False)
    except OSError:
        continue
    threading.Thread(target=fill, args=(number,), daemon=True).start()
time.sleep(2.2)
