"""That a letter was issued, and that a unit has not confirmed its receipt."""

from datetime import date

import pytest

from directives.models import Message, Reminder
from directives.reminders import plan_reminders
from directives.services.lifecycle import add_late, recall
from directives.services.obligations import exempt
from directives.services.receipts import confirm_receipt, refuse
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import Cast, make_cast
from directives.tests.relays import NOW, make_tree
from directives.tests.reminding import WEEKENDS, Server, ledger, run
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
ISSUED_ON = date(2024, 10, 28)  # a Monday, 09:00


def cast_with(*steps) -> Cast:
    return make_cast(ladder=list(steps))


def subjects(at: str) -> dict[str, str]:
    server = Server()
    run(at, transport=server)
    return {mail["to"][0]: mail["subject"] for mail in server.inbox}


def test_a_new_letter_is_told_to_every_unit_at_once_with_what_it_asks():
    cast = cast_with("issued")
    server = Server()
    run("2024-10-28 09:00", transport=server)
    assert {mail["to"][0] for mail in server.inbox} == {cast.focal.email, cast.other_focal.email}
    mail = next(mail for mail in server.inbox if mail["to"] == [cast.focal.email])
    assert mail["subject"].startswith("Văn bản mới: 2 việc của ")
    assert "Ban hành lúc 09:00 ngày 28/10/2024, thực hiện đến hết thứ Tư, 20/11/2024 (còn 23 ngày)." in mail["text"]
    assert "1. Đăng tải tài liệu" in mail["text"]
    assert "2. Phổ biến kỹ năng" in mail["text"]
    rows = Reminder.objects.values_list("step", "deadline", "state")
    assert set(rows) == {("issued", ISSUED_ON, "sent")}


def test_a_second_run_says_nothing_again():
    cast_with("issued")
    assert len(subjects("2024-10-28 09:00")) == 2
    assert subjects("2024-10-28 09:05") == {}
    assert Reminder.objects.count() == 2


@pytest.mark.parametrize(
    ("at", "told", "state"),
    [
        ("2024-10-28 08:59", 0, []),  # a minute before it is issued
        ("2024-10-28 17:00", 0, []),  # the evening lets it wait
        ("2024-10-29 16:59", 2, ["sent"]),
        ("2024-10-29 17:00", 0, ["missed"]),
    ],
)
def test_news_of_a_letter_is_fresh_until_the_end_of_the_next_working_day(at, told, state):
    cast_with("issued")
    assert len(subjects(at)) == told
    assert sorted(set(Reminder.objects.values_list("state", flat=True))) == state


@pytest.mark.parametrize(
    ("at", "told"),
    [("2024-10-29 16:59", 0), ("2024-10-30 07:59", 0), ("2024-10-30 08:00", 2), ("2024-11-01 16:59", 2)],
)
def test_who_has_not_received_is_asked_after_one_whole_working_day(at, told):
    cast_with("unreceived-1")
    assert len(subjects(at)) == told


def test_only_who_has_neither_received_nor_sent_back_is_asked():
    cast = cast_with("unreceived-1")
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-29 10:00"))
    assert list(subjects("2024-10-30 08:00")) == [cast.other_focal.email]
    refuse(
        delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=local("2024-10-30 10:00"), reason="Sai nơi nhận"
    )
    assert subjects("2024-10-30 11:00") == {}
    assert ledger() == [("unreceived-1", "sent")]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (
            lambda cast, at: confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=at),
            "Đơn vị đã tiếp nhận văn bản.",
        ),
        (
            lambda cast, at: refuse(delivery=cast.delivery(), actor=cast.focal, now=at, reason="Sai nơi nhận"),
            "Đơn vị đã trả lại văn bản vì sai nơi nhận.",
        ),
        (
            lambda cast, at: recall(directive=cast.directive, actor=cast.officer, now=at, note="Ban hành nhầm"),
            "Văn bản đã được thu hồi.",
        ),
    ],
)
def test_what_happens_between_planning_and_sending_cancels_with_the_reason(act, reason):
    cast = cast_with("unreceived-1")
    plan_reminders(now=local("2024-10-30 08:00"), calendar=WEEKENDS)
    act(cast, local("2024-10-30 08:01"))
    run("2024-10-30 08:05")
    row = Reminder.objects.get(delivery=cast.delivery())
    assert (row.state, row.reason) == ("cancelled", reason)


