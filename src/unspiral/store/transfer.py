"""Rows of any database at any schema, copied into a new SQLite file of that same schema."""

from pathlib import Path

from sqlalchemy import Connection, MetaData, insert, select

from unspiral.store.copies import OPENS, seal
from unspiral.store.schema import VERSION_TABLE, migrate, stored_version
from unspiral.store.sqlite import WRITER_SETTINGS, file_uri, open_engine

NOT_COPIED = frozenset({VERSION_TABLE, *OPENS})
ROWS_AT_ONCE = 2000


def copy_into(source: Connection, target: Path, scripts: Path) -> None:
    """Fill the empty file `target` with everything in `source`, and check it."""
    version = stored_version(source)
    engine = open_engine(file_uri(target), WRITER_SETTINGS, "BEGIN IMMEDIATE", size=1)
    try:
        with engine.connect() as copy:
            migrate(copy, version, scripts)
            copy.commit()
            with copy.begin():
                _copy_rows(source, copy)
            seal(copy.connection.driver_connection)
    finally:
        engine.dispose()


def _copy_rows(source: Connection, copy: Connection) -> None:
    """Parents before children. The columns are read from the source, as its schema may be old."""
    shape = MetaData()
    shape.reflect(source)
    for table in shape.sorted_tables:
        if table.name in NOT_COPIED:
            continue
        rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
        for some in rows.mappings().partitions():
            copy.execute(insert(table), [dict(row) for row in some])
