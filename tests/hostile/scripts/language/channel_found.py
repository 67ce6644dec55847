# expect: contained
# what: the object that writes to the supervisor, found in memory and used for lies
gc = module("gc")
lies = []
for thing in gc.get_objects():
    kind = type(thing)
    if str(kind.__module__).startswith("bimdesk.") and "hannel" in kind.__name__:
        lies.append(thing)
note(f"{len(lies)} channels")
messages = sys.modules.get("bimdesk.protocol.messages")
for channel in lies:
    for build in (
        lambda: messages.Hello(job="script", pid=1, sandbox={"landlock": "active HOSTILE-MARK", "seccomp": "active"}),
        lambda: messages.Locked(sandbox={"landlock": "active HOSTILE-MARK"}),
        lambda: messages.Heartbeat(),
        lambda: messages.Ended(reason="exited"),
        lambda: messages.Log(level="error", text="from the channel"),
        lambda: messages.GeometryReady(folder=T["home"], elements=1, triangles=1, final=True),
        lambda: messages.FileSaved(name="../../../" + T["key_file"], size=1, sha256="0" * 64),
        lambda: messages.Done(),
        lambda: messages.Log(level="error", text="after done"),
    ):
        try:
            channel.send(build())
        except BaseException as error:
            note(type(error).__name__)
if not lies:
    note("no channel found")
