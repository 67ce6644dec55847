# expect: contained
# what: data nested deeper than any reader's stack
for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
    for depth in (100, 5_000, 100_000):
        for head, tail in ((b'{"type": "result", "value": ', b"}"), (b'{"type": "output", "kind": "chart", "name": "", "data": {"x": ', b"}}"), (b"", b"")):
            data = head + opening * depth + b"1" + closing * depth + tail + b"\n"
            for number in range(3, 8):
                raw("write", number, data, len(data))
