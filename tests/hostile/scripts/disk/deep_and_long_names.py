# expect: contained
# timeout: 20
# what: a tree of 300 levels with long names, within the number of files: to be measured and deleted
here = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
for _ in range(300):
    os.mkdir("d" * 250, 0o700, dir_fd=here)
    inner = os.open("d" * 250, os.O_RDONLY | os.O_DIRECTORY, dir_fd=here)
    os.close(os.open("f" * 250, os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=here)) if _ % 3 == 0 else None
    os.close(here)
    here = inner
