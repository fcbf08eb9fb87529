"""How a phone is let in on the home network: one-use codes, and the phones they opened for.

A code lives in this process only, as a hash, and for ten minutes. What it opens is a browser
session like any other, with a name, so that its owner can tell it from the others and end it.
"""

import hmac
import secrets
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from unspiral.clock import Clock
from unspiral.errors import UnspiralError
from unspiral.services import entry
from unspiral.services.context import Context
from unspiral.store.base import Device

# Crockford's letters: none looks like another one when read from a screen and typed.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
GROUPS, GROUP = 3, 4  # 12 letters of 5 bits: 60 bits
CODE_LASTS = timedelta(minutes=10)
WRONG_BY_ONE, WRONG_BY_ALL = 10, 100  # wrong codes taken in the time a code lasts
FRESH = timedelta(minutes=10)  # safety.md section 3: opening a way in asks for fresh proof
MOST_NAME = 40


class TooManyTries(UnspiralError):
    """So many wrong codes that no more are looked at for a while."""

    code = "too_many_tries"
    status = 429


class Codes:
    """The one code that opens now. Making another ends it; so do its use and ten minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hash = ""
        self._until: datetime | None = None
        self._wrong: deque[tuple[datetime, str]] = deque()

    def make(self) -> str:
        """A fresh code, in groups for reading: "4K7M-0QXT-9RWB"."""
        drawn = "".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP))
        with self._lock:
            self._hash = entry.token_hash(drawn)
            self._until = self._clock() + CODE_LASTS
        return "-".join(drawn[at : at + GROUP] for at in range(0, len(drawn), GROUP))

    def fits(self, typed: str, caller: str) -> bool:
        """Whether `typed` would open now. A wrong one counts against `caller`, an address.

        Raises TooManyTries, without looking, after too many wrong ones.
        """
        with self._lock:
            return self._fits(typed, caller)

    def use(self, typed: str, caller: str) -> bool:
        """The same, and the code is spent."""
        with self._lock:
            right = self._fits(typed, caller)
            if right:
                self._hash, self._until = "", None
            return right

    def _fits(self, typed: str, caller: str) -> bool:
        now = self._clock()
        self._refuse_many(caller, now)
        open_now = self._until is not None and now < self._until
        right = hmac.compare_digest(self._hash, entry.token_hash(plain(typed))) and open_now
        if not right:
            self._wrong.append((now, caller))
        return right

    def _refuse_many(self, caller: str, now: datetime) -> None:
        while self._wrong and self._wrong[0][0] <= now - CODE_LASTS:
            self._wrong.popleft()
        own = sum(one == caller for _, one in self._wrong)
        if own >= WRONG_BY_ONE or len(self._wrong) >= WRONG_BY_ALL:
            raise TooManyTries("Too many wrong codes.")


@dataclass(frozen=True, slots=True)
class HomeDoor:
    """The way in from the home network: where it is, and what a phone has to trust for it.

    `name` is this machine's address on that network, or its `.local` name. `certificate` is that
    of the machine's own authority (DER), `fingerprint` its SHA-256 as pairs of digits.
    """

    name: str
    port: int
    certificate: bytes
    fingerprint: str
    codes: Codes

    @property
    def host(self) -> str:
        """The only Host a request may name here."""
        return self.name if self.port == 443 else f"{self.name}:{self.port}"

    @property
    def address(self) -> str:
        """`https://NAME:PORT`, without a closing slash."""
        return f"https://{self.host}"

    def link(self, code: str) -> str:
        """What the camera reads."""
        return f"{self.address}/pair/{code}"


def plain(typed: str) -> str:
    """A code as it is compared: capitals, no spaces or strokes, letters that look alike as one."""
    kept = typed.upper().translate(ALIKE)
    return "".join(letter for letter in kept if letter in LETTERS)


def let_in(ctx: Context, person: str, name: str, old_token: str = "") -> str:
    """A new session for a phone whose code was right. The one it held before ends."""
    token = secrets.token_urlsafe(32)
    now = ctx.clock()
    until = now + timedelta(days=entry.SESSION_DAYS)
    ctx.store.add_device(entry.token_hash(token), person, tidy(name), now, until)
    if old_token:
        entry.end_session(ctx, old_token)
    return token


def tidy(name: str) -> str:
    """What a phone is called: one line of at most 40 characters that can be seen; "" is no name."""
    seen = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(seen.split())[:MOST_NAME].strip()


def phones(ctx: Context, person: str) -> tuple[Device, ...]:
    """The phones that may come in now, oldest first."""
    return ctx.store.devices(person, ctx.clock())


def phone_of(ctx: Context, person: str, token: str) -> Device | None:
    """The phone that holds this session."""
    held = entry.token_hash(token)
    return next((one for one in phones(ctx, person) if one.hash == held), None)


def short(device: Device) -> str:
    """What a form calls a phone: the start of its hash, which opens nothing."""
    return device.hash[:16]


def remove(ctx: Context, person: str, called: str) -> None:
    """End the session of one's own phone; its next request is nobody's. Twice is the same."""
    for one in phones(ctx, person):
        if short(one) == called:
            ctx.store.end_session(one.hash)


def is_fresh(ctx: Context, token: str) -> bool:
    """Whether this session came in by the link from the terminal in the last ten minutes."""
    until = ctx.store.session_until(entry.token_hash(token))
    if until is None:
        return False
    age = ctx.clock() - (until - timedelta(days=entry.SESSION_DAYS))
    return timedelta(0) <= age <= FRESH
