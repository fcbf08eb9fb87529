"""A small client that calls the app in this process: no socket, full control of every header."""

import asyncio
import json
from dataclasses import dataclass
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.types import ASGIApp, Message

# A thread and a loop of its own, for all requests: a test that drives a browser has an event loop
# running in this thread, and a new loop for each request would cost more than the request.
LOOP = asyncio.new_event_loop()
Thread(target=LOOP.run_forever, name="requests", daemon=True).start()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in order, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name.lower()), "")

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """One browser: keeps cookies, sends what a browser sends, follows nothing by itself."""

    def __init__(self, app: ASGIApp, origin: str = "http://localhost:8321") -> None:
        self.app = app
        self.origin = origin
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        sent = {"accept": "text/html", "sec-fetch-site": "same-origin", **(headers or {})}
        return self.send("GET", path, sent)

    def post(self, path: str, fields: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """A form post as our own page makes it, with the session's token."""
        pairs = list(fields.items() if isinstance(fields, dict) else fields or ())
        body = urlencode([("form_token", self.form_token()), *pairs], doseq=True).encode()
        own = {
            "content-type": "application/x-www-form-urlencoded",
            "origin": self.origin,
            "sec-fetch-site": "same-origin",
            "accept": "text/html",
        }
        return self.send("POST", path, {**own, **(headers or {})}, body)

    def post_json(self, path: str, value: Any) -> Answer:
        """A post as our own scripts make it."""
        headers = {
            "content-type": "application/json",
            "origin": self.origin,
            "sec-fetch-site": "same-origin",
            "accept": "application/json",
            "x-form-token": self.form_token(),
        }
        return self.send("POST", path, headers, json.dumps(value).encode())

    def post_file(
        self, path: str, content: bytes, name: str, headers: dict[str, str] | None = None
    ) -> Answer:
        """A file form as our own page makes it; the token stands before the file."""
        mark = b"----unspiral7f3a"
        fields = (("form_token", self.form_token()),)
        parts = [
            b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (mark, key.encode(), value.encode())
            for key, value in fields
        ]
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode()
        kind = b"Content-Type: application/octet-stream"
        parts.append(b"--%s\r\n%s\r\n%s\r\n\r\n%s\r\n" % (mark, head, kind, content))
        own = {
            "content-type": f"multipart/form-data; boundary={mark.decode()}",
            "origin": self.origin,
            "sec-fetch-site": "same-origin",
            "accept": "text/html",
        }
        body = b"".join(parts) + b"--%s--\r\n" % mark
        return self.send("POST", path, {**own, **(headers or {})}, body)

    def form_token(self) -> str:
        if not self.token and any("unspiral" in name for name in self.cookies):
            found = self.send("GET", "/form-token", {"sec-fetch-site": "same-origin"})
            self.token = found.json()["token"] if found.status == 200 else ""
        return self.token

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """Exactly this request; Host and Cookie are added unless given."""
        given = {name.lower(): value for name, value in headers.items()}
        given.setdefault("host", urlsplit(self.origin).netloc)
        if self.cookies:
            given.setdefault("cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
        if body:
            pairs.append((b"content-length", str(len(body)).encode()))
        calling = _call(self.app, method, path, pairs, body, urlsplit(self.origin).scheme)
        answer = asyncio.run_coroutine_threadsafe(calling, LOOP).result()
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
                self.token = ""


async def _call(
    app: ASGIApp,
    method: str,
    target: str,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    scheme: str = "http",
) -> Answer:
    path, _, query = target.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8321),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    found = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    pairs = tuple((name.decode(), value.decode("latin-1")) for name, value in start["headers"])
    return Answer(start["status"], pairs, found)
