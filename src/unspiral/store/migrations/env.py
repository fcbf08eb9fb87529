"""Run by Alembic: migrate over the connection the store hands in, a transaction a step."""

from alembic import context

from unspiral.store.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    transaction_per_migration=True,
)
context.run_migrations()
