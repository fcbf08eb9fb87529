"""A posted file, streamed to the data folder: one file and a few short fields, with limits.

The file is for its owner only, has a name of our own, and is removed after the answer, after an
hour and at every start. It is never served, and its own name is only ever shown as text.
"""

import os
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from starlette.requests import Request

from unspiral.errors import StoreFull
from unspiral.services.staging import FOLDER
from unspiral.web.forms import Form
from unspiral.web.security import BadBody, TooBig, WrongType, said_length

MOST_BYTES = 200_000_000
LONGEST_FIELD = 10_000
LONGEST_HEAD = 4_000
MOST_PARTS = 12
PRIVATE = 0o600
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=?-]{1,70})"?', re.ASCII)
_NAME = re.compile(r'; name="([^"\r\n]{1,60})"')
_FILE = re.compile(r'; filename="([^"\r\n]{0,300})"')


class FileTooBig(TooBig):
    """A file above the limit that the page states."""

    code = "file_too_big"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came: where it lies and what it was called."""

    path: Path
    name: str
    size: int


async def take(request: Request) -> None:
    """Read the form of a request into `state.form` and `state.upload`."""
    data: Path = request.app.state.ctx.settings.data
    request.state.form, request.state.upload = await receive(request, data)


def drop(request: Request) -> None:
    """Remove a file that no handler took over (by setting `state.upload` to None)."""
    left: Upload | None = getattr(request.state, "upload", None)
    if left is not None:
        left.path.unlink(missing_ok=True)


async def receive(request: Request, data: Path) -> tuple[Form, Upload | None]:
    """The fields and the file of a multipart form. Raises WrongType, TooBig, BadBody, StoreFull."""
    found = _BOUNDARY.search(request.headers.get("content-type", ""))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data" or found is None:
        raise WrongType("This kind of content is not taken here.", values_sent=kind[:40])
    if said_length(request) > MOST_BYTES + LONGEST_FIELD * MOST_PARTS:
        raise _too_big()
    reader = _Reader(request.stream(), found[1].encode())
    fields: dict[str, tuple[str, ...]] = {}
    upload: Upload | None = None
    path = data / FOLDER / f"{uuid4()}.upload"
    try:
        await reader.start()
        for _ in range(MOST_PARTS):
            head = await reader.head()
            if head is None:
                return Form(fields), upload
            name, file = _NAME.search(head), _FILE.search(head)
            if name is None:
                break
            if file is None:
                value = await reader.text()
                fields[name[1]] = (*fields.get(name[1], ()), value)
            elif upload is not None:
                break
            else:
                size = await _save(reader, path)
                if file[1]:
                    upload = Upload(path, _plain(file[1]), size)
                else:  # no file was chosen; whatever came is not kept
                    path.unlink(missing_ok=True)
        raise BadBody("This form could not be read.")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


async def _save(reader: "_Reader", path: Path) -> int:
    """Write a part to `path`; nothing is made for an empty one."""
    size = 0
    file: BinaryIO | None = None
    try:
        async for block in reader.body():
            if file is None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
                file = os.fdopen(handle, "wb")
            size += len(block)
            if size > MOST_BYTES:
                raise _too_big()
            file.write(block)
        if file is not None:
            file.close()
    except OSError as error:
        raise StoreFull(
            "The disk is full.", "Nothing was stored.", "Make room, then choose the file again."
        ) from error
    finally:
        if file is not None:
            with suppress(OSError):
                file.close()
    return size


class _Reader:
    """The parts of a multipart body, one after the other, never more than two blocks in memory."""

    def __init__(self, stream: AsyncIterator[bytes], boundary: bytes) -> None:
        self._stream = stream
        self._mark = b"\r\n--" + boundary
        self._held = b"\r\n"

    async def start(self) -> None:
        """Go to the first part."""
        async for block in self.body():
            if block.strip():
                raise BadBody("This form could not be read.")

    async def head(self) -> str | None:
        """The header lines of the next part, or None behind the last one."""
        while len(self._held) < 2:
            await self._more()
        if self._held.startswith(b"--"):
            return None
        while (end := self._held.find(b"\r\n\r\n")) < 0:
            if len(self._held) > LONGEST_HEAD:
                raise BadBody("This form could not be read.")
            await self._more()
        head, self._held = self._held[:end], self._held[end + 4 :]
        try:
            return head.decode()
        except UnicodeDecodeError as error:
            raise BadBody("Something in this form could not be read as text.") from error

    async def body(self) -> AsyncIterator[bytes]:
        """The content of this part, up to the next mark."""
        while (end := self._held.find(self._mark)) < 0:
            safe = len(self._held) - len(self._mark)
            if safe > 0:
                yield self._held[:safe]
                self._held = self._held[safe:]
            await self._more()
        if end:
            yield self._held[:end]
        self._held = self._held[end + len(self._mark) :]

    async def text(self) -> str:
        """The content of a short field."""
        held = b""
        async for block in self.body():
            held += block
            if len(held) > LONGEST_FIELD:
                raise TooBig("A field of this form is too long.")
        try:
            return held.decode().replace("\0", "")
        except UnicodeDecodeError as error:
            raise BadBody("Something in this form could not be read as text.") from error

    async def _more(self) -> None:
        block = await anext(self._stream, b"")
        if not block:
            block = await anext(self._stream, b"")  # the server may end with an empty one
        if not block:
            raise BadBody("The file did not come whole. Nothing was stored.")
        self._held += block


def _plain(name: str) -> str:
    """The last part of a file's name, short and without control marks: it is only shown."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(mark for mark in last if mark.isprintable())[:120] or "file"


def _too_big() -> TooBig:
    return FileTooBig(
        "This file is larger than 200 MB.",
        "Nothing was stored.",
        "Bring it in with the command line, or export fewer years.",
    )
