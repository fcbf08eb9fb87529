"""What a child that reads a file from elsewhere may not do. Called in the child, before the file.

Three nets, each said to the parent when it holds:
- limits of the system on memory, processor time, files, processes (POSIX only);
- a network of its own with nothing in it, where the kernel lets us (Linux with user namespaces);
- a hook in Python that refuses sockets, processes, and any file opened for writing. It binds
  Python code, as all our importers are; it could not hold machine code that a fault in a C library
  let in. That is what the first two are for.
"""

import os
import signal
import sys

LIMITS, NETWORK, HOOK = "limits", "network", "hook"
MOST_FILES = 64
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_REFUSED = (
    "socket.", "subprocess.", "ctypes.", "urllib.", "http.", "ftplib.", "smtplib.", "shutil.",
    "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.kill", "os.putenv", "tempfile.", "webbrowser.", "sqlite3.",
    "pickle.find_class", "winreg.", "mmap.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def close_down(memory: int, cpu_seconds: int) -> list[str]:
    """Shut every door that can be shut here; returns the names of those that are."""
    held = []
    if _limit(memory, cpu_seconds):
        held.append(LIMITS)
    if _leave_network():
        held.append(NETWORK)
    sys.addaudithook(_refuse)
    return [*held, HOOK]


def _limit(memory: int, cpu_seconds: int) -> bool:
    try:
        import resource
    except ImportError:  # not a POSIX system
        return False
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        _, highest = resource.getrlimit(what)
        if highest != resource.RLIM_INFINITY:
            most = min(most, highest)
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):  # macOS knows RLIMIT_AS and does not keep it
            if what != resource.RLIMIT_AS:
                raise
            return False
    return True


def _leave_network() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    return int(unshare(_NEW_USER | _NEW_NETWORK)) == 0


def _refuse(event: str, told: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(event)
    if event == "open" and len(told) == 3:
        flags = told[2]
        if isinstance(flags, int) and flags & _WRITING:
            raise PermissionError(event)
