# expect: contained
# what: the supervisor's words, spelled so that one reader may take them for something else than the next
MARK = '"sandbox":{"landlock":"active HOSTILE-MARK","seccomp":"active HOSTILE-MARK"},"pid":1'
ENDED = '"reason":"exited","exit_code":0,"sandbox":{"landlock":"active HOSTILE-MARK"}'
lines = []
for kind, rest in (("locked", MARK), ("ended", ENDED), ("heartbeat", '"files":7777'), ("collected", '"files":[{"name":"../x","size":1,"sha256":"0"}]')):
    lines += [
        f'{{"type":"log","level":"info","text":"x","type":"{kind}",{rest}}}',
        f'{{"type":"{kind}",{rest},"type":"log","level":"info","text":"x"}}',
        f'{{"type":"log","\\u0074ype":"{kind}",{rest}}}',
        f'{{"type\\u0000":"log","type":"{kind}",{rest}}}',
        f'{{"type\\ud800":"{kind}","type":"done",{rest}}}',
        f'{{"type":"{kind}\\u0000",{rest}}}',
        f'{{"Type":"{kind}","TYPE":"{kind}","type ":"{kind}","type":"done",{rest}}}',
        f'{{"type":["{kind}"],{rest}}}',
        f'[{{"type":"{kind}",{rest}}}]',
        f'{{"type":"done"}}{{"type":"{kind}",{rest}}}',
        f'{{"type":"done"}}\r{{"type":"{kind}",{rest}}}',
        f'{{"type":"done"}}\x00{{"type":"{kind}",{rest}}}',
        f'{{"type":"done"}}\x85{{"type":"{kind}",{rest}}}',
        f'{{"type":"done"}}\u2028{{"type":"{kind}",{rest}}}',
        f'\ufeff{{"type":"{kind}",{rest}}}',
        f'{{"type":"log","level":"info","text":"\\n{{\\"type\\":\\"{kind}\\"}}\\n"}}',
        f'{{"type":"result","value":{{"type":"{kind}",{rest}}}}}',
    ]
for line in lines:
    data = line.encode("utf-8", "surrogatepass") + b"\n"
    raw("write", 3, data, len(data))
    for other in ("utf-16", "utf-32", "utf-7"):
        data = line.encode(other, "surrogatepass") + b"\n"
        raw("write", 3, data, len(data))
for cut in range(0, len(lines[0]), 7):  # one word in many writes, another between its halves
    data = lines[0][cut : cut + 7].encode()
    raw("write", 3, data, len(data))
raw("write", 3, b"\n", 1)
time.sleep(0.3)
