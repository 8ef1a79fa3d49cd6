"""The page "Diễn tập nhắc việc": who would hear what on a day, in which words, and who would not."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Message, Reminder
from directives.services.lifecycle import extend
from directives.tests.factories import make_cast, make_draft, make_issued
from directives.tests.reminding import finish
from directives.views.outbox import MAIL_POLICY
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-12 10:00")
PAGE, MAIL, FRAME = (reverse(f"directives:rehearsal{end}") for end in ("", "-mail", "-mail-html"))


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def ask(client, cast):
    """The page as somebody sees it, by their name in the cast."""

    def get(query: str = "", person: str = "officer", address: str = PAGE, at=NOW):
        client.force_login(cast.people[person])
        with time_machine.travel(at, tick=False):
            response = client.get(f"{address}{query}")
        response.words = " ".join(response.content.decode().replace("\u00a0", " ").split())
        return response

    return get


def heading(response) -> str:
    start, end = response.words.index("<h1>"), response.words.index("</h1>")
    text = response.words[start + 4 : end]
    while "<" in text:
        text = text[: text.index("<")] + text[text.index(">") + 1 :]
    return text


def reasons(response) -> dict[str, list[str]]:
    """Each unit of the list once, with its lines of reasons."""
    rows = list(response.context["page"])
    found = {each.whose: each.reason_lines for each in rows}
    assert len(found) == len(rows)
    return found


# --- Who may look -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("person", "alone", "with_letter"),
    [("officer", 200, 200), ("focal", 403, 403), ("leader", 403, 403), ("stranger_officer", 200, 404)],
)
def test_only_coordinators_of_the_issuing_unit_rehearse_its_letters(ask, cast, person, alone, with_letter):
    assert ask(person=person).status_code == alone
    assert ask(f"?letter={cast.directive.pk}", person=person).status_code == with_letter


def test_an_officer_of_another_department_sees_none_of_it(ask, cast):
    response = ask(person="stranger_officer")
    assert heading(response) == "Sáng thứ Tư 13/11/2024, 08:00: không ai nhận thư; 0 đơn vị không nhận gì."
    assert cast.focal.email not in response.words


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 30, "987654"])
def test_a_letter_that_is_none_is_404(ask, typed):
    assert ask(f"?letter={typed}").status_code == 404


# --- What it says -----------------------------------------------------------------------------------------------------
def test_it_says_first_how_many_hear_on_the_next_working_day_and_how_many_do_not(ask, cast):
    for row in cast.obligations(cast.o_mon):
        finish(row, cast.other_focal, "2024-11-04 10:00")
    response = ask()
    assert heading(response) == (
        "Sáng thứ Tư 13/11/2024, 08:00: 1 người của 1 đơn vị nhận thư; 1 đơn vị không nhận gì."
    )
    for words in (cast.focal.full_name, cast.focal.email, "Thư điện tử", "Trước hạn 7 ngày", cast.ninh_kieu.name):
        assert words in response.words
    assert cast.other_focal.email not in response.words


def test_the_number_of_the_silent_opens_their_names_and_reasons(ask, cast):
    for row in cast.obligations(cast.o_mon):
        finish(row, cast.other_focal, "2024-11-04 10:00")
    assert 'href="?show=silent"' in ask().words
    response = ask("?show=silent")
    assert reasons(response) == {cast.o_mon.name: ["trước hạn 7 ngày: Đơn vị không còn việc nào phải làm."]}


def test_on_a_day_without_a_step_every_unit_is_silent_and_the_page_says_so(ask, cast):
    response = ask("?day=14/11/2024&show=silent")
    assert heading(response) == "Sáng thứ Năm 14/11/2024, 08:00: không ai nhận thư; 2 đơn vị không nhận gì."
    assert reasons(response) == {
        unit.name: ["Không có bước nhắc nào vào lúc này."] for unit in (cast.ninh_kieu, cast.o_mon)
    }


def test_on_a_sunday_one_sentence_says_that_nothing_goes_out(ask):
    assert heading(ask("?day=17/11/2024")) == "Ngày nghỉ: không có thư nào được gửi trong ngày Chủ nhật, 17/11/2024."


def test_a_past_day_is_told_from_what_was_recorded_then(ask, cast):
    extend(directive=cast.directive, due_on=date(2024, 12, 20), actor=cast.officer, now=local("2024-11-16 10:00"))
    response = ask("?day=13/11/2024", at=local("2024-12-02 10:00"))
    assert heading(response).startswith("Sáng thứ Tư 13/11/2024, 08:00: 2 người của 2 đơn vị nhận thư")
    assert "Theo dữ liệu đã ghi và cách nhận mỗi người đã chọn đến lúc 08:00 ngày 13/11/2024." in response.words
    assert "Địa chỉ và các con số tổng trong thư lấy theo hiện tại" in response.words
    assert [words for _value, words, _count in response.context["shows"]][0] == "Thư của lúc đó"
    line = response.context["page"][0]
    mail = ask(f"?day=13/11/2024&mail={line.key}", address=MAIL, at=local("2024-12-02 10:00"))
    assert f"Thư gửi {line.person} (Thư điện tử" in mail.words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2024", "Không có ngày 31/02/2024 trong lịch."),
        ("mai", "Ngày chưa đúng dạng."),
    ],
)
def test_a_day_that_is_none_is_told_at_the_field_and_the_next_working_day_is_shown(ask, typed, sentence):
    response = ask(f"?day={typed}")
    assert sentence in response.words
    assert f'value="{typed}"' in response.words
    assert heading(response).startswith("Sáng thứ Tư 13/11/2024")


def test_the_chips_offer_today_the_next_working_day_and_each_day_of_a_step(ask):
    assert ask().context["days"] == [
        ("12/11/2024", "Hôm nay"),
        ("13/11/2024", "Ngày làm việc tới"),
        ("15/11/2024", "15/11/2024"),
        ("19/11/2024", "19/11/2024"),
        ("20/11/2024", "20/11/2024"),
    ]


@pytest.fixture
def two_letters(cast):
    """A second letter to a unit of the first and to one more, with nothing to say on 13/11."""
    health = make_unit("Sở Y tế", kind=UnitKind.DEPARTMENT)
    make_user(health)
    units = [cast.o_mon, health]
    return make_issued(
        cast.department, cast.officer, number=2, due_on=date(2024, 12, 20), groups=[("Nhóm", units, "Tập huấn")]
    )


def test_with_two_letters_each_unit_is_counted_once_and_who_hears_by_either_is_not_silent(ask, two_letters):
    response = ask("?show=silent")
    assert heading(response) == (
        "Sáng thứ Tư 13/11/2024, 08:00: 2 người của 2 đơn vị nhận thư; 1 đơn vị không nhận gì."
    )
    assert reasons(response) == {"Sở Y tế": ["Không có bước nhắc nào vào lúc này."]}
    assert {value: count for value, _words, count in response.context["shows"]} == {"": 2, "silent": 1}


def test_a_unit_that_hears_by_neither_letter_stands_once_with_the_reason_of_each(ask, cast, two_letters):
    for row in cast.obligations(cast.o_mon):
        finish(row, cast.other_focal, "2024-11-04 10:00")
    response = ask("?show=silent")
    assert heading(response).endswith("1 người của 1 đơn vị nhận thư; 2 đơn vị không nhận gì.")
    assert reasons(response) == {
        cast.o_mon.name: [
            f"{cast.directive.reference}: trước hạn 7 ngày: Đơn vị không còn việc nào phải làm.",
            f"{two_letters.reference}: Không có bước nhắc nào vào lúc này.",
        ],
        "Sở Y tế": ["Không có bước nhắc nào vào lúc này."],
    }


def test_a_unit_that_was_renamed_since_the_letter_is_one_unit_still(ask, cast, two_letters):
    cast.o_mon.name = "Phòng Văn hóa Ô Môn"
    cast.o_mon.save(update_fields=["name"])
    response = ask("?show=silent")
    assert heading(response).endswith("2 người của 2 đơn vị nhận thư; 1 đơn vị không nhận gì.")
    assert list(reasons(response)) == ["Sở Y tế"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("22/11/2024", "ngày đến hạn, gửi sớm vì 24/11/2024 là Chủ nhật"),
        ("25/11/2024", "quá hạn 1 ngày"),
        ("02/12/2024", "quá hạn 6 ngày, gửi sau vì 30/11/2024 là thứ Bảy"),
    ],
)
def test_a_step_that_days_off_moved_says_so_in_its_row_and_on_the_page_of_its_mail(ask, cast, day, words):
    campaign = cast.directive.campaign
    campaign.ladder = ["before-0", "after-1", "after-6"]
    campaign.save(update_fields=["ladder"])
    extend(directive=cast.directive, due_on=date(2024, 11, 24), actor=cast.officer, now=local("2024-11-04 10:00"))
    line = ask(f"?day={day}").context["page"][0]
    assert line.step_words == words
    assert f"bước {words}, như lúc 08:00" in ask(f"?day={day}&mail={line.key}", address=MAIL).words


def test_the_reason_of_a_silent_unit_names_the_moved_step_too(ask, cast):
    for row in cast.obligations(cast.o_mon):
        finish(row, cast.other_focal, "2024-11-04 10:00")
    assert reasons(ask("?day=15/11/2024&show=silent")) == {
        cast.o_mon.name: ["trước hạn 3 ngày, gửi sớm vì 17/11/2024 là Chủ nhật: Đơn vị không còn việc nào phải làm."]
    }


# --- Filters, pages, files --------------------------------------------------------------------------------------------
def people(response) -> list[str]:
    return [line.address for line in response.context["page"]]


def test_it_filters_by_words_step_and_channel(ask, cast):
    both = [cast.focal.email, cast.other_focal.email]
    assert sorted(people(ask())) == sorted(both)
    assert people(ask("?q=ô+môn")) == [cast.other_focal.email]
    assert people(ask("?step=before-3")) == []
    assert sorted(people(ask("?step=before-7&channel=email"))) == sorted(both)
    assert people(ask("?channel=zalo")) == []


def test_all_letters_of_the_officer_or_one(ask, cast):
    health = make_unit("Sở Y tế", kind=UnitKind.DEPARTMENT)
    make_user(health, email="daumoi@soyte.example")
    other = make_issued(cast.department, cast.officer, groups=[("Sở", [health], "Tuyên truyền")])
    assert len(people(ask())) == 3
    assert people(ask(f"?letter={other.pk}")) == ["daumoi@soyte.example"]


# --- The text ---------------------------------------------------------------------------------------------------------
def test_a_press_on_the_subject_opens_the_whole_text_and_its_html_in_a_frame(ask, cast):
    line = next(each for each in ask().context["page"] if each.address == cast.focal.email)
    page = ask(f"?mail={line.key}", address=MAIL)
    assert f"Còn 7 ngày: 2 việc của {cast.ninh_kieu.name}" in page.words
    assert "Đăng tải tài liệu" in page.words
    assert '<iframe sandbox=""' in page.words
    frame = ask(f"?mail={line.key}", address=FRAME)
    assert frame["Content-Security-Policy"] == MAIL_POLICY
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "Phổ biến kỹ năng" in frame.words
    assert "/unsubscribe/…" in frame.words


@pytest.mark.parametrize("address", [MAIL, FRAME])
@pytest.mark.parametrize("query", ["", "?mail=1-email-202411130100", "?mail=x"])
def test_a_mail_that_would_not_go_out_is_404(ask, address, query):
    assert ask(query, address=address).status_code == 404


def test_nobody_reads_the_mail_of_another_department(ask, cast):
    line = ask().context["page"][0]
    assert ask(f"?mail={line.key}", address=MAIL, person="stranger_officer").status_code == 404


def test_looking_writes_nothing(ask):
    ask()
    ask("?show=silent")
    assert (Reminder.objects.count(), Message.objects.count()) == (0, 0)


def test_a_draft_is_rehearsed_as_nothing(ask, cast):
    draft = make_draft(cast.department, cast.officer)
    assert ask(f"?letter={draft.pk}").status_code == 200


def test_the_page_costs_the_same_for_one_letter_and_for_three(ask, cast):
    def queries(query: str = "") -> int:
        with CaptureQueriesContext(connection) as found:
            ask(query)
        return len(found)

    ask()
    few, silent = queries(), queries("?show=silent")
    for number in range(2):
        units = [make_unit(f"Sở {number}{n}", kind=UnitKind.DEPARTMENT) for n in range(3)]
        for unit in units[:2]:
            make_user(unit)
        make_issued(cast.department, cast.officer, groups=[("Sở", units, "Tuyên truyền", "Tập huấn")])
    assert queries() == few
    assert queries("?show=silent") == silent
