# expect: not-success
# timeout: 20
# what: folders in folders, deeper than a path can say
for _ in range(20_000):
    os.mkdir("d" * 40, 0o700)
    os.chdir("d" * 40)
