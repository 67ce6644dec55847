# expect: timeout
# timeout: 2
# what: asleep in C, with the interpreter's lock held
ctypes.PyDLL(None).sleep(1000)
while True:
    ctypes.PyDLL(None).sleep(1000)
