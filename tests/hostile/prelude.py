# What stands before every hostile script: the tools that scripts are not meant to have, got by tricks, and a
# way to say that something forbidden worked. This text is never imported; the harness puts it into the script
# after the line `T = {...}` (addresses of secrets, ports, process ids).
_FOUND = []
result = {"breaches": _FOUND}
_builtins = print.__self__  # the module `builtins`, whole
_import = _builtins.__import__
sys = _import("sys")
os = _import("os")
ctypes = _import("ctypes")
errno = _import("errno")


def module(name):
    """A module, whatever may be imported."""
    _import(name)
    return sys.modules[name]


time = _import("time")
mmap = _import("mmap")
struct = _import("struct")
threading = _import("threading")
open_ = _builtins.open
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
X86 = os.uname().machine == "x86_64"
_NUMBERS = """read 0 63;write 1 64;open 2 -;close 3 57;fstat 5 80;mmap 9 222;mprotect 10 226;ioctl 16 29;pread64 17 67;
pipe 22 -;mremap 25 216;shmget 29 194;shmat 30 196;shmctl 31 195;dup 32 23;dup2 33 -;pause 34 -;getpid 39 172;
sendfile 40 71;socket 41 198;connect 42 203;accept 43 202;sendto 44 206;recvfrom 45 207;sendmsg 46 211;
recvmsg 47 212;bind 49 200;listen 50 201;socketpair 53 199;setsockopt 54 208;clone 56 220;fork 57 -;vfork 58 -;
execve 59 221;kill 62 129;semget 64 190;semop 65 193;semctl 66 191;msgget 68 186;msgsnd 69 189;msgrcv 70 188;
msgctl 71 187;fcntl 72 25;flock 73 32;truncate 76 45;ftruncate 77 46;chdir 80 49;fchdir 81 50;rename 82 -;
mkdir 83 -;rmdir 84 -;creat 85 -;link 86 -;unlink 87 -;symlink 88 -;chmod 90 -;fchmod 91 52;chown 92 -;
fchown 93 55;lchown 94 -;ptrace 101 117;syslog 103 116;setuid 105 146;setgid 106 144;setpgid 109 154;
setsid 112 157;setreuid 113 145;setregid 114 143;setgroups 116 159;setresuid 117 147;setresgid 119 149;
setfsuid 122 151;setfsgid 123 152;capset 126 91;rt_sigqueueinfo 129 138;utime 132 -;mknod 133 -;uselib 134 -;
personality 135 92;ustat 136 -;setpriority 141 140;sched_setparam 142 118;sched_setscheduler 144 119;mlock 149 228;
mlockall 151 230;vhangup 153 58;modify_ldt 154 -;pivot_root 155 41;prctl 157 167;arch_prctl 158 -;adjtimex 159 171;
setrlimit 160 164;chroot 161 51;acct 163 89;settimeofday 164 170;mount 165 40;umount2 166 39;swapon 167 224;
swapoff 168 225;reboot 169 142;sethostname 170 161;setdomainname 171 162;iopl 172 -;ioperm 173 -;
init_module 175 105;delete_module 176 106;quotactl 179 60;setxattr 188 5;lsetxattr 189 6;fsetxattr 190 7;
getxattr 191 8;lgetxattr 192 9;fgetxattr 193 10;listxattr 194 11;removexattr 197 14;tkill 200 130;
sched_setaffinity 203 122;io_setup 206 0;io_submit 209 2;lookup_dcookie 212 18;remap_file_pages 216 234;
timer_create 222 107;clock_settime 227 112;tgkill 234 131;utimes 235 -;mbind 237 235;set_mempolicy 238 237;
mq_open 240 180;mq_unlink 241 181;mq_timedsend 242 182;kexec_load 246 104;add_key 248 217;request_key 249 218;
keyctl 250 219;ioprio_set 251 30;inotify_init 253 -;inotify_add_watch 254 27;migrate_pages 256 238;openat 257 56;
mkdirat 258 34;mknodat 259 33;fchownat 260 54;futimesat 261 -;unlinkat 263 35;renameat 264 38;linkat 265 37;
symlinkat 266 36;fchmodat 268 53;unshare 272 97;splice 275 76;tee 276 77;vmsplice 278 75;move_pages 279 239;
utimensat 280 88;signalfd 282 -;timerfd_create 283 85;eventfd 284 -;fallocate 285 47;signalfd4 289 74;
eventfd2 290 19;inotify_init1 294 26;rt_tgsigqueueinfo 297 240;perf_event_open 298 241;fanotify_init 300 262;
fanotify_mark 301 263;prlimit64 302 261;name_to_handle_at 303 264;open_by_handle_at 304 265;clock_adjtime 305 266;
setns 308 268;process_vm_readv 310 270;process_vm_writev 311 271;kcmp 312 272;finit_module 313 273;
sched_setattr 314 274;renameat2 316 276;seccomp 317 277;memfd_create 319 279;kexec_file_load 320 294;bpf 321 280;
execveat 322 281;userfaultfd 323 282;copy_file_range 326 285;pkey_alloc 330 289;io_uring_setup 425 425;
io_uring_enter 426 426;io_uring_register 427 427;open_tree 428 428;move_mount 429 429;fsopen 430 430;
fsconfig 431 431;fsmount 432 432;fspick 433 433;pidfd_open 434 434;clone3 435 435;openat2 437 437;
pidfd_getfd 438 438;faccessat2 439 439;process_madvise 440 440;mount_setattr 442 442;quotactl_fd 443 443;
landlock_create_ruleset 444 444;memfd_secret 447 447;process_mrelease 448 448;set_mempolicy_home_node 450 450;
cachestat 451 451;fchmodat2 452 452;statmount 457 457;listmount 458 458;lsm_get_self_attr 459 459;
lsm_set_self_attr 460 460;setxattrat 463 463;open_tree_attr 467 467;pidfd_send_signal 424 424"""
NR = {}
for _row in _NUMBERS.replace("\n", "").split(";"):
    _name, _x86, _arm = _row.split()
    if (_x86 if X86 else _arm) != "-":
        NR[_name] = int(_x86 if X86 else _arm)
