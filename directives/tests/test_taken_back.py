"""Work that was taken back is told to the unit that had it, once, with the reason."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.errors import AlreadyDone
from directives.models import Delivery, Message, Notice, Side
from directives.reminders import send_due_messages
from directives.reminders.notices import assemble_notices
from directives.services.lifecycle import hand_over, recall
from directives.services.relaying import relay
from directives.tests.asking import asked
from directives.tests.relays import NOW, WARD_DAY, back, make_tree
from directives.tests.reminding import WEEKENDS, Server
from units.tests.factories import local

pytestmark = pytest.mark.django_db
LATER, EVENING, NEXT_DAY = local("2024-11-04 09:10"), local("2024-11-04 20:00"), local("2024-11-05 08:00")


@pytest.fixture
def tree():
    return make_tree(ladder=["after1"])


def send(now=LATER) -> dict[str, dict]:
    server = Server()
    send_due_messages(now=now, transport=server, calendar=WEEKENDS)
    assert len({mail["to"][0] for mail in server.inbox}) == len(server.inbox)
    return {mail["to"][0]: mail for mail in server.inbox}


def test_the_unit_hears_who_took_what_back_and_why(tree, settings):
    settings.SITE_URL = "https://cong.example"
    child = tree.to_ward()
    back(tree, child, reason="Phường khác làm thay")
    mail = send()[tree.ward_person.email]
    giver = "Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert mail["subject"] == f"{giver} thu hồi 1 việc đã giao: Phường khác làm thay"
    for words in (child.instruction.title, "Lý do: Phường khác làm thay", "không phải làm việc này nữa"):
        assert words in mail["text"]
    assert f"https://cong.example/deliveries/{child.delivery_id}/" in mail["text"]
    assert "Phường khác làm thay" in mail["html"]
    assert Message.objects.get(person=tree.ward_person).link == f"/deliveries/{child.delivery_id}/"


def test_several_works_taken_back_at_once_are_one_mail_and_a_second_run_sends_none(tree):
    rows = relay(
        obligations=list(tree.cast.delivery().obligations.all()),
        units=[tree.ward],
        due_on=WARD_DAY,
        actor=tree.cast.focal,
        now=NOW,
    )
    back(tree, *rows)
    mail = send()[tree.ward_person.email]
    assert mail["subject"].endswith("thu hồi 2 việc đã giao: Nhầm")
    assert mail["text"].count("Lý do: Nhầm") == 1
    assert send() == {}


def test_a_question_and_work_taken_back_in_one_mail_are_called_news(tree):
    child, kept = tree.to_ward(), tree.to_ward(obligations=[tree.cast.obligations()[1]])
    asked(tree.cast, obligation=kept, side=Side.ISSUER, actor=tree.cast.focal, now=NOW)
    back(tree, child)
    mail = send()[tree.ward_person.email]
    assert mail["subject"] == "2 tin mới về văn bản anh/chị phụ trách"
    assert "Lý do: Nhầm" in mail["text"]


def test_who_had_got_it_from_there_hears_as_well(tree):
    child, below = tree.both()
    back(tree, child)
    assert set(send()) == {tree.ward_person.email, tree.team_people[0].email}
    assert set(Notice.objects.values_list("delivery", flat=True)) == {child.delivery_id, below.delivery_id}


def test_at_night_it_waits_for_office_hours(tree):
    back(tree, tree.to_ward(), now=EVENING)
    assert send(EVENING) == {}
    assert list(send(NEXT_DAY)) == [tree.ward_person.email]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda tree: tree.to_ward(now=LATER), "Việc đã được giao lại cho đơn vị."),
        (
            lambda tree: recall(directive=tree.cast.directive, actor=tree.cast.officer, now=LATER, note="Nhầm"),
            "Văn bản đã được thu hồi.",
        ),
    ],
)
def test_what_has_become_no_news_is_not_told(tree, act, why):
    back(tree, tree.to_ward())
    act(tree)
    assert tree.ward_person.email not in send()
    assert list(Notice.objects.values_list("state", "reason")) == [("cancelled", why)]


def test_after_a_merger_the_heir_hears(tree):
    child = tree.to_teams(tree.to_ward())[0]
    hand_over(predecessor=tree.teams[0], successor=tree.teams[1], actor=tree.cast.officer, now=NOW)
    child.refresh_from_db()
    back(tree, child, actor=tree.ward_person)
    assert set(send()) == {tree.team_people[1].email}


def test_a_second_taking_back_and_a_strangers_leave_no_second_notice(tree):
    child = tree.to_ward()
    with pytest.raises(PermissionDenied):
        back(tree, child, actor=tree.cast.other_focal)
    assert not Notice.objects.exists()
    back(tree, child)
    with pytest.raises(AlreadyDone):
        back(tree, child)
    assert Notice.objects.count() == 1


def test_the_database_refuses_a_notice_of_two_things(tree):
    child = tree.to_ward()
    back(tree, child)
    with pytest.raises(IntegrityError, match="notice_is_of_one_thing"), transaction.atomic():
        Notice.objects.update(delivery=None)
    assert Notice.objects.get().delivery == Delivery.objects.get(pk=child.delivery_id)


def test_two_units_cost_as_many_queries_as_one(tree):
    counts, child = [], tree.to_ward()
    for numbers in ((0,), (0, 1)):
        back(tree, *tree.to_teams(child, *numbers), actor=tree.ward_person)
        with CaptureQueriesContext(connection) as asked:
            assemble_notices(now=LATER)
        counts.append(len(asked))
    assert counts[1] == counts[0] + 1  # the message that waits already is told that it takes more along
