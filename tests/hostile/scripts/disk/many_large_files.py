# expect: not-success
# timeout: 20
# what: files of 8 MB, 2 GB of them
block = b"x" * (8 << 20)
for number in range(256):
    with open_(f"large-{number}.bin", "wb", buffering=0) as stream:
        stream.write(block)
breach("2 GB in many files")
