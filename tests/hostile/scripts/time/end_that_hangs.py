# expect: not-success
# timeout: 3
# what: hangs after its end, in what the worker still has to do
class Slow(dict):
    def items(self):
        time.sleep(1000)
        return super().items()

    keys = __iter__ = items


result = Slow(a=1)
