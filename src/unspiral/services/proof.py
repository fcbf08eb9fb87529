"""Fresh proof: that whoever asks is at the computer now, and not only at an open browser.

Local mode has no password. A browser that came in by the terminal's link less than ten minutes ago
has shown it; any other types six digits that stand in the terminal and in a file of the data
folder (docs/adr/0035-fresh-proof.md).
"""

import os
import sys

from unspiral.services import entry, pairing
from unspiral.services.context import Context

FILE = "proof-code"


def is_fresh(ctx: Context, token: str) -> bool:
    """Whether this session came by the terminal's link or typed a code within ten minutes."""
    typed = ctx.proofs.fresh(entry.token_hash(token), ctx.clock())
    return typed or pairing.is_fresh(ctx, token)


def new_code(ctx: Context) -> None:
    """Make six digits and show them where only somebody at the computer sees them.

    They stand in DIR/proof-code, mode 0600, and in the terminal when there is one; never in the
    log. Raises TooManyWrong.
    """
    code = ctx.proofs.make(ctx.clock())
    if ctx.settings.data.is_dir():
        path = ctx.settings.data / FILE
        part = path.with_name(f".{FILE}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(code + "\n")
        part.replace(path)
    if sys.stdout.isatty():
        sys.stdout.write(f"\nThe page My data asks for these digits: {code[:3]} {code[3:]}\n")
        sys.stdout.flush()


def typed(ctx: Context, token: str, digits: str) -> bool:
    """Whether these are the digits; then this session has shown proof. Raises TooManyWrong."""
    right = ctx.proofs.show(digits, entry.token_hash(token), ctx.clock())
    if right:
        (ctx.settings.data / FILE).unlink(missing_ok=True)
    return right
