# what: asyncio, selectors, multiprocessing connections
asyncio = module("asyncio")


async def call():
    _reader, writer = await asyncio.open_connection("127.0.0.1", T["tcp4"])
    writer.write(b"stolen")


attempt("asyncio", lambda: asyncio.run(call()))
connection = module("multiprocessing.connection")
attempt("Listener", connection.Listener, "mine.socket")
attempt("Client", connection.Client, T["unix_stream"])
attempt("a manager", lambda: module("multiprocessing").Manager())
