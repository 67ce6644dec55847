# expect: not-success
# timeout: 20
# what: large files below folders whose path is short in characters and too long in bytes
block = b"x" * (1 << 20)
folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
for number in range(24):
    os.mkdir("\U0001d11e" * 60, 0o700, dir_fd=folder)
    folder = os.open("\U0001d11e" * 60, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
for number in range(40):
    file = os.open(f"f{number}", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=folder)
    for _ in range(40):
        os.write(file, block)
    os.close(file)
for number in range(3000):
    os.close(os.open(f"g{number}", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=folder))
breach("1.6 GB and 3,000 files out of sight")
