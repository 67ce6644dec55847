# expect: not-success
# timeout: 30
# what: a gigabyte straight to standard output and error
block = b"x" * (1 << 20)
for _ in range(512):
    os.write(1, block)
    os.write(2, block)
breach("1 GB written")
