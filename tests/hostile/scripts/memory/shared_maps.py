# expect: not-success
# timeout: 20
# memory: 256
# what: shared anonymous mappings, which count as files in memory
kept = []
for _ in range(400):
    area = mmap.mmap(-1, 16 * 1024 * 1024)
    area.write(b"x" * (16 * 1024 * 1024))
    kept.append(area)
breach(f"{len(kept) * 16} MB kept")
