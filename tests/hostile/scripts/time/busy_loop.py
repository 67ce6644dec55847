# expect: timeout
# timeout: 2
# what: awake in Python
while True:
    pass
