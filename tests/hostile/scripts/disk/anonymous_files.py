# expect: contained
# timeout: 10
# what: O_TMPFILE, memfd and fallocate
descriptor = raw("openat", -100, ".", os.O_RDWR | 0o20200000, 0o600)
if descriptor >= 0:
    for _ in range(2048):
        os.write(descriptor, b"x" * (1 << 20))
    breach("2 GB in a file that never had a name")
with open_("allocated", "wb") as stream:
    for size in (100 << 20, 1 << 30, 1 << 40):
        try:
            os.posix_fallocate(stream.fileno(), 0, size)
            if size > 200 << 20:
                breach(f"{size} bytes allocated")
        except OSError as error:
            note(error)
