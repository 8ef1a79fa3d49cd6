"""Pages of questions: a unit asks, the other side answers, publishes, passes on; what goes wrong says what to do."""

import uuid

import pytest
from django.urls import reverse

from directives.models import Faq, Question, QuestionPost, Side
from directives.services.asking import close, pass_on
from directives.services.lifecycle import recall
from directives.services.publishing import withdraw_faq
from directives.tests.asking import asked, published, said, ward_below
from reports.tests.factories import make_action
from reports.tests.reading import as_person, queries
from reports.tests.reading import words as text_of
from units.models import Role
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 09:00")
QUESTION = "Có phải gửi bản giấy không?"


def url(name: str, row) -> str:
    return reverse(f"reports:{name}", args=[row.pk])


def typed_in(text: str, **more) -> dict:
    return {"text": text, "client_uuid": str(uuid.uuid4()), **more}


# --- The unit asks ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("about", ["obligation", "delivery"])
def test_a_unit_asks_about_its_work_or_its_letter(client, cast, about):
    row = getattr(cast, about)()
    as_person(client, cast.focal)
    assert url(f"{about}-ask", row) in client.get(url(about, row)).content.decode()
    response = client.post(url(f"{about}-ask", row), typed_in("Nộp ở đâu?"), follow=True)
    question = Question.objects.get()
    assert response.redirect_chain[-1][0] == url("question", question)
    assert "Đã gửi câu hỏi cho Sở Thông tin và Truyền thông." in text_of(response)
    assert question.obligation == (row if about == "obligation" else None)


def test_published_answers_stand_above_the_box_and_on_the_letters_page(client, cast):
    as_person(client, cast.focal)
    published(cast)
    asking = client.get(url("obligation-ask", cast.obligation())).content.decode()
    assert asking.index(QUESTION) < asking.index("Không cần.") < asking.index("<textarea")
    letter = client.get(url("delivery", cast.delivery())).content.decode()
    assert letter.index('id="hoi-dap-chung"') < letter.index(QUESTION) < letter.index("Không cần.")


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "Ghi câu hỏi trước khi gửi."),
        (" \r\n\t", "Ghi câu hỏi trước khi gửi."),
        ("\u202e\u200f", "Ghi câu hỏi trước khi gửi."),
        ("ă" * 10_000, "Nội dung dài 10000 ký tự, quá 4000. Hãy rút gọn."),
    ],
    ids=["empty", "blank", "unseen marks", "ten thousand"],
)
def test_what_is_no_question_is_shown_again_with_the_reason(client, cast, typed, sentence):
    as_person(client, cast.focal)
    response = client.post(url("obligation-ask", cast.obligation()), typed_in(typed))
    assert sentence in text_of(response)
    assert typed.strip("\u202e\u200f \r\n\t") in response.content.decode()
    assert not Question.objects.exists()


def test_a_double_press_asks_once(client, cast):
    as_person(client, cast.focal)
    typed = typed_in("Nộp ở đâu?")
    for _press in range(2):
        client.post(url("obligation-ask", cast.obligation()), typed)
    assert Question.objects.count() == 1


def test_words_changed_after_going_back_are_a_question_of_their_own(client, cast):
    as_person(client, cast.focal)
    typed = typed_in("Nộp ở đâu?")
    for text in ("Nộp ở đâu?", "Nộp lúc nào?"):
        client.post(url("obligation-ask", cast.obligation()), typed | {"text": text})
    assert sorted(QuestionPost.objects.values_list("text", flat=True)) == ["Nộp lúc nào?", "Nộp ở đâu?"]


def test_marks_and_tags_are_shown_as_plain_words(client, cast):
    as_person(client, cast.focal)
    response = client.post(
        url("obligation-ask", cast.obligation()),
        typed_in("<script>alert(1)</script> tệp \u202egpj.exe\x07"),
        follow=True,
    )
    content = response.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; tệp gpj.exe" in content
    assert "\u202e" not in content


