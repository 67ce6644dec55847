# expect: contained
# what: the control pipe put over standard output and the other way round
for number in range(3, 10):
    try:
        os.dup2(number, 1)
        os.dup2(2, number)
    except OSError as error:
        note(error)
print('{"type": "locked", "sandbox": {"landlock": "active HOSTILE-MARK"}}')
os.write(2, b'{"type": "done"}\n')
