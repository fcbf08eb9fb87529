"""One process owns a data folder, by a lock that ends with the process."""

import os
import sys
from pathlib import Path

from unspiral.errors import FolderInUse

SENTENCE = "Unspiral is running on this folder. Stop it or use the page."

NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # a link could name a file of somebody else's


class FolderLock:
    """Holds DIR/lock from `acquire` until `release`, or until the process dies."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._descriptor: int | None = None

    def acquire(self) -> "FolderLock":
        """Take the folder, or raise FolderInUse when another process holds it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise FolderInUse(SENTENCE, kept="Nothing was opened or written.") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Give the folder back; twice is the same."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> "FolderLock":
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    # Past the end of what is written, so that the process id stays readable.
    _FAR = 1 << 30

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
