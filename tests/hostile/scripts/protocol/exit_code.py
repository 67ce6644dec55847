# expect: not-success
# what: an exit code
for number in range(3, 32):
    raw("write", number, b'{"type": "done"}\n', 17)
os._exit(77)
