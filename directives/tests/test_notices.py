"""Mails about questions: to the other side, once, in office hours, with what is still news when they go out."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from directives.models import Message, MessageNotice, Notice, Side
from directives.reminders import batches, news, send_due_messages
from directives.reminders.notices import assemble_notices
from directives.services.asking import mark_read, pass_on
from directives.services.lifecycle import recall
from directives.services.publishing import withdraw_faq
from directives.tests.asking import ASKED_AT, asked, notices, published, said, told, ward_below
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS, Server, refusal
from units.models import Role
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
TEN, EVENING, NEXT_DAY = local("2024-11-05 10:00"), local("2024-11-05 20:00"), local("2024-11-06 08:00")
OFFICERS = ["canbo2@stttt.example", "canbo@stttt.example"]


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def site(settings):
    settings.SITE_URL = "https://cong.example"


def send(server: Server | None = None, now=TEN) -> list[dict]:
    """One turn of the sender; the mails it sent."""
    server = server or Server()
    send_due_messages(now=now, transport=server, calendar=WEEKENDS)
    return server.inbox


def receivers(mails: list[dict]) -> list[str]:
    return sorted(mail["to"][0] for mail in mails)


# --- Who is told ------------------------------------------------------------------------------------------------------
def test_a_units_question_goes_to_the_coordinators_of_the_issuing_unit(cast):
    make_user(cast.department, Role.VIEWER, email="xem@stttt.example")
    asked(cast)
    assert receivers(send()) == OFFICERS


def test_an_answer_goes_to_the_reporting_people_of_the_unit(cast):
    make_user(cast.ninh_kieu, Role.COORDINATOR, email="dieuphoi@ninhkieu.example")
    make_user(cast.ninh_kieu, Role.VIEWER, email="xem@ninhkieu.example")
    question = asked(cast)
    send()
    said(question, cast.officer)
    assert receivers(send()) == ["daumoi@ninhkieu.example", "dieuphoi@ninhkieu.example"]


def test_nobody_is_told_of_their_own_words(cast):
    make_user(cast.department, Role.COORDINATOR, email="ca-hai@stttt.example")
    asked(cast, side=Side.ISSUER, actor=cast.officer)
    assert receivers(send()) == [cast.focal.email]


def test_a_wards_question_goes_to_the_office_and_only_what_it_passes_on_to_the_department(cast):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=cast.obligation(ward), actor=person)
    assert receivers(send()) == [cast.focal.email]
    pass_on(question=question, actor=cast.focal, now=TEN)
    assert receivers(send()) == OFFICERS


def test_a_published_answer_is_one_mail_a_person_even_for_several_units(cast):
    both = make_user(cast.ninh_kieu, email="ca-hai@quan.example")
    both.memberships.create(unit=cast.o_mon, role=Role.FOCAL, starts_on=local("2024-01-01 08:00").date())
    published(cast)
    mails = send()
    assert Counter(receivers(mails)) == {"ca-hai@quan.example": 1, cast.focal.email: 1, cast.other_focal.email: 1}
    assert MessageNotice.objects.filter(person=both).count() == 2


# --- What it says -----------------------------------------------------------------------------------------------------
def test_the_mail_quotes_the_words_and_opens_the_question(cast, site):
    question = asked(cast, text="Nộp <b>bản giấy</b>\nở đâu?")
    mail = send()[0]
    assert mail["subject"] == "Phòng Văn hóa và Thông tin quận Ninh Kiều hỏi: Nộp <b>bản giấy</b> ở đâu?"
    link = f"https://cong.example/questions/{question.pk}/"
    assert link in mail["text"]
    assert f'href="{link}"' in mail["html"]
    assert "Nộp <b>bản giấy</b>\nở đâu?" in mail["text"]
    assert "Nộp &lt;b&gt;bản giấy&lt;/b&gt;" in mail["html"]


def test_an_answer_says_who_answers(cast):
    question = asked(cast)
    send()
    said(question, cast.officer)
    assert send()[0]["subject"] == "Sở Thông tin và Truyền thông trả lời: Không cần."


def test_a_published_answer_leads_to_the_units_own_page_and_names_no_unit(cast, site):
    question = asked(cast)
    send()
    published(cast, source=question)
    mails = {mail["to"][0]: mail for mail in send()}
    mail = mails[cast.other_focal.email]
    assert mail["subject"] == "Hỏi đáp chung: Có phải gửi bản giấy không?"
    assert f"/deliveries/{cast.delivery(cast.o_mon).pk}/#hoi-dap-chung" in mail["text"]
    assert "Ninh Kiều" not in mail["text"] + mail["html"]


def test_what_is_new_in_one_run_is_one_mail(cast):
    question = asked(cast)
    said(question, cast.focal, "Và ảnh?")
    asked(cast, obligation=cast.obligations()[1], text="Hạn nào?")
    mails = send()
    assert Counter(receivers(mails)) == dict.fromkeys(OFFICERS, 1)
    assert mails[0]["subject"] == "2 trao đổi mới về văn bản anh/chị phụ trách"
    for words in ("Có phải gửi bản giấy không?", "Và ảnh?", "Hạn nào?"):
        assert words in mails[0]["text"]


def test_one_run_is_one_mail_a_person_however_many_batches_it_takes(cast, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 1)
    both = make_user(cast.ninh_kieu, email="ca-hai@quan.example")
    both.memberships.create(unit=cast.o_mon, role=Role.FOCAL, starts_on=local("2024-01-01 08:00").date())
    question = asked(cast)
    said(question, cast.officer)
    published(cast)
    mails = send()
    assert Counter(receivers(mails))["ca-hai@quan.example"] == 1
    assert MessageNotice.objects.filter(person=both).count() == 3
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


# --- When, and never twice --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "at, count",
    [("2024-11-05 07:59", 0), ("2024-11-05 08:00", 2), ("2024-11-05 20:00", 0), ("2024-11-09 10:00", 0)],
    ids=["a minute before", "office hours", "evening", "Saturday"],
)
def test_mails_go_out_in_office_hours(cast, at, count):
    asked(cast, now=local("2024-11-04 18:00"))
    assert len(send(now=local(at))) == count


def test_a_second_run_sends_nothing(cast):
    asked(cast)
    published(cast)
    assert len(send()) == 4
    assert send(now=TEN + timedelta(minutes=5)) == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_a_failed_mail_is_tried_again_under_the_same_identifier(cast):
    asked(cast, actor=cast.focal)
    server = Server(errors=[refusal(451), refusal(451)])
    assert send(server) == []
    assert set(told().values()) == {"planned"}
    first = set(Message.objects.values_list("message_id", flat=True))
    again = send(server, now=TEN + timedelta(minutes=2))
    assert {mail["message_id"] for mail in again} == first
    assert notices() == [("sent", "")]


def test_a_mail_that_nobody_accepts_fails_with_its_reason(cast):
    asked(cast)
    send(Server(errors=[refusal(550), refusal(550)]))
    [(state, reason)] = notices()
    assert (state, bool(reason)) == ("failed", True)


def test_one_refused_address_leaves_the_notice_sent(cast):
    asked(cast)
    send(Server(errors=[refusal(550)]))
    assert notices() == [("sent", "")]


def test_the_database_refuses_a_second_message_for_the_same_words(cast):
    asked(cast)
    send()
    link = MessageNotice.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageNotice.objects.create(message=link.message, notice=link.notice, person=link.person)


# --- What is no news any more -----------------------------------------------------------------------------------------
def test_who_has_read_it_gets_no_mail(cast):
    question = asked(cast, now=EVENING)
    mark_read(question=question, actor=cast.officer, now=EVENING + timedelta(minutes=1))
    assert receivers(send(now=NEXT_DAY)) == ["canbo2@stttt.example"]
    assert told() == {"canbo@stttt.example": "cancelled", "canbo2@stttt.example": "sent"}


def test_who_read_before_the_words_came_gets_them(cast):
    question = asked(cast)
    send()
    mark_read(question=question, actor=cast.officer, now=TEN)
    said(question, cast.focal, "Còn hạn?", now=EVENING)
    assert receivers(send(now=NEXT_DAY)) == OFFICERS


@pytest.mark.parametrize(
    "end, reason",
    [
        (lambda cast, faq: recall(directive=cast.directive, actor=cast.officer, now=EVENING, note="sai"), "thu hồi"),
        (lambda cast, faq: withdraw_faq(faq=faq, actor=cast.officer, now=EVENING), "đã được gỡ"),
    ],
    ids=["recalled", "withdrawn"],
)
def test_nothing_is_sent_of_what_has_ended(cast, end, reason):
    faq = published(cast, now=EVENING)
    end(cast, faq)
    assert send(now=NEXT_DAY) == []
    assert {state for state, _words in notices()} == {"cancelled"}
    assert all(reason in words for _state, words in notices())


def test_who_left_the_unit_between_planning_and_sending_gets_nothing(cast):
    asked(cast)
    send(Server(errors=[refusal(451), refusal(451)]))
    cast.second_officer.memberships.update(ends_on=local("2030-10-30 08:00").date())
    mails = send(now=TEN + timedelta(minutes=2))
    assert receivers(mails) == ["canbo@stttt.example"]


def test_a_unit_without_an_address_is_named_to_the_officer(cast):
    cast.focal.memberships.update(ends_on=local("2030-10-30 08:00").date())
    question = asked(cast, side=Side.ISSUER, actor=cast.officer)
    assert send() == []
    [(state, reason)] = notices()
    assert (state, "không có ai có địa chỉ thư" in reason.lower()) == ("failed", True)
    assert question.posts.get().notices.get().reason == reason


# --- What it costs ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_a_mail_costs_the_same_for_one_question_and_for_three(cast, count, django_assert_num_queries):
    for number in range(count):
        asked(cast, text=f"Câu {number}?", now=ASKED_AT + timedelta(minutes=number))
    assemble_notices(now=TEN)
    messages = list(Message.objects.select_related("person"))
    with django_assert_num_queries(5):
        composed = news.compose_all(messages, now=TEN)
    assert [len(each.sections) for each in composed.values()] == [count] * len(messages)
