"""What a reminder carries besides its words: whom to answer, due days for the calendar, its reader's own link."""

import re
from datetime import date, time, timedelta

import icalendar
import pytest

from campaign_portal.lib.dates import local_day
from directives.due_calendar import due_event
from directives.models import Message, Obligation
from directives.reminders.receipt_link import read_ticket, without_keys
from directives.services.lifecycle import extend, hand_over
from directives.services.receipts import confirm_receipt
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import Server, run
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
WEEK, LAST, OVER = "2024-11-13 08:00", "2024-11-20 08:00", "2024-11-21 08:00"


@pytest.fixture
def cast():
    return make_cast()


def mail_to(person, at: str = WEEK) -> dict:
    server = Server()
    run(at, transport=server)
    return next(mail for mail in server.inbox if mail["to"] == [person.email])


def events(mail: dict) -> list[icalendar.Event]:
    (file,) = mail["attachments"]
    assert (file.name, file.kind, dict(file.params)) == ("han-thuc-hien.ics", "calendar", {"method": "PUBLISH"})
    return icalendar.Calendar.from_ical(file.text).walk("VEVENT")


# --- The calendar -----------------------------------------------------------------------------------------------------
def test_each_piece_of_work_goes_along_as_an_all_day_event_with_an_alarm(cast, settings):
    first, second = events(mail_to(cast.focal))
    row = cast.obligation()
    assert str(first["UID"]) == f"obligation-{row.pk}@{settings.SITE_HOST}"
    assert str(first["SUMMARY"]) == "Hạn: Đăng tải tài liệu"
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2024, 11, 20), date(2024, 11, 21))
    assert str(first["URL"]) == f"{settings.SITE_URL}/obligations/{row.pk}/"
    assert str(first["DESCRIPTION"]).split("\n") == [
        "Phòng Văn hóa và Thông tin quận Ninh Kiều",
        cast.directive.reference,
        "Chiến dịch thử",
    ]
    (alarm,) = first.walk("VALARM")
    assert alarm["TRIGGER"].dt == -timedelta(hours=16)
    assert str(second["SUMMARY"]) == "Hạn: Phổ biến kỹ năng"


def test_a_moved_day_is_the_same_event_in_a_later_version(cast):
    before = events(mail_to(cast.focal))
    extend(directive=cast.directive, due_on=date(2024, 11, 27), actor=cast.officer, now=local("2024-11-13 10:00"))
    after = events(mail_to(cast.focal, "2024-11-20 08:00"))
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert [event["DTSTART"].dt for event in after] == [date(2024, 11, 27)] * 2
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for old, new in zip(before, after, strict=True))
    assert all(new["DTSTAMP"].dt == local("2024-11-13 10:00") for new in after)


def test_the_same_work_is_the_same_version_the_next_time(cast):
    def versions(at):
        return [(event["UID"], event["SEQUENCE"], event["DTSTAMP"].dt) for event in events(mail_to(cast.focal, at))]

    assert versions(WEEK) == versions(LAST)


def test_an_hour_named_by_the_letter_is_an_instant_there(cast):
    row = Obligation.objects.select_related("instruction", "last_change").get(pk=cast.obligation().pk)
    row.due_time = time(17)
    event = due_event(row, delivery=cast.delivery(), directive=cast.directive, url="")
    assert event.starts == local("2024-11-20 17:00")
    assert list(event.alarms) == [timedelta(hours=24)]


# --- Whom an answer reaches -------------------------------------------------------------------------------------------
def test_an_answer_goes_to_the_officer_who_issued_the_letter(cast):
    assert mail_to(cast.focal)["reply_to"] == ['"Trần Thị Cán Bộ" <canbo@stttt.example>']


def test_an_officer_who_has_left_is_answered_by_a_colleague(cast):
    Membership.objects.filter(user=cast.officer).update(ends_on=date(2024, 11, 1))
    assert mail_to(cast.focal)["reply_to"] == [f'"{cast.second_officer.full_name}" <canbo2@stttt.example>']


def test_where_nobody_is_left_an_answer_goes_nowhere_special(cast):
    Membership.objects.filter(unit=cast.department).update(ends_on=date(2024, 11, 1))
    assert "reply_to" not in mail_to(cast.focal)


