# what: raw bytes on both streams
for number in (1, 2):
    for data in (b"\xff\xfe\xfd\n", b"\xed\xa0\x80\n", b"\xc3\n", bytes(range(256)) + b"\n", b"\xf8\x88\x80\x80\x80\n", b"no end"):
        os.write(number, data)