def test_words_typed_while_the_session_ended_are_there_after_signing_in(client, cast):
    page = url("obligation-ask", cast.obligation())
    assert client.post(page, typed_in("Một câu hỏi dài"))["Location"].startswith("/accounts/login/")
    client.force_login(cast.focal)
    assert "Một câu hỏi dài" in client.get(page).content.decode()


def test_after_the_recall_the_way_to_ask_is_gone_and_a_late_press_is_told_why(client, cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="sai")
    as_person(client, cast.focal)
    page = url("obligation-ask", cast.obligation())
    assert page not in client.get(url("obligation", cast.obligation())).content.decode()
    assert client.get(page)["Location"] == url("obligation", cast.obligation())
    assert "Văn bản đã được thu hồi nên không hỏi đáp thêm." in text_of(client.post(page, typed_in("Còn hỏi?")))


# --- One question -----------------------------------------------------------------------------------------------------
def test_the_officer_answers_and_the_unit_reads_it(client, cast):
    question = asked(cast)
    as_person(client, cast.officer)
    assert "chờ Sở Thông tin và Truyền thông trả lời, đã 3 ngày làm việc" in text_of(
        client.get(url("question", question))
    )
    first = question.posts.get().pk
    response = client.post(url("question", question), typed_in("Không cần.", seen=first), follow=True)
    told = "Đã gửi. Phòng Văn hóa và Thông tin quận Ninh Kiều được báo qua thư trong giờ làm việc."
    assert told in text_of(response)
    as_person(client, cast.focal)
    shown = text_of(client.get(url("question", question)))
    assert "Sở Thông tin và Truyền thông đã trả lời" in shown
    assert shown.index(QUESTION) < shown.index("Không cần.")


def test_two_officers_at_once_the_second_reads_the_first_and_keeps_the_words(client, cast):
    question = asked(cast)
    first = question.posts.get().pk
    said(question, cast.second_officer, "Không.", now=NOW)
    as_person(client, cast.officer)
    response = client.post(url("question", question), typed_in("Có cần.", seen=first))
    assert "Vừa có lời mới trong trao đổi này." in text_of(response)
    content = response.content.decode()
    assert "Có cần." in content
    assert f'name="seen" value="{question.posts.last().pk}"' in content
    assert QuestionPost.objects.count() == 2


@pytest.mark.parametrize("who", ["leader", "district"])
def test_who_looks_on_reads_without_a_box_and_without_names(client, cast, who):
    question = asked(cast)
    as_person(client, cast.leader if who == "leader" else make_user(cast.district))
    response = client.get(url("question", question))
    shown = text_of(response)
    assert QUESTION in shown
    assert cast.focal.full_name not in shown
    assert "<textarea" not in response.content.decode()
    assert client.post(url("question", question), typed_in("Tôi", seen=1)).status_code == 403


def test_a_list_marks_what_is_new_until_it_is_opened(client, cast):
    question = asked(cast)
    said(question, cast.officer)
    as_person(client, cast.focal)
    assert "có lời mới" in text_of(client.get(reverse("reports:questions")))
    client.get(url("question", question), headers={"Purpose": "prefetch"})
    assert "có lời mới" in text_of(client.get(reverse("reports:questions")))
    client.get(url("question", question))
    assert "có lời mới" not in text_of(client.get(reverse("reports:questions")))


def test_what_nobody_answers_any_more_is_said_to_be_over_and_counts_no_days(client, cast):
    question = asked(cast)
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="sai")
    as_person(client, cast.focal)
    line = client.get(f"{reverse('reports:questions')}?state=all").context["lines"][0]
    assert (line.key, line.word, line.waited) == ("recalled", "", 0)
    shown = text_of(client.get(url("question", question)))
    assert "chưa có trả lời khi văn bản kết thúc" in shown
    assert "Văn bản đã được thu hồi nên không hỏi đáp thêm." in shown


def test_closing_and_writing_again(client, cast):
    question = asked(cast)
    as_person(client, cast.focal)
    assert "Đã kết thúc trao đổi." in text_of(client.post(url("question-close", question), follow=True))
    assert "đã kết thúc trước đó" in text_of(client.post(url("question-close", question), follow=True))
    client.post(url("question", question), typed_in("Còn nữa", seen=question.posts.last().pk))
    question.refresh_from_db()
    assert question.state == "open"


