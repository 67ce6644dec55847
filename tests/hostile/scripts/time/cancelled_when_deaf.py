# expect: cancelled
# timeout: 30
# cancel: 0.8
# what: a person stops it, and it hears no signal
signal = module("signal")
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    ctypes.PyDLL(None).sleep(1000)
