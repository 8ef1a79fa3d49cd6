"""Units to which work was passed down: reminded by the same steps, on their own earlier day, and of nothing twice."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import MessageReminder, Reminder
from directives.reminders import plan_reminders
from directives.services.lifecycle import hand_over
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import make_issued
from directives.tests.relays import NOW, make_tree
from directives.tests.reminding import WEEKENDS, Server, finish, run
from units.models import Membership
from units.tests.factories import local

pytestmark = pytest.mark.django_db
WARDS_WEEK, OFFICES_WEEK = "2024-11-08 08:00", "2024-11-13 08:00"


@pytest.fixture
def tree():
    return make_tree()


def mails(at: str) -> dict[str, list[str]]:
    """Subjects by address."""
    server = Server()
    run(at, transport=server)
    found: dict[str, list[str]] = {}
    for mail in server.inbox:
        found.setdefault(mail["to"][0], []).append(mail["subject"])
    return found


def test_each_level_is_reminded_by_the_steps_before_its_own_day(tree):
    """The team's third day before its day is a Saturday: it goes out on the Friday, with the ward's first step."""
    tree.both()
    assert mails("2024-11-05 08:00") == {tree.team_people[0].email: [f"Còn 7 ngày: 1 việc của {tree.teams[0].name}"]}
    assert mails(WARDS_WEEK) == {
        tree.ward_person.email: ["Còn 7 ngày: 1 việc của UBND phường An Cư"],
        tree.team_people[0].email: [f"Còn 4 ngày: 1 việc của {tree.teams[0].name}"],
    }
    assert {tree.cast.focal.email, tree.cast.other_focal.email} <= set(mails(OFFICES_WEEK))


def test_a_step_that_lay_before_the_work_was_passed_on_is_none(tree):
    tree.to_ward(now=local("2024-11-08 09:00"))
    assert mails("2024-11-08 10:00") == {}
    assert tree.ward_person.email in mails("2024-11-12 08:00")


def test_the_mail_tells_what_is_asked_by_whom_and_how_much_of_it_is_done(tree):
    child = tree.to_ward()
    server = Server()
    run(WARDS_WEEK, transport=server)
    (mail,) = server.inbox
    assert child.instruction.title in mail["text"]
    assert "Phòng Văn hóa và Thông tin quận Ninh Kiều giao" in mail["text"]
    assert "0/1" in mail["text"]


def test_who_has_work_from_the_letter_and_from_a_unit_above_gets_one_mail_for_one_day(tree):
    cast = tree.cast
    letter = make_issued(
        cast.department,
        cast.officer,
        groups=[("Phường", [tree.ward], "Treo băng rôn"), ("Phòng", [cast.ninh_kieu], "Phổ biến")],
        now=NOW,
    )
    own = letter.deliveries.get(unit=cast.ninh_kieu).obligations.get()
    relay(obligations=[own], units=[tree.ward], due_on=own.due_on, actor=cast.focal, now=NOW)
    assert mails(OFFICES_WEEK)[tree.ward_person.email] == ["Còn 7 ngày: 2 việc của UBND phường An Cư"]
    assert Reminder.objects.filter(delivery__unit=tree.ward).count() == 1


def test_a_person_of_both_levels_gets_one_mail_for_one_day(tree):
    Membership.objects.create(user=tree.cast.focal, unit=tree.ward, role="focal", starts_on=date(2024, 1, 1))
    tree.to_ward(tree.root.due_on)
    assert len(mails(OFFICES_WEEK)[tree.cast.focal.email]) == 1
    assert MessageReminder.objects.filter(person=tree.cast.focal).count() == 2


def test_a_second_run_and_a_second_planner_remind_nobody_again(tree):
    tree.both()
    assert len(mails(WARDS_WEEK)) == 2
    assert mails("2024-11-08 08:30") == {}
    assert plan_reminders(now=local("2024-11-08 08:31"), calendar=WEEKENDS)["planned"] == 0


def test_an_office_whose_wards_are_all_done_is_still_reminded_of_its_own_word(tree):
    finish(tree.to_ward(), tree.ward_person, "2024-11-06 09:00")
    assert mails(WARDS_WEEK) == {}
    assert mails(OFFICES_WEEK)[tree.cast.focal.email] == [
        "Còn 7 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    ]


def test_nobody_below_is_reminded_of_what_the_unit_above_has_handed_in(tree):
    tree.to_ward()
    finish(tree.root, tree.cast.focal, "2024-11-06 09:00")
    assert mails(WARDS_WEEK) == {}


def test_what_was_taken_back_between_planning_and_sending_is_not_spoken_of(tree):
    child = tree.to_ward()
    plan_reminders(now=local(WARDS_WEEK), calendar=WEEKENDS)
    withdraw_relay(children=[child], actor=tree.cast.focal, now=local(WARDS_WEEK), reason="Nhầm")
    (subject,) = mails("2024-11-08 08:05")[tree.ward_person.email]
    assert subject.endswith("thu hồi 1 việc đã giao: Nhầm")
    assert Reminder.objects.get(delivery=child.delivery).state == "cancelled"


def test_after_a_merger_the_successor_hears_of_what_was_passed_down(tree):
    tree.both()
    hand_over(predecessor=tree.teams[0], successor=tree.teams[1], actor=tree.cast.officer, now=NOW)
    assert set(mails("2024-11-05 08:00")) == {tree.team_people[1].email}


def test_planning_asks_as_often_for_three_units_on_two_levels_as_for_one(tree):
    now = local("2024-11-05 07:00")  # before any step: the questions alone
    child = tree.to_ward()
    with CaptureQueriesContext(connection) as one:
        plan_reminders(now=now, calendar=WEEKENDS)
    tree.to_teams(child, 0, 1, due_on=child.due_on)
    with CaptureQueriesContext(connection) as three:
        plan_reminders(now=now, calendar=WEEKENDS)
    assert len(one) == len(three)
