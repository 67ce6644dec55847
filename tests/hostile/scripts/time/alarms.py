# expect: not-success
# timeout: 5
# what: alarms and interval timers that interrupt the worker's own end
signal = module("signal")
signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
for act in (lambda: signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001), lambda: signal.alarm(1)):
    try:
        act()
    except OSError as error:
        note(error)
os._exit(7)
