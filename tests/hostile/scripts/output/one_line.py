# expect: not-success
# timeout: 30
# what: a line that never ends
block = b"x" * (1 << 20)
while True:
    os.write(2, block)
