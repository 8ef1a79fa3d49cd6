"""Calendars under a secret address: what they show to whom, until when, and how the address is kept."""

from datetime import date, timedelta

import icalendar
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import ActivityEntry
from directives.models import Obligation
from directives.services.lifecycle import close_campaign, extend, hand_over, recall
from directives.services.obligations import set_progress
from directives.services.receipts import confirm_receipt, refuse
from directives.services.relaying import relay
from directives.tests.factories import make_issued
from reports.models import CalendarFeed
from reports.queries.feed import calendar_text, feed_of
from reports.services.feeds import open_feed, renew_feed, revoke_feed
from reports.services.unit_reports import submit_report
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-01 09:00")
LATER = local("2024-11-02 09:00")


def made(person, unit=None) -> CalendarFeed:
    return open_feed(person=person, unit=unit, now=NOW)


def read(feed) -> list[icalendar.Event]:
    """What a calendar program sees under the address."""
    return icalendar.Calendar.from_ical(calendar_text(feed_of(feed.key))).walk("VEVENT")


def told(feed) -> list[tuple[str, date]]:
    return [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in read(feed)]


WORK = [("Hạn: Đăng tải tài liệu", date(2024, 11, 20)), ("Hạn: Phổ biến kỹ năng", date(2024, 11, 20))]


# --- What it shows ----------------------------------------------------------------------------------------------------
def test_a_unit_sees_its_open_work_on_its_due_days(cast):
    feed = made(cast.focal)
    assert told(feed) == WORK
    first, _second = read(feed)
    assert str(first["UID"]).startswith(f"obligation-{cast.obligation().pk}@")
    assert str(first["URL"]).endswith(f"/obligations/{cast.obligation().pk}/")
    assert [alarm["TRIGGER"].dt for alarm in first.walk("VALARM")] == [-timedelta(hours=16)]


def test_what_waits_is_marked_and_rings_no_more_and_what_is_done_has_gone(cast):
    feed, row = made(cast.focal), cast.obligation()
    row = set_progress(obligation=row, event="submitted", actor=cast.focal, now=LATER)
    assert told(feed)[0] == ("Đã gửi, chờ xác nhận: Đăng tải tài liệu", date(2024, 11, 20))
    assert read(feed)[0].walk("VALARM") == []
    set_progress(obligation=row, event="accepted", actor=cast.officer, now=LATER)
    assert told(feed) == WORK[1:]


def test_a_moved_day_moves_the_same_event(cast):
    feed = made(cast.focal)
    before = read(feed)
    extend(directive=cast.directive, due_on=date(2024, 11, 27), actor=cast.officer, now=LATER)
    after = read(feed)
    assert [event["UID"] for event in after] == [event["UID"] for event in before]
    assert [event["DTSTART"].dt for event in after] == [date(2024, 11, 27)] * 2
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize("end", ["recalled", "closed", "refused"])
def test_a_letter_that_asks_no_more_leaves_the_calendar(cast, end):
    feed = made(cast.focal)
    if end == "recalled":
        recall(directive=cast.directive, actor=cast.officer, now=LATER, note="nhầm")
    elif end == "closed":
        close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=LATER)
    else:
        refuse(delivery=cast.delivery(), actor=cast.focal, now=LATER, reason="nhầm nơi")
    assert told(feed) == []


def test_the_day_of_the_report_is_told_until_it_is_handed_in(cast):
    letter = make_issued(
        cast.department,
        cast.officer,
        groups=[("Phòng", [cast.ninh_kieu], "Việc khác")],
        no_report=False,
        report_due_on=date(2024, 11, 25),
    )
    delivery, feed = letter.deliveries.get(), made(cast.focal)
    confirm_receipt(delivery=delivery, actor=cast.focal, now=NOW)
    report = (f"Hạn báo cáo: {letter.reference}", date(2024, 11, 25))
    assert report in told(feed)
    submit_report(
        delivery=delivery,
        text="Đã xong.",
        client_uuid="00000000-0000-0000-0000-000000000001",
        actor=cast.focal,
        now=LATER,
    )
    assert report not in told(feed)


def test_an_officer_sees_the_ends_of_the_letters_the_unit_issued(cast):
    letter = make_issued(
        cast.department,
        cast.officer,
        groups=[("Phòng", [cast.ninh_kieu], "Việc")],
        due_on=date(2024, 11, 22),
        no_report=False,
        report_due_on=date(2024, 11, 25),
    )
    assert told(made(cast.officer)) == [
        (f"Hết hạn thực hiện: {cast.directive.reference}", date(2024, 11, 20)),
        (f"Hết hạn thực hiện: {letter.reference}", date(2024, 11, 22)),
        (f"Hạn các đơn vị báo cáo: {letter.reference}", date(2024, 11, 25)),
    ]


def test_work_passed_down_stands_in_the_calendar_of_who_has_it(cast):
    team = make_unit("Tổ công nghệ số", parent=cast.ninh_kieu)
    person = make_user(team)
    relay(obligations=[cast.obligation()], units=[team], due_on=date(2024, 11, 15), actor=cast.focal, now=LATER)
    assert told(made(person)) == [("Hạn: Đăng tải tài liệu", date(2024, 11, 15))]


