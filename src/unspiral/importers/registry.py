"""Finds the importer of a file by its first bytes and its name."""

from unspiral.importers.base import Importer
from unspiral.importers.generic_csv import GenericCsv

IMPORTERS: tuple[Importer, ...] = (GenericCsv(),)


def find(head: bytes, filename: str) -> Importer | None:
    """The importer most sure of the file, or None when no one knows it."""
    best = max(IMPORTERS, key=lambda importer: importer.identify(head, filename))
    return best if best.identify(head, filename) > 0 else None