def test_who_could_not_be_told_is_named_beside_the_words(client, cast):
    question = asked(cast, side=Side.ISSUER, actor=cast.officer)
    question.posts.get().notices.update(state="failed", reason="Không có ai có địa chỉ thư để báo.")
    as_person(client, cast.officer)
    assert "Chưa báo được qua thư: Không có ai có địa chỉ thư" in text_of(client.get(url("question", question)))
    as_person(client, cast.focal)
    assert "Chưa báo được" not in text_of(client.get(url("question", question)))


# --- Work passed down -------------------------------------------------------------------------------------------------
def test_a_ward_asks_its_office_which_passes_it_on_with_one_press(client, cast):
    ward, person = ward_below(cast)
    row = cast.obligation(ward)
    as_person(client, person)
    assert "Hỏi đơn vị đã giao việc" in text_of(client.get(url("obligation", row)))
    client.post(url("obligation-ask", row), typed_in("Mẫu nào?"))
    question = Question.objects.get()
    as_person(client, cast.focal)
    response = client.post(url("question-pass-on", question), follow=True)
    assert "Đã chuyển câu hỏi lên Sở Thông tin và Truyền thông." in text_of(response)
    assert "UBND phường An Hòa hỏi: “Mẫu nào?”" in text_of(response)
    again = client.post(url("question-pass-on", question), follow=True)
    assert "đã được chuyển lên trước đó" in text_of(again)


def test_the_answer_from_above_stands_ready_in_the_offices_box(client, cast):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=cast.obligation(ward), actor=person)
    said(pass_on(question=question, actor=cast.focal, now=NOW), cast.officer, "Mẫu 02.", now=NOW)
    as_person(client, cast.focal)
    response = client.get(url("question", question))
    assert response.context["form"].initial["text"] == "Mẫu 02."


# --- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_begins_with_what_waits_for_the_person_longest_first(client, cast):
    late = asked(cast, text="Câu hỏi sau", now=local("2024-11-07 09:00"))
    early = asked(cast, text="Câu hỏi trước", now=local("2024-11-04 09:00"))
    said(asked(cast, text="Đã trả lời rồi"), cast.officer)
    as_person(client, cast.officer)
    page = client.get(reverse("reports:questions"))
    assert [line.question for line in page.context["lines"]] == [early, late]
    assert [line.waited for line in page.context["lines"]] == [4, 1]
    assert "2 câu hỏi chờ anh/chị trả lời" in text_of(page)


@pytest.mark.parametrize(
    "query, found",
    [
        ("state=all", ["một", "hai", "ba", "bốn"]),
        ("state=mine", ["một"]),
        ("state=theirs", ["hai"]),
        ("state=answered", ["ba"]),
        ("state=closed", ["bốn"]),
        ("state=all&q=HAI", ["hai"]),
        ("state=all&q=ninh+kieu", ["một", "hai", "ba", "bốn"]),
        ("state=all&q=khong-co", []),
        ("state=all&letter=999999999999999999999", []),
        ("state=all&letter=abc", ["một", "hai", "ba", "bốn"]),
        ("state=lạ", ["một", "hai", "ba", "bốn"]),
    ],
)
def test_lists_and_filters_stand_in_the_address(client, cast, query, found):
    asked(cast, text="một")
    asked(cast, text="hai", side=Side.ISSUER, actor=cast.officer)
    said(asked(cast, text="ba"), cast.officer)
    close(question=asked(cast, text="bốn"), actor=cast.focal, now=NOW)
    as_person(client, cast.officer)
    lines = client.get(f"{reverse('reports:questions')}?{query}").context["lines"]
    assert [line.words for line in lines] == found


def test_another_units_questions_stand_in_no_list(client, cast):
    asked(cast)
    as_person(client, cast.other_focal)
    assert client.get(f"{reverse('reports:questions')}?state=all&q=giay").context["lines"] == []


def test_the_menu_counts_what_needs_the_person(client, cast):
    as_person(client, cast.officer)
    assert "Hỏi đáp 1" not in text_of(client.get(reverse("directives:list")))
    asked(cast)
    assert "Hỏi đáp 1" in text_of(client.get(reverse("directives:list")))


