# expect: not-success
# timeout: 20
# what: files that are deleted and still written
block = b"x" * (1 << 20)
kept = []
for number in range(100):
    descriptor = os.open(f"gone{number}", os.O_CREAT | os.O_RDWR, 0o600)
    os.unlink(f"gone{number}")
    kept.append(descriptor)
    for _ in range(20):
        os.write(descriptor, block)
breach("2 GB in files without a name")
