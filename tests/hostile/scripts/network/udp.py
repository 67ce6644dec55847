# what: datagrams, name lookups
socket = module("socket")
for family, where in ((socket.AF_INET, ("127.0.0.1", T["udp4"])), (socket.AF_INET6, ("::1", T["udp6"]))):
    attempt(f"sent to {where}", lambda family=family, where=where: socket.socket(family, socket.SOCK_DGRAM).sendto(b"stolen", where))
    unreachable("socket", int(family), 2, 0)
    unreachable("socket", int(family), 2 | 0o2000000 | 0o4000, 17)
attempt("a name looked up", socket.getaddrinfo, "stolen.example.com", 80)
attempt("gethostbyname", socket.gethostbyname, "stolen.example.com")
libc.gethostbyname.restype = ctypes.c_void_p
if libc.gethostbyname(b"stolen.example.com"):
    breach("libc's gethostbyname")
