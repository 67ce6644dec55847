# expect: not-success
# what: int 0x80: the 32-bit table of calls
# where: x86_64
for number in (20, 359, 5, 2):
    if number == 2:
        continue
    code = machine_code(b"\xb8" + struct.pack("<I", number) + b"\x31\xdb\x31\xc9\x31\xd2\xcd\x80\x48\x98\xc3")
    if code is None:
        breach_text = "no executable memory"
        note(breach_text)
        raise SystemExit(1)
    note(f"int 0x80, {number}: {code()}")
    if number == 20:
        breach("int 0x80 answers")
