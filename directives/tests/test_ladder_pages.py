"""The editor of a ladder: what it shows, what its buttons do without a script, and that nothing typed is lost."""

from datetime import date
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.ladder import default_steps, read_ladder
from directives.models import Ladder
from directives.services.issuing import issue
from directives.services.laddering import keep_ladder
from directives.tests.factories import add_group, make_cast, make_draft
from directives.tests.reminding import finish
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW, SINCE = local("2024-11-14 10:00"), "2024-11-14T03:00:00+00:00"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def page(client, cast):
    """The editor of the letter as somebody sees it, or after a button was pressed with what is typed."""

    def ask(query: str = "", data: dict | None = None, person: str = "officer", address: str = ""):
        client.force_login(cast.people[person])
        address = address or reverse("directives:ladder", args=[cast.directive.pk])
        with time_machine.travel(NOW, tick=False):
            response = client.post(address, data) if data is not None else client.get(f"{address}{query}")
        response.words = " ".join(response.content.decode().replace("\u00a0", " ").split())
        return response

    return ask


def typed(*rows: tuple, **pressed) -> dict:
    """What a browser sends for steps given as (trigger, days, audience, channel, text…)."""
    found = {"count": str(len(rows))} | pressed
    for nth, row in enumerate(rows):
        names = ("trigger", "days", "audience", "channel", "text")
        found |= {
            f"{nth}-{name}": value for name, value in zip(names, (*row, *("unit", "", "")[len(row) - 2 :]), strict=True)
        }
    return found


def stored(cast):
    cast.directive.refresh_from_db()
    return cast.directive.ladder


# --- What it shows ----------------------------------------------------------------------------------------------------
def test_it_tells_each_step_in_plain_words_with_its_day_and_what_has_passed(page):
    words = page().words
    assert "4 bước nhắc, theo chiến dịch." in words
    assert 'Trước hạn 7 ngày – đầu mối của đơn vị</b> <span class="quiet small">đã qua' in words
    assert "gửi thứ Sáu, 15/11/2024" in words
    assert "Ngày đến hạn – đầu mối của đơn vị" in words


@pytest.fixture
def dated():
    """A letter whose two works are due on days of their own, neither of them the letter's: issued, and as a draft."""
    cast = make_cast()
    days = [date(2024, 11, 18), date(2024, 11, 29)]

    def make(is_issued: bool):
        draft = make_draft(cast.department, cast.officer, ladder=[7, 3, 16])
        for day in days:
            add_group(draft, f"Nhóm đến {day}", [cast.ninh_kieu], f"Việc đến {day}", due_on=day)
        return issue(directive=draft, actor=cast.officer, now=local("2024-10-28 09:00")) if is_issued else draft

    cast.make = make
    return cast


@pytest.mark.parametrize("is_issued", [True, False])
def test_a_step_has_passed_when_it_has_for_every_due_day_and_not_by_the_letter_s_own(client, dated, is_issued):
    letter = dated.make(is_issued)
    client.force_login(dated.officer)
    with time_machine.travel(NOW, tick=False):
        response = client.get(reverse("directives:ladder", args=[letter.pk]))
    told = {form.rung.name: (form.when, form.has_passed) for form in response.context["form"].forms}
    assert {name: (when.replace("\u00a0", " "), passed) for name, (when, passed) in told.items()} == {
        "before-16": ("", True),  # 13/11 for the later day
        "before-7": ("gửi thứ Sáu, 22/11/2024", False),  # gone by for 18/11, and for the letter's 20/11
        "before-3": ("gửi thứ Sáu, 15/11/2024; thứ Ba, 26/11/2024", False),
    }


def test_work_that_was_finished_gives_a_step_no_day(client, dated):
    letter = dated.make(is_issued=True)
    finish(letter.deliveries.get().obligations.get(due_on=date(2024, 11, 29)), dated.officer, "2024-11-12 09:00")
    client.force_login(dated.officer)
    with time_machine.travel(NOW, tick=False):
        response = client.get(reverse("directives:ladder", args=[letter.pk]))
    assert {form.rung.name: form.has_passed for form in response.context["form"].forms} == {
        "before-16": True,
        "before-7": True,
        "before-3": False,
    }


