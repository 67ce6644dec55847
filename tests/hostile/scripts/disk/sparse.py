# expect: contained
# timeout: 10
# what: files that look larger than the disk
for number, size in enumerate((1 << 30, 1 << 40, 1 << 62)):
    try:
        with open_(f"sparse{number}", "wb") as stream:
            stream.truncate(size)
            stream.seek(size - 1)
            stream.write(b"x")
            breach(f"a file of {size} bytes")
    except (OSError, ValueError) as error:
        note(error)