@pytest.mark.parametrize("page", ["list", "thread", "letter", "obligation"])
def test_pages_cost_the_same_for_one_and_for_three(client, cast, page):
    as_person(client, cast.focal)
    question = asked(cast)
    addresses = {
        "list": f"{reverse('reports:questions')}?state=all",
        "thread": url("question", question),
        "letter": url("delivery", cast.delivery()),
        "obligation": url("obligation", cast.obligation()),
    }
    published(cast)
    client.get(addresses[page])
    cost = queries(client, addresses[page])
    for number in range(2):
        asked(cast, text=f"Câu {number}")
        said(question, cast.focal, f"Thêm {number}", now=NOW)
        published(cast, question=f"Chung {number}")
    client.get(addresses[page])
    assert queries(client, addresses[page]) == cost


# --- Publishing -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page, sentence", [("faqs", "3 đơn vị đọc được"), ("faq-new", "được gửi tới 3 đơn vị")])
def test_how_many_read_an_answer_is_told_apart_by_who_has_the_letter_and_who_was_given_work(
    client, cast, page, sentence
):
    ward_below(cast)
    published(cast)
    as_person(client, cast.officer)
    shown = text_of(client.get(url(page, cast.directive)))
    assert sentence in shown
    assert "3 đơn vị gồm 2 đơn vị nhận văn bản và 1 đơn vị được các đơn vị đó giao việc." in shown


def test_publishing_starts_with_the_words_and_says_to_how_many_it_goes(client, cast):
    question = asked(cast)
    said(question, cast.officer, "Không cần.")
    as_person(client, cast.officer)
    page = client.get(url("question-publish", question))
    assert "được gửi tới 2 đơn vị" in text_of(page)
    assert "đơn vị gồm" not in text_of(page)
    assert (page.context["form"].initial["question"], page.context["form"].initial["answer"]) == (
        QUESTION,
        "Không cần.",
    )
    typed = {"question": QUESTION, "answer": "Không cần.", "client_uuid": str(uuid.uuid4())}
    response = client.post(url("question-publish", question), typed, follow=True)
    assert "Đã đăng vào hỏi đáp chung của 2 đơn vị." in text_of(response)
    assert "1 câu hỏi đáp chung, 2 đơn vị đọc được." in text_of(response)
    assert "đã được đăng vào hỏi đáp chung" in text_of(client.get(url("question", question)))


@pytest.mark.parametrize(
    "name", ["Phòng Văn hóa và Thông tin quận Ninh Kiều", "phòng văn hoá và thông tin QUẬN NINH KIỀU"]
)
def test_words_that_name_the_asking_unit_are_held_back_until_confirmed(client, cast, name):
    question = asked(cast)
    as_person(client, cast.officer)
    typed = {"question": f"{name} hỏi bản giấy", "answer": "Không.", "client_uuid": str(uuid.uuid4())}
    response = client.post(url("question-publish", question), typed)
    assert "Nội dung nêu tên đơn vị hỏi" in text_of(response)
    assert not Faq.objects.exists()
    client.post(url("question-publish", question), typed | {"names_unit": "on"})
    assert Faq.objects.get().question == f"{name} hỏi bản giấy"


def test_an_answer_is_published_without_a_question_too(client, cast):
    as_person(client, cast.officer)
    typed = {"question": "Hạn nào?", "answer": "20/11.", "client_uuid": str(uuid.uuid4())}
    client.post(url("faq-new", cast.directive), typed)
    assert (Faq.objects.get().source, Faq.objects.get().notices.count()) == (None, 2)


@pytest.mark.parametrize("tells, count", [({"tells": "on"}, 2), ({}, 0)])
def test_a_mended_answer_takes_the_old_ones_place_and_tells_again_if_wanted(client, cast, tells, count):
    old = published(cast)
    as_person(client, cast.officer)
    typed = {"question": QUESTION, "answer": "Có cần.", "client_uuid": str(uuid.uuid4())} | tells
    response = client.post(url("faq-edit", old), typed, follow=True)
    new = Faq.objects.in_force().get()
    assert (new.answer, new.replaces, new.notices.count()) == ("Có cần.", old, count)
    assert "Có cần." in text_of(response)


