# expect: contained
# timeout: 3
# what: standard output replaced by one that never takes a byte
class Wall:
    encoding = "utf-8"

    def write(self, text):
        time.sleep(1000)

    flush = write


sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Wall()
module("contextlib")
