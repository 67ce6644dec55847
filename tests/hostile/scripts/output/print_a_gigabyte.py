# expect: contained
# timeout: 30
# what: a gigabyte by print
line = "x" * 1000
for _ in range(1_000_000):
    print(line)
