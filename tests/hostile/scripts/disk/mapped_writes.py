# expect: not-success
# timeout: 20
# what: files filled through memory mappings
for number in range(40):
    with open_(f"map{number}", "w+b") as stream:
        stream.truncate(64 << 20)
        area = mmap.mmap(stream.fileno(), 64 << 20)
        for place in range(0, 64 << 20, 4 << 20):
            area[place : place + (4 << 20)] = b"x" * (4 << 20)
breach("2.5 GB by mappings")
