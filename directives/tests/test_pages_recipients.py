"""The page "Nơi nhận": what each line was understood to say, what is asked, and one click that answers it."""

from urllib.parse import unquote_plus

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from lxml import html

from directives.models import Directive, RecipientGroupUnit
from directives.tests.officer import LETTER, SHORT, City, SmallCity, heading, sent_by_browser
from units.models import UnitAlias, UnitKind
from units.services.aliases import remember_alias
from units.tests.factories import make_unit

pytestmark = pytest.mark.django_db
FORM = "recipients-form"


def letter(small: SmallCity, *lines: str) -> Directive:
    return small.draft(SHORT.replace("Kính gửi: Sở Nội vụ.", "Kính gửi:\n" + "\n".join(f"- {line};" for line in lines)))


def url(draft: Directive) -> str:
    return reverse("directives:recipients", args=[draft.pk])


def press(client, draft: Directive, name: str, value: str = "1", page: str = "", **typed):
    """Press a button of the page as drawn, and follow where it leads."""
    response = client.get(page or url(draft))
    return client.post(url(draft), sent_by_browser(response, FORM, **{name: value}, **typed), follow=True)


def lines(response) -> list[tuple[str, bool]]:
    """The lines in the order shown, and whether each is said to be unclear."""
    sections = html.fromstring(response.content.decode()).xpath("//section[@data-bundle]")
    return [(each.findtext(".//h2"), "line--unclear" in each.get("class")) for each in sections]


def words(response, path: str = "//main") -> str:
    [part] = html.fromstring(response.content.decode()).xpath(path)
    return " ".join(part.text_content().split())


def buttons(response, name: str) -> dict[str, str]:
    """What a button of this name says to a screen reader, by its value."""
    found = html.fromstring(response.content.decode()).xpath(f"//button[@name='{name}']")
    return {each.get("value"): each.get("aria-label") or " ".join(each.text_content().split()) for each in found}


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)] or [
        " ".join(each.text_content().split())
        for each in html.fromstring(response.content.decode()).xpath("//*[contains(@class, 'messages')]/*")
    ]


# --- What was understood ----------------------------------------------------------------------------------------------
def test_unclear_lines_come_first_and_are_counted(officer, small):
    draft = letter(small, "Sở Tư pháp", "Sở Nộ vụ", "Công an thành phố")
    page = officer.get(url(draft))
    assert lines(page) == [
        ("“Sở Nộ vụ”", True),
        ("“Công an thành phố”", True),
        ("“Sở Tư pháp”", False),
        ("“Sở Nội vụ”", False),
    ]
    assert "2 dòng chưa rõ, xếp lên đầu." in words(page)
    [link] = html.fromstring(page.content.decode()).xpath("//a[@href='#dong-1']")
    assert link.text_content() == "2 dòng chưa rõ"


def test_when_nothing_is_open_the_page_says_so(officer, small):
    assert "Mọi dòng đều đã rõ." in words(officer.get(url(letter(small, "Sở Tư pháp"))))


def test_units_whose_part_is_uncertain_are_counted_while_they_are_ticked_nowhere(officer, small):
    draft = letter(small, "Công an thành phố")
    assert "1 đơn vị chưa chắc chắn đang để trống, hãy chọn nếu văn bản gửi đến." in words(officer.get(url(draft)))
    preview = reverse("directives:preview", args=[draft.pk])
    assert "1 đơn vị chưa chắc chắn đang để trống nên không nhận văn bản." in words(officer.get(preview))
    RecipientGroupUnit.objects.filter(group__directive=draft, unit=small.police).update(chosen=True)
    assert "chưa chắc chắn" not in words(officer.get(url(draft)))
    assert "chưa chắc chắn" not in words(officer.get(preview))


def test_each_unit_stands_with_the_reason_in_a_few_words(officer, small):
    draft = letter(small, "Sở Tư pháp, SNV", "Các sở, trừ Sở Nội vụ")
    page = officer.get(url(draft))
    assert "Sở Nội vụ viết tắt “SNV”" in words(page)
    assert "Sở Tư pháp đúng tên" in words(page)
    assert "nhóm “Các sở”" in words(page)
    assert "Không gồm: Sở Nội vụ." in words(page)


