# expect: contained
# timeout: 6
# what: folders and files swapped as fast as can be while the supervisor measures and collects
save_output("good.txt", "collected")
os.makedirs("a/b", exist_ok=True)
open_("a/b/file.txt", "w").write("x")
stop = time.monotonic() + 3


def swap():
    while time.monotonic() < stop:
        for first, second in (("a", "c"), ("c/b", "d"), ("d", "c/b"), ("c", "a")):
            try:
                os.rename(first, second)
            except OSError:
                pass
        raw("renameat2", -100, "a", -100, "good.txt", 2)
        raw("renameat2", -100, "a", -100, "good.txt", 2)


threads = [threading.Thread(target=swap, daemon=True) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
