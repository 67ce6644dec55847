# expect: contained
# timeout: 20
# what: lines far over the longest that is read
for number in range(3, 12):
    try:
        os.fstat(number)
    except OSError:
        continue
    for head in (b"", b'{"type": "log", "level": "info", "text": "', b'{"type": "result", "value": "'):
        raw("write", number, head, len(head))
        for _ in range(12):
            block = b"x" * (1 << 20)
            raw("write", number, block, len(block))
        raw("write", number, b'"}\n', 3)
