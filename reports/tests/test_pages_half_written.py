"""An answer that is being typed goes along to the page that publishes it, and waits where it was typed."""

import re
from html import unescape

import pytest

from directives.models import Faq, QuestionPost
from directives.tests.asking import asked, published, said
from reports.tests.reading import as_person
from reports.tests.test_pages_questions import typed_in, url
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 09:00")
TYPED = "Gửi qua trục liên thông là đủ."


@pytest.fixture
def question(cast):
    return asked(cast)


def box(response, name: str) -> str:
    """What stands in a text of several lines."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return unescape(found[1]).strip()


def carry(client, question, text: str = TYPED):
    """Presses "Đăng hỏi đáp chung" under the box of the question."""
    return client.post(url("question-publish", question), typed_in(text, seen=question.posts.last().pk))


def test_the_button_for_publishing_sends_the_box_along(client, cast, question):
    body = as_person(client, cast.officer).get(url("question", question)).content.decode()
    button = re.search(r"<button[^>]*formaction[^>]*>Đăng hỏi đáp chung</button>", body)[0]
    assert f'formaction="{url("question-publish", question)}"' in button


def test_what_was_typed_is_the_answer_to_start_with_and_nothing_is_published_yet(client, cast, question):
    response = carry(as_person(client, cast.officer), question)
    assert response.status_code == 200
    assert (box(response, "answer"), box(response, "question")) == (TYPED, "Có phải gửi bản giấy không?")
    assert "form-error" not in response.content.decode()
    assert not Faq.objects.exists()
    assert QuestionPost.objects.count() == 1


def test_who_goes_back_finds_it_in_the_box_until_it_is_sent(client, cast, question):
    carry(as_person(client, cast.officer), question)
    response = client.get(url("question", question))
    assert box(response, "text") == TYPED
    client.post(url("question", question), typed_in(TYPED, seen=question.posts.last().pk))
    assert question.posts.last().text == TYPED
    assert box(client.get(url("question", question)), "text") == ""


def test_what_was_typed_weighs_more_than_an_earlier_answer_and_an_empty_box_does_not(client, cast, question):
    said(question, cast.officer, "Không cần.")
    as_person(client, cast.officer)
    assert box(carry(client, question), "answer") == TYPED
    assert box(carry(client, question, " \r\n"), "answer") == "Không cần."


def test_it_goes_along_to_no_other_question(client, cast, question):
    other = asked(cast, obligation=cast.obligations()[1])
    carry(as_person(client, cast.officer), question)
    assert box(client.get(url("question", other)), "text") == ""
    assert box(client.get(url("question-publish", other)), "answer") == ""


def test_of_a_question_published_meanwhile_the_words_wait_in_its_box(client, cast, question):
    faq = published(cast, source=question)
    assert carry(as_person(client, cast.officer), question)["Location"] == url("faq-edit", faq)
    assert box(client.get(url("question", question)), "text") == TYPED


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("focal", 403), ("stranger_officer", 404)])
def test_who_may_not_publish_carries_nothing(client, cast, question, who, status):
    assert carry(as_person(client, cast.people[who]), question).status_code == status
    assert "half_written_reply" not in client.session


def test_the_form_that_publishes_is_taken_at_its_word(client, cast, question):
    """Its own words, not those of the box, are published and judged."""
    carry(as_person(client, cast.officer), question)
    own = typed_in("x", question="Nộp ở đâu?", answer="")
    assert client.post(url("question-publish", question), own).status_code == 200
    assert not Faq.objects.exists()
    client.post(url("question-publish", question), own | {"answer": "Qua trục liên thông."})
    assert Faq.objects.get().answer == "Qua trục liên thông."
