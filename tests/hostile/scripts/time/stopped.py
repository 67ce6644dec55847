# expect: not-success
# timeout: 2
# what: stops itself, so that only SIGKILL reaches it
signal = module("signal")
raw("tgkill", os.getpid(), threading.get_native_id(), int(signal.SIGSTOP))
raw("kill", os.getpid(), int(signal.SIGSTOP))
time.sleep(1000)
