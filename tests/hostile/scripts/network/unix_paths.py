# what: unix sockets by path: the harness's, the bus, X11, Wayland, docker, systemd, the SSH agent
socket = module("socket")
paths = [T["unix_stream"], "/run/dbus/system_bus_socket", "/tmp/.X11-unix/X0", "/tmp/.X11-unix/X99", "/run/docker.sock", "/run/systemd/notify",
         "/run/systemd/journal/socket", f"/run/user/{os.getuid()}/bus", f"/run/user/{os.getuid()}/wayland-0", "/dev/log"]
for path in paths:
    for kind in (1, 2, 5):
        attempt(f"connected to {path}", lambda path=path, kind=kind: socket.socket(socket.AF_UNIX, kind).connect(path))
attempt("a datagram by path", lambda: socket.socket(socket.AF_UNIX, 2).sendto(b"stolen", T["unix_dgram"]))
unreachable("socket", 1, 1, 0)
unreachable("socket", 1, 2, 0)
attempt("a unix socket bound", lambda: socket.socket(socket.AF_UNIX).bind("mine.sock"))
