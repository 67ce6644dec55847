# what: commands to devices on whatever descriptors there are, also with high bits
for number in range(0, 64):
    for request in (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451):
        raw("ioctl", number, request, ctypes.create_string_buffer(256))
    for request, name in ((0x5412, "TIOCSTI"), (0x5423, "TIOCSETD"), (0xC0185879, "FITRIM"), (0x40049409, "FICLONE"), (0xC0045877, "FIFREEZE"),
                          (0x1267, "BLKROSET"), (0x40086602, "SETFLAGS"), (0x4004667F, "random"), (0x8933, "SIOCGIFINDEX"), (0xAE01, "KVM_CREATE_VM"),
                          (0x5490, "TIOCPKT"), (0x80045430, "TIOCGPTN"), (0xC020660B, "FIEMAP"), (0x40046F04, "odd")):
        unreachable("ioctl", number, request, ctypes.create_string_buffer(256), why=name)
        unreachable("ioctl", number, request | (0xFFFFFFFF << 32), ctypes.create_string_buffer(256), why=f"{name}, high bits")
