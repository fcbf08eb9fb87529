"""Settings of one running program: where data lies, and its port."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the data folder of one person; `database` a PostgreSQL address instead."""

    data: Path
    port: int = 8321
    database: str = ""


def default_data() -> Path:
    """Where data lies unless --data says otherwise: ~/.local/share/unspiral."""
    return Path.home() / ".local" / "share" / "unspiral"
