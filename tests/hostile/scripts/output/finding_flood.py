# expect: contained
# timeout: 30
# what: 200,000 findings with long texts
for number in range(200_000):
    finding([], f"finding {number} " + "x" * 200, check="flood")
