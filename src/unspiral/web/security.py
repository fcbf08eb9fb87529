"""Who may send what: hosts, origins, form tokens, body limits and the headers of every answer."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import Message

from unspiral.errors import PersonGone, UnspiralError
from unspiral.services import entry, erase
from unspiral.services.context import Context
from unspiral.web.forms import Form

COOKIE, DEMO_COOKIE = "unspiral", "unspiral_demo"
HOST_ONLY = "__Host-"  # over TLS only: such a cookie is never sent to another name
SESSION_SECONDS = entry.SESSION_DAYS * 24 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD"})
MAX_BODY_BYTES = 2 * 1024 * 1024  # safety.md B10
MAX_FIELDS = 2_000
LONGEST_LENGTH = 18  # digits of a length that are read; more of them is too much anyway
HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
HOST_PATTERN = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.ASCII)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# decisions.md, Web: every answer carries exactly these; `same-origin` keeps Origin on our posts.
HEADERS: Mapping[str, str] = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
CACHE_PRIVATE = "no-store"
TOKEN_FIELD = "form_token"
TOKEN_HEADER = "x-form-token"
OWNER_HEADER = "x-outbox-owner"


class WrongHost(UnspiralError):
    """The Host header names a machine that is not this one."""

    code = "wrong_host"
    status = 421


class Forged(UnspiralError):
    """A write that did not come from our own page. Nothing sent is shown back."""

    code = "not_from_our_page"
    status = 403


class StaleForm(UnspiralError):
    """Our own page, but its token is not of this session: the same text may be sent again."""

    code = "stale_form"
    status = 403


class NoSession(UnspiralError):
    """Nobody is signed in."""

    code = "open_the_link"
    status = 401


class NotPaired(NoSession):
    """The same on the home network, where no link from the terminal leads in."""

    code = "pair_first"


class WrongType(UnspiralError):
    """The body is of a kind this address does not take."""

    code = "wrong_content_type"
    status = 415


class TooBig(UnspiralError):
    """The body is larger than this address takes."""

    code = "too_big"
    status = 413


class BadBody(UnspiralError):
    """The body is not valid text."""

    code = "bad_text"
    status = 422


def check_host(hosts: list[bytes], only: str = "") -> None:
    """Exactly one Host header, naming this machine: the guard against DNS rebinding.

    `only`: the one name and port that the door on the home network goes by.
    """
    named = hosts[0].decode("latin-1").lower() if len(hosts) == 1 else ""
    if not (named == only if only else HOST_PATTERN.fullmatch(named)):
        raise WrongHost("This address is not one Unspiral answers to.")


def check_source(request: Request) -> None:
    """Refuse a write that another site started. `Origin` or `Sec-Fetch-Site` must vouch for it."""
    origin = request.headers.getlist("origin")
    site = request.headers.getlist("sec-fetch-site")
    own = f"{request.url.scheme}://{request.headers['host']}".lower()
    if not origin and not site:
        raise Forged("This did not come from a page of Unspiral.")
    if any(value.lower() != own for value in origin) or len(origin) > 1:
        raise Forged("This did not come from a page of Unspiral.")
    if any(value != "same-origin" for value in site) or len(site) > 1:
        raise Forged("This did not come from a page of Unspiral.")


def check_embedding(request: Request) -> None:
    """Refuse reads another site makes in the background; following a link is fine."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site in ("same-origin", "none"):
        return
    if request.headers.get("sec-fetch-mode") != "navigate":
        raise Forged("This did not come from a page of Unspiral.")


def cookie_name(request: Request) -> str:
    """What the session cookie is called. Cookies know no ports: a demo beside one's own diary has
    a name of its own, so that neither signs the other out."""
    ctx: Context = request.app.state.ctx
    name = DEMO_COOKIE if ctx.demo else COOKIE
    return HOST_ONLY + name if at_home_door(request) else name


def at_home_door(request: Request) -> bool:
    """Whether this request came in from the home network, over TLS."""
    return bool(request.app.state.door == "phone")


def session_token(request: Request) -> str:
    """The session token the browser sent, or ""."""
    return request.cookies.get(cookie_name(request), "")


def person_of(request: Request) -> str:
    """Whose session this request carries, or ""."""
    ctx: Context = request.app.state.ctx
    return entry.session_person(ctx, session_token(request))


def check_owner(request: Request) -> None:
    """Tell a device that waited, and is nobody now, when its owner was erased (B14).

    Its entries are named for their owner by a hash that only that device and we can know.
    """
    if erase.owner_is_gone(request.app.state.ctx, request.headers.get(OWNER_HEADER, "")):
        raise PersonGone("This diary was erased.")


def form_token(request: Request) -> str:
    """The token that forms of this session carry; bound to the session and never stored."""
    token = session_token(request)
    if not token or not request.state.person:
        return ""
    return hmac.new(token.encode(), b"form token, version 1", hashlib.sha256).hexdigest()


def check_form_token(request: Request, sent: str) -> None:
    """The sent token must be this session's, compared in constant time."""
    own = form_token(request)
    if not own or not hmac.compare_digest(own.encode(), sent.encode("utf-8", "replace")):
        raise StaleForm("This page was open for a long time. Please send again.")


async def read_body(request: Request, takes: str) -> bytes:
    """The whole body, refused before reading on when its type or size is wrong."""
    kind = request.headers.get("content-type", "")
    wanted = {"form": "application/x-www-form-urlencoded", "json": "application/json"}[takes]
    parts = [part.strip().lower() for part in kind.split(";")]
    if parts[0] != wanted or any(not _is_utf8(part) for part in parts[1:] if part):
        raise WrongType("This kind of content is not taken here.", values_sent=parts[0][:40])
    if said_length(request) > MAX_BODY_BYTES:
        raise TooBig("That is more than fits: 2 MB at most.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooBig("That is more than fits: 2 MB at most.")
    return bytes(body)


def said_length(request: Request) -> int:
    """How long the body says it is; 0 when it does not say so. It is counted all the same."""
    length = request.headers.get("content-length", "")
    return int(length[:LONGEST_LENGTH]) if length.isdecimal() else 0


def parse_form(body: bytes) -> Form:
    """A form body as field values, exactly as typed. NUL or invalid bytes are refused."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            encoding="utf-8",
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:  # also UnicodeDecodeError
        raise BadBody("Something in this form could not be read as text.") from error
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise BadBody("Something in this form could not be read as text.")
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return Form({name: tuple(values) for name, values in fields.items()})


def session_cookie(request: Request, token: str, age: int = SESSION_SECONDS) -> str:
    """The Set-Cookie value that keeps a browser signed in for 180 days; for 0 it lets go."""
    return f"{cookie_name(request)}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax"


def seal_cookies(message: Message) -> None:
    """Let every cookie of an answer travel over TLS only."""
    message["headers"] = [
        (name, value + b"; Secure" if name == b"set-cookie" else value)
        for name, value in message["headers"]
    ]


def _is_utf8(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() != "charset" or value.strip().strip('"') in ("utf-8", "utf8")