def test_work_carried_on_after_a_merger_moves_to_the_new_units_calendar(cast):
    mine, theirs = made(cast.focal), made(cast.other_focal)
    hand_over(predecessor=cast.ninh_kieu, successor=cast.o_mon, actor=cast.officer, now=LATER)
    assert told(mine) == []
    assert sorted(told(theirs)) == sorted(WORK * 2)


def test_nobody_sees_the_work_of_another_unit(cast):
    other = {str(event["UID"]) for event in read(made(cast.other_focal))}
    assert other.isdisjoint({str(event["UID"]) for event in read(made(cast.focal))})
    assert told(made(cast.stranger_officer)) == []


def test_a_calendar_of_one_unit_shows_that_unit_only(cast):
    Membership.objects.create(user=cast.focal, unit=cast.o_mon, role=Role.FOCAL, starts_on=date(2024, 11, 1))
    person = type(cast.focal).objects.get(pk=cast.focal.pk)
    assert len(told(made(person))) == 4
    assert len(told(made(person, cast.o_mon))) == 2


def test_an_unchanged_calendar_is_written_the_same_each_time(cast):
    feed = made(cast.focal)
    assert calendar_text(feed_of(feed.key)) == calendar_text(feed_of(feed.key))


@pytest.mark.parametrize("letters", [1, 3])
def test_it_costs_as_many_queries_for_three_letters_as_for_one(cast, letters):
    for n in range(letters):
        make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], f"Việc {n}", "Thêm")])
    feed = made(cast.focal)
    with CaptureQueriesContext(connection) as asked:
        calendar_text(feed_of(feed.key))
    assert len(asked) == 4  # the address, the person's seats, work, reports owed; who issues nothing is asked no more
    assert Obligation.objects.count() == 4 + 2 * letters


# --- Until when it answers --------------------------------------------------------------------------------------------
def test_an_address_is_long_and_random(cast):
    keys = {made(person).key for person in cast.people.values()}
    assert len(keys) == len(cast.people)
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize("key", ["", "x", "a" * 32, "%", "' OR 1=1"])
def test_a_guessed_address_opens_nothing(cast, key):
    made(cast.focal)
    assert feed_of(key) is None


def test_the_case_of_a_key_counts(cast):
    feed = made(cast.focal)
    assert feed_of(feed.key.swapcase()) is None


def test_opening_again_gives_the_same_address(cast):
    assert made(cast.focal) == made(cast.focal)
    assert ActivityEntry.objects.filter(verb="calendar.made").count() == 1


def test_a_new_address_ends_the_old_one_at_once(cast):
    old = made(cast.focal)
    fresh = renew_feed(feed=old, now=LATER)
    assert fresh.key != old.key
    assert feed_of(old.key) is None
    assert told(fresh) == WORK


def test_a_second_press_on_the_old_row_leaves_the_new_address(cast):
    old = made(cast.focal)
    fresh = renew_feed(feed=old, now=LATER)
    assert renew_feed(feed=old, now=LATER) == fresh
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_a_revoked_address_answers_nobody_and_can_be_made_anew(cast):
    feed = made(cast.focal)
    revoke_feed(feed=feed, now=LATER)
    revoke_feed(feed=feed, now=LATER)
    assert feed_of(feed.key) is None
    assert made(cast.focal).key != feed.key
    assert list(ActivityEntry.objects.order_by("pk").values_list("verb", flat=True))[-3:] == [
        "calendar.made",
        "calendar.revoked",
        "calendar.made",
    ]


@pytest.mark.parametrize("how", ["left", "inactive"])
def test_who_has_left_reads_nothing_any_more(cast, how):
    feed = made(cast.focal)
    if how == "left":
        Membership.objects.filter(user=cast.focal).update(ends_on=date(2024, 11, 2))
    else:
        cast.focal.is_active = False
        cast.focal.save(update_fields=["is_active"])
    assert feed_of(feed.key) is None


def test_who_left_one_of_two_units_keeps_the_calendar_of_the_other(cast):
    seat = Membership.objects.create(user=cast.focal, unit=cast.o_mon, role=Role.FOCAL, starts_on=date(2024, 11, 1))
    person = type(cast.focal).objects.get(pk=cast.focal.pk)
    both, one = made(person), made(person, cast.o_mon)
    seat.ends_on = date(2024, 11, 2)
    seat.save(update_fields=["ends_on"])
    assert feed_of(one.key) is None
    assert told(both) == WORK


def test_a_unit_that_is_not_the_persons_gets_no_address(cast):
    with pytest.raises(Refused, match="không còn trong đơn vị này"):
        made(cast.focal, cast.o_mon)


def test_the_key_is_in_no_log(cast):
    feed = made(cast.focal, cast.ninh_kieu)
    fresh = renew_feed(feed=feed, now=LATER)
    lines = [f"{entry.subject} {entry.detail}" for entry in ActivityEntry.objects.all()]
    assert lines
    assert not any(key in line for line in lines for key in (feed.key, fresh.key))


@pytest.mark.parametrize("with_unit", [True, False])
def test_the_database_keeps_one_live_address_each(cast, with_unit):
    unit = cast.ninh_kieu if with_unit else None
    made(cast.focal, unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=cast.focal, unit=unit, made_at=NOW)
    with pytest.raises(IntegrityError, match="calendar_key_is_long"), transaction.atomic():
        CalendarFeed.objects.create(person=cast.other_focal, key="short", made_at=NOW)
