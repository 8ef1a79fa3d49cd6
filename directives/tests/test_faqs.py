"""Answers published to every recipient: to whom, by whom, in which version, and what is never altered."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.journal import journal
from directives.models import Change, Faq, Notice
from directives.questions import faq_recipients
from directives.services.lifecycle import recall
from directives.services.publishing import withdraw_faq
from directives.services.receipts import refuse
from directives.services.relaying import withdraw_relay
from directives.tests.asking import ANSWERED_AT, ASKED_AT, asked, published, said, ward_below
from directives.tests.factories import make_cast
from units.tests.factories import local

pytestmark = pytest.mark.django_db
LATER = local("2024-11-06 10:00")


@pytest.fixture
def cast():
    return make_cast()


def told_units() -> list[str]:
    return sorted(Notice.objects.exclude(faq=None).values_list("delivery__unit_name", flat=True))


def test_a_published_answer_is_for_every_unit_that_has_the_letter(cast):
    faq = published(cast, question="  Hạn\u202e nào? ", answer="20/11.")
    assert (faq.question, faq.answer, faq.source) == ("Hạn nào?", "20/11.", None)
    assert told_units() == [cast.ninh_kieu.name, cast.o_mon.name]


def test_units_that_sent_the_letter_back_are_not_told(cast):
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=ASKED_AT, reason="Nhầm")
    published(cast)
    assert told_units() == [cast.ninh_kieu.name]


def test_wards_that_were_given_work_are_told_until_it_is_taken_back(cast):
    ward, _person = ward_below(cast)
    assert ward.name in faq_recipients(cast.directive).values_list("unit_name", flat=True)
    withdraw_relay(children=cast.obligation().children.all(), actor=cast.focal, now=LATER, reason="Tự làm")
    assert faq_recipients(cast.directive).count() == 2


@pytest.mark.parametrize("who", ["focal", "leader", "stranger_officer"])
def test_only_coordinators_of_the_issuing_unit_publish_and_withdraw(cast, who):
    with pytest.raises(PermissionDenied):
        published(cast, actor=getattr(cast, who))
    with pytest.raises(PermissionDenied):
        withdraw_faq(faq=published(cast), actor=getattr(cast, who), now=LATER)
    assert Faq.objects.in_force().count() == 1


def test_a_published_answer_takes_nothing_of_the_unit_along(cast):
    question = asked(cast)
    said(question, cast.officer)
    faq = published(cast, source=question)
    assert cast.ninh_kieu.name not in f"{faq.question} {faq.answer}"
    change = Change.objects.get(about="faq")
    assert (change.unit, change.delivery, change.obligation, change.event) == (None, None, None, "published")


def test_a_question_is_published_once_until_it_is_withdrawn(cast):
    question = asked(cast)
    faq = published(cast, source=question)
    with pytest.raises(AlreadyDone, match="đã được đăng"):
        published(cast, source=question)
    withdraw_faq(faq=faq, actor=cast.officer, now=LATER)
    published(cast, source=question, now=LATER)
    assert (Faq.objects.count(), Faq.objects.in_force().count()) == (2, 1)


def test_a_new_version_takes_the_place_of_the_old_one(cast):
    question = asked(cast)
    old = published(cast, source=question)
    new = published(cast, replaces=old, answer="Có cần.", now=LATER)
    old.refresh_from_db()
    assert (new.source, new.replaces, old.withdrawn_at, old.answer) == (question, old, LATER, "Không cần.")
    assert list(Faq.objects.in_force()) == [new]
    assert list(Change.objects.filter(about="faq").values_list("event", flat=True)) == ["published", "edited"]


@pytest.mark.parametrize("tells, count", [(True, 4), (False, 2)])
def test_a_new_version_is_told_where_the_officer_wants_it(cast, tells, count):
    published(cast, replaces=published(cast), tells=tells, now=LATER)
    assert Notice.objects.count() == count


def test_a_version_that_is_no_longer_in_force_is_not_replaced_or_withdrawn(cast):
    old = published(cast)
    published(cast, replaces=old, now=LATER)
    for act in (lambda: published(cast, replaces=old), lambda: withdraw_faq(faq=old, actor=cast.officer, now=LATER)):
        with pytest.raises(Refused, match="vừa được sửa hoặc gỡ"):
            act()


def test_withdrawing_twice_changes_nothing(cast):
    faq = published(cast)
    withdraw_faq(faq=faq, actor=cast.officer, now=ANSWERED_AT)
    with pytest.raises(AlreadyDone):
        withdraw_faq(faq=faq, actor=cast.second_officer, now=LATER)
    faq.refresh_from_db()
    assert (faq.withdrawn_by, faq.withdrawn_at) == (cast.officer, ANSWERED_AT)


def test_a_double_press_publishes_once(cast):
    key = uuid.uuid4()
    assert published(cast, client_uuid=key) == published(cast, client_uuid=key)
    with pytest.raises(PermissionDenied):
        published(cast, client_uuid=key, actor=cast.second_officer)


def test_after_the_recall_nothing_is_published_but_may_be_withdrawn(cast):
    faq = published(cast)
    recall(directive=cast.directive, actor=cast.officer, now=LATER, note="sai")
    with pytest.raises(Refused, match="đã được thu hồi"):
        published(cast)
    assert withdraw_faq(faq=faq, actor=cast.officer, now=LATER).withdrawn_at == LATER


@pytest.mark.parametrize("words", [{"question": " "}, {"answer": "\n"}, {"answer": "a" * 4001}])
def test_both_halves_have_words_and_not_too_many(cast, words):
    with pytest.raises(Refused):
        published(cast, **words)


def test_the_letters_log_tells_of_questions_and_published_answers(cast):
    question = asked(cast)
    said(question, cast.officer)
    faq = published(cast, source=question)
    withdraw_faq(faq=faq, actor=cast.officer, now=LATER)
    told = [(line["words"], line["note"]) for line in journal(cast.directive)[:3]]
    words = "Có phải gửi bản giấy không?"
    assert told == [
        ("Rút lại hỏi đáp chung", words),
        ("Đăng hỏi đáp chung", words),
        ("Hỏi: Phòng Văn hóa và Thông tin quận Ninh Kiều – Đăng tải tài liệu", words),
    ]


# --- What the database refuses ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("column", ["question", "answer", "published_at"])
def test_published_words_are_never_altered(cast, column):
    faq = published(cast)
    with pytest.raises(IntegrityError, match="never altered"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE directives_faq SET {column} = '2024-01-01' WHERE id = %s", [faq.pk])


def test_a_withdrawn_answer_stays_withdrawn(cast):
    faq = withdraw_faq(faq=published(cast), actor=cast.officer, now=LATER)
    with pytest.raises(IntegrityError, match="stays withdrawn"), transaction.atomic():
        Faq.objects.filter(pk=faq.pk).update(withdrawn_at=None, withdrawn_by=None)


@pytest.mark.parametrize("column", ["withdrawn_at", "withdrawn_by"])
def test_the_database_keeps_a_withdrawal_whole(cast, column):
    value = {"withdrawn_at": LATER, "withdrawn_by": cast.officer}[column]
    faq = published(cast)
    with pytest.raises(IntegrityError, match="faq_is_withdrawn_whole"), transaction.atomic():
        Faq.objects.filter(pk=faq.pk).update(**{column: value})