EFFECT_FREE = (errno.EPERM, errno.ENOSYS)
ANSWERED = {"fallocate": (errno.EOPNOTSUPP,)}  # so answered that the C library takes another way


def breach(what):
    """Something forbidden worked."""
    _FOUND.append(str(what))
    print("BRE" + f"ACH: {what}", flush=True)


def leak(data):
    """Show what was read, so that a secret in it is found by who looks from outside."""
    text = data.decode("utf-8", "replace") if isinstance(data, (bytes, bytearray)) else str(data)
    print("read: " + text[:4000].replace("\x00", " "))


def note(text):
    print(f"note: {text}")


def address(text):
    """A C string that stays alive."""
    return ctypes.c_char_p(text if isinstance(text, bytes) else os.fsencode(text))


def _argument(value):
    if isinstance(value, (str, bytes)):
        return address(value)
    return ctypes.c_long(value) if isinstance(value, int) else value


def raw(call, *arguments):
    """The kernel's answer: 0 or more, or minus errno. A call that this machine lacks gives -ENOSYS."""
    number = call if isinstance(call, int) else NR.get(call)
    if number is None:
        return -errno.ENOSYS
    ctypes.set_errno(0)
    answer = libc.syscall(ctypes.c_long(number), *[_argument(value) for value in arguments])
    return answer if answer != -1 else -ctypes.get_errno()


def denied(call, *arguments, why=""):
    """The call must not succeed."""
    answer = raw(call, *arguments)
    if answer >= 0:
        breach(f"{call} {why} gave {answer}".replace("  ", " "))
    return answer


def unreachable(call, *arguments, why=""):
    """The call must be refused before the kernel looks at its arguments."""
    answer = raw(call, *arguments)
    if answer >= 0 or -answer not in (*EFFECT_FREE, *ANSWERED.get(call, ())):
        shown = errno.errorcode.get(-answer, answer)
        breach(f"{call} {why} reached the kernel ({shown})".replace("  ", " "))
    return answer


def attempt(what, function, *arguments, **named):
    """A function that must raise; gives what it returned where it did not."""
    try:
        value = function(*arguments, **named)
    except BaseException as error:
        note(f"{what}: {type(error).__name__}")
        return None
    breach(what)
    return value


def names_in(folder):
    """What a folder lists. OSError where that is no more than the way to what is mounted (in namespaces)."""
    try:
        mounts = [line.split()[4] for line in open_("/proc/self/mountinfo")]
    except OSError:
        mounts = []
    here = os.path.realpath(folder).rstrip("/") + "/"
    ways = {mount[len(here) :].split("/")[0] for mount in mounts if mount.startswith(here)}
    names = sorted(set(os.listdir(folder)) - ways)
    if not names:
        raise OSError(errno.ENOENT, "only the way to what is mounted", folder)
    return names


