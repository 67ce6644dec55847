# expect: contained
# timeout: 8
# what: a result whose classes lie about length, keys, type and text
class Endless(dict):
    def items(self):
        number = 0
        while True:
            number += 1
            yield f"key{number}", "x" * 100

    def __len__(self):
        return 1


class Liar(str):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__

    def encode(self, *_):
        return b"HOSTILE-MARK"

    def __class__(self):
        return int


class Number(float):
    def __float__(self):
        raise SystemExit(0)

    def is_integer(self):
        return "no"


result = {"endless": Endless(a=1), "liar": Liar("x"), "number": Number(1.0), "status": Liar("PASS"), "summary": Liar("s")}
