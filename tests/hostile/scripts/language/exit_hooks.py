# what: code that runs after the script: atexit, finalizers, threads, excepthook
atexit, weakref = module("atexit"), module("weakref")


def late(*_arguments):
    for act in (lambda: open_(T["key_file"]).read(), lambda: os.fork(), lambda: open_(T["home"] + "/late", "w")):
        try:
            act()
            os.write(2, b"BRE" + b"ACH: late\n")
        except BaseException:
            pass


class Late:
    def __del__(self):
        late()


kept = Late()
atexit.register(late)
weakref.finalize(kept, late)
sys.excepthook = late
threading.excepthook = late
sys.unraisablehook = late
threading._register_atexit(late) if hasattr(threading, "_register_atexit") else None
threading.Thread(target=lambda: [time.sleep(0.05) or late() for _ in range(20)], daemon=True).start()