def read_by_all_means(path, what):
    """Open and read a file in a dozen ways; each must fail."""
    numpy, pandas = module("numpy"), module("pandas")
    ways = {
        "open": lambda: open_(path, "rb").read(),
        "io.FileIO": lambda: _import("io").FileIO(path).read(),
        "os.open": lambda: os.read(os.open(path, os.O_RDONLY), 65536),
        "O_NOATIME": lambda: os.read(os.open(path, os.O_RDONLY | os.O_NOATIME), 65536),
        "numpy.fromfile": lambda: numpy.fromfile(path, dtype="u1").tobytes(),
        "numpy.memmap": lambda: numpy.memmap(path, dtype="u1", mode="r").tobytes(),
        "pandas.read_csv": lambda: pandas.read_csv(path, header=None, on_bad_lines="skip").to_string(),
        "sqlite3": lambda: _import("sqlite3").connect(f"file:{path}?mode=ro", uri=True).execute(
            "SELECT group_concat(sql) FROM sqlite_master").fetchall(),
        "linecache": lambda: _lines(path),
    }
    for name, way in ways.items():
        try:
            data = way()
        except BaseException as error:
            note(f"{name}: {type(error).__name__}")
            continue
        if name != "sqlite3" or data != [(None,)]:
            breach(f"{what} read by {name}")
        leak(data)
    libc.fopen.restype = ctypes.c_void_p
    if libc.fopen(address(path), b"r"):
        breach(f"{what} opened by fopen")
    how = struct.pack("QQQ", os.O_RDONLY, 0, 0)
    for call, arguments in (
        ("open", (path, 0, 0)),
        ("openat", (-100, path, 0, 0)),
        ("openat2", (-100, path, how, 24)),
    ):
        descriptor = raw(call, *arguments)
        if descriptor >= 0:
            breach(f"{what} opened by {call}")
            leak(os.read(descriptor, 65536))


def _lines(path):
    lines = _import("linecache").getlines(path)
    if not lines:
        raise OSError("nothing")
    return "".join(lines)


def write_by_all_means(path, what, data=b"written by a hostile script\n"):
    """Open a file for writing in many ways; each must fail."""
    flags = {
        "O_WRONLY": os.O_WRONLY,
        "O_RDWR": os.O_RDWR,
        "O_APPEND": os.O_WRONLY | os.O_APPEND,
        "O_CREAT": os.O_WRONLY | os.O_CREAT,
        "O_TRUNC": os.O_WRONLY | os.O_TRUNC,
        "O_RDONLY|O_TRUNC": os.O_RDONLY | os.O_TRUNC,
        "O_CREAT|O_EXCL": os.O_WRONLY | os.O_CREAT | os.O_EXCL,
    }
    for name, flag in flags.items():
        answer = raw("openat", -100, path, flag, 0o666)
        if answer >= 0:
            breach(f"{what} opened with {name}")
            if flag & 3:
                os.write(answer, data)
            os.close(answer)
    if raw("truncate", path, 0) >= 0:
        breach(f"{what} truncated")
    if raw("creat", path, 0o666) >= 0:
        breach(f"{what} made by creat")


def own_snapshot():
    """The folders of the model version as this process may see them."""
    found = []
    for folder in (T["own_version"], *_mapped_folders()):
        if folder not in found and os.path.isfile(os.path.join(folder, "index.sqlite")):
            found.append(folder)
    return found


def _mapped_folders():
    try:
        lines = open_("/proc/self/maps").read().splitlines()
    except OSError:
        lines = []
    names = [line.split(None, 5)[5] for line in lines if line.count("/")]
    folders = {os.path.dirname(name) for name in names if name.endswith((".sqlite", ".ifc", ".npy"))}
    here = os.getcwd()
    return sorted(folders) + [here, os.path.join(here, "model"), os.path.dirname(here)]


def machine_code(code):
    """A function of these bytes, if memory can be made executable."""
    area = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    area.write(code)
    where = ctypes.addressof(ctypes.c_char.from_buffer(area))
    if raw("mprotect", where, 4096, mmap.PROT_READ | mmap.PROT_EXEC) < 0:
        return None
    _KEPT.append(area)
    return ctypes.CFUNCTYPE(ctypes.c_long)(where)


_KEPT = []