def test_a_page_of_an_old_version_leads_to_what_stands_now(client, cast):
    old = published(cast)
    as_person(client, cast.officer)
    withdraw_faq(faq=old, actor=cast.second_officer, now=NOW)
    assert client.get(url("faq-edit", old))["Location"] == url("faqs", cast.directive)
    assert "vừa được sửa hoặc gỡ" in text_of(client.post(url("faq-withdraw", old), follow=True))


def test_a_withdrawn_answer_leaves_the_units_page(client, cast):
    faq = published(cast)
    as_person(client, cast.officer)
    assert "Đã gỡ khỏi trang của các đơn vị." in text_of(client.post(url("faq-withdraw", faq), follow=True))
    as_person(client, cast.focal)
    assert QUESTION not in text_of(client.get(url("delivery", cast.delivery())))


def test_units_that_no_mail_reached_are_named_to_the_officer(client, cast):
    faq = published(cast)
    faq.notices.filter(delivery=cast.delivery()).update(state="failed", reason="Không có ai có địa chỉ thư.")
    as_person(client, cast.officer)
    shown = text_of(client.get(url("faqs", cast.directive)))
    assert "Phòng Văn hóa và Thông tin quận Ninh Kiều: Không có ai có địa chỉ thư." in shown


# --- In the review ----------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(cast):
    """Ninh Kiều's first obligation, declared complete."""
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    return cast.obligation()


def test_a_reviewer_asks_without_returning_the_work(client, cast, waiting):
    as_person(client, cast.officer)
    response = client.post(url("review-ask", waiting), typed_in("Ảnh chụp ở đâu?"), follow=True)
    assert "Việc này vẫn chờ xác nhận." in text_of(response)
    waiting.refresh_from_db()
    assert waiting.progress == "waiting"
    question = Question.objects.get()
    assert (question.opened_side, question.obligation) == ("issuer", waiting)
    assert "đang hỏi đơn vị" in text_of(response)
    said(question, cast.focal, "Ở nhà văn hóa.", now=NOW)
    shown = text_of(client.get(url("review", waiting)))
    assert "đơn vị đã trả lời" in shown
    assert "Ở nhà văn hóa." in shown


@pytest.mark.parametrize("typed", ["", "a" * 4001])
def test_a_reviewers_bad_words_stand_beside_the_reason_on_the_same_screen(client, cast, waiting, typed):
    as_person(client, cast.officer)
    response = client.post(url("review-ask", waiting), typed_in(typed))
    assert response.status_code == 200
    assert response.context["page"].current.obligation == waiting
    assert ("Ghi câu hỏi" in text_of(response)) == (typed == "")
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "asks, answers, found", [(True, False, "asked"), (True, True, "answered"), (False, False, "unit")]
)
def test_the_queue_is_narrowed_to_what_is_spoken_of(client, cast, waiting, asks, answers, found):
    who = {"side": Side.ISSUER, "actor": cast.officer} if asks else {}
    question = asked(cast, **who)
    if answers:
        said(question, cast.focal, now=NOW)
    as_person(client, cast.officer)
    for name in ("asked", "answered", "unit"):
        page = client.get(f"{reverse('reports:reviews')}?question={name}").context["page"]
        assert page.counts["waiting"] == (1 if name == found else 0)


def test_the_queue_costs_the_same_with_one_question_and_with_three(client, cast, waiting):
    as_person(client, cast.officer)
    asked(cast, side=Side.ISSUER, actor=cast.officer)
    cost = queries(client, url("review", waiting))
    for number in range(2):
        asked(cast, side=Side.ISSUER, actor=cast.officer, text=f"Câu {number}?")
    assert queries(client, url("review", waiting)) == cost


def test_a_viewer_of_the_issuing_unit_has_no_way_to_answer(client, cast):
    question = asked(cast)
    as_person(client, make_user(cast.department, Role.VIEWER))
    assert "<textarea" not in client.get(url("question", question)).content.decode()
