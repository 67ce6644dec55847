# what: 600 MB of arrays, let go again
# memory: 1024
kept = [numpy.ones(100 * 131072, dtype="f8") for _ in range(6)]
total = sum(float(part.sum()) for part in kept)
kept.clear()
result = {"total": total}
