# expect: not-success
# timeout: 20
# memory: 256
# what: a Python list that grows
kept = []
for _ in range(400):
    kept.append(bytearray(16 * 1024 * 1024))
breach(f"{len(kept) * 16} MB kept")
