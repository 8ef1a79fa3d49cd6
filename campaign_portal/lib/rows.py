"""Narrowing a queryset without joins that multiply its rows, and reading a row again under a lock."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


def where(queryset: QuerySet, condition: Q) -> QuerySet:
    """Rows that meet a condition over many-valued relations, each once, without DISTINCT over wide columns."""
    return queryset.filter(pk__in=queryset.model._base_manager.filter(condition).values("pk"))


def lock(row: Row) -> Row:
    """The row as it stands now, held until the end of the transaction; call it inside one.

    Related rows are left to be read afterwards, each as it stands then: PostgreSQL, having waited for the lock, gives
    the newest version of the locked row but joins it to what it had read before the wait.

    The lock keeps others from changing the row, not from naming it: a log row that points at a locked letter is written
    at once. Else an officer holding the letter and a unit holding its own work would wait for each other for ever.
    """
    return type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
