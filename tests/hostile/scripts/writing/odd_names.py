# what: names that fool a person, a shell or another system
names = ["new\nline.txt", "tab\there.txt", "\u202egpj.exe", "\u2066x\u2069.txt", "-rf", "$(reboot).txt", "`id`.txt", "CON", "nul.txt", "a" * 255,
         "space ", ".", "..", "...", ".hidden", "\x1b[31mred", "caf\u00e9.txt", "cafe\u0301.txt", "semi;colon", "a:b", "<b>.html", "%2e%2e%2f", "~",
         "result.json", "log.txt", "script.py", "result-data.json"]
for name in names:
    try:
        with open_(name, "w") as stream:
            stream.write("x")
    except OSError as error:
        note(error.strerror)
for name in (b"\xff\xfe.txt", b"\xed\xa0\x80.txt", b"\x80" * 50):
    descriptor = raw("openat", -100, name, os.O_WRONLY | os.O_CREAT, 0o666)
    if descriptor >= 0:
        os.write(descriptor, b"x")
for name in ("a/../../escaped.txt", "/tmp/escaped.txt", "..\\escaped.txt", "../escaped.txt"):
    attempt(f"save_output({name})", save_output, name, "x")
