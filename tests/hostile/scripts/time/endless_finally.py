# expect: cancelled
# timeout: 2
# cancel: 0.8
# what: a person stops it, and it does not want to (a `finally` without end)
try:
    while True:
        time.sleep(0.01)
finally:
    while True:
        try:
            time.sleep(0.01)
        except BaseException:
            pass