def test_the_default_ladder_stands_under_headings(page, cast):
    cast.directive.campaign.ladder = default_steps()
    cast.directive.campaign.save(update_fields=["ladder"])
    words = page().words
    for heading in ("Ban hành và tiếp nhận", "Trước hạn và đúng hạn", "Quá hạn", "Báo cáo", "Tổng hợp"):
        assert words.count(f'<h2 class="section-head">{heading}</h2>') == 1
    assert "Quá hạn 10 ngày – lãnh đạo đơn vị" in words


def test_a_ladder_that_cannot_be_read_is_told(page, cast):
    cast.directive.campaign.ladder = ["nonsense"]
    cast.directive.campaign.save(update_fields=["ladder"])
    assert "Các lần nhắc đã lưu không đọc được" in page().words


# --- Saving -----------------------------------------------------------------------------------------------------------
def test_saving_gives_the_letter_its_own_ladder_and_says_what_has_passed(page, cast, client):
    response = page(data=typed(("before", "10"), ("before", "3"), save="1"))
    assert response.url == reverse("directives:reminders", args=[cast.directive.pk])
    assert stored(cast) == [{"step": "before-10", "since": SINCE}, "before-3"]
    told = [str(each) for each in client.get(response.url).context["messages"]]
    assert told == ["Đã lưu các lần nhắc. 1 bước mới đã qua, sẽ không gửi."]


def test_the_page_says_before_saving_that_a_new_step_has_passed(page):
    assert "bước này đã qua, sẽ không gửi" in page(data=typed(("before", "10"), show="1")).words
    assert "bước này đã qua, sẽ không gửi" not in page(data=typed(("before", "7"), show="1")).words


def test_words_audience_and_channel_are_kept(page, cast):
    words = "Còn {con_lai}, mời {don_vi} xem {van_ban}"
    page(data=typed(("before", "3", "unit", "inbox", words), ("after", "5", "head"), save="1"))
    assert stored(cast) == [
        {"step": "before-3", "text": words, "channel": "inbox"},
        {"step": "after-5-head", "since": SINCE},
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("before", ""), "Nhập số ngày, ví dụ 7."),
        (("before", "bảy"), "Nhập số bằng chữ số"),
        (("before", "367"), "Nhiều nhất 366 ngày."),
        (("before", "-3"), "Nhập số bằng chữ số"),
        (("after", "0"), "Bước sau một ngày cần ít nhất 1 ngày."),
        (("weekly", "6", "issuer"), "Nhập từ 1 (thứ Hai) đến 5 (thứ Sáu): cuối tuần không gửi thư."),
        (("review", "3", "unit"), "Bước này chỉ gửi được cho: cán bộ đơn vị ban hành."),
        (
            ("before", "3", "overseer"),
            "Bước này chỉ gửi được cho: đầu mối của đơn vị, lãnh đạo đơn vị, đơn vị cấp trên.",
        ),
        (
            ("before", "3", "unit", "", "Chào {ten}"),
            "Không có ô {ten}. Chỉ dùng: {don_vi}, {van_ban}, {so_viec}, {han}, {con_lai}.",
        ),
        (("before", "3", "unit", "", "Chào {don_vi"), "Không có ô {don_vi}."),
        (("before", "3", "unit", "", "Chào {}"), "Không có ô {}."),
        (("soon", "3"), "soon"),
    ],
)
def test_a_step_that_makes_no_sense_is_told_at_its_field_and_nothing_is_lost(page, cast, row, sentence):
    response = page(data=typed(("before", "9", "unit", "", "Giữ lại"), row, save="1"))
    assert response.status_code == 200
    assert sentence in unescape(response.words)
    assert response.context["form"].forms[1].errors
    assert response.context["form"].forms[1].is_open
    assert "Giữ lại" in response.words
    assert f'value="{row[1]}"' in response.words
    assert stored(cast) is None


def test_the_same_step_twice_is_told(page, cast):
    response = page(data=typed(("before", "3"), ("before", "3"), save="1"))
    assert "Bước này đã có ở trên." in response.words
    assert stored(cast) is None


