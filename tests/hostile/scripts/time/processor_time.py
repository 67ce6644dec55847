# expect: not-success
# timeout: 30
# meta: cpu_seconds = 2
# what: processor time, in several threads at once
numpy = module("numpy")


def burn():
    a = numpy.random.rand(600, 600)
    while True:
        a = a @ a
        a /= a.max()


for _ in range(4):
    threading.Thread(target=burn, daemon=True).start()
burn()
