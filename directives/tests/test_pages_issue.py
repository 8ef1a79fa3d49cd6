"""From the draft to the issued letter, page by page, with the real letter and the real registry."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from directives.models import Campaign, Delivery, Directive, Obligation
from directives.services.issuing import issue
from directives.tests.factories import add_group, make_draft
from directives.tests.officer import LETTER, NOW, City, heading, sent_by_browser
from units.models import Unit, UnitKind
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def url(page: str, draft: Directive) -> str:
    return reverse(f"directives:{page}", args=[draft.pk])


def send(client, page: str, form_id: str, **typed):
    """Post a form of a page as the page drew it; returns the page that follows."""
    return client.post(page, sent_by_browser(client.get(page), form_id, **typed), follow=True)


# --- The whole way ----------------------------------------------------------------------------------------------------
def test_the_real_letter_goes_from_paste_to_36_units_and_74_obligations(client, media_root):
    city = City()
    client.force_login(city.officer)
    page = send(client, "/directives/new/", "letter-form", text=LETTER)
    draft = Directive.objects.get()
    typed = {"number": "1268", "dated_on": "28/10/2024", "report_due_on": "27/11/2024", "copies-1-confirmed": "on"}
    seen = ["issuer", "legal_bases.0.issuer"]
    page = send(client, url("check", draft), "check-form", **typed, seen=seen)
    assert heading(page) == "36 đơn vị sẽ nhận, 74 nhiệm vụ bắt buộc."
    page = send(client, url("recipients", draft), "recipients-form", next="1")
    assert heading(page) == "Chưa có chiến dịch đang thực hiện: tạo chiến dịch mới từ trích yếu."
    page = send(client, url("campaign-choose", draft), "campaign-form")
    assert heading(page) == "36 đơn vị sẽ nhận, 74 nhiệm vụ bắt buộc, đến hết thứ\xa0Tư,\xa020/11/2024.".replace(
        "\xa0", " "
    )
    page = client.post(url("issue", draft), sent_by_browser(page, "issue-form"), follow=True)
    assert "Đã ban hành cho 36 đơn vị." in page.content.decode()
    draft.refresh_from_db()
    assert (draft.campaign.starts_on, draft.campaign.ends_on) == (date(2024, 10, 28), date(2024, 11, 20))
    assert draft.campaign.name.startswith("Chiến dịch tuyên truyền “Kỹ năng nhận diện")
    assert Delivery.objects.count() == 36
    assert (Obligation.objects.counted().count(), Obligation.objects.count()) == (74, 110)
    education = Delivery.objects.get(unit__name="Sở Giáo dục và Đào tạo")
    assert education.obligations.counted().count() == 3
    assert list(Directive.objects.filter(copies__overseer=city.committee)) == [draft]


# --- Recipients -------------------------------------------------------------------------------------------------------
def test_ticking_the_central_bodies_takes_them_in_with_their_tasks(client, media_root):
    city = City()
    client.force_login(city.officer)
    draft = city.draft()
    page = client.get(url("recipients", draft))
    central = list(Unit.objects.filter(kind=UnitKind.CENTRAL).values_list("pk", flat=True))
    assert len(central) == 12
    assert "cán bộ quyết định khi ban hành" in page.content.decode()
    key = sent_by_browser(page, "recipients-form")["bundle"][0]
    page = send(client, url("recipients", draft), "recipients-form", tick_kind=f"{key}:central")
    assert heading(page) == "48 đơn vị sẽ nhận, 98 nhiệm vụ bắt buộc."


def test_unticking_every_unit_leaves_nobody(officer, small):
    draft = small.ready()
    data = sent_by_browser(officer.get(url("recipients", draft)), "recipients-form")
    data = {name: value for name, value in data.items() if not name.startswith("u")}
    page = officer.post(url("recipients", draft), data, follow=True)
    assert heading(page) == "0 đơn vị sẽ nhận, 0 nhiệm vụ bắt buộc."
    page = officer.get(url("preview", draft)).content.decode()
    assert "Chưa có đơn vị nào nhận văn bản" in page
    assert 'id="issue-form"' not in page


def test_a_search_keeps_the_ticks_and_what_it_finds_is_added(officer, small):
    draft = small.ready()
    page = url("recipients", draft)
    data = sent_by_browser(officer.get(page), "recipients-form", q="tư pháp", search="1")
    response = officer.post(page, data)
    assert response.url == f"{page}?q=t%C6%B0+ph%C3%A1p#tim"
    found = officer.get(response.url.partition("#")[0])
    data = sent_by_browser(found, "recipients-form", add=[str(small.justice.pk)], adding="1")
    assert heading(officer.post(page, data, follow=True)) == "2 đơn vị sẽ nhận, 2 nhiệm vụ bắt buộc."


def test_a_search_that_finds_nothing_says_what_to_do(officer, small):
    page = officer.get(url("recipients", small.draft()), {"q": "không có đâu"}).content.decode()
    assert "Không có đơn vị nào tên “không có đâu”" in page


def test_a_group_that_means_nobody_says_so(officer, small):
    draft = make_draft(small.department, small.officer)
    add_group(draft, "Doanh nghiệp", [], "Đăng tải")
    assert "Không nhận ra đơn vị nào" in officer.get(url("recipients", draft)).content.decode()


# --- Campaign ---------------------------------------------------------------------------------------------------------
def test_an_open_campaign_of_the_unit_is_offered_and_chosen(officer, small):
    first, draft = small.ready(), small.draft()
    page = send(officer, url("campaign-choose", draft), "campaign-form", campaign=str(first.campaign_id), name="")
    assert page.redirect_chain[-1][0] == url("preview", draft)
    draft.refresh_from_db()
    assert (draft.campaign, Campaign.objects.count()) == (first.campaign, 1)


def test_beginning_a_campaign_twice_begins_it_once(officer, small):
    draft = small.draft()
    data = sent_by_browser(officer.get(url("campaign-choose", draft)), "campaign-form", name="Kỹ năng số")
    for _n in range(2):
        officer.post(url("campaign-choose", draft), data)
    assert list(Campaign.objects.values_list("name", flat=True)) == ["Kỹ năng số"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"campaign": None}, "Chọn một mục"),
        ({"campaign": "new", "name": ""}, "Hãy đặt tên cho chiến dịch mới"),
        ({"campaign": "new", "name": "x", "starts_on": "32/1/2024"}, "Không có ngày 32/1/2024"),
        ({"campaign": "new", "name": "x", "starts_on": "2/1/2025", "ends_on": "1/1/2025"}, "đứng trước ngày bắt đầu"),
        ({"campaign": "999999"}, "999999"),
    ],
)
def test_a_campaign_that_cannot_be_is_answered_in_words(officer, small, typed, says):
    draft = small.draft()
    page = send(officer, url("campaign-choose", draft), "campaign-form", **typed)
    assert says in page.content.decode()
    draft.refresh_from_db()
    assert draft.campaign is None


def test_a_name_in_use_points_to_the_open_campaign(officer, small):
    taken = small.ready().campaign
    page = send(officer, url("campaign-choose", small.draft()), "campaign-form", campaign="new", name=taken.name)
    assert "Hãy chọn chiến dịch đó" in page.content.decode()


# --- Preview and issue ------------------------------------------------------------------------------------------------
def test_the_preview_links_every_problem_to_its_field(officer, small):
    draft = small.draft(LETTER)
    page = officer.get(url("preview", draft)).content.decode()
    assert f"{url('check', draft)}?open=number#muc-number" in page
    assert f"{url('campaign-choose', draft)}#main" in page
    assert "Ban hành cho" not in page


def test_the_preview_warns_of_days_that_have_passed(officer, small):
    page = officer.get(url("preview", small.ready())).content.decode()
    assert "Ngày kết thúc đã qua: các việc sẽ bị tính quá hạn ngay khi ban hành." in page
    assert "Ban hành cho 1 đơn vị" in page


def preview_on(client, small, at: str, ladder: list | None = None) -> str:
    draft = small.ready()
    if ladder is not None:
        draft.campaign.ladder = ladder
        draft.campaign.save(update_fields=["ladder"])
    with time_machine.travel(local(at), tick=False):
        client.force_login(small.officer)
        return " ".join(client.get(url("preview", draft)).content.decode().replace("\u00a0", " ").split())


def test_the_preview_says_that_no_mail_goes_out_at_once_and_on_which_days_reminders_do(officer, small):
    page = preview_on(officer, small, "2024-11-01 09:00", [7, 3, 1, 0])
    assert "Khi ban hành chưa gửi thư nào" in page
    assert "08:00 các ngày 13/11/2024, 15/11/2024, 19/11/2024, 20/11/2024 cho đơn vị còn việc" in page
    assert "Việc quá hạn" not in page


def test_the_sentence_of_the_preview_names_the_days_up_to_the_due_day_and_says_that_late_work_is_reminded_too(
    officer, small
):
    page = preview_on(officer, small, "2024-11-01 09:00", [3, 0, -1, -3])
    assert "08:00 các ngày 15/11/2024, 20/11/2024 cho đơn vị còn việc. Việc quá hạn còn được nhắc tiếp." in page
    page = preview_on(officer, small, "2024-11-20 09:00", [3, 0, -1, -3])
    assert "Không còn lần nhắc nào trước hạn. Việc quá hạn còn được nhắc tiếp." in page


def test_the_preview_draws_the_usual_ladder_on_its_days_and_says_which_days_moved(officer, small):
    page = preview_on(officer, small, "2024-11-01 09:00")
    assert "Khi ban hành, mỗi đơn vị được báo có văn bản mới trong giờ làm việc." in page
    for words in (
        "<strong>thứ Sáu, 01/11/2024</strong>: khi ban hành",
        "<strong>thứ Tư, 06/11/2024</strong>: trước hạn 14 ngày (hạn 20/11/2024)",
        "17/11/2024 là Chủ nhật → gửi thứ Sáu, 15/11/2024",
        "23/11/2024 là thứ Bảy → gửi thứ Hai, 25/11/2024",
        "<strong>thứ Tư, 27/11/2024</strong>: quá hạn 7 ngày (hạn 20/11/2024)",
        "Khi có việc, không theo ngày: việc bị trả lại; chờ xác nhận lâu 3 ngày làm việc.",
    ):
        assert words in page
    assert "1 đơn vị, cho đầu mối của đơn vị" in page


def test_the_preview_draws_no_step_whose_moment_has_passed(officer, small):
    page = preview_on(officer, small, "2024-11-14 09:00")
    assert "13/11/2024</strong>" not in page
    assert "<strong>thứ Sáu, 15/11/2024</strong>: trước hạn 3 ngày" in page


def test_the_preview_of_a_past_period_says_that_no_reminder_is_left(officer, small):
    assert "Không còn lần nhắc nào trước hạn." in officer.get(url("preview", small.ready())).content.decode()


@pytest.mark.parametrize("groups", [1, 3])
def test_the_preview_page_costs_the_same_for_one_group_and_for_three(
    officer, small, groups, django_assert_max_num_queries
):
    draft = make_draft(small.department, small.officer)
    for _n in range(groups):
        add_group(draft, "Nhóm", [make_unit(), make_unit(), make_unit()], "Đăng tải", "Phổ biến")
    with django_assert_max_num_queries(20):
        assert officer.get(url("preview", draft)).status_code == 200


@pytest.mark.parametrize("groups", [1, 3])
def test_the_recipients_page_costs_the_same_for_one_group_and_for_three(
    officer, small, groups, django_assert_max_num_queries
):
    draft = make_draft(small.department, small.officer)
    for _n in range(groups):
        add_group(draft, "Nhóm", [make_unit(), make_unit(), make_unit()], "Đăng tải", "Phổ biến")
    with django_assert_max_num_queries(20):
        assert officer.get(url("recipients", draft)).status_code == 200


def test_the_second_officer_is_told_and_nothing_is_sent_twice(client, small):
    draft = small.ready()
    client.force_login(small.second_officer)
    data = sent_by_browser(client.get(url("preview", draft)), "issue-form")
    issue(directive=draft, actor=small.officer, now=NOW)
    page = client.post(url("issue", draft), data, follow=True)
    assert "đã được Trần Thị Cán Bộ ban hành lúc 08:00" in page.content.decode().replace("&nbsp;", " ")
    assert page.redirect_chain == [(url("detail", draft), 302)]
    assert Delivery.objects.count() == 1


def test_a_draft_changed_after_the_preview_is_looked_at_again(officer, small):
    draft = small.ready()
    data = sent_by_browser(officer.get(url("preview", draft)), "issue-form")
    draft.groups.get(source="task").members.create(unit=small.justice)
    page = officer.post(url("issue", draft), data, follow=True)
    assert "Hãy xem lại rồi ban hành" in page.content.decode()
    assert Delivery.objects.count() == 0


def test_an_unready_draft_is_not_issued_by_a_bare_post(officer, small):
    draft = small.draft()
    page = officer.post(url("issue", draft), follow=True)
    assert page.redirect_chain == [(url("preview", draft), 302)]
    assert Delivery.objects.count() == 0


def test_issuing_is_a_post_of_a_coordinator(client, small):
    draft = small.ready()
    assert client.post(url("issue", draft)).status_code == 302
    for who in (small.viewer, small.focal, small.stranger):
        client.force_login(who)
        assert client.post(url("issue", draft)).status_code == 404
    client.force_login(small.officer)
    assert client.get(url("issue", draft)).status_code == 405
    assert Delivery.objects.count() == 0