def test_no_step_at_all_is_refused(page, cast):
    assert "Hãy giữ ít nhất một bước nhắc." in page(data=typed(save="1")).words


@pytest.mark.parametrize("count", ["", "x", "-1", "999999999999", "12"])
def test_a_form_that_was_tampered_with_still_answers(page, count):
    assert page(data={"count": count, "show": "1"}).status_code == 200


# --- Buttons that store nothing ---------------------------------------------------------------------------------------
def rows(response) -> list[tuple]:
    return [
        (form["trigger"].value(), form["days"].value(), form["text"].value()) for form in response.context["form"].forms
    ]


def test_a_step_is_added_taken_away_and_a_field_put_into_its_words_without_a_script(page, cast):
    two = (("before", "9", "unit", "", "Mời"), ("before", "3"))
    assert [row[:2] for row in rows(page(data=typed(*two, add="1")))] == [
        ("before", "9"),
        ("before", "3"),
        ("before", ""),
    ]
    assert [row[:2] for row in rows(page(data=typed(*two, remove="0")))] == [("before", "3")]
    inserted = page(data=typed(*two, insert="0:don_vi"))
    assert rows(inserted)[0][2] == "Mời {don_vi}"
    assert inserted.context["form"].forms[0].is_open
    assert f"Mời {cast.ninh_kieu.name}" in inserted.words
    assert stored(cast) is None


def test_a_new_step_stands_open_in_its_group_with_a_place_to_jump_to_and_no_mistake_yet(page):
    response = page(data=typed(("before", "9"), ("after", "3"), ("weekly", "1", "issuer"), add="1"))
    assert [
        (row[:2], form.is_open) for row, form in zip(rows(response), response.context["form"].forms, strict=True)
    ] == [
        (("before", "9"), False),
        (("before", ""), True),
        (("after", "3"), False),
        (("weekly", "1"), False),
    ]
    assert response.words.count('<h2 class="section-head">Trước hạn và đúng hạn</h2>') == 1
    assert 'id="buoc-moi"' in response.words
    assert 'formaction="#buoc-moi"' in response.words
    assert "Bước mới" in response.words
    assert "Nhập số ngày" not in response.words
    assert "is-invalid" not in response.words


def test_a_new_step_left_empty_is_a_mistake_only_once_it_is_to_be_saved(page):
    empty = (("before", "9"), ("before", ""))
    assert "Nhập số ngày" not in page(data=typed(*empty, show="1")).words
    assert "Nhập số ngày" in page(data=typed(*empty, save="1")).words


def test_presses_reach_the_step_they_stand_at_whatever_the_order_of_the_page(page):
    mixed = (("weekly", "1", "issuer"), ("before", "9"))
    assert [row[:2] for row in rows(page(data=typed(*mixed, remove="0")))] == [("before", "9")]
    inserted = page(data=typed(*mixed, insert="0:don_vi"))
    assert rows(inserted) == [("before", "9", ""), ("weekly", "1", "{don_vi}")]
    assert [form.is_open for form in inserted.context["form"].forms] == [False, True]


def test_a_mistake_in_the_words_of_a_step_is_listed_under_its_name(page):
    response = page(data=typed(("before", "9"), ("before", "3", "unit", "", "Nộp {bao_cao}"), save="1"))
    assert "Bước “trước hạn 3 ngày – đầu mối của đơn vị”, Lời của cơ quan" in response.words
    assert "Không có ô {bao_cao}." in response.words
    assert "Bước chưa điền đủ" not in response.words


@pytest.mark.parametrize("insert", ["0:ten", "7:don_vi", "x", "", ":", "-1:han"])
def test_a_field_that_is_none_changes_nothing(page, insert):
    assert rows(page(data=typed(("before", "9"), insert=insert, show="1")))[0][2] == ""


def test_the_example_says_what_the_words_would_say_on_their_day(page):
    row = ("before", "3", "unit", "", "{don_vi}: {so_viec}, hạn {han}, {con_lai}")
    assert ": 2 việc, hạn 20/11/2024, còn 5 ngày" in page(data=typed(row, show="1")).words


