# expect: not-success
# timeout: 20
# what: folders in folders, deeper than a path can say
here = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
for _ in range(20_000):
    os.mkdir("d" * 40, 0o700, dir_fd=here)
    inner = os.open("d" * 40, os.O_RDONLY | os.O_DIRECTORY, dir_fd=here)
    os.close(here)
    here = inner
breach("20,000 folders in each other")
