# what: TCP over IPv4 and IPv6 by Python's socket and by raw calls
socket = module("socket")


def _call(family, where):
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        connection.connect(where)
        connection.sendall(b"stolen")


for family, where in ((socket.AF_INET, ("127.0.0.1", T["tcp4"])), (socket.AF_INET6, ("::1", T["tcp6"])), (socket.AF_INET, ("192.0.2.1", 80))):
    attempt(f"connected to {where}", lambda family=family, where=where: _call(family, where))
    unreachable("socket", int(family), 1, 0)
attempt("create_connection", socket.create_connection, ("127.0.0.1", T["tcp4"]), 1)
attempt("listening", lambda: socket.create_server(("127.0.0.1", 0)))
