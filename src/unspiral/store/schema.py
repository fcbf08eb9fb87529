"""Which schema a database has, and how it becomes the newest one.

Opening costs one small query. Alembic is imported only when there is something to do.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from unspiral.errors import NewerFolder, StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "schema_version"
EMPTY = ""


def head(scripts: Path = MIGRATIONS) -> str:
    """The newest schema this program knows, as its four digits."""
    return max(path.name[:4] for path in (scripts / "versions").glob("[0-9]*.py"))


def stored_version(connection: Connection) -> str:
    """The schema of a database, or `EMPTY` for one without any table."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables:
            raise StoreUnavailable(
                "These are not Unspiral's data.",
                kept="Nothing was changed.",
                next_step="Choose another folder or database.",
            )
        return EMPTY
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()
    return found[0] if found else EMPTY


def prepare(
    connection: Connection, before: Callable[[str], None], scripts: Path = MIGRATIONS
) -> None:
    """Bring the database of `connection` to the newest schema.

    `before` is called with the old version when there are data to lose, so that it can make a
    copy first; if it fails, nothing is migrated. Raises NewerFolder for a schema from a newer
    program; nothing is changed then.
    """
    found, newest = stored_version(connection), head(scripts)
    connection.rollback()
    if found == newest:
        return
    if found > newest:
        raise NewerFolder(
            "These data were written by a newer Unspiral.",
            kept="Nothing was opened or changed.",
            next_step="Update Unspiral, then start again.",
            found=found,
            known=newest,
        )
    if found != EMPTY:
        before(found)
    migrate(connection, newest, scripts)


def migrate(connection: Connection, to: str, scripts: Path = MIGRATIONS) -> None:
    """Run the migration chain up to version `to`; each step commits with its own record."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
