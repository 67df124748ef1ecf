"""Up from nothing equals the models, on both databases; and a newer database is refused."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from storage import migrations, triggers
from storage.database import Database, NotMigrated, TooNew
from tests.databases import SECRET


def written(index):
    return f"{index | {'dialect_options': {name: str(value) for name, value in index['dialect_options'].items()}}}"


def shape(connection):
    """Every table with its columns, keys, checks and indexes, as the database itself tells them."""
    look = inspect(connection)
    return {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
            "key": look.get_pk_constraint(table),
            "references": sorted(map(str, look.get_foreign_keys(table))),
            "unique": sorted(map(str, look.get_unique_constraints(table))),
            "checks": sorted(check["sqltext"] for check in look.get_check_constraints(table)),
            "indexes": sorted(written(index) for index in look.get_indexes(table)),
            "options": look.get_table_options(table),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def test_up_from_nothing_equals_the_models(database):
    with database.transaction() as session:
        connection = session.connection()
        context = MigrationContext.configure(connection, opts={"compare_type": migrations.types_differ})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_check_and_key_equals_the_models_too(database):
    with database.transaction() as session:
        connection = session.connection()
        triggers.take_down(connection)
        migrated = shape(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        SQLModel.metadata.drop_all(connection)
        SQLModel.metadata.create_all(connection)
        assert migrated == shape(connection)


def test_the_nets_hang(database):
    with database.reading() as session:
        hanging = triggers.hanging(session.connection())
    assert {"credit_move_place"} <= hanging
    assert len(hanging) >= 7


def test_every_table_of_sqlite_is_strict(sqlite_database):
    with sqlite_database.reading() as session:
        listed = session.connection().execute(text("PRAGMA table_list")).mappings().all()
    lax = {row["name"] for row in listed if not row["strict"]} - {"alembic_version"}
    assert {name for name in lax if not name.startswith("sqlite_")} == set()


def test_migrating_again_changes_nothing(database):
    database.migrate()
    database.check()
    assert database.revision() == migrations.newest()


def test_a_database_from_a_newer_version_is_refused(database):
    with database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for door in (database.migrate, database.check):
        with pytest.raises(TooNew, match="9999, which is newer"):
            door()


def test_an_empty_database_asks_to_be_migrated(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/new.db", secret=SECRET)
    assert database.revision() is None
    with pytest.raises(NotMigrated, match="repbook migrate"):
        database.check()
    database.close()


def test_a_migration_that_fails_leaves_everything_as_it_was(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/half.db", secret=SECRET)
    with database.transaction() as session:
        session.connection().execute(text("CREATE TABLE outbox (id INTEGER PRIMARY KEY) STRICT"))
    with pytest.raises(Exception, match="already exists"):
        database.migrate()
    with database.reading() as session:
        assert inspect(session.connection()).get_table_names() == ["outbox"]
    database.close()


def test_revisions_are_numbered_in_their_order(sqlite_database):
    with sqlite_database.reading() as session:
        scripts = ScriptDirectory.from_config(migrations.config(session.connection()))
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == migrations.known()
