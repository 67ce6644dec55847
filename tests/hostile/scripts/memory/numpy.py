# expect: not-success
# timeout: 20
# memory: 256
# what: arrays that are touched
numpy = module("numpy")
kept = []
for _ in range(60):
    kept.append(numpy.ones((100, 131072), dtype="f8"))
breach(f"{len(kept) * 100} MB kept")
