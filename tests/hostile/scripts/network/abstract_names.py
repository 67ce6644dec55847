# what: abstract unix sockets, which no folder rule covers
socket = module("socket")
attempt("abstract stream", lambda: socket.socket(socket.AF_UNIX).connect("\0" + T["abstract_stream"]))
attempt("abstract datagram", lambda: socket.socket(socket.AF_UNIX, 2).sendto(b"stolen", "\0" + T["abstract_dgram"]))
attempt("abstract X11", lambda: socket.socket(socket.AF_UNIX).connect("\0/tmp/.X11-unix/X0"))
attempt("abstract bound", lambda: socket.socket(socket.AF_UNIX).bind("\0hostile"))