def test_a_unit_the_officer_added_is_told_from_those_the_words_say(officer, small):
    draft = letter(small, "Sở Tư pháp")
    key = sent_by_browser(officer.get(url(draft)), FORM)["bundle"][0]
    page = press(officer, draft, "adding", add=[str(small.police.pk)], add_to=key)
    assert "Cơ quan trung ương trên địa bàn 1/1 cần xác nhậnanh/chị đã thêm" in words(page)
    assert heading(page) == "3 đơn vị sẽ nhận, 1 nhiệm vụ bắt buộc."


def test_a_letter_without_lines_leads_back_to_the_check(officer, small):
    draft = letter(small, "Sở Tư pháp")
    draft.instructions.all().delete()
    for group in draft.groups.all():
        group.members.all().delete()
        group.delete()
    page = officer.get(url(draft))
    assert "Văn bản chưa có dòng “Kính gửi” nào" in words(page)
    assert html.fromstring(page.content.decode()).xpath(f"//a[@href='{reverse('directives:check', args=[draft.pk])}']")


def test_three_hundred_wards_fold_to_a_count_and_are_ticked_whole(officer, small):
    for number in range(300):
        make_unit(f"UBND phường {number + 100}", kind=UnitKind.WARD_COMMITTEE, parent=small.committee)
    draft = letter(small, "UBND các xã, phường")
    page = officer.get(url(draft))
    [folded] = html.fromstring(page.content.decode()).xpath("//main//details[not(@open)]")
    assert " ".join(folded.find("summary").text_content().split()) == (
        "UBND phường, xã, thị trấn 300/300nhóm “UBND các xã, phường”"
    )
    [value] = buttons(page, "untick_kind")
    page = press(officer, draft, "untick_kind", value)
    assert heading(page) == "1 đơn vị sẽ nhận, 1 nhiệm vụ bắt buộc."
    page = press(officer, draft, "tick_kind", value)
    assert heading(page) == "301 đơn vị sẽ nhận, 1 nhiệm vụ bắt buộc."


# --- One click --------------------------------------------------------------------------------------------------------
def test_the_near_miss_is_ticked_remembered_and_can_be_undone(officer, small):
    draft = letter(small, "Sở Tư pháp, Sở Nộ vụ")
    page = officer.get(url(draft))
    assert buttons(page, "is") == {f"0:{small.home_affairs.pk}": "“Sở Nộ vụ” là Sở Nội vụ"}
    page = press(officer, draft, "is", f"0:{small.home_affairs.pk}")
    alias = UnitAlias.objects.get()
    assert page.redirect_chain[-1][0] == f"{url(draft)}#nho-{alias.pk}"
    assert "Đã ghi nhớ “Sở Nộ vụ” là Sở Nội vụ. Nếu nhầm, bấm “Bỏ ghi nhớ” ở dòng này." in " ".join(told(page))
    assert "Mọi dòng đều đã rõ." in words(page)
    assert "Sở Nội vụ đã ghi nhớ “Sở Nộ vụ”" in words(page)
    assert buttons(page, "forget") == {str(alias.pk): "Bỏ ghi nhớ “Sở Nộ vụ”"}
    page = press(officer, draft, "forget", str(alias.pk))
    assert "Đã bỏ ghi nhớ “Sở Nộ vụ”." in " ".join(told(page))
    assert buttons(page, "is") == {f"0:{small.home_affairs.pk}": "“Sở Nộ vụ” là Sở Nội vụ"}
    assert UnitAlias.objects.in_force().count() == 0


def test_ticks_made_before_the_click_are_not_lost(officer, small):
    draft = letter(small, "Các sở", "Sở Nộ vụ")
    page = officer.get(url(draft))
    data = sent_by_browser(page, FORM, **{"is": f"0:{small.home_affairs.pk}"})
    [key] = [key for key in data["bundle"] if str(small.justice.pk) in data.get(f"u{key}", [])]
    data[f"u{key}"] = [str(small.police.pk)]
    officer.post(url(draft), data)
    group = draft.groups.get(phrase="Các sở")
    assert [member.unit for member in group.members.filter(chosen=True)] == [small.police]
    assert [m.unit for m in draft.groups.get(phrase="Sở Nộ vụ").members.filter(chosen=True)] == [small.home_affairs]


