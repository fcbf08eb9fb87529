"""The options of every command that works on a data folder."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from unspiral.errors import BadInput
from unspiral.settings import Settings, default_data

DATABASE_ADDRESS = "UNSPIRAL_DATABASE"

data_option: Callable[[Any], Any] = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Data folder. Without it: ~/.local/share/unspiral.",
)
json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document."
)


class PlainFile(click.Path):
    """A file that is there to be read: no pipe and no device, which may never end."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises BadInput before anything opens it."""
        found = super().convert(value, param, ctx)
        if not Path(os.fsdecode(found)).is_file():
            raise BadInput(
                "This is a pipe or a device, not a file.",
                "Nothing was stored.",
                "Save it to a file first.",
                problem="not_a_file",
            )
        return found


def with_records(settings: Settings) -> Settings:
    """`settings`, when records stand there. Raises BadInput, and makes no folder, when none do."""
    from unspiral.bootstrap import database_file

    if not settings.database and not database_file(settings).exists():
        raise BadInput("There are no records in this folder.", "Nothing was written.")
    return settings


def settings_for(data: Path | None, port: int = 8321) -> Settings:
    """Settings of one command; a PostgreSQL address comes from the environment, never a flag."""
    folder = (data or default_data()).expanduser().absolute()
    return Settings(folder, port, os.environ.get(DATABASE_ADDRESS, ""))
