# expect: contained
# timeout: 20
# memory: 256
# what: tens of thousands of small mappings
made = 0
for _ in range(100_000):
    answer = raw("mmap", 0, 65536, 3, 0x22, -1, 0)
    if answer < 0:
        break
    ctypes.memset(answer, 1, 4096)
    made += 1
note(made)
if made * 64 > 6_000_000:
    breach(f"{made} maps of 64 KB")
