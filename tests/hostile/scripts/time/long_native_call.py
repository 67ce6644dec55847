# expect: timeout
# timeout: 2
# what: one call in C that takes an hour
numpy = module("numpy")
9 ** (9**9)
