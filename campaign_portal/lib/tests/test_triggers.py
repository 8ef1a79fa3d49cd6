from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.writer import MigrationWriter

from campaign_portal.lib.triggers import RefuseChange

pytestmark = pytest.mark.django_db

RULE = {"table": "tried", "message": "the letter is frozen"}


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def rows() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, text, note FROM tried ORDER BY id")
        return cursor.fetchall()


def editor():
    """Executes as the schema editor does, but inside the test's transaction, which SQLite's own editor refuses."""
    return SimpleNamespace(connection=connection, execute=lambda sql, params=None: run(sql))


def apply(**rule) -> RefuseChange:
    operation = RefuseChange("tried_is_frozen", **RULE | rule)
    operation.code(None, editor())
    return operation


@pytest.fixture(autouse=True)
def table():
    run("CREATE TABLE tried (id integer PRIMARY KEY, text varchar(20), note varchar(20), issued integer)")
    run("INSERT INTO tried VALUES (1, 'draft', '', 0), (2, 'issued', '', 1)")


def test_every_update_is_refused_with_the_message():
    apply()
    with pytest.raises(IntegrityError, match="the letter is frozen"):
        run("UPDATE tried SET note = 'x' WHERE id = 1")
    assert rows() == [(1, "draft", ""), (2, "issued", "")]


def test_only_the_named_columns_are_frozen():
    apply(columns=["text"])
    run("UPDATE tried SET note = 'x'")
    with pytest.raises(IntegrityError, match="the letter is frozen"):
        run("UPDATE tried SET text = 'x' WHERE id = 1")
    assert rows() == [(1, "draft", "x"), (2, "issued", "x")]


def test_only_the_rows_of_the_condition_are_frozen():
    apply(when="OLD.issued = 1 AND OLD.text IS DISTINCT FROM NEW.text")
    run("UPDATE tried SET text = 'x' WHERE id = 1")
    run("UPDATE tried SET text = 'issued', note = 'x' WHERE id = 2")
    with pytest.raises(IntegrityError, match="the letter is frozen"):
        run("UPDATE tried SET text = NULL WHERE id = 2")
    assert rows() == [(1, "x", ""), (2, "issued", "x")]


def test_postgresql_refuses_to_delete_the_rows_that_must_stay():
    apply(when="OLD.issued = 1 AND NEW.issued = 0", delete=True, delete_when="OLD.issued = 1")
    run("DELETE FROM tried WHERE id = 1")
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="the letter is frozen"):
            run("DELETE FROM tried")
        assert rows() == [(2, "issued", "")]
    else:
        run("DELETE FROM tried")
        assert rows() == []


def test_applied_twice_it_stands_once_and_reversed_it_is_gone():
    apply(delete=True)
    operation = apply(delete=True)
    operation.reverse_code(None, editor())
    run("UPDATE tried SET note = 'x'")
    run("DELETE FROM tried")
    assert rows() == []


def test_a_migration_that_holds_it_can_be_written_again():
    operation = RefuseChange("tried_is_frozen", **RULE, columns=["text"], delete=True)
    name, args, kwargs = operation.deconstruct()
    again = RefuseChange(*args, **kwargs)
    assert name == "RefuseChange"
    assert again.deconstruct() == operation.deconstruct()
    assert MigrationWriter.serialize(kwargs)[0]


@pytest.mark.parametrize("wrong", [{"table": "a b"}, {"message": "it's"}, {"columns": ["a; DROP TABLE b"]}])
def test_what_is_no_name_is_refused(wrong):
    with pytest.raises(ValueError):
        RefuseChange("tried_is_frozen", **RULE | wrong)
