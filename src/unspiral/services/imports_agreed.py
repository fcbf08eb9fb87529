"""The one yes that devices need: a dated answer, off until given, as easy to take back."""

from unspiral.records.facts import Answer
from unspiral.services.context import Context, today_now
from unspiral.services.imports import Imported
from unspiral.services.operations import Origin, write

DEVICES = "device_import"
FORMATS = frozenset({"apple_health"})  # what watches and phones told


def of_devices(found: Imported) -> bool:
    """Whether a file holds what watches and phones told: by its format, or as its map says."""
    return found.format in FORMATS or bool(found.sources)


def agreed(ctx: Context, person: str) -> bool:
    """Whether this person said yes to keeping what a watch or phone tells."""
    with ctx.store.read(person) as tx:
        answer = tx.answers().get(DEVICES)
    return answer is not None and answer.value == "yes"


def answer(ctx: Context, person: str, yes: bool, origin: Origin) -> None:
    """Keep a yes or a no. A no leaves what came before: each file can be taken back."""
    with ctx.store.read(person) as tx:
        today = today_now(ctx, tx)
    said = Answer(DEVICES, "yes" if yes else "no", ctx.clock(), today, "consent", 1)
    write(ctx, person, "setup", origin, answers=(said,))
