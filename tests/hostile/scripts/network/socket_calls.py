# what: every other call of sockets, on every descriptor that there is
pair = (ctypes.c_int * 2)()
for family in (1, 2, 10, 16):
    unreachable("socketpair", family, 1, 0, pair)
unix = struct.pack("H", 1) + T["unix_stream"].encode() + b"\0"
inet = struct.pack("!HHI8x", 0x0200, T["tcp4"], 0x7F000001)
for number in range(0, 40):
    for where in (unix, inet):
        unreachable("connect", number, where, len(where))
        unreachable("sendto", number, b"stolen", 6, 0, where, len(where))
        unreachable("bind", number, where, len(where))
    unreachable("listen", number, 1)
    unreachable("accept", number, 0, 0)
    unreachable("sendmsg", number, bytes(56), 0)
    unreachable("recvmsg", number, bytes(56), 0)
    unreachable("recvfrom", number, ctypes.create_string_buffer(16), 16, 0, 0, 0)
    unreachable("setsockopt", number, 1, 1, b"1234", 4)
