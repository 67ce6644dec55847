# expect: timeout
# timeout: 2
# what: SIGINT and SIGTERM ignored, every signal blocked
signal = module("signal")
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    time.sleep(1)