def test_a_line_of_which_nothing_is_understood_is_one_question_whatever_its_commas(officer, small):
    draft = letter(small, "Các cơ quan báo, đài, ngành Nộ vụ")
    page = officer.get(url(draft))
    assert buttons(page, "nobody") == {"0": "“Các cơ quan báo, đài, ngành Nộ vụ” không phải đơn vị nhận"}
    assert "Mọi dòng đều đã rõ." in words(press(officer, draft, "nobody", "0"))


def test_a_line_that_only_may_mean_some_units_is_asked_about_until_one_is_ticked(officer, small):
    draft = letter(small, "Công an thành phố")
    page = officer.get(url(draft))
    assert buttons(page, "ticked") == {"0": "“Công an thành phố” là các đơn vị đang chọn"}
    [key] = [key for key in sent_by_browser(page, FORM)["bundle"] if f"u{key}" not in sent_by_browser(page, FORM)]
    page = press(officer, draft, "stay", **{f"u{key}": str(small.police.pk)})
    assert "Mọi dòng đều đã rõ." in words(page)


def test_an_addressee_and_a_group_of_tasks_that_may_mean_the_same_units_are_one_question(officer, small):
    draft = small.draft(
        SHORT.replace("Kính gửi: Sở Nội vụ", "Kính gửi: Công an thành phố").replace("1. Sở Nội vụ:", "1. Công an TP:")
    )
    page = officer.get(url(draft))
    assert lines(page) == [("“Công an thành phố”", True)]
    assert list(buttons(page, "ticked").values()) == ["“Công an thành phố” là các đơn vị đang chọn"]


def test_a_clear_line_that_is_unticked_is_an_answer_and_no_question(officer, small):
    draft = letter(small, "Sở Tư pháp")
    data = sent_by_browser(officer.get(url(draft)), FORM, stay="1")
    data = {name: value for name, value in data.items() if not name.startswith("u")}
    page = officer.post(url(draft), data, follow=True)
    assert heading(page) == "0 đơn vị sẽ nhận, 0 nhiệm vụ bắt buộc."
    assert "Mọi dòng đều đã rõ." in words(page)


def test_an_exception_is_asked_about_apart_from_its_line(officer, small):
    draft = letter(small, "Báo, trừ đài")
    assert list(buttons(officer.get(url(draft)), "nobody").values()) == [
        "“Báo” không phải đơn vị nhận",
        "“đài” không phải đơn vị nhận",
    ]


def test_words_that_are_no_recipient_are_settled_for_good(officer, small):
    draft = letter(small, "Sở Tư pháp", "Doanh nghiệp bưu chính")
    page = press(officer, draft, "nobody", "0")
    assert "Mọi dòng đều đã rõ." in words(page)
    assert "Đã ghi nhớ: “Doanh nghiệp bưu chính” không phải đơn vị nhận nào." in words(page)
    assert "Mọi dòng đều đã rõ." in words(officer.get(url(letter(small, "Doanh nghiệp bưu chính"))))


def test_a_unit_is_searched_for_unclear_words_and_remembered(officer, small):
    draft = letter(small, "Ngành tư pháp địa phương")
    page = press(officer, draft, "find", "0")
    assert unquote_plus(page.redirect_chain[-1][0]) == f"{url(draft)}?for=Ngành tư pháp địa phương#tim"
    assert words(page, "//h2[@id='tim']") == "“Ngành tư pháp địa phương” là đơn vị nào?"
    here = page.redirect_chain[-1][0].partition("#")[0]
    page = press(officer, draft, "search", page=here, q="tu phap")
    here = page.redirect_chain[-1][0].partition("#")[0]
    assert words(page, "//h2[@id='tim']") == "“Ngành tư pháp địa phương” là đơn vị nào?"
    page = press(officer, draft, "found", page=here, add=[str(small.justice.pk), str(small.police.pk)])
    assert {unit.name for unit in UnitAlias.objects.get().units.all()} == {"Sở Tư pháp", "Công an thành phố"}
    assert heading(page) == "3 đơn vị sẽ nhận, 1 nhiệm vụ bắt buộc."


