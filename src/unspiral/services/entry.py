"""Ways in: the one-use launch link and the browser session it opens. Tokens are kept as hashes."""

import hashlib
import secrets
from datetime import timedelta

from unspiral.services.context import Context

SESSION_DAYS = 180
LAUNCH_DAYS = 30


def token_hash(token: str) -> str:
    """SHA-256 of a token, as hexadecimal: the only form in which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_launch(ctx: Context, person: str) -> str:
    """A fresh token for `/launch/TOKEN`. It opens one session, once."""
    return _make(ctx, person, "launch", LAUNCH_DAYS)


def open_launch(ctx: Context, token: str) -> str | None:
    """Use up a launch token; a new session token, or None when the link is spent or unknown."""
    person = ctx.store.use_launch(token_hash(token), ctx.clock())
    return None if person is None else _make(ctx, person, "session", SESSION_DAYS)


def session_person(ctx: Context, token: str) -> str:
    """Whose session this is, or "" for nobody's."""
    if not token:
        return ""
    return ctx.store.session_person(token_hash(token), ctx.clock()) or ""


def end_session(ctx: Context, token: str) -> None:
    """Close a session on the server, whatever the browser keeps."""
    ctx.store.end_session(token_hash(token))


def _make(ctx: Context, person: str, kind: str, days: int) -> str:
    token = secrets.token_urlsafe(32)
    until = ctx.clock() + timedelta(days=days)
    ctx.store.add_token(
        token_hash(token), person, "launch" if kind == "launch" else "session", until
    )
    return token
