import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from campaign_portal.lib import activity
from campaign_portal.lib.models import ActivityEntry
from campaign_portal.lib.tests.factories import make_person

NOW = datetime(2024, 11, 13, 1, 0, 0, 123456, tzinfo=UTC)


def record(subject: str = "Công văn 1", **fields):
    return activity.record(**{"actor": None, "verb": "exported", "subject": subject, "now": NOW} | fields)


def change_behind_the_back(pk: int, **fields) -> None:
    """What someone with the database's password can do: drop the trigger, then write."""
    with connection.cursor() as cursor:
        on = " ON ground_activityentry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER activity_is_append_only{on}")
    ActivityEntry.objects.filter(pk=pk).update(**fields)


@pytest.mark.django_db
def test_a_line_holds_what_was_given():
    lan = make_person()
    detail = {"file": UUID(int=1), "day": date(2024, 11, 20), "share": Decimal("0.5"), "rows": 36, "tên": "Ô Môn"}
    row = ActivityEntry.objects.get(pk=record(actor=lan, detail=detail).pk)
    assert (row.at, row.actor, row.verb, row.subject) == (NOW, lan, "exported", "Công văn 1")
    assert row.detail == {
        "file": "00000000-0000-0000-0000-000000000001",
        "day": "2024-11-20",
        "share": "0.5",
        "rows": 36,
        "tên": "Ô Môn",
    }


@pytest.mark.django_db
def test_each_line_carries_the_hash_of_the_one_before():
    first, second = record("một"), record("hai")
    assert first.previous_hash == activity.FIRST_HASH
    assert second.previous_hash == first.hash
    assert activity.verify() == activity.Verdict(lines=2)
    assert activity.verify().is_whole


@pytest.mark.django_db
def test_an_empty_log_is_whole():
    assert activity.verify() == activity.Verdict(lines=0, broken_at=None)


@pytest.mark.django_db
def test_a_line_is_verified_as_the_database_gives_it_back():
    record(detail={"a": [1, True, None, {"b": "ệ"}], "z": "", "A": -3}, now=NOW.astimezone(tz=None))
    record(now=NOW.replace(microsecond=0))
    assert activity.verify() == activity.Verdict(lines=2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"subject": "x"}, {"verb": "x"}, {"detail": {"a": 1}}, {"at": NOW + timedelta(seconds=1)}, {"hash": "f" * 64}],
)
def test_a_changed_line_shows(change):
    rows = [record(str(n)) for n in range(3)]
    change_behind_the_back(rows[1].pk, **change)
    assert activity.verify() == activity.Verdict(lines=1, broken_at=rows[1].pk)


@pytest.mark.django_db
def test_a_changed_actor_shows():
    row = record(actor=make_person())
    change_behind_the_back(row.pk, actor=None)
    assert activity.verify() == activity.Verdict(lines=0, broken_at=row.pk)


@pytest.mark.django_db
def test_a_removed_line_shows():
    rows = [record(str(n)) for n in range(3)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER activity_is_append_only_delete ON ground_activityentry")
        cursor.execute("DELETE FROM ground_activityentry WHERE id = %s", [rows[1].pk])
    assert activity.verify() == activity.Verdict(lines=1, broken_at=rows[2].pk)


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_line():
    row = record()
    row.subject = "khác"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.save(update_fields=["subject"])
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ActivityEntry.objects.update(subject="khác")
    assert ActivityEntry.objects.get().subject == "Công văn 1"


@pytest.mark.django_db
def test_postgresql_refuses_to_delete_a_line_and_sqlite_leaves_it_to_the_chain():
    record()
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            ActivityEntry.objects.all().delete()
        assert ActivityEntry.objects.count() == 1
    else:
        assert ActivityEntry.objects.all().delete()[0] == 1


@pytest.mark.django_db
def test_the_chain_does_not_fork():
    first = record()
    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityEntry.objects.create(at=NOW, verb="x", subject="x", previous_hash=first.previous_hash, hash="1" * 64)


@pytest.mark.django_db
def test_a_rolled_back_act_leaves_no_line():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert activity.verify() == activity.Verdict(lines=0)


@pytest.mark.django_db
def test_a_long_subject_is_cut():
    assert record("x" * 400).subject == "x" * 300


@pytest.mark.django_db
def test_a_float_and_a_naive_time_are_refused():
    with pytest.raises(TypeError, match="no floats"):
        record(detail={"share": 0.5})
    with pytest.raises(ValueError):
        record(now=NOW.replace(tzinfo=None))
    assert ActivityEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain():
    errors = []

    def write():
        try:
            for n in range(5):
                record(str(n))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert activity.verify() == activity.Verdict(lines=20)
