# expect: not-success
# what: `done`, and then a crash: the exit status counts
for number in range(3, 32):
    raw("write", number, b'{"type": "done"}\n', 17)
ctypes.string_at(0)
