"""A folder for what a service lays aside while it works; gone with the process."""

from pathlib import Path
from tempfile import TemporaryDirectory

from unspiral.settings import Settings

_HELD = TemporaryDirectory(prefix="unspiral-test-")
SETTINGS = Settings(Path(_HELD.name))
