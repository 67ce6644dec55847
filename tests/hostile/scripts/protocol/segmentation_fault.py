# expect: not-success
# what: reads address 0
ctypes.string_at(0)
