"""Seeds from content, so that the same diary always says the same."""

import hashlib

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.records.estimate import Panel

MODEL_VERSION = "loop/2"


def fingerprint(panel: Panel, *more: str) -> str:
    """SHA-256 of a panel, the model's version and `more` (content hash, purpose), as hex."""
    digest = hashlib.sha256()
    for part in (MODEL_VERSION, *more, panel.sittings, *panel.input_names):
        digest.update(part.encode() + b"\0")
    for day in panel.days:
        digest.update(day.isoformat().encode())
    for column in sorted(range(len(panel.variables)), key=lambda at: panel.variables[at]):
        digest.update(panel.variables[column].encode() + b"\0")
        digest.update(np.nan_to_num(panel.y[:, column], nan=-1e300).tobytes())
        digest.update(panel.usable[:, column].tobytes())
    digest.update(np.ascontiguousarray(panel.inputs).tobytes())
    return digest.hexdigest()


def generator(*parts: str) -> Generator:
    """A generator seeded by SHA-256 of `parts`."""
    return Generator(PCG64(seed(*parts)))


def seed(*parts: str) -> int:
    """The seed itself, for print: the first 64 bits of SHA-256 of `parts`."""
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:8], "big")
