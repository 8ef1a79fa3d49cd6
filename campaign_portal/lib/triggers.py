"""Database triggers that refuse a change, on SQLite and PostgreSQL alike, as one migration operation.

Django rebuilds a SQLite table when a later migration alters it, and its triggers go with it: such a migration must
repeat the operation after the change (creating a trigger that exists replaces it).
"""

import re

from django.db import migrations

_WORD = re.compile(r"[a-z_][a-z0-9_]*")


class RefuseChange(migrations.RunPython):
    """Refuse UPDATE of a table (of some columns of it, of some rows of it), and with `delete` DELETE as well.

    `when` is SQL over OLD and NEW that both databases understand; `delete_when` is SQL over OLD, and tells which rows
    must stay (without it, all). DELETE is refused on PostgreSQL only: on SQLite the tests' flush is a DELETE. A refused
    change raises django.db.IntegrityError with `message`.
    """

    def __init__(
        self,
        name: str,
        *,
        table: str,
        message: str,
        columns=(),
        when: str = "",
        delete: bool = False,
        delete_when: str = "",
    ):
        if not all(_WORD.fullmatch(word) for word in (name, table, *columns)) or "'" in message:
            raise ValueError("names are plain words, and the message holds no quote")
        self.kept = {"name": name, "table": table, "message": message, "columns": tuple(columns), "when": when}
        self.kept |= {"delete": delete, "delete_when": delete_when}
        super().__init__(self._create, self._drop)

    def deconstruct(self):
        kept = dict(self.kept)
        return self.__class__.__qualname__, [kept.pop("name")], kept

    def describe(self) -> str:
        return f"Refuse changes: {self.kept['name']}"

    def _create(self, apps, editor) -> None:
        self._drop(apps, editor)
        for statement in _sql(vendor=editor.connection.vendor, **self.kept):
            editor.execute(statement, params=None)

    def _drop(self, apps, editor) -> None:
        name, table = self.kept["name"], self.kept["table"]
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_delete ON {table}", params=None)
            editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)


def _sql(
    *, vendor: str, name: str, table: str, message: str, columns, when: str, delete: bool, delete_when: str
) -> list[str]:
    of = f" OF {', '.join(columns)}" if columns else ""
    head = f"CREATE TRIGGER {name} BEFORE UPDATE{of} ON {table} FOR EACH ROW{_when(when)}"
    if vendor != "postgresql":
        return [f"{head} BEGIN SELECT RAISE(ABORT, '{message}'); END"]
    statements = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"{head} EXECUTE FUNCTION {name}()",
    ]
    if delete:  # a trigger of its own: the condition of a DELETE cannot speak of NEW
        statements.append(
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} FOR EACH ROW{_when(delete_when)} "
            f"EXECUTE FUNCTION {name}()"
        )
    return statements


def _when(condition: str) -> str:
    return f" WHEN ({condition})" if condition else ""
