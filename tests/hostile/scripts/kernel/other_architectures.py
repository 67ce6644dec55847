# expect: not-success
# what: the numbers of 32-bit and x32 programs in a 64-bit one
# where: x86_64
x32 = 0x40000000
for number in (41, 257, 57, 59, 2):
    answer = raw(x32 | number, 2, 1, 0)
    if answer >= 0:
        if number == 57 and answer == 0:
            os._exit(0)
        breach(f"x32 number {number}")
    note(f"x32 {number}: {answer}")
    answer = raw(number | (1 << 32), 2, 1, 0)
    note(f"number {number} with high bits: {answer}")