# --- Default and named ones -------------------------------------------------------------------------------------------
def test_back_to_the_campaigns_ladder(page, cast):
    page(data=typed(("before", "2"), save="1"))
    page(data=typed(("nonsense", "x"), default="1"))
    assert stored(cast) == {"since": SINCE}


def test_a_ladder_is_kept_under_a_name_and_taken_for_another_letter(page, cast):
    page(data=typed(("before", "2"), keep="1", name="Đợt gấp"))
    row = Ladder.objects.get()
    assert (row.name, row.steps, stored(cast)) == ("Đợt gấp", ["before-2"], None)
    draft = make_draft(cast.department, cast.officer)
    response = page(f"?from={row.pk}", address=reverse("directives:ladder", args=[draft.pk]))
    assert "Đợt gấp" in response.words
    assert "sau này đổi hoặc bỏ bộ đó, văn bản đang thực hiện không đổi theo" in response.words
    chosen = page(f"?from={row.pk}")
    assert [row[:2] for row in rows(chosen)] == [("before", "2")]
    assert len(rows(page("?from=default"))) == 20
    assert page("?from=987654").status_code == 404


def test_keeping_a_ladder_keeps_what_is_typed_and_says_that_this_letter_has_not_changed(page, cast):
    response = page(data=typed(("before", "2"), ("before", "11"), keep="1", name="Đợt gấp"))
    assert [row[:2] for row in rows(response)] == [("before", "2"), ("before", "11")]
    assert "Văn bản này chưa đổi: để dùng các bước đang hiện, hãy bấm “Lưu các lần nhắc”." in response.words
    page(data=typed(("before", "2"), save="1"))
    same = page(data=typed(("before", "2"), keep="1", name="Đợt gấp"))
    assert "chưa đổi" not in same.words
    assert "Chọn bộ này ở trang của văn bản khác để dùng lại." in same.words


def test_without_a_name_it_is_not_kept_and_says_so(page):
    assert "Hãy đặt tên cho bộ nhắc việc." in page(data=typed(("before", "2"), keep="1", name=" ")).words
    assert not Ladder.objects.exists()


def test_a_named_ladder_is_withdrawn_and_another_office_never_sees_it(page, cast):
    row = keep_ladder(owner=cast.department, name="Gấp", rungs=read_ladder([2]), actor=cast.officer, now=NOW)
    address = reverse("directives:ladder-withdraw", args=[row.pk])
    assert page(data={}, person="stranger_officer", address=address).status_code == 404
    assert page(data={}, address=address).status_code == 302
    assert not Ladder.objects.standing().exists()


# --- A campaign's, and rights -----------------------------------------------------------------------------------------
def test_the_campaigns_ladder_is_edited_on_a_page_of_its_own(page, cast):
    address = reverse("directives:campaign-ladder", args=[cast.directive.campaign_id])
    assert "4 bước nhắc." in page(address=address).words
    assert page(data=typed(("before", "7"), ("before", "2"), save="1"), address=address).status_code == 302
    cast.directive.campaign.refresh_from_db()
    assert cast.directive.campaign.ladder == ["before-7", {"step": "before-2", "since": SINCE}]
    page(data=typed(default="1"), address=address)
    cast.directive.campaign.refresh_from_db()
    assert len(cast.directive.campaign.ladder) == 20


@pytest.mark.parametrize(("person", "status"), [("focal", 403), ("leader", 403), ("stranger_officer", 404)])
@pytest.mark.parametrize("what", ["ladder", "campaign-ladder"])
def test_nobody_else_opens_or_saves_one(page, cast, person, status, what):
    pk = cast.directive.pk if what == "ladder" else cast.directive.campaign_id
    address = reverse(f"directives:{what}", args=[pk])
    assert page(person=person, address=address).status_code == status
    assert page(data=typed(("before", "2"), save="1"), person=person, address=address).status_code == status
    assert stored(cast) is None


def test_the_page_costs_the_same_for_few_steps_and_for_many(page, cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page()
        return len(found)

    page()
    few = queries()
    cast.directive.campaign.ladder = default_steps()
    cast.directive.campaign.save(update_fields=["ladder"])
    assert queries() == few
