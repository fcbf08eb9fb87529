"""The six digits of fresh proof, and who has typed them. Nothing here touches a disk."""

import hmac
import secrets
import threading
from datetime import datetime, timedelta

from unspiral.errors import UnspiralError

LASTS = timedelta(minutes=10)  # a code, and what it proves (safety page, section 3)
DIGITS = 6
WRONG_BY_CODE = 5  # then the code is void
WRONG_IN_ALL = 20  # then none is taken until the program is started again


class TooManyWrong(UnspiralError):
    """So many wrong codes that none is taken any more before the next start."""

    code = "too_many_codes"
    status = 429


class Proofs:
    """One code at a time, and the sessions that have typed one. It lives with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._digits = ""
        self._made: datetime | None = None
        self._wrong = self._wrong_in_all = 0
        self._shown: dict[str, datetime] = {}

    def make(self, now: datetime) -> str:
        """A fresh code; the one before is void. Raises TooManyWrong."""
        with self._lock:
            self._refuse_many()
            self._digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
            self._made, self._wrong = now, 0
            return self._digits

    def waits(self, now: datetime) -> bool:
        """Whether a code may be typed now."""
        with self._lock:
            return self._lasts(now)

    def show(self, typed: str, session: str, now: datetime) -> bool:
        """Whether `typed` is the code; then `session` (a hash) has shown proof, and it is spent.

        Raises TooManyWrong, without looking, after too many wrong ones.
        """
        given = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
        with self._lock:
            self._refuse_many()
            open_now = self._lasts(now)
            right = hmac.compare_digest(self._digits, given) and open_now
            if right:
                self._shown = {name: at for name, at in self._shown.items() if now - at <= LASTS}
                self._shown[session] = now
                self._wrong_in_all = 0
            elif open_now:
                self._wrong += 1
                self._wrong_in_all += 1
            if right or self._wrong >= WRONG_BY_CODE:
                self._digits, self._made = "", None
            return right

    def fresh(self, session: str, now: datetime) -> bool:
        """Whether this session typed a code in the last ten minutes."""
        with self._lock:
            at = self._shown.get(session)
        return at is not None and timedelta(0) <= now - at <= LASTS

    def _lasts(self, now: datetime) -> bool:
        """Within its ten minutes. A clock that was set back makes none of them longer."""
        return self._made is not None and timedelta(0) <= now - self._made < LASTS

    def _refuse_many(self) -> None:
        if self._wrong_in_all >= WRONG_IN_ALL:
            raise TooManyWrong("Too many wrong codes.")
