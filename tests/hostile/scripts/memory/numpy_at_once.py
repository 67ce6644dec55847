# expect: not-success
# memory: 256
# what: one array of 6 GB
numpy = module("numpy")
kept = numpy.ones(6 * 1024**3, dtype="u1")
breach("6 GB")
