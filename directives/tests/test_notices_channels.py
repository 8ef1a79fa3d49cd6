"""Questions and answers go by the channels their reader chose, like reminders, and wait for nobody's hour."""

import pytest

from directives.models import AddressTrouble, Message, Notice, Preference, Side
from directives.reminders import send_due_messages
from directives.tests.asking import asked
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS, Server
from units.tests.factories import local

pytestmark = pytest.mark.django_db
TEN = local("2024-11-05 10:00")


@pytest.fixture
def cast():
    return make_cast()


def send() -> list[str]:
    """One turn of the sender; the addresses it mailed."""
    server = Server()
    send_due_messages(now=TEN, transport=server, calendar=WEEKENDS)
    return sorted(mail["to"][0] for mail in server.inbox)


def prefer(person, **columns) -> None:
    Preference.objects.create(person_id=person.pk, changed_at=TEN, **columns)


def channels(person) -> dict[str, str]:
    return dict(Message.objects.filter(person=person).values_list("channel", "state"))


def test_an_officer_reads_a_question_where_they_chose_to(cast):
    prefer(cast.officer, email=False, inbox=True)
    prefer(cast.second_officer, inbox=True)
    asked(cast)
    assert send() == ["canbo2@stttt.example"]
    assert channels(cast.officer) == {"inbox": "sent"}
    assert channels(cast.second_officer) == {"email": "sent", "inbox": "sent"}


def test_the_message_leads_to_the_question(cast):
    prefer(cast.officer, email=False, inbox=True)
    question = asked(cast)
    send()
    assert Message.objects.get(person=cast.officer).link == f"/questions/{question.pk}/"


@pytest.mark.parametrize("columns", [{"digests": False}, {"digest_hour": 16}, {"email": False}])
def test_who_wants_few_mails_hears_a_question_at_once_all_the_same(cast, columns):
    prefer(cast.focal, **columns)
    asked(cast, side=Side.ISSUER, actor=cast.officer)
    assert send() == ["daumoi@ninhkieu.example"]


def test_a_question_to_a_dead_address_says_whose_it_is(cast):
    AddressTrouble.objects.create(address=cast.focal.email, words="hộp thư đã đầy", since=TEN)
    asked(cast, side=Side.ISSUER, actor=cast.officer)
    assert send() == []
    notice = Notice.objects.get()
    assert (notice.state, notice.reason) == (
        "failed",
        "Địa chỉ daumoi@ninhkieu.example không nhận thư từ 05/11/2024: hộp thư đã đầy. "
        "Hãy thêm đầu mối có địa chỉ đúng, hoặc nhắc qua điện thoại.",
    )
