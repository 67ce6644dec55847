# expect: contained
# timeout: 20
# what: as much as can be written between two looks, deleted before the next
block = b"x" * (4 << 20)
for round_ in range(60):
    names = [f"burst-{round_}-{number}" for number in range(64)]
    for name in names:
        with open_(name, "wb", buffering=0) as stream:
            stream.write(block)
    for name in names:
        os.unlink(name)
