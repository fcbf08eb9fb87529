"""A column without purpose, sensitivity and retention fails the build (goal V4)."""

from pathlib import Path

from sqlalchemy import inspect

from unspiral.store.inventory import INVENTORY, RETENTION, SENSITIVITY, as_markdown
from unspiral.store.opening import open_memory
from unspiral.store.tables import metadata


def columns_of_a_new_database() -> set[str]:
    store = open_memory()
    try:
        with store.database.reading() as connection:
            tables = inspect(connection)
            return {
                f"{table}.{column['name']}"
                for table in tables.get_table_names()
                for column in tables.get_columns(table)
            }
    finally:
        store.close()


def test_every_stored_column_is_in_the_inventory_and_no_other() -> None:
    listed = {f"{table}.{name}" for table, names in INVENTORY.items() for name in names}
    assert columns_of_a_new_database() == listed


def test_every_column_says_all_three() -> None:
    uses = [use for columns in INVENTORY.values() for use in columns.values()]
    assert all(use.purpose and use.sensitivity in SENSITIVITY for use in uses)
    assert all(use.retention in RETENTION for use in uses)


def test_every_row_of_a_person_can_be_found_by_that_person() -> None:
    scoped = {name for name, table in metadata.tables.items() if "person" in table.c}
    assert scoped == set(metadata.tables) - {"person"}


def test_the_reference_shows_the_inventory(root: Path) -> None:
    assert as_markdown() in (root / "docs/reference/store.md").read_text()
