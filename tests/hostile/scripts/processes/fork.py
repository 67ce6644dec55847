# what: fork, vfork, clone and clone3 by raw calls
for call, arguments in (("fork", ()), ("clone", (17, 0, 0, 0, 0)), ("clone", (0, 0, 0, 0, 0)), ("clone", (0x01000000 | 17, 0, 0, 0, 0))):
    answer = raw(call, *arguments)
    if answer == 0:
        os._exit(0)
    if answer > 0:
        breach(f"{call} made process {answer}")
    elif -answer not in (1, 38):
        breach(f"{call} reached the kernel ({answer})")
arguments = struct.pack("8Q", 0, 0, 0, 0, 17, 0, 0, 0)
answer = raw("clone3", arguments, 64)
if answer == 0:
    os._exit(0)
if answer > 0:
    breach(f"clone3 made process {answer}")
