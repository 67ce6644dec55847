# expect: not-success
# timeout: 20
# what: files that are deleted, closed, and still mapped
kept = []
for number in range(128):
    with open_(f"mapped{number}", "w+b") as stream:
        stream.truncate(16 << 20)
        area = mmap.mmap(stream.fileno(), 16 << 20)
    os.unlink(f"mapped{number}")
    for place in range(0, 16 << 20, 1 << 20):
        area[place : place + (1 << 20)] = b"x" * (1 << 20)
    kept.append(area)
breach("2 GB in mappings of deleted files")
