# expect: not-success
# timeout: 30
# cancel: 0.8
# what: a person stops it while it has stopped itself
signal = module("signal")
raw("tgkill", os.getpid(), threading.get_native_id(), int(signal.SIGSTOP))
time.sleep(1000)
