# expect: not-success
# what: the C stack run over
sys.setrecursionlimit(10**9)
threading.stack_size(0)


def deeper(value):
    return deeper([value])


nested = []
for _ in range(500_000):
    nested = [nested]
repr(nested)
deeper(0)