def test_a_unit_that_joins_late_gets_news_and_its_own_day_of_grace():
    cast = cast_with("issued", "unreceived-1")
    run("2024-10-28 09:00")
    unit = make_unit("Trường Cao đẳng đến sau")
    person = make_user(unit)
    add_late(
        directive=cast.directive,
        unit=unit,
        instructions=list(cast.directive.instructions.all()),
        actor=cast.officer,
        now=local("2024-11-06 10:00"),
        note="Bổ sung nơi nhận",
    )
    assert subjects("2024-11-06 10:00")[person.email].startswith("Văn bản mới")
    assert person.email not in subjects("2024-11-07 08:00")
    assert subjects("2024-11-08 08:00")[person.email].startswith("Chưa tiếp nhận")


def test_the_head_of_a_unit_hears_when_a_rung_is_for_heads():
    cast = cast_with("unreceived-2-head")
    head = make_user(cast.ninh_kieu, Role.VIEWER, email="truongphong@ninhkieu.example")
    assert list(subjects("2024-10-31 08:00")) == [head.email]
    states = {row.delivery.unit: (row.state, row.reason) for row in Reminder.objects.select_related("delivery__unit")}
    assert states[cast.ninh_kieu] == ("sent", "")
    assert states[cast.o_mon] == (
        "failed",
        "Đơn vị chưa có lãnh đạo (vai trò xem) có địa chỉ thư. Hãy thêm, hoặc gọi điện thoại.",
    )


def test_a_mail_leads_to_the_page_of_the_letter():
    cast = cast_with("issued")
    run("2024-10-28 09:00")
    assert Message.objects.get(person=cast.focal).link == f"/deliveries/{cast.delivery().pk}/"


def test_a_person_of_two_units_gets_one_mail_of_both():
    cast = cast_with("issued")
    Membership.objects.create(user=cast.focal, unit=cast.o_mon, role="focal", starts_on=date(2024, 1, 1))
    assert subjects("2024-10-28 09:00")[cast.focal.email] == "Văn bản mới: 4 việc của 2 đơn vị"


def test_a_unit_that_got_work_from_a_unit_above_is_told_its_own_works_day_and_giver():
    tree = make_tree(ladder=["issued", "unreceived-1"])
    tree.both()
    server = Server()
    run("2024-11-04 09:05", transport=server)
    mail = next(mail for mail in server.inbox if mail["to"] == [tree.team_people[0].email])
    assert mail["subject"] == f"Văn bản mới: 1 việc của {tree.teams[0].name}"
    assert "UBND phường An Cư giao lúc 09:00 ngày 04/11/2024, thực hiện đến hết thứ Ba, 12/11/2024" in mail["text"]
    assert "20/11/2024" not in mail["text"]
    assert tree.root.instruction.title in mail["text"]
    assert subjects("2024-11-06 08:00")[tree.team_people[0].email] == f"Chưa tiếp nhận: 1 việc của {tree.teams[0].name}"


def test_works_of_several_days_are_told_with_the_nearest_of_them():
    tree = make_tree(ladder=["issued"])
    first, second = tree.cast.delivery().obligations.order_by("pk")
    for row, day in ((first, date(2024, 11, 15)), (second, date(2024, 11, 12))):
        relay(obligations=[row], units=[tree.ward], due_on=day, actor=tree.cast.focal, now=NOW)
    server = Server()
    run("2024-11-04 09:05", transport=server)
    mail = next(mail for mail in server.inbox if mail["to"] == [tree.ward_person.email])
    assert mail["subject"] == "Văn bản mới: 2 việc của UBND phường An Cư"
    assert "việc gần nhất thực hiện đến hết thứ Ba, 12/11/2024" in mail["text"]


def test_who_got_work_that_was_all_taken_back_is_not_asked_for_a_receipt():
    tree = make_tree(ladder=["issued", "unreceived-1"])
    child = tree.to_ward()
    plan_reminders(now=NOW, calendar=WEEKENDS)
    withdraw_relay(children=[child], actor=tree.cast.focal, now=NOW, reason="Nhầm")
    told = subjects("2024-11-04 09:05")[tree.ward_person.email]
    assert told.endswith("thu hồi 1 việc đã giao: Nhầm")  # and no word of a new letter
    assert tree.ward_person.email not in subjects("2024-11-06 08:00")
    rows = Reminder.objects.filter(delivery=child.delivery).values_list("state", "reason")
    assert set(rows) == {("cancelled", "Việc giao cho đơn vị đã được thu hồi, nên không cần tiếp nhận nữa.")}


def test_a_letter_that_asks_a_unit_for_nothing_counts_nothing_in_its_subject():
    cast = cast_with("issued")
    for row in cast.delivery().obligations.all():
        exempt(obligation=row, actor=cast.officer, now=local("2024-10-28 09:01"), reason="Đã làm đợt trước")
    assert subjects("2024-10-28 09:05")[cast.focal.email] == f"Văn bản mới: {cast.delivery().unit_brief}"