def test_the_units_ticked_in_a_line_may_be_what_its_words_mean(officer, small):
    draft = letter(small, "Sở Tư pháp, các sở có thu")
    page = officer.get(url(draft))
    assert buttons(page, "ticked") == {"0": "“các sở có thu” là các đơn vị đang chọn"}
    [key] = [key for key in sent_by_browser(page, FORM)["bundle"] if f"u{key}" in sent_by_browser(page, FORM)][:1]
    both = [str(small.justice.pk), str(small.home_affairs.pk)]
    page = press(officer, draft, "ticked", "0", **{f"u{key}": both})
    alias = UnitAlias.objects.get()
    assert (alias.phrase, [unit.name for unit in alias.units.all()]) == ("các sở có thu", ["Sở Nội vụ"])
    assert "Mọi dòng đều đã rõ." in words(page)


def test_found_without_a_unit_says_what_to_do_and_keeps_the_ticks(officer, small):
    draft = letter(small, "Ngành tư pháp", "Các sở")
    data = sent_by_browser(officer.get(url(draft), {"for": "Ngành tư pháp"}), FORM, found="1")
    data = {name: value for name, value in data.items() if not name.startswith("u")}
    page = officer.post(url(draft), data, follow=True)
    assert "Chưa chọn đơn vị nào cho “Ngành tư pháp”" in " ".join(told(page))
    assert heading(page) == "0 đơn vị sẽ nhận, 0 nhiệm vụ bắt buộc."


@pytest.mark.parametrize(
    "nonsense",
    [
        {"is": "x"},
        {"is": "0:x"},
        {"is": "0:999999999999999999999"},
        {"is": "7:1"},
        {"nobody": "x"},
        {"ticked": "9"},
        {"forget": "999"},
        {"found": "1"},
    ],
)
def test_a_form_of_a_stranger_s_making_is_answered_and_nothing_is_remembered(officer, small, nonsense):
    draft = letter(small, "Sở Nộ vụ")
    assert press(officer, draft, *next(iter(nonsense.items()))).status_code == 200
    assert UnitAlias.objects.count() == 0


def test_hostile_words_of_a_letter_are_text(officer, small):
    draft = letter(small, "Sở <b>Nộ</b> vụ")
    page = officer.get(url(draft), {"for": "<script>alert(1)</script>", "q": "<script>alert(2)</script>"})
    assert b"<script>alert" not in page.content
    assert b"<b>N\xe1" not in page.content


def test_words_of_another_issuer_do_not_tick_here(officer, small):
    remember_alias(
        issuer=small.justice, phrase="Sở Nộ vụ", units=[small.police], actor=None, now=small.officer.joined_at
    )
    assert buttons(officer.get(url(letter(small, "Sở Nộ vụ"))), "is") == {
        f"0:{small.home_affairs.pk}": "“Sở Nộ vụ” là Sở Nội vụ"
    }


# --- Before issue -----------------------------------------------------------------------------------------------------
def test_the_preview_names_lines_that_are_still_unclear_and_leads_to_them(officer, small):
    draft = letter(small, "Sở Tư pháp", "Sở Nộ vụ", "Báo, đài")
    preview = reverse("directives:preview", args=[draft.pk])
    page = officer.get(preview)
    assert "Còn 2 dòng nơi nhận chưa rõ" in words(page)
    assert "“Sở Nộ vụ”; “Báo, đài”. Xem bước Nơi nhận" in words(page)
    press(officer, draft, "nobody", "1")
    assert "Còn 1 dòng nơi nhận chưa rõ" in words(officer.get(preview))
    press(officer, draft, "is", f"0:{small.home_affairs.pk}")
    assert "chưa rõ" not in words(officer.get(preview))


# --- Figures and cost -------------------------------------------------------------------------------------------------
def test_the_real_letter_has_no_unclear_line_and_keeps_its_figures(client, media_root):
    city = City()
    client.force_login(city.officer)
    page = client.get(url(city.draft(LETTER)))
    assert heading(page) == "36 đơn vị sẽ nhận, 74 nhiệm vụ bắt buộc."
    assert "Mọi dòng đều đã rõ." in words(page)
    assert len(lines(page)) == 4


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_costs_the_same_for_one_line_and_for_six(officer, small, count, django_assert_max_num_queries):
    for number in range(count):
        remember_alias(
            issuer=small.department,
            phrase=f"nhóm {number} x",
            units=[small.justice],
            actor=None,
            now=small.officer.joined_at,
        )
    draft = letter(small, *(f"nhóm {number} x, Sở Nộ vụ {number}" for number in range(count)))
    with django_assert_max_num_queries(22):
        assert officer.get(url(draft)).status_code == 200
