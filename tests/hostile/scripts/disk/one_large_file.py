# expect: not-success
# timeout: 20
# what: one file of 2 GB
block = b"x" * (1 << 20)
with open_("large.bin", "wb", buffering=0) as stream:
    for _ in range(2048):
        stream.write(block)
breach("2 GB in one file")
