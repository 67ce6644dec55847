# what: becoming another program, by path, by descriptor, by memfd and by the loader
arguments = (ctypes.c_char_p * 2)(b"true", None)
environment = (ctypes.c_char_p * 1)(None)
for program in ("/bin/true", "/proc/self/exe", sys.executable, "/lib64/ld-linux-x86-64.so.2", "/usr/bin/sudo", "/usr/bin/su"):
    unreachable("execve", program, arguments, environment, why=program)
    unreachable("execveat", -100, program, arguments, environment, 0, why=program)
    handle = raw("openat", -100, program, os.O_PATH, 0)
    if handle >= 0:
        unreachable("execveat", handle, "", arguments, environment, 0x1000, why="by descriptor")
memory = unreachable("memfd_create", "x", 1)
if memory >= 0:
    os.write(memory, b"#!/bin/true\n")
    unreachable("execveat", memory, "", arguments, environment, 0x1000, why="of a memfd")
for name in ("execv", "execvp"):
    attempt(f"os.{name}", getattr(os, name), "/bin/true", ["true"])
descriptor = os.open("program", os.O_WRONLY | os.O_CREAT, 0o755)
os.write(descriptor, b"#!/bin/sh\nexit 0\n")
os.close(descriptor)
attempt("an own program", os.execv, os.path.abspath("program"), ["program"])
