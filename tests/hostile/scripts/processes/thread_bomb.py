# expect: contained
# memory: 512
# what: as many threads as there will be (2000 at the most)
threads = []
stop = threading.Event()
threading.stack_size(64 * 1024)
try:
    for _ in range(2000):
        thread = threading.Thread(target=stop.wait, args=(20,), daemon=True)
        thread.start()
        threads.append(thread)
except (RuntimeError, MemoryError) as error:
    note(error)
note(f"{len(threads)} threads")
time.sleep(1)
if len(threads) > 600:
    breach(f"{len(threads)} threads for a second")
stop.set()
