"""Closing the doors behind a process that is about to open somebody's picture.

After `lock_down` the process can compute, use bounded memory and time, and read and write what it already holds. It cannot open a
file or a socket, start a process, send a signal, or give itself more (a thread it may start: the HEIC decoder needs one). Three
layers, each enough for most of that: resource limits (everywhere), an ordinary user (where it began as root), and a list of allowed
system calls (Linux on x86-64 and arm64; elsewhere the first two must do).
"""

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable

MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 25
WALL_SECONDS = 40
_NOBODY = 65534
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_FILTER_MODE = 2

# name: (x86-64, arm64). What Python, Pillow and OpenCV need once everything is loaded, and nothing that reaches outside.
_ALLOWED = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62), "mmap": (9, 222),
    "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "sched_yield": (24, 124), "mremap": (25, 216), "madvise": (28, 233), "getpid": (39, 172),
    "exit": (60, 93), "gettimeofday": (96, 169), "sigaltstack": (131, 132), "gettid": (186, 178), "futex": (202, 98),
    "sched_getaffinity": (204, 123), "restart_syscall": (219, 128), "clock_gettime": (228, 113),
    "exit_group": (231, 94), "set_robust_list": (273, 99), "getrandom": (318, 278), "rseq": (334, 293),
}  # fmt: skip
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_CLONE, _CLONE3 = (56, 220), 435
_THREAD = 0x10000  # the flag of clone that makes a thread, not a process
_X32_BIT = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _HAS_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _DENY, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # 1 is EPERM
_NOT_THERE = 0x00050000 | 38  # ENOSYS: the C library then uses clone, whose flags can be looked at


def lock_down(*, cpu_seconds: int = CPU_SECONDS, wall_seconds: float = WALL_SECONDS) -> None:
    """This function will close this process in for good. Call it with one thread, after everything has been loaded."""
    filtered = _filter() if sys.platform == "linux" else None
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, cpu_seconds)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_DATA, MEMORY_BYTES)
    _limit(resource.RLIMIT_NOFILE, 0)  # no new descriptor can be had: no file, no socket, no pipe
    if filtered is not None:
        filtered()


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _filter() -> Callable[[], None] | None:
    """Return what allows the listed calls only, prepared so that it needs no file any more; None on other machines."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    program = ctypes.create_string_buffer(_program(*machine))
    steps = (ctypes.sizeof(program) - 1) // 8
    handed = struct.pack("H6xP", steps, ctypes.addressof(program))
    settings = ((_PR_SET_DUMPABLE, 0, None), (_PR_SET_NO_NEW_PRIVS, 1, None), (_PR_SET_SECCOMP, _FILTER_MODE, handed))

    def close() -> None:
        for option, value, argument in settings:
            if libc.prctl(option, ctypes.c_ulong(value), argument, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
                raise OSError(ctypes.get_errno(), f"prctl({option}) was refused, so no picture is opened")
        assert program is not None  # the kernel has copied it by now

    return close


def _program(column: int, architecture: int) -> bytes:
    """Return the filter in the kernel's own small machine language. A jump says how many steps to skip."""
    numbers = [pair[column] for pair in _ALLOWED.values()]
    rest = len(numbers)
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, rest + 5, 0, _X32_BIT),
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _NOT_THERE),
        (_EQUAL, 0, 2, _CLONE[column]),
        (_LOAD, 0, 0, 16),  # the low half of its first argument: the flags
        (_HAS_BIT, rest + 1, rest, _THREAD),
        *((_EQUAL, rest - index, 0, number) for index, number in enumerate(numbers)),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
