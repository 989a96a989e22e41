"""The models and the migrations speak of the same tables, on both databases, in both directions."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from db import Database, migrate
from db.migrate import _config
from db.models import Base


def test_the_models_are_what_the_migrations_make(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, Base.metadata) == []
    database.dispose()


def test_every_migration_can_be_taken_back_and_made_again(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate(database_url)
    assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())
    database.dispose()