def test_a_digest_of_two_offices_is_answered_to_both_and_of_many_to_three(cast):
    for n in range(3):
        other = make_unit(f"Sở số {n}")
        officer = make_user(other, Role.COORDINATOR, email=f"so{n}@so.example", full_name=f"Cán bộ {n}")
        make_issued(other, officer, groups=[("Quận", [cast.ninh_kieu], "Việc")])
    assert mail_to(cast.focal)["reply_to"] == [
        '"Trần Thị Cán Bộ" <canbo@stttt.example>',
        '"Cán bộ 0" <so0@so.example>',
        '"Cán bộ 1" <so1@so.example>',
    ]


def test_a_name_with_quotes_breaks_no_header(cast):
    cast.officer.full_name = 'Lê "Tư", Văn'
    cast.officer.save(update_fields=["full_name"])
    assert mail_to(cast.focal)["reply_to"] == ['"Lê \\"Tư\\", Văn" <canbo@stttt.example>']


# --- The reader's own link --------------------------------------------------------------------------------------------
def tokens(mail: dict) -> list[str]:
    found = re.findall(r"/receipts/([^/\s]+)/", mail["text"])
    assert re.findall(r"/receipts/([^/\s]+)/", mail["html"]) == found
    return found


def test_each_reader_gets_a_link_of_their_own(cast):
    colleague = make_user(cast.ninh_kieu)
    server = Server()
    run(WEEK, transport=server)
    by_reader = {mail["to"][0]: read_ticket(*tokens(mail)) for mail in server.inbox}
    for person, delivery in [
        (cast.focal, cast.delivery()),
        (colleague, cast.delivery()),
        (cast.other_focal, cast.delivery(cast.o_mon)),
    ]:
        message = Message.objects.get(person=person)
        assert by_reader[person.email] == (message.pk, delivery.pk, person.pk, date(2024, 12, 20))


def test_the_link_in_a_late_mail_holds_thirty_days_from_the_mail(cast):
    cast.directive.campaign.ladder = [0, -3]
    cast.directive.campaign.save(update_fields=["ladder"])
    run(LAST)
    mail = mail_to(cast.focal, "2024-11-25 08:00")
    assert read_ticket(*tokens(mail)).last_day == local_day(local("2024-11-25 08:00")) + timedelta(days=30)
    assert "attachments" not in mail  # a day that is past is nothing for the calendar


def test_the_link_in_the_first_mail_holds_until_thirty_days_after_the_letters_due_day(cast):
    """The mail that a letter was issued knows no due day of its own."""
    cast.directive.campaign.ladder = ["issued"]
    cast.directive.campaign.save(update_fields=["ladder"])
    (token,) = tokens(mail_to(cast.focal, "2024-10-28 09:05"))
    assert read_ticket(token).last_day == date(2024, 12, 20)


def test_a_letter_already_taken_in_offers_no_confirmation(cast):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-01 09:00"))
    mail = mail_to(cast.focal)
    assert tokens(mail) == []
    assert "Xác nhận đã tiếp nhận" not in mail["text"]
    assert mail["html"].count("m-press") - mail["html"].count(".m-press") == 1  # the one button opens the work


def test_who_carries_on_for_a_merged_unit_confirms_nothing(cast):
    hand_over(predecessor=cast.ninh_kieu, successor=cast.o_mon, actor=cast.officer, now=local("2024-11-10 09:00"))
    mail = mail_to(cast.other_focal)
    assert [read_ticket(token).delivery_id for token in tokens(mail)] == [cast.delivery(cast.o_mon).pk]


def test_the_ledger_keeps_the_words_without_the_keys(cast):
    mail = mail_to(cast.focal)
    kept = Message.objects.get(person=cast.focal)
    (token,) = tokens(mail)
    assert token in mail["text"]
    assert token not in kept.text + kept.html
    assert kept.text.count("[liên kết dành riêng cho người nhận]\n") == 2
    assert kept.html.count('/receipts/…/"') == kept.html.count('/unsubscribe/…/"') == 1


@pytest.mark.parametrize(
    "text, kept",
    [
        ("https://a.example/receipts/1-2.aB_-/\nTiếp", "[liên kết dành riêng cho người nhận]\nTiếp"),
        ('href="https://a.example/unsubscribe/x.y/"', 'href="https://a.example/unsubscribe/…/"'),
        ("https://a.example/obligations/12/", "https://a.example/obligations/12/"),
        ("receipts/abc", "receipts/abc"),
    ],
)
def test_only_what_acts_for_its_reader_is_cut(text, kept):
    assert without_keys(text) == kept
