# expect: not-success
# timeout: 30
# meta: cpu_seconds = 2
# what: the signal of the processor limit ignored
signal = module("signal")
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGXCPU])
while True:
    pass
