# expect: not-success
# timeout: 3
# what: SIGKILL to itself
raw("tgkill", os.getpid(), os.getpid(), 9)
raw("kill", os.getpid(), 9)
time.sleep(1000)
