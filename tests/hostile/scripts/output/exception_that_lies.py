# expect: not-success
# what: an exception whose text cannot be made
class Liar(BaseException):
    def __str__(self):
        while True:
            raise self

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise SystemExit(0)

    @property
    def __class__(self):
        raise SystemExit(0)


raise Liar("x")
