"""Static files, the manifest and the service worker, read once at start."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from unspiral.services.context import Context
from unspiral.web import render

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    body: bytes
    kind: str
    tag: str


@cache
def files() -> dict[str, StaticFile]:
    """Every static file by its path; a path that is not here does not exist."""
    found = {}
    for path in sorted(render.STATIC.rglob("*")):
        if path.is_file() and path.suffix in TYPES:
            name = path.relative_to(render.STATIC).as_posix()
            found[name] = StaticFile(path.read_bytes(), TYPES[path.suffix], render.asset_hash(name))
    return found


def static(request: Request) -> Response:
    """One static file; for ever when asked with its hash, else checked each time."""
    found = files().get(request.path_params["path"])
    if found is None:
        raise HTTPException(404)
    return _send(request, found, request.query_params.get("v") == found.tag)


def manifest(request: Request) -> Response:
    """What makes the page installable."""
    return _send(request, files()["manifest.webmanifest"], False)


def service_worker(request: Request) -> Response:
    """The worker with this build's version and the list of what it keeps."""
    ctx: Context = request.app.state.ctx
    keep = json.dumps({**kept(ctx), "demo": ctx.demo.kind if ctx.demo else ""}, sort_keys=True)
    version = hashlib.sha256(keep.encode() + _templates_hash()).hexdigest()[:12]
    script = files()["sw.js"].body.decode()
    body = f"const VERSION = {json.dumps(version)};\nconst KEEP = {keep};\n{script}".encode()
    return _send(request, StaticFile(body, TYPES[".js"], version), False)


def kept(ctx: Context) -> dict[str, object]:
    """What the worker keeps: files with their hashes, offline pages, and what they stand for."""
    from unspiral.web.app import ROUTES  # the table imports the pages, so this one waits

    pages = {route.path: list(route.offline) for route in ROUTES if route.offline is not None}
    return {
        "content": ctx.catalogue.hash,
        "files": [
            render.asset(name)
            for name in files()
            if name != "sw.js" and not name.startswith("pocket")
        ],
        "pages": pages,
    }


@cache
def _templates_hash() -> bytes:
    digest = hashlib.sha256()
    for path in sorted(render.TEMPLATES.rglob("*.html")):
        digest.update(path.read_bytes())
    return digest.digest()


def _send(request: Request, found: StaticFile, for_ever: bool) -> Response:
    headers = {"etag": f'"{found.tag}"', "cache-control": FOR_EVER if for_ever else ASK_AGAIN}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.body, 200, headers, found.kind)
