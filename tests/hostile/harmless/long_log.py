# what: 20,000 lines of log, of which the first 1 MB is kept
for number in range(20_000):
    print(f"line {number} of the log")
result = {"lines": 20_000}
