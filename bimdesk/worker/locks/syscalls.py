"""The system calls by name, for both processors, in the groups that the filter treats alike.

Numbers: Linux' asm/unistd_64.h (x86_64, first) and asm-generic/unistd.h (aarch64); `-` where there is none.
"""

from __future__ import annotations

from functools import cache

# Any argument will do.
_PLAIN = """
futex 202 98
read 0 63
write 1 64
clock_gettime 228 113
mmap 9 222
munmap 11 215
close 3 57
fstat 5 80
lseek 8 62
newfstatat 262 79
madvise 28 233
brk 12 214
rt_sigprocmask 14 135
rt_sigaction 13 134
rt_sigreturn 15 139
pread64 17 67
pwrite64 18 68
readv 19 65
writev 20 66
preadv 295 69
pwritev 296 70
preadv2 327 286
pwritev2 328 287
mprotect 10 226
mremap 25 216
msync 26 227
stat 4 -
lstat 6 -
statx 332 291
statfs 137 43
fstatfs 138 44
access 21 -
faccessat 269 48
faccessat2 439 439
readlink 89 -
readlinkat 267 78
getdents64 217 61
getcwd 79 17
rename 82 -
renameat 264 38
unlink 87 -
unlinkat 263 35
rmdir 84 -
ftruncate 77 46
fsync 74 82
fdatasync 75 83
sendfile 40 71
copy_file_range 326 285
fadvise64 221 223
dup 32 23
dup2 33 -
dup3 292 24
poll 7 -
ppoll 271 73
select 23 -
pselect6 270 72
futex_waitv 449 449
sched_yield 24 124
sched_getaffinity 204 123
sched_getparam 143 121
sched_getscheduler 145 120
sched_get_priority_max 146 125
sched_get_priority_min 147 126
set_robust_list 273 99
set_tid_address 218 96
rseq 334 293
membarrier 324 283
getcpu 309 168
sigaltstack 131 132
rt_sigpending 127 136
rt_sigtimedwait 128 137
rt_sigsuspend 130 133
pause 34 -
nanosleep 35 101
clock_nanosleep 230 115
clock_getres 229 114
gettimeofday 96 169
time 201 -
times 100 153
getrandom 318 278
getpid 39 172
getppid 110 173
gettid 186 178
getuid 102 174
geteuid 107 175
getgid 104 176
getegid 108 177
getresuid 118 148
getresgid 120 150
getgroups 115 158
getpgid 121 155
getpgrp 111 -
getsid 124 156
getpriority 140 141
getrlimit 97 163
getrusage 98 165
uname 63 160
sysinfo 99 179
exit 60 93
exit_group 231 94
restart_syscall 219 128
"""

# Allowed by their arguments (rules.py).
_CHECKED = """
open 2 -
openat 257 56
clone 56 220
fcntl 72 25
ioctl 16 29
prctl 157 167
prlimit64 302 261
tgkill 234 131
renameat2 316 276
mkdir 83 -
mkdirat 258 34
close_range 436 436
pipe2 293 59
"""

# Never done, with an answer that makes the C library take an older way (rules.py).
_ANSWERED = """
clone3 435 435
openat2 437 437
fallocate 285 47
"""

# Not in the filter: what the locks themselves and the probes ask for.
_REFUSED = """
capget 125 90
capset 126 91
execve 59 221
io_uring_setup 425 425
kill 62 129
landlock_add_rule 445 445
landlock_create_ruleset 444 444
landlock_restrict_self 446 446
memfd_create 319 279
process_vm_readv 310 270
seccomp 317 277
setpriority 141 140
socket 41 198
symlinkat 266 36
fchmodat 268 53
truncate 76 45
"""

ARCHITECTURES = ("x86_64", "aarch64")


def _names(table: str) -> tuple[str, ...]:
    return tuple(line.split()[0] for line in table.strip().splitlines())


PLAIN, CHECKED, ANSWERED, REFUSED = (_names(table) for table in (_PLAIN, _CHECKED, _ANSWERED, _REFUSED))


@cache
def numbers(architecture: str) -> dict[str, int]:
    """The numbers of all calls that `architecture` has, by name; none for an unknown one."""
    if architecture not in ARCHITECTURES:
        return {}
    column = 1 + ARCHITECTURES.index(architecture)
    rows = [line.split() for line in (_PLAIN + _CHECKED + _ANSWERED + _REFUSED).split("\n") if line]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}
