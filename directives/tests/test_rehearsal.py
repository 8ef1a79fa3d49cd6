"""What will go out at a moment, held to what then does go out."""

from datetime import date, timedelta
from random import Random

import pytest

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from directives.ladder import default_steps
from directives.models import Message, Reminder
from directives.reminders.rehearse import rehearse
from directives.services.lifecycle import extend
from directives.services.obligations import set_progress
from directives.services.preferring import set_preference, unsubscribe
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import Cast, make_cast
from directives.tests.reminding import WEEKENDS, finish, run
from units.models import Role
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(ladder=default_steps(), no_report=False, report_due_on=date(2024, 11, 27))


Line = tuple[str, str, tuple[str, ...]]
"""Address, channel and the steps of one message."""


def told(at: str, now: str | None = None, **more) -> list[Line]:
    found = rehearse(at=local(at), now=local(now or at), calendar=WEEKENDS, **more)
    return sorted(
        (each.person.email, each.place.channel, tuple(sorted(row.step for row, _pieces in each.steps)))
        for each in found.told
    )


def sent(at: str) -> list[Line]:
    """What planner and sender then did at the moment."""
    before = set(Message.objects.values_list("pk", flat=True))
    run(at)
    rows = Message.objects.exclude(pk__in=before).filter(state="sent", kind="reminder").select_related("person")
    return sorted(
        (row.person.email, row.channel, tuple(sorted(row.serves.values_list("reminder__step", flat=True))))
        for row in rows
    )


def test_what_was_rehearsed_for_a_morning_is_what_goes_out(cast):
    finish(cast.obligation(), cast.focal, "2024-11-04 10:00")
    told_then = told("2024-11-13 08:00")
    assert (
        told_then
        == {
            (cast.focal.email, "email"): ["before-7"],
            (cast.focal.email, "inbox"): ["before-7"],
            (cast.other_focal.email, "email"): ["before-7"],
            (cast.other_focal.email, "inbox"): ["before-7"],
        }
        or told_then
    )
    assert told_then == sent("2024-11-13 08:00")


def test_a_rehearsal_writes_nothing(cast):
    assert told("2024-11-13 08:00")
    assert (Reminder.objects.count(), Message.objects.count()) == (0, 0)


def test_who_hears_nothing_is_named_with_the_reason(cast):
    for row in cast.obligations():
        finish(row, cast.focal, "2024-11-04 10:00")
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=local("2024-11-05 10:00"), reason="Nhầm")
    found = rehearse(at=local("2024-11-13 08:00"), now=local("2024-11-12 09:00"), calendar=WEEKENDS)
    assert found.told == []
    assert {(each.whose, each.reason, each.step) for each in found.silent} == {
        (cast.ninh_kieu.name, "Đơn vị không còn việc nào phải làm.", "before-7"),
        (cast.o_mon.name, "Đơn vị đã trả lại văn bản vì sai nơi nhận.", ""),
    }


def test_at_night_nothing_goes_out_and_the_rehearsal_says_so(cast):
    found = rehearse(at=local("2024-11-13 07:59"), now=local("2024-11-12 09:00"), calendar=WEEKENDS)
    assert (found.told, found.silent) == ([], [])
    assert found.closed == "Ngoài giờ làm việc: không có thư nào được gửi lúc 07:59 ngày 13/11/2024."


def test_a_past_moment_is_told_from_the_state_recorded_then(cast):
    for row in cast.obligations():
        finish(row, cast.focal, "2024-11-14 10:00")
    extend(directive=cast.directive, due_on=date(2024, 12, 20), actor=cast.officer, now=local("2024-11-16 10:00"))
    then = told("2024-11-13 08:00", now="2024-12-01 09:00")
    assert then == [(person.email, "email", ("before-7",)) for person in (cast.focal, cast.other_focal)]
    assert told("2024-11-15 08:00", now="2024-12-01 09:00") == [(cast.other_focal.email, "email", ("before-3",))]


def test_a_past_moment_goes_to_those_who_sat_there_then(cast):
    successor = make_user(cast.ninh_kieu, email="moi@ninhkieu.example", since=date(2024, 11, 14))
    cast.focal.memberships.update(ends_on=date(2024, 11, 14))
    emails = {email for email, _channel, _steps in told("2024-11-13 08:00", now="2024-12-01 09:00")}
    assert cast.focal.email in emails
    assert successor.email not in emails


def choose(person, at: str, **chosen) -> None:
    set_preference(person=person, now=local(at), **{"email": True, "inbox": False} | chosen)


