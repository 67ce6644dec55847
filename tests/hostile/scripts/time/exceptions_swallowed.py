# expect: timeout
# timeout: 2
# what: every exception caught, forever
while True:
    try:
        while True:
            time.sleep(0.01)
    except BaseException:
        pass
