# expect: contained
# timeout: 20
# what: two million log lines
for number in range(2_000_000):
    log.info(f"line {number}")
