"""Files with faults: bytes flipped, cut, doubled, and structure turned round, by a seed."""

from random import Random

NASTY = (
    b"", b"0", b"-1", b"1e309", b"nan", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&lt;", b"&#11;",
    b"&#xD800;", b"&unknown;", b"9" * 400, b"2025-13-45 99:99:99 +9999", b"Europe/Paris",
    b"0001-01-01 00:00:00 -2359", b"9999-12-31 23:59:59 +2359", b"../../etc/passwd", b"<", b">",
    b'"', b"\r", b"=1+1", b"\xe2\x80\xae", b"HKQuantityTypeIdentifierStepCount", b"-00:00", b",",
    b";;;;", b"]]>", b"<!--",
)  # fmt: skip


def mutate(content: bytes, rng: Random) -> bytes:
    """One to five faults."""
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        content = rng.choice(WAYS)(content, rng)
    return content


def alter(content: bytes, rng: Random) -> bytes:
    """Other values, in a file that stays whole as a file."""
    for _ in range(rng.randint(1, 5)):
        content = _value(content, rng)
    return content


def _flip(content: bytes, rng: Random) -> bytes:
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        if made:
            made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def _at_an_end(content: bytes, rng: Random) -> bytes:
    """A flip where archives keep their lists and files their marks."""
    made = bytearray(content)
    if made:
        far = rng.randrange(min(len(made), 160))
        made[far if rng.random() < 0.4 else len(made) - 1 - far] ^= 1 << rng.randrange(8)
    return bytes(made)


def _cut(content: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] if rng.random() < 0.7 else content[at:]


def _double(content: bytes, rng: Random) -> bytes:
    start, end = sorted((rng.randint(0, len(content)), rng.randint(0, len(content))))
    return content[:end] + content[start:end] * rng.choice((1, 2, 5)) + content[end:]


def _drop(content: bytes, rng: Random) -> bytes:
    start = rng.randint(0, len(content))
    return content[:start] + content[start + rng.choice((1, 4, 40, 400)) :]


def _insert(content: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + rng.choice(NASTY) + content[at:]


def _value(content: bytes, rng: Random) -> bytes:
    """Another text between two quotes, or between two commas."""
    mark = b'"' if content.count(b'"') > 1 else b","
    parts = content.split(mark)
    if len(parts) > 2:
        parts[rng.randrange(1, len(parts) - 1)] = rng.choice(NASTY)
    return mark.join(parts)


def _lines(content: bytes, rng: Random) -> bytes:
    """Lines in another order, one many times."""
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines + [rng.choice(lines)] * rng.choice((0, 1, 30)))


WAYS = (_flip, _flip, _at_an_end, _cut, _double, _drop, _insert, _insert, _value, _value, _lines)
