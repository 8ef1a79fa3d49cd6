"""Planning reminders for very many open deliveries, beside writing the same rows. Sending: mailing.py."""

import os
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from benchmarks.measure import once, tell

LETTERS = 10
STEP, DUE_ON = "2024-11-13 08:00", date(2024, 11, 20)
"""The step of seven days; the one of fourteen lay before the issue."""


def reminders(full: bool = False) -> None:
    planning(100_000 if full else 10_000)


class Cost(NamedTuple):
    processor: float
    clock: float
    queries: int


def planning(rows: int) -> None:
    from django.db import connection

    from campaign_portal.lib.workdays import WorkCalendar
    from directives.models import Reminder
    from directives.reminders import plan_reminders
    from units.tests.factories import local

    open_deliveries(rows)
    now, calendar = local(STEP), WorkCalendar([])

    def plan() -> dict[str, int]:
        return plan_reminders(now=now, calendar=calendar)

    plan()  # warms up, and leaves the rows that are then written by hand
    for_all = Reminder.objects.filter(state="planned", delivery__isnull=False)
    same = [_anew(row) for row in for_all]
    assert len(same) == rows, len(same)
    costs: dict[str, list[Cost]] = {"written": [], "planned": [], "again": []}
    for _round in range(3):
        empty()
        costs["written"].append(cost(lambda: Reminder.objects.bulk_create(map(_anew, same), batch_size=1000)))
        empty()
        costs["planned"].append(cost(plan))
        assert for_all.count() == rows
        costs["again"].append(cost(plan))
        assert for_all.count() == rows
    written, planned, again = (sorted(costs[name])[1] for name in ("written", "planned", "again"))
    on = f"{connection.vendor}, {_dotted(rows)} rows of {LETTERS} letters"
    _tell(f"one bulk_create ({on})", written)
    _tell("planning the same rows", planned, written, "bulk_create")
    _tell("a second run, which finds nothing to plan", again, planned, "the first run")
    print(f"{'queries per 1.000 rows':<58} {planned.queries / rows * 1000:>10.1f}", flush=True)


def _anew(row):
    row.pk, row._state.adding = None, True
    return row


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _tell(what: str, value: Cost, than: Cost | None = None, of: str = "") -> None:
    tell(what, value.processor, "s", than and value.processor / than.processor, of)
    tell("  on the clock", value.clock, "s", than and value.clock / than.clock, of)


def cost(act: Callable[[], object]) -> Cost:
    """Processor seconds of this process and of the database's own for it, seconds on the clock, and queries."""
    from django.db import connection

    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += "SAVEPOINT" not in sql
        return execute(sql, params, many, context)

    server, began = _server_seconds(), time.perf_counter()
    with connection.execute_wrapper(count):
        own = once(act)
    taken = time.perf_counter() - began
    return Cost(own + _server_seconds() - server, taken, queries)


def _server_seconds() -> float:
    """What the process of the server that serves us has used; SQLite has none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        with open(f"/proc/{pid}/stat") as stat:
            used = stat.read().rpartition(")")[2].split()[11:13]
    except OSError:  # another machine's
        return 0.0
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def empty() -> None:
    """No reminders, as if none had ever been planned."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE directives_reminder CASCADE")
        else:
            cursor.execute("DELETE FROM directives_reminder")


def open_deliveries(rows: int) -> None:
    """So many units, each with something open, told of by ten letters that they have received."""
    from django.db import connection

    from units.models import Unit
    from units.tests.factories import make_unit, make_user

    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    pattern = make_unit(kind="college")
    Unit.objects.bulk_create(
        (_like(pattern, number) for number in range(rows // LETTERS - 1)),
        batch_size=2000,
    )
    units = list(Unit.objects.filter(kind="college"))
    for _letter in range(LETTERS):
        open_letter(issuer, officer, units)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _like(pattern, number: int):
    from units.models import Unit

    columns = {field.attname: getattr(pattern, field.attname) for field in Unit._meta.concrete_fields}
    columns |= {"id": None, "name": f"{pattern.name} {number}"}
    return Unit(**columns)


def open_letter(issuer, officer, units) -> None:
    """Issued by the real act to the first unit; the rest have rows like that one's."""
    from directives.models import Change, Delivery, Obligation
    from directives.services.issuing import issue
    from directives.services.receipts import confirm_receipt
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import local

    now = local("2024-11-07 09:00")
    draft = make_draft(issuer, officer, due_on=DUE_ON, dated_on=date(2024, 11, 7))
    type(draft.campaign).objects.filter(pk=draft.campaign_id).update(ladder=_default())
    add_group(draft, "Các trường", units[:1], "Đăng tải")
    letter = issue(directive=draft, actor=officer, now=now)
    first = confirm_receipt(delivery=letter.deliveries.get(), actor=officer, now=now)
    rest = Delivery.objects.bulk_create(
        (_copied(first, unit=unit, unit_name=unit.name, unit_sort_key=unit.sort_key) for unit in units[1:]),
        batch_size=2000,
    )
    root = first.obligations.get()
    owed = Obligation.objects.bulk_create(
        (
            _copied(root, delivery=row, unit_id=row.unit_id, responsible_unit_id=row.unit_id, last_change=None)
            for row in rest
        ),
        batch_size=2000,
    )
    act = Change.objects.get(obligation=root)
    Change.objects.bulk_create(
        (
            _copied(act, delivery_id=row.delivery_id, obligation=row, unit_id=row.unit_id, about_id=row.pk)
            for row in owed
        ),
        batch_size=2000,
    )


def _default() -> list[str]:
    from directives.ladder import default_steps

    return default_steps()


def _copied(row, **columns):
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    made = type(row)(**{name: getattr(row, name) for name in names})
    for name, value in columns.items():
        setattr(made, name, value)
    return made
