# expect: not-success
# timeout: 20
# memory: 256
# what: a small text that unpacks into gigabytes
zlib = module("zlib")
packer = zlib.compressobj(9)
small = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
large = zlib.decompress(small)
breach(f"{len(large)} bytes")
