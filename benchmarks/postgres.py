"""A database of its own on the PostgreSQL server that DATABASE_URL names, dropped in the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """The address of a new, empty database beside the one at `url`."""
    name = f"bench_{os.getpid()}"
    _run(url, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        _run(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(url: str, sql: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        connection.cursor().execute(sql)
    finally:
        connection.close()
