"""The limited child of an import: `python -I -B -m unspiral.importers.child`, run by `sandbox`.

It is told on standard input what to read and how, shuts itself in, reads the one file it was
handed, and writes frames to standard output. It never sees the store.
"""

import os
import sys
from typing import Any, BinaryIO

from unspiral.errors import BadInput, UnspiralError
from unspiral.importers import guard, wire
from unspiral.importers.registry import stream_importer
from unspiral.importers.stream import Out


def main() -> int:
    """Read one file for the parent. What goes wrong is told by name only, never by its text."""
    line = _own_line()
    kind, told, _ = wire.receive(sys.stdin.buffer)
    if kind != wire.ASKED:
        return 2
    importer = stream_importer(told["importer"])
    held = guard.close_down(told["memory"], told["cpu_seconds"])
    wire.send(line, wire.READY, {"held": held})
    out = Out(lambda full: wire.send(line, wire.BATCH, *wire.batch_data(full)))
    try:
        with _file(told) as file:
            found = importer.stream(file, wire.asked_from(told["asked"]), out)
        out.flush()
        wire.send(line, wire.FOUND, wire.found_data(found))
    except UnspiralError as fault:
        wire.send(line, wire.REFUSED, wire.fault_data(fault))
    except MemoryError:
        wire.send(line, wire.REFUSED, wire.fault_data(too_much()))
    except BaseException as error:  # its name only: the text may hold what stands in the file
        wire.send(line, wire.FAILED, {"fault": type(error).__name__})
    return 0


def too_much() -> BadInput:
    """The file asks for more memory than a file may."""
    return BadInput(
        "Reading this file takes more memory than a file may take.",
        "Nothing was stored.",
        "Export it again from the app, and try the new file.",
        problem="too_much_memory",
    )


def _own_line() -> BinaryIO:
    """Standard output for frames alone: whatever else prints, prints to nowhere."""
    line = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return line


def _file(told: dict[str, Any]) -> BinaryIO:
    if told["handle"] is not None:
        file = os.fdopen(told["handle"], "rb")
        file.seek(0)  # the handle shares its place with the parent's
        return file
    return open(told["path"], "rb")


if __name__ == "__main__":
    sys.exit(main())