def test_a_past_moment_is_told_by_what_people_had_chosen_then(cast):
    """One changed the channel since, one had changed before and unsubscribed since."""
    choose(cast.other_focal, "2024-11-12 10:00", inbox=True)
    choose(cast.focal, "2024-11-20 10:00", email=False, inbox=True)
    unsubscribe(person=cast.other_focal, now=local("2024-11-21 10:00"))
    step = ("before-7",)
    assert told("2024-11-13 08:00", now="2024-12-01 09:00") == [
        (cast.focal.email, "email", step),
        (cast.other_focal.email, "email", step),
        (cast.other_focal.email, "inbox", step),
    ]


def test_who_had_unsubscribed_then_stays_silent_whatever_they_chose_since(cast):
    unsubscribe(person=cast.focal, now=local("2024-11-12 10:00"))
    choose(cast.focal, "2024-11-20 10:00")
    found = rehearse(at=local("2024-11-13 08:00"), now=local("2024-12-01 09:00"), calendar=WEEKENDS)
    assert [each.person for each in found.told] == [cast.other_focal]
    (silent,) = found.silent
    assert silent.reason == f"{cast.focal} đã chọn không nhận nhắc việc định kỳ."


def test_a_coming_day_is_told_by_what_is_chosen_now(cast):
    unsubscribe(person=cast.focal, now=local("2024-11-12 10:00"))
    assert told("2024-11-13 08:00", now="2024-11-12 11:00") == [(cast.other_focal.email, "email", ("before-7",))]


def test_a_coming_day_shows_its_own_steps_only(cast):
    assert told("2024-11-14 08:00", now="2024-11-12 09:00") == []
    assert {steps for _email, _channel, steps in told("2024-11-15 08:00", now="2024-11-12 09:00")} == {("before-3",)}


def test_what_stands_in_the_ledger_already_is_not_told_again(cast):
    run("2024-11-13 08:00")
    found = rehearse(at=local("2024-11-13 10:00"), now=local("2024-11-13 10:00"), calendar=WEEKENDS)
    assert found.told == []
    assert {each.reason for each in found.silent if each.step == "before-7"} == {
        "Bước này đã có trong sổ: đã gửi lúc 08:00 ngày 13/11/2024."
    }


def test_the_words_of_a_rehearsed_mail_are_those_of_the_mail(cast):
    (mine,) = [
        each
        for each in rehearse(at=local("2024-11-13 08:00"), now=local("2024-11-12 08:00"), calendar=WEEKENDS).told
        if each.person == cast.focal and each.place.channel == "email"
    ]
    words = mine.written(local("2024-11-13 08:00"))
    run("2024-11-13 08:00")
    message = Message.objects.get(person=cast.focal, channel="email")
    assert words.subject == message.subject == "Còn 7 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    without_receipt = message.text.split("Xác nhận đã tiếp nhận")[0]
    assert words.text.startswith(without_receipt.strip()[:200])


ACTS = ("receive", "refuse", "start", "submit", "return", "accept", "extend")


def act(cast: Cast, random: Random, at) -> None:
    """One act that people do, where the state allows it."""
    unit = random.choice([cast.ninh_kieu, cast.o_mon])
    person = cast.focal if unit == cast.ninh_kieu else cast.other_focal
    row = random.choice(cast.obligations(unit))
    name = random.choice(ACTS)
    try:
        match name:
            case "receive":
                confirm_receipt(delivery=row.delivery, actor=person, now=at)
            case "refuse" if random.random() < 0.2:
                refuse(delivery=row.delivery, actor=person, now=at, reason="Sai nơi nhận")
            case "extend" if random.random() < 0.3:
                days = timedelta(days=random.randrange(1, 9))
                extend(directive=cast.directive, due_on=cast.directive.due_on + days, actor=cast.officer, now=at)
                cast.directive.refresh_from_db()
            case "start" | "submit":
                set_progress(
                    obligation=row, event={"start": "started", "submit": "submitted"}[name], actor=person, now=at
                )
            case "return" | "accept":
                event = {"return": "returned", "accept": "accepted"}[name]
                set_progress(obligation=row, event=event, actor=cast.officer, now=at, note="Thiếu ảnh")
    except Refused:
        pass


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_each_morning_goes_as_rehearsed_and_is_told_the_same_afterwards(cast, seed):
    random = Random(seed)
    make_user(cast.ninh_kieu, Role.VIEWER, email="truongphong@ninhkieu.example")
    make_user(cast.district, Role.VIEWER, email="chutich@ninhkieu.example")
    moment, foretold = local("2024-10-28 09:00"), {}
    while local_day(moment) < date(2024, 12, 6):
        if random.random() < 0.4:
            act(cast, random, moment + timedelta(minutes=random.randrange(56, 60)))
        moment += timedelta(hours=random.choice([1, 5, 11, 23]))
        at = f"{moment:%Y-%m-%d %H}:55"
        foretold[at] = told(at)
        assert foretold[at] == sent(at), (seed, at)
    for at, then in foretold.items():
        assert told(at, now="2024-12-31 10:00") == then, (seed, at)
