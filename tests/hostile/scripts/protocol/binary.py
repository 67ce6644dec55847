# expect: contained
# what: bytes that are no text at all
import random
random.seed(7)
for number in range(3, 12):
    for _ in range(60):
        data = bytes(random.randrange(256) for _ in range(2000)) + b"\n"
        if raw("write", number, data, len(data)) < 0:
            break
for data in (b"\xff\xfe{\x00}\x00\n", b'{"type": "log", "level": "info", "text": "\xed\xa0\x80\xff"}\n', b"\x00" * 5000 + b"\n", b"\xef\xbb\xbf{}\n"):
    for number in range(3, 12):
        raw("write", number, data, len(data))
