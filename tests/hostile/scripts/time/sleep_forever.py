# expect: timeout
# timeout: 2
# what: asleep in Python
while True:
    time.sleep(1000)
