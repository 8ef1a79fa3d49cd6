"""The reviewers' clock: working days from the local day on which the unit sent its work, told and filtered."""

from datetime import date, timedelta

import pytest
import time_machine

from campaign_portal.lib.models import Holiday
from campaign_portal.lib.workdays import WorkCalendar
from reports.models import Action
from reports.services.declaring import withdraw_declaration
from reports.services.mending import edit_action
from reports.services.reviews import send_back
from reports.tests.factories import make_action, what
from reports.tests.reading import as_person, words
from units.tests.factories import local

pytestmark = pytest.mark.django_db


def case(client, cast, row, at: str) -> str:
    with time_machine.travel(local(at), tick=False):
        return words(as_person(client, cast.officer).get(f"/reviews/{row.pk}/"))


def listed(client, cast, query: str, at: str) -> list[int]:
    with time_machine.travel(local(at), tick=False):
        return [line.pk for line in as_person(client, cast.officer).get(f"/reviews/?{query}").context["page"].lines]


def sent(cast, at: str):
    row = cast.obligation()
    make_action(row, actor=cast.focal, now=local(at), declare=True)
    return row


@pytest.mark.parametrize(
    ("sent_at", "now", "days", "is_long"),
    [
        # A Tuesday's last minute and a Wednesday's first; five working days later is the Tuesday, or the Wednesday.
        ("2024-11-12 23:59", "2024-11-19 23:59", 5, False),
        ("2024-11-12 23:59", "2024-11-20 00:00", 6, True),
        ("2024-11-13 00:00", "2024-11-20 23:59", 5, False),
        ("2024-11-13 00:00", "2024-11-21 00:00", 6, True),
        # 06:59 local is the evening before in UTC.
        ("2024-11-12 06:59", "2024-11-19 06:59", 5, False),
        # Sent on a Saturday: the weekend is nobody's.
        ("2024-11-09 10:00", "2024-11-15 23:59", 5, False),
        ("2024-11-09 10:00", "2024-11-18 00:00", 6, True),
    ],
)
def test_days_are_local_working_days_to_the_minute(client, cast, sent_at, now, days, is_long):
    row = sent(cast, sent_at)
    text = case(client, cast, row, now)
    assert f"chờ {days} ngày làm việc" in text
    assert ("Quá 5 ngày làm việc" in text) is is_long
    assert listed(client, cast, "longer=5", now) == ([row.pk] if is_long else [])


def test_a_holiday_does_not_count_and_a_worked_saturday_does(client, cast):
    row = sent(cast, "2024-11-12 09:00")
    Holiday.objects.create(day=date(2024, 11, 14), name="Nghỉ thử")
    assert "chờ 5 ngày làm việc" in case(client, cast, row, "2024-11-20 08:00")
    Holiday.objects.create(day=date(2024, 11, 16), name="Làm bù", is_workday=True)
    assert "chờ 6 ngày làm việc" in case(client, cast, row, "2024-11-20 08:00")


def test_the_filter_and_the_line_agree_on_every_day_around_tet():
    """Whoever is filtered by "longer than N" is exactly who is told to have waited more than N, weekends included."""
    calendar, first = WorkCalendar.load(), date(2025, 1, 13)
    days = [first + timedelta(days=number) for number in range(35)]
    for today in days:
        for limit in range(8):
            before = calendar.back(today, limit)
            for day in (each for each in days if each <= today):
                assert (day < before) is (calendar.count(day, today) > limit), (day, today, limit)


def test_the_clock_starts_anew_when_work_is_sent_again(client, cast):
    row = sent(cast, "2024-11-05 09:00")
    send_back(obligation=row, reason="Thiếu số", actor=cast.officer, now=local("2024-11-11 09:00"))
    edit_action(
        action=Action.objects.get(obligations=row),
        what=what(reach=90),
        proofs=[],
        removed=set(),
        actor=cast.focal,
        now=local("2024-11-13 09:00"),
        declare=True,
    )
    assert "chờ 1 ngày làm việc" in case(client, cast, row, "2024-11-14 08:00")


def test_work_taken_back_waits_for_nobody(client, cast):
    row = sent(cast, "2024-11-05 09:00")
    withdraw_declaration(obligation=row, actor=cast.focal, now=local("2024-11-06 09:00"))
    assert "ngày làm việc" not in case(client, cast, row, "2024-11-14 08:00").partition("Phím tắt")[2]
    assert listed(client, cast, "longer=0", "2024-11-14 08:00") == []
