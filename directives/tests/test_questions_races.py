"""Two at once in a question: one answer, one published answer, one passing on. On SQLite and PostgreSQL alike."""

import uuid

import pytest

from campaign_portal.lib.tests.races import at_once
from directives.models import Faq, Message, MessageNotice, Notice, Question, QuestionPost
from directives.reminders import send_due_messages
from directives.services.asking import pass_on
from directives.services.publishing import publish_faq
from directives.tests.asking import ANSWERED_AT, asked, published, said, ward_below
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS, Server
from units.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture
def cast():
    return make_cast()


def names(outcomes) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_two_officers_who_answer_at_once_leave_one_answer_and_the_other_is_told(cast):
    question = asked(cast)
    first, officers = question.posts.get().pk, [cast.officer.pk, cast.second_officer.pk]

    def answer(number: int):
        row, actor = Question.objects.get(pk=question.pk), User.objects.get(pk=officers[number])
        return said(row, actor, f"Trả lời {number}", seen=first)

    assert names(at_once(answer)) == ["Overtaken", "QuestionPost"]
    assert QuestionPost.objects.count() == 2


def test_the_same_words_pressed_twice_are_stored_once(cast):
    key, focal, row = uuid.uuid4(), cast.focal.pk, cast.obligation()

    def press(_number: int):
        return asked(cast, obligation=row, actor=User.objects.get(pk=focal), client_uuid=key)

    assert names(at_once(press)) == ["Question", "Question"]
    assert (Question.objects.count(), QuestionPost.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_two_officers_who_publish_one_question_at_once_publish_it_once(cast):
    question = asked(cast)
    officers = [cast.officer.pk, cast.second_officer.pk]

    def publish(number: int):
        actor, source = User.objects.get(pk=officers[number]), Question.objects.get(pk=question.pk)
        words = {"question": "Hỏi?", "answer": f"Đáp {number}.", "client_uuid": uuid.uuid4()}
        return publish_faq(directive=source.directive, source=source, actor=actor, now=ANSWERED_AT, **words)

    assert names(at_once(publish)) == ["AlreadyDone", "Faq"]
    assert (Faq.objects.in_force().count(), Notice.objects.exclude(faq=None).count()) == (1, 2)


def test_two_new_versions_at_once_leave_one_in_force(cast):
    old = published(cast)
    officers = [cast.officer.pk, cast.second_officer.pk]

    def mend(number: int):
        row, actor = Faq.objects.get(pk=old.pk), User.objects.get(pk=officers[number])
        return published(cast, replaces=row, answer=f"Bản {number}.", actor=actor)

    assert names(at_once(mend)) == ["Faq", "Refused"]
    assert Faq.objects.in_force().get().replaces == old


def test_a_question_passed_on_twice_at_once_is_asked_above_once(cast):
    ward, person = ward_below(cast)
    question, focal = asked(cast, obligation=cast.obligation(ward), actor=person), cast.focal.pk

    def pass_it(_number: int):
        row, actor = Question.objects.get(pk=question.pk), User.objects.get(pk=focal)
        return pass_on(question=row, actor=actor, now=ANSWERED_AT)

    assert names(at_once(pass_it)) == ["AlreadyDone", "Question"]
    assert Question.objects.filter(passed_from=question).count() == 1


def test_two_senders_at_once_tell_each_person_once(cast):
    asked(cast)
    published(cast)
    server = Server()
    at_once(lambda _number: send_due_messages(now=ANSWERED_AT, calendar=WEEKENDS, transport=server))
    send_due_messages(now=ANSWERED_AT, calendar=WEEKENDS, transport=server)  # what one left in the hands of the other
    receivers = sorted(mail["to"][0] for mail in server.inbox)
    assert receivers == sorted(
        person.email for person in (cast.officer, cast.second_officer, cast.focal, cast.other_focal)
    )
    assert set(Message.objects.filter(kind="question").values_list("state", "attempts")) == {("sent", 1)}
    assert MessageNotice.objects.count() == 4
