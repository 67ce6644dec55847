# timeout: 60
# what: a million calls of progress
for number in range(1_000_000):
    progress(number / 1_000_000, f"step {number}")
