"""A file that nobody else can open, sent as a download and then gone."""

import os
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

CHUNK = 1 << 18


class Download(Response):
    """The whole of `stream` under a name, in pieces; it is closed however the sending ends."""

    def __init__(self, stream: BinaryIO, name: str, media_type: str) -> None:
        super().__init__(media_type=media_type)
        self._stream = stream
        self.headers["content-length"] = str(stream.seek(0, os.SEEK_END))
        self.headers["content-disposition"] = f'attachment; filename="{name}"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._stream:
            self._stream.seek(0)
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            more = True
            while more:
                chunk = await run_in_threadpool(self._stream.read, CHUNK)
                more = len(chunk) == CHUNK
                await send({"type": "http.response.body", "body": chunk, "more_body": more})
