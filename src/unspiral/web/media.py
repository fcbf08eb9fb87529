"""A file for a media element: whole, or the one stretch of bytes it asked for.

Safari plays nothing from an address that cannot give a part of a file.
"""

import re

from starlette.requests import Request
from starlette.responses import Response

RANGE = re.compile(r"bytes=([0-9]{0,12})-([0-9]{0,12})", re.ASCII)


def answer(request: Request, body: bytes, kind: str, key: str) -> Response:
    """200 with all of `body`, 206 with one stretch, or 416 for one that is not there.

    Rows of ranges, and what cannot be read, get the whole file, as RFC 9110 allows. `key` names
    the content: a stretch of another version (If-Range) gets the whole file, too.
    """
    headers = {"accept-ranges": "bytes", "etag": f'"{key}"'}
    asked = request.headers.get("range", "")
    same = request.headers.get("if-range", headers["etag"]) == headers["etag"]
    found = RANGE.fullmatch(asked.strip()) if same else None
    if found is None or found[0] == "bytes=-":
        return Response(body, 200, headers, kind)
    first, last = _stretch(found[1], found[2], len(body))
    if first >= len(body) or last < first:
        headers["content-range"] = f"bytes */{len(body)}"
        return Response(b"", 416, headers, kind)
    headers["content-range"] = f"bytes {first}-{last}/{len(body)}"
    return Response(body[first : last + 1], 206, headers, kind)


def _stretch(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte; "-500" means the last 500."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)
