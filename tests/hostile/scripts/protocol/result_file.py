# expect: contained
# what: the file of a long result, forged: a link, a pipe, too deep, too long, no JSON
for make in (
    lambda: os.symlink(T["key_file"], "result-data.json"), lambda: os.mkfifo("result-data.json"), lambda: os.mkdir("result-data.json", 0o700),
):
    try:
        make()
    except OSError as error:
        note(error)
try:
    os.rmdir("result-data.json")
except OSError as error:
    note(error)
with open_("result-data.json", "w") as stream:
    stream.write('{"forged": ' + "[" * 5000 + "]" * 5000 + "}")
line = b'{"type": "result", "value": "HOSTILE short", "file": "result-data.json"}\n'
for number in range(3, 12):
    raw("write", number, line, len(line))
