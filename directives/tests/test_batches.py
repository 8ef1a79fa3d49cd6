"""Planned rows go to messages in batches: each whole or not at all, and one bad row holds up nobody."""

from collections import Counter

import pytest
from django.db import IntegrityError

from directives.models import Message, Notice
from directives.reminders import batches
from directives.reminders.batches import in_batches, message, shared_out
from directives.reminders.slots import Place
from directives.tests.asking import asked
from directives.tests.factories import make_cast
from units.tests.factories import local

pytestmark = pytest.mark.django_db
AT = local("2024-11-05 10:00")


@pytest.fixture
def three():
    cast = make_cast()
    for _nth in range(3):
        asked(cast)
    return list(Notice.objects.order_by("pk"))


def ending(held):
    """Every row ends, with a message that must not outlive a batch that is taken back."""
    rows = list(held)
    for row in rows:
        message(Place(row.post.author_id, "email", AT), "question", f"row{row.pk}", AT).save()
        row.state, row.state_at, row.reason = Notice.State.CANCELLED, AT, "Không còn cần."
    Notice.objects.bulk_update(rows, ["state", "state_at", "reason"])
    return rows


def refusing(pk, error):
    def move(held):
        rows = ending(held)
        if pk in {row.pk for row in rows}:
            raise error
        return rows

    return move


def planned():
    return Notice.objects.filter(state=Notice.State.PLANNED).order_by("pk")


@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_every_planned_row_moves_once_whatever_the_size_of_a_batch(three, size, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", size)
    assert in_batches(planned(), ending) == Counter(cancelled=3)
    assert in_batches(planned(), ending) == Counter()
    assert Message.objects.count() == 3


@pytest.mark.parametrize("error", [IntegrityError("no"), ValueError("no")], ids=["the database", "the row"])
@pytest.mark.parametrize("size", [1, 3])
def test_a_refused_row_stays_behind_with_its_message_and_the_others_go(three, size, error, monkeypatch, caplog):
    monkeypatch.setattr(batches, "BATCH", size)
    bad = three[1].pk
    assert in_batches(planned(), refusing(bad, error)) == Counter(cancelled=2, errors=1)
    assert list(planned().values_list("pk", flat=True)) == [bad]
    assert not Message.objects.filter(dedupe_key__endswith=f"row{bad}").exists()
    assert f"Notice {bad} was refused" in caplog.text


def test_what_moves_on_to_a_message_is_counted_by_the_sender(three):
    def sending(held):
        rows = list(held)
        for row in rows:
            row.state = Notice.State.SENDING
        return rows

    assert in_batches(planned(), sending) == Counter()


def test_rows_are_shared_out_by_place_in_their_order(three):
    here, there = Place(1, "email", AT), Place(2, "email", AT)
    first, second, third = three
    places = {first.pk: [here, there], second.pk: [], third.pk: [here]}
    assert shared_out(three, places) == {here: [first, third], there: [first]}
