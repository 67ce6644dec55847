# expect: contained
# timeout: 20
# what: a million messages on the control pipe
block = b'{"type": "progress", "done": 0.5, "message": "HOSTILE"}\n' * 500
for number in range(3, 8):
    for _ in range(2000):
        if raw("write", number, block, len(block)) < 0:
            break
