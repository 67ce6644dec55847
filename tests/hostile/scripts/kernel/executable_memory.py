# what: code of the script's own making runs, and changes nothing: calls from it are filtered too
# where: x86_64
number = NR["socket"]
code = machine_code(
    b"\x48\xc7\xc0" + struct.pack("<i", number) + b"\x48\xc7\xc7\x02\x00\x00\x00\x48\xc7\xc6\x01\x00\x00\x00\x48\x31\xd2\x0f\x05\xc3"
)
answer = -1 if code is None else code()
note(answer)
if answer >= 0:
    breach("a socket by own machine code")
