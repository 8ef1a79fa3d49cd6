"""Reminders that people give themselves: written once, never altered, taken back the same day; two officers at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import deliveries_as_of, fold
from directives.journal import journal
from directives.models import About, Change, HandReminder
from directives.reminders import plan_reminders
from directives.services.lifecycle import close_campaign, recall
from directives.services.receipts import refuse
from directives.services.reminding_by_hand import remind_by_hand, take_back_by_hand
from directives.tests.factories import make_cast
from directives.tests.reminding import ledger, run
from units.tests.factories import local

NOW = local("2024-11-13 07:30")
DAY = NOW.date()
ONE = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def cast():
    return make_cast()


def remind(cast, *units, now=NOW, key=None, actor=None, way="phone", **more):
    deliveries = [cast.delivery(unit) for unit in units or [cast.ninh_kieu]]
    about = {"way": way, "actor": actor or cast.officer, "acting_unit": cast.department, "now": now}
    return remind_by_hand(deliveries=deliveries, client_uuid=key or uuid4(), **about, **more)


def take_back(row, cast, *, now=NOW, reason="Nhầm đơn vị", actor=None):
    return take_back_by_hand(reminder=row, reason=reason, actor=actor or cast.officer, now=now)


pytestmark = pytest.mark.django_db


# --- Writing down -----------------------------------------------------------------------------------------------------
def test_a_reminder_says_who_reminded_whom_how_and_what_was_said(cast):
    row = remind(cast, note=" Hẹn nộp thứ Sáu ", spoken_to=cast.focal)[0]
    kept = HandReminder.objects.values(
        "delivery__unit__name", "way", "spoken_to", "note", "recorded_at", "recorded_by", "acting_unit", "withdraws"
    ).get()
    assert kept == {
        "delivery__unit__name": cast.ninh_kieu.name,
        "way": "phone",
        "spoken_to": cast.focal.pk,
        "note": "Hẹn nộp thứ Sáu",
        "recorded_at": NOW,
        "recorded_by": cast.officer.pk,
        "acting_unit": cast.department.pk,
        "withdraws": None,
    }
    change = Change.objects.get(about=About.REMINDER)
    assert (change.about_id, change.event, change.unit_id, change.local_day) == (
        row.pk,
        "reminded",
        cast.ninh_kieu.pk,
        DAY,
    )
    assert (change.acting_unit_id, change.note) == (cast.department.pk, "Hẹn nộp thứ Sáu")


def test_several_units_at_once_are_a_row_each_and_one_line_of_the_log(cast):
    assert len(remind(cast, cast.o_mon, cast.ninh_kieu, way="zalo")) == 2
    assert HandReminder.objects.count() == Change.objects.filter(event="reminded").count() == 2
    assert [line["words"] for line in journal(cast.directive)][0] == "Nhắc bằng tay: 2 đơn vị"


def test_the_same_form_sent_twice_stores_once_and_says_so(cast):
    remind(cast, key=ONE)
    with pytest.raises(AlreadyDone, match="đã được ghi"):
        remind(cast, key=ONE)
    assert HandReminder.objects.count() == Change.objects.filter(event="reminded").count() == 1


def test_a_form_sent_again_with_one_unit_more_adds_only_that_one(cast):
    remind(cast, key=ONE)
    more = remind(cast, cast.ninh_kieu, cast.o_mon, key=ONE)
    assert [row.delivery.unit for row in more] == [cast.o_mon]
    assert HandReminder.objects.count() == 2


def test_two_officers_who_call_the_same_unit_stand_both_in_the_ledger(cast):
    remind(cast)
    remind(cast, actor=cast.second_officer)
    assert set(HandReminder.objects.values_list("recorded_by", flat=True)) == {cast.officer.pk, cast.second_officer.pk}


@pytest.mark.parametrize("over", ["recalled", "closed"])
def test_for_a_letter_that_is_over_nobody_is_reminded_any_more(cast, over):
    if over == "recalled":
        recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Gửi nhầm")
    else:
        close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    with pytest.raises(Refused, match="không cần nhắc"):
        remind(cast)
    assert not HandReminder.objects.exists()


# --- Beside the automatic steps ---------------------------------------------------------------------------------------
def test_the_automatic_step_of_the_same_day_goes_out_all_the_same(cast):
    remind(cast)
    run("2024-11-13 08:00")
    assert ledger(delivery=cast.delivery()) == [("before-7", "sent")]


def test_it_moves_no_figure_of_the_unit_and_no_words_of_its_delivery(cast):
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=NOW, reason="Không thuộc phạm vi")
    before = [(row.note, row.refused_at, row.seen_at) for row in deliveries_as_of(cast.directive, DAY)]
    remind(cast, cast.o_mon, note="Đã gọi")
    assert [(row.note, row.refused_at, row.seen_at) for row in deliveries_as_of(cast.directive, DAY)] == before
    assert plan_reminders(now=NOW) is not None


@pytest.mark.parametrize(
    "at, day",
    [("2024-11-13 23:59", "2024-11-13"), ("2024-11-14 00:00", "2024-11-14"), ("2024-11-14 06:59", "2024-11-14")],
)
def test_a_reminder_belongs_to_its_local_day_and_days_before_do_not_know_it(cast, at, day):
    row = remind(cast, now=local(at))[0]
    told = local(f"{day} 12:00").date()
    known = {each: fold({cast.directive.pk: each}, About.REMINDER) for each in (told.replace(day=told.day - 1), told)}
    assert [row.pk in found for found in known.values()] == [False, True]


# --- Taking back ------------------------------------------------------------------------------------------------------
def test_what_was_ticked_by_mistake_is_taken_back_by_a_row_with_its_reason_and_both_stay(cast):
    row = remind(cast)[0]
    counter = take_back(row, cast, reason="Gọi nhầm số")
    assert (counter.withdraws, counter.note) == (row, "Gọi nhầm số")
    assert HandReminder.objects.count() == 2
    assert not HandReminder.objects.standing().exists()
    assert journal(cast.directive)[0]["words"] == f"Bỏ ghi nhắc bằng tay: {cast.ninh_kieu.name}"


def test_it_is_taken_back_once(cast):
    row = remind(cast)[0]
    counter = take_back(row, cast)
    for again in (row, counter):
        with pytest.raises(AlreadyDone):
            take_back(again, cast)
    assert HandReminder.objects.count() == 2


@pytest.mark.parametrize("at, may", [("2024-11-13 23:59", True), ("2024-11-14 00:00", False)])
def test_only_on_the_local_day_on_which_it_was_written(cast, at, may):
    row = remind(cast)[0]
    if may:
        assert take_back(row, cast, now=local(at)).withdraws == row
    else:
        with pytest.raises(Refused, match="trong ngày hôm nay"):
            take_back(row, cast, now=local(at))


def test_not_without_a_reason(cast):
    with pytest.raises(Refused, match="lý do"):
        take_back(remind(cast)[0], cast, reason="  ")
    assert HandReminder.objects.count() == 1


def test_the_database_refuses_to_alter_it_and_to_take_it_back_without_words(cast):
    row = remind(cast)[0]
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        HandReminder.objects.update(note="khác")
    values = {"delivery": row.delivery, "acting_unit": cast.department, "way": "phone", "recorded_at": NOW}
    values |= {"recorded_by": cast.officer, "withdraws": row, "client_uuid": uuid4()}
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        HandReminder.objects.create(**values)


# --- At once ----------------------------------------------------------------------------------------------------------
def at_once(*acts) -> list:
    gate = Barrier(len(acts))

    def one(act):
        try:
            gate.wait(timeout=10)
            return act()
        except Refused as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_are_both_kept_and_each_form_once():
    cast, other = make_cast(), UUID(int=2)
    units = (cast.ninh_kieu, cast.o_mon)
    acts = [
        *[lambda: remind(cast, *units, key=ONE)] * 2,
        *[lambda: remind(cast, *reversed(units), key=other, actor=cast.second_officer)] * 2,
    ]
    got = at_once(*acts)
    assert sorted(len(each) if isinstance(each, list) else 0 for each in got) == [0, 0, 2, 2]
    assert HandReminder.objects.count() == Change.objects.filter(event="reminded").count() == 4


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_taken_back_by_two_at_once_it_is_taken_back_once():
    cast = make_cast()
    row = remind(cast)[0]
    got = at_once(*[lambda: take_back(HandReminder.objects.get(pk=row.pk), cast)] * 2)
    assert sorted(each is AlreadyDone for each in got) == [False, True]
    assert HandReminder.objects.filter(withdraws=row).count() == 1
