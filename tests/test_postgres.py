"""The tests' own PostgreSQL: every test gets a database of its own."""

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from tests.postgres import connect


def run(url, statement):
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        return result.all() if result.returns_rows else None


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_finds_an_empty_database(postgres_url, time):
    assert postgres_url.startswith("postgresql+psycopg://")
    run(postgres_url, "CREATE TABLE only_here (id integer)")
    assert run(postgres_url, "SELECT count(*) FROM only_here") == [(0,)]


def test_a_prepared_database_is_made_once_and_copied(postgres_server):
    prepared = []

    def with_a_client(url):
        prepared.append(url)
        run(url, "CREATE TABLE client AS SELECT 'Maya' AS name")

    first, second = postgres_server.database(with_a_client), postgres_server.database(with_a_client)
    run(first, "DELETE FROM client")
    assert len(prepared) == 1
    assert run(second, "SELECT name FROM client") == [("Maya",)]
    postgres_server.drop(first)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(make_url(first))
