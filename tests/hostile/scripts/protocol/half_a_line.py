# expect: timeout
# timeout: 2
# what: half a line on the control pipe, then nothing more
for number in range(3, 12):
    raw("write", number, b'{"type": "log", "level": "in', 28)
while True:
    time.sleep(100)
