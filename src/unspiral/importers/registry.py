"""Finds the importer of a file by its first bytes and its name."""

from importlib import import_module

from unspiral.importers.base import Importer
from unspiral.importers.generic_csv import GenericCsv
from unspiral.importers.stream import StreamImporter

IMPORTERS: tuple[Importer, ...] = (GenericCsv(),)


def find(head: bytes, filename: str) -> Importer | None:
    """The importer most sure of the file, or None when no one knows it."""
    best = max(IMPORTERS, key=lambda importer: importer.identify(head, filename))
    return best if best.identify(head, filename) > 0 else None


# Formats read in the limited child, and where their importers stand; loaded when needed.
STREAMS = {
    "apple_health": ("unspiral.importers.apple_health", "AppleHealth"),
    "table": ("unspiral.importers.table_stream", "TableFile"),
}


def stream_importer(name: str) -> StreamImporter:
    """The importer called `name` in `STREAMS`."""
    module, made = STREAMS[name]
    importer: StreamImporter = getattr(import_module(module), made)()
    return importer


def identify(head: bytes, filename: str) -> str | None:
    """The name of the stream importer most sure of the file, or None when no one knows it."""
    sure = {name: stream_importer(name).identify(head, filename) for name in STREAMS}
    best = max(sure, key=lambda name: sure[name])
    return best if sure[best] > 0 else None
