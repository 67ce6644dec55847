# expect: timeout
# timeout: 2
# what: one call in C that takes an hour
numpy = _import("numpy")
9 ** (9**9)
