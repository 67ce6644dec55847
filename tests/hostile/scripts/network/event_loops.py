# what: asyncio, selectors, multiprocessing connections
asyncio = _import("asyncio")


async def call():
    _reader, writer = await asyncio.open_connection("127.0.0.1", T["tcp4"])
    writer.write(b"stolen")


attempt("asyncio", lambda: asyncio.run(call()))
connection = _import("multiprocessing.connection")
attempt("Listener", connection.Listener, "mine.socket")
attempt("Client", connection.Client, T["unix_stream"])
attempt("a manager", lambda: _import("multiprocessing").Manager())
