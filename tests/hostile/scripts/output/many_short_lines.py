# expect: not-success
# timeout: 30
# what: empty lines, as many as fit
block = b"\n" * (1 << 20)
for _ in range(256):
    os.write(1, block)
