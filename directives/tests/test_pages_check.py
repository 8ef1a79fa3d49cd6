"""The check page as an officer without scripts uses it: buttons of one form, and nothing typed is ever lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from directives.models import Change, Directive, DirectiveFile
from directives.services.correcting import Corrections, correct_draft
from directives.tests.officer import LETTER, NOW, SHORT, heading, sent_by_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(small):
    return small.draft(LETTER)


def url(draft, opened: str = "") -> str:
    return reverse("directives:check", args=[draft.pk]) + (f"?open={opened}" if opened else "")


def tree(response):
    return html.fromstring(response.content.decode())


def press(client, draft, act: str = "", opened: str = "", **typed):
    """Send the page as it is drawn with what was typed, by one of its buttons."""
    page = client.get(url(draft, opened))
    return client.post(
        url(draft, opened), sent_by_browser(page, "check-form", **({"act": act} if act else {}), **typed)
    )


def at(draft, nth: int):
    return draft.instructions.order_by("order")[nth]


def card(response, row):
    return tree(response).get_element_by_id(f"nd-{row.pk}")


def says(element) -> str:
    return " ".join(element.text_content().split())


# --- Instructions by buttons ------------------------------------------------------------------------------------------
def test_every_act_on_an_instruction_has_a_button_with_a_name_and_those_that_cannot_be_are_off(officer, draft):
    first, last = at(draft, 0), at(draft, 6)
    page = officer.get(url(draft))
    found = [(button.text_content(), "disabled" in button.attrib) for button in card(page, first).xpath(".//button")]
    assert found == [
        ("Lên trước", True),
        ("Xuống sau", False),
        ("Tách", False),
        ("Gộp với nội dung sau", False),
        ("Bỏ", False),
    ]
    group = card(page, first).xpath(".//*[@role='group']")[0]
    assert group.get("aria-label") == "Sắp xếp nội dung 1.1"
    off = [button.text_content() for button in card(page, last).xpath(".//button[@disabled]")]
    assert off == ["Xuống sau", "Gộp với nội dung sau"]


def test_a_split_keeps_everything_else_that_was_typed_and_comes_back_to_the_card(officer, draft):
    row = at(draft, 0)
    typed = {"instructions-0-text": "Đăng tải tài liệu.\r\n\r\nphổ biến tài liệu.", "subject": "trích yếu mới"}
    response = press(officer, draft, f"split-{row.pk}", **typed)
    assert response.url == url(draft, f"nd-{row.pk}")
    draft.refresh_from_db()
    assert (draft.subject, at(draft, 0).text, at(draft, 1).text) == (
        "trích yếu mới",
        "Đăng tải tài liệu.",
        "Phổ biến tài liệu.",
    )
    page = officer.get(response.url)
    assert "Đã tách nội dung và lưu bản nháp." in page.content.decode()
    opened = tree(page).xpath("//*[@data-task]//details[@open]//textarea")
    assert [(box.get("id"), "autofocus" in box.attrib) for box in opened] == [("id_instructions-0-text", True)]


def test_merging_moving_and_reassigning_need_no_script(officer, draft):
    first, second, third = at(draft, 0), at(draft, 1), at(draft, 2)
    press(officer, draft, f"merge-{first.pk}")
    assert at(draft, 0).text.endswith(second.text)
    assert press(officer, draft, f"down-{first.pk}").url == url(draft, f"nd-{first.pk}")
    assert [at(draft, 0).pk, at(draft, 1).pk] == [third.pk, first.pk]
    press(officer, draft, f"up-{first.pk}", **{"instructions-0-group": ""})
    assert at(draft, 0).pk == first.pk
    third.refresh_from_db()
    assert (third.group, third.label) == (None, "")


def test_an_instruction_taken_away_waits_in_a_list_and_comes_back(officer, draft):
    row, beside = at(draft, 1), at(draft, 2)
    response = press(officer, draft, f"drop-{row.pk}", **{"instructions-1-text": "đã sửa dở"})
    assert response.url == url(draft, f"nd-{beside.pk}")
    page = officer.get(response.url)
    removed = tree(page).xpath("//li[@class='removed']")
    assert [each.find("span").text for each in removed] == ["đã sửa dở"]
    assert press(officer, draft, f"restore-{row.pk}").url == url(draft, f"nd-{row.pk}")
    assert (at(draft, 1).pk, at(draft, 1).text, at(draft, 1).label) == (row.pk, "đã sửa dở", "1.2")
    assert "Nội dung đã bỏ" not in officer.get(url(draft)).content.decode()


def test_taking_the_last_away_shows_the_one_before_it(officer, draft):
    response = press(officer, draft, f"drop-{at(draft, 6).pk}")
    assert response.url == url(draft, f"nd-{at(draft, 5).pk}")


def test_taking_the_only_one_away_shows_the_empty_line(officer, small):
    draft = small.draft()
    assert press(officer, draft, f"drop-{at(draft, 0).pk}").url == url(draft, "task-new")


def test_a_new_instruction_is_kept_and_the_next_empty_line_is_open(officer, draft):
    response = press(officer, draft, "add-task", **{"instructions-7-text": "Báo cáo số liệu."})
    assert response.url == url(draft, "task-new")
    assert at(draft, 7).text == "Báo cáo số liệu."
    line = tree(officer.get(response.url)).get_element_by_id("muc-task-new")
    assert "open" in line.xpath(".//details")[0].attrib


def test_an_act_that_is_refused_keeps_what_was_typed_on_the_page_and_nothing_in_the_draft(officer, draft):
    response = press(officer, draft, f"merge-{at(draft, 1).pk}", subject="đang sửa dở")
    assert "hai nhóm khác nhau" in response.content.decode()
    assert sent_by_browser(response, "check-form")["subject"] == ["đang sửa dở"]
    draft.refresh_from_db()
    assert (draft.subject != "đang sửa dở", draft.instructions.count()) == (True, 7)


def test_a_mistake_elsewhere_stops_the_act_and_loses_nothing(officer, draft):
    typed = {"dated_on": "31/02/2024", "instructions-0-text": "một\n\nhai"}
    response = press(officer, draft, f"split-{at(draft, 0).pk}", **typed)
    sent = sent_by_browser(response, "check-form")
    assert "Không có ngày 31/02/2024" in response.content.decode()
    assert (sent["dated_on"], sent["instructions-0-text"][0].splitlines()) == (["31/02/2024"], ["một", "", "hai"])
    assert draft.instructions.count() == 7


@pytest.mark.parametrize("act", ["split-x", "up-999999999", "fly-1", "restore-1", "up"])
def test_a_button_that_is_not_on_the_page_does_nothing_worse_than_saying_so(officer, draft, act):
    assert press(officer, draft, act).status_code in (200, 302)
    assert [each.label for each in draft.instructions.order_by("order")] == [
        "1.1",
        "1.2",
        "2.1",
        "3.1",
        "3.2",
        "3.3",
        "",
    ]


def test_enter_in_a_field_saves_and_stays_and_presses_no_act(officer, draft):
    buttons = tree(officer.get(url(draft))).get_element_by_id("check-form").xpath(".//button[@type='submit']")
    assert (buttons[0].get("name"), "hidden" in buttons[0].attrib) == ("stay", True)


# --- The letter and the fields ----------------------------------------------------------------------------------------
def test_words_and_fields_lead_to_each_other_by_links_and_every_link_arrives(officer, draft):
    page = tree(officer.get(url(draft)))
    ids = set(page.xpath("//@id"))
    links = page.xpath("//form[@id='check-form']//a[starts-with(@href, '#')]/@href")
    assert [each for each in links if each[1:] not in ids] == []
    row = at(draft, 2)
    words = page.xpath(f"//mark//a[@href='#nd-{row.pk}']")
    assert "".join(each.text for each in words) == row.text[:1].lower() + row.text[1:]
    assert page.xpath(f"//*[@id='nd-{row.pk}']//a[@href='#tu-task-2']/text()") == ["Xem trong văn bản"]


def test_words_of_the_letter_add_no_stops_for_the_tab_key(officer, draft):
    links = tree(officer.get(url(draft))).xpath("//mark//a")
    assert len(links) > 20
    assert {each.get("tabindex") for each in links} == {"-1"}


def test_words_of_two_fields_lead_to_the_one_they_are_most_about(small, officer):
    draft = small.draft(LETTER)
    page = tree(officer.get(url(draft)))
    dates = page.xpath("//mark[contains(@data-src, 'deadline-0')]/a/@href")
    assert dates == ["#muc-period"]


def test_moved_instructions_keep_their_words(officer, draft):
    row = at(draft, 0)
    press(officer, draft, f"down-{row.pk}")
    page = tree(officer.get(url(draft)))
    first_words = page.xpath(f"//mark[a/@href='#nd-{row.pk}']")[0]
    assert first_words.get("data-src") == "task-1"
    assert says(first_words).startswith("Đăng tải, chia sẻ trên Cổng")


# --- Doubts, suggestions, notes ---------------------------------------------------------------------------------------
def test_the_counter_says_how_many_doubts_wait(officer, draft):
    left = tree(officer.get(url(draft))).xpath("//*[@data-left]")[0]
    assert says(left) == "còn 6 mục cần xem"
    press(officer, draft, seen=["issuer", "legal_bases.0.issuer"], stay="1")
    assert says(tree(officer.get(url(draft))).xpath("//*[@data-left]")[0]) == "còn 4 mục cần xem"


def test_a_suggestion_is_taken_by_one_press_and_never_before(officer, draft):
    page = officer.get(url(draft))
    assert sent_by_browser(page, "check-form")["bases-0-issuer_name"] == [""]
    button = tree(page).xpath("//button[@name='take']")[0]
    assert (says(button), button.get("data-fills")) == ("Dùng “Văn phòng Ủy ban nhân dân”", "bases-0-issuer_name")
    response = press(officer, draft, take=button.get("value"), subject="giữ lại")
    assert response.url == url(draft, "base-0")
    draft.refresh_from_db()
    assert draft.legal_bases.get(order=0).issuer_name == "Văn phòng Ủy ban nhân dân"
    assert ("legal_bases.0.issuer" in draft.doubts, draft.subject) == (False, "giữ lại")


RELATIVE = SHORT.replace(
    "1. Sở Nội vụ: phổ biến đến cán bộ, công chức.",
    "1. Sở Nội vụ: phổ biến đến cán bộ, công chức trong vòng 05 ngày kể từ ngày ký.",
)


def test_a_day_counted_from_the_letter_is_offered_with_its_reason_for_the_instruction_that_names_it(officer, small):
    draft = small.draft(RELATIVE)
    (path,) = [path for path in draft.reading["suggested"] if path.startswith("deadlines")]
    day = date.fromisoformat(draft.reading["suggested"][path])
    page = officer.get(url(draft))
    offers = {button.get("value"): says(button) for button in tree(page).xpath("//button[@name='take']")}
    assert offers[f"{path}|instructions-0-due_on"] == f"Dùng {day:%d/%m/%Y} làm hạn riêng của nội dung 1.1"
    assert draft.doubts[path] in says(tree(page))
    assert at(draft, 0).due_on is None
    assert press(officer, draft, take=f"{path}|instructions-0-due_on").url == url(draft, f"nd-{at(draft, 0).pk}")
    draft.refresh_from_db()
    assert (at(draft, 0).due_on, path in draft.doubts) == (day, False)


@pytest.mark.parametrize("take", ["number|number", "issuer|subject", "nonsense", "legal_bases.0.issuer|subject"])
def test_what_was_not_offered_cannot_be_taken(officer, draft, take):
    before = draft.doubts
    press(officer, draft, take=take)
    draft.refresh_from_db()
    assert (draft.doubts, draft.number, draft.subject.startswith("phối hợp")) == (before, "", True)


def test_a_note_stands_beside_its_field_leads_to_its_words_and_is_remembered_as_seen(officer, draft):
    page = officer.get(url(draft))
    note = card(page, at(draft, 0)).xpath(".//*[@class='note']")[0]
    assert says(note).startswith("Có thể sai chính tả: “cảm nang”")
    target = note.xpath(".//a/@href")[0][1:]
    assert says(tree(page).get_element_by_id(target)) == "cảm nang"
    name = note.xpath(".//input[@name='noted']/@value")[0]
    press(officer, draft, noted=[name], stay="1")
    page = officer.get(url(draft))
    assert card(page, at(draft, 0)).xpath(".//*[@class='note']") == []
    assert "Lưu ý đã xem (1)" in says(tree(page))
    press(officer, draft, subject="lưu tiếp", stay="1")
    assert "Lưu ý đã xem (1)" in says(tree(officer.get(url(draft))))
    press(officer, draft, noted=None, stay="1")
    assert "Lưu ý đã xem" not in says(tree(officer.get(url(draft))))


def test_a_note_about_no_field_stands_apart(officer, draft):
    finding = {"code": "bundle", "path": "", "message": "Tệp có 2 văn bản.", "spans": []}
    Directive.objects.filter(pk=draft.pk).update(reading=draft.reading | {"findings": [finding]})
    apart = tree(officer.get(url(draft))).xpath("//section[@aria-labelledby='ghi-chu']")
    assert [says(each) for each in apart] == ["Lưu ý khác Tệp có 2 văn bản. Đã xem"]


def test_a_made_up_note_is_not_remembered(officer, draft):
    press(officer, draft, noted=["x:1", "misspelling:999"], stay="1")
    assert Change.objects.filter(directive=draft).count() == 0


def test_an_attachment_without_a_file_asks_for_it_in_the_open(officer, draft):
    page = tree(officer.get(url(draft)))
    section = page.get_element_by_id("muc-file-0")
    assert section.xpath(".//dd[@class='read__more']//input[@type='file']/@name") == ["attachments-0-file"]
    press(officer, draft, stay="1", **{"attachments-0-file": SimpleUploadedFile("a.txt", b"x")})
    section = tree(officer.get(url(draft))).get_element_by_id("muc-file-0")
    assert section.xpath(".//dd[@class='read__more']//input[@type='file']") == []
    assert "a.txt" in says(section)


def test_a_note_about_an_attachment_goes_once_its_file_is_there_or_its_line_is_not(officer, draft):
    def noted(at: int) -> bool:
        return f"tài liệu kèm theo “{draft.reading['data']['attachments'][at]}”" in says(tree(officer.get(url(draft))))

    assert [noted(at) for at in range(3)] == [True] * 3
    press(officer, draft, stay="1", **{"attachments-0-file": SimpleUploadedFile("a.txt", b"x")})
    assert [noted(at) for at in range(3)] == [False, True, True]
    press(officer, draft, stay="1", **{"attachments-1-drop": "on"})
    assert [noted(at) for at in range(3)] == [False, False, True]


# --- Two officers -----------------------------------------------------------------------------------------------------
def save_as(person, draft, **columns):
    correct_draft(directive=draft, corrections=Corrections(columns=columns), actor=person, now=NOW)


def test_a_save_over_a_newer_one_is_refused_by_name_and_everything_typed_stays(officer, small, draft):
    opened = officer.get(url(draft))
    save_as(small.second_officer, draft, subject="của người khác")
    sent = sent_by_browser(opened, "check-form", subject="của tôi", place="Nơi khác", stay="1")
    response = officer.post(url(draft), sent)
    assert response.status_code == 409
    summary = tree(response).xpath("//*[@aria-labelledby='overtaken']")[0]
    assert says(summary.find(".//h2")) == (
        "Lê Thị Hai đã lưu bản nháp này lúc 08:00 ngày 28/10/2024, sau khi anh/chị mở trang."
    )
    assert summary.xpath(".//a/@href") == [url(draft)]
    shown = sent_by_browser(response, "check-form")
    assert (shown["subject"], shown["place"]) == (["của tôi"], ["Nơi khác"])
    folds = tree(response).xpath("//*[@id='muc-place' or @id='muc-subject' or @id='muc-type']//details")
    assert ["open" in fold.attrib for fold in folds] == [True, False, True]
    again = officer.post(url(draft), sent_by_browser(response, "check-form", stay="1"))
    assert again.status_code == 409
    draft.refresh_from_db()
    assert (draft.subject, draft.place) == ("của người khác", "Cần Thơ")


def test_the_officer_may_still_save_their_own_words(officer, small, draft):
    opened = officer.get(url(draft))
    save_as(small.second_officer, draft, subject="của người khác")
    refused = officer.post(url(draft), sent_by_browser(opened, "check-form", subject="của tôi"))
    over = tree(refused).xpath("//button[@name='over']")[0]
    assert (says(over), over.get("form")) == ("Vẫn lưu nội dung của tôi", "check-form")
    response = officer.post(url(draft), sent_by_browser(refused, "check-form", over=over.get("value")))
    assert response.url == url(draft)
    draft.refresh_from_db()
    assert draft.subject == "của tôi"


def test_what_a_third_person_saved_meanwhile_is_not_run_over_either(officer, small, draft):
    opened = officer.get(url(draft))
    save_as(small.second_officer, draft, subject="lần một")
    refused = officer.post(url(draft), sent_by_browser(opened, "check-form", subject="của tôi"))
    over = tree(refused).xpath("//button[@name='over']/@value")[0]
    save_as(small.second_officer, draft, subject="lần hai")
    assert officer.post(url(draft), sent_by_browser(refused, "check-form", over=over)).status_code == 409
    draft.refresh_from_db()
    assert draft.subject == "lần hai"


def test_a_line_that_another_took_away_is_kept_for_the_one_who_saves_over(officer, small, draft):
    opened = officer.get(url(draft))
    row = at(draft, 1)
    client_of_other = type(officer)()
    client_of_other.force_login(small.second_officer)
    press(client_of_other, draft, f"drop-{row.pk}")
    typed = {"instructions-1-text": "Tôi đã sửa nội dung này."}
    refused = officer.post(url(draft), sent_by_browser(opened, "check-form", **typed))
    assert refused.status_code == 409
    assert "Tôi đã sửa nội dung này." in refused.content.decode()
    over = tree(refused).xpath("//button[@name='over']/@value")[0]
    officer.post(url(draft), sent_by_browser(refused, "check-form", over=over))
    texts = [each.text for each in draft.instructions.order_by("order")]
    assert (len(texts), texts[-1]) == (7, "Tôi đã sửa nội dung này.")


def test_lines_that_another_added_or_moved_do_not_shift_what_is_typed(officer, small, draft):
    opened = officer.get(url(draft))
    other = type(officer)()
    other.force_login(small.second_officer)
    first, second = at(draft, 0), at(draft, 1)
    press(other, draft, f"down-{first.pk}")
    refused = officer.post(
        url(draft), sent_by_browser(opened, "check-form", **{"instructions-0-text": "Của nội dung đầu."})
    )
    over = tree(refused).xpath("//button[@name='over']/@value")[0]
    officer.post(url(draft), sent_by_browser(refused, "check-form", over=over))
    texts = dict(draft.instructions.values_list("pk", "text"))
    assert (texts[first.pk], texts[second.pk]) == ("Của nội dung đầu.", second.text)


def test_the_recipients_step_of_another_officer_is_no_conflict(officer, small, draft):
    opened = officer.get(url(draft))
    Directive.objects.filter(pk=draft.pk).update(saved_by=small.second_officer)
    assert officer.post(url(draft), sent_by_browser(opened, "check-form", subject="của tôi")).status_code == 302


# --- Large letters ----------------------------------------------------------------------------------------------------
def large(small, groups: int, each: int) -> Directive:
    tasks = "".join(
        f"\n{n}. Các đơn vị thuộc nhóm {n}:\n"
        + "".join(f"- Đăng tải tài liệu số {n}.{k} lên cổng.\n" for k in range(each))
        for n in range(2, groups + 2)
    )
    return small.draft(SHORT.replace("\nThời gian triển khai", f"{tasks}\nThời gian triển khai"))


def test_three_hundred_instructions_make_a_page_of_bounded_size_that_can_be_sent(officer, small):
    draft = large(small, groups=10, each=30)
    assert draft.instructions.count() == 301
    page = officer.get(url(draft))
    assert len(page.content) < 350_000
    assert len(tree(page).xpath("//*[@data-task]")) == 301
    sent = sent_by_browser(page, "check-form", subject="khác", stay="1")
    assert sum(len(values) for values in sent.values()) < 300
    assert officer.post(url(draft), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.subject, draft.instructions.count()) == ("khác", 301)


def test_a_card_of_a_large_letter_opens_by_a_button_that_keeps_what_was_typed(officer, draft, monkeypatch):
    monkeypatch.setattr("directives.forms.check.MOST_DRAWN", 5)
    row = at(draft, 4)
    assert card(officer.get(url(draft)), row).xpath(".//textarea") == []
    response = press(officer, draft, f"open-{row.pk}", subject="giữ lại")
    assert response.url == url(draft, f"nd-{row.pk}")
    draft.refresh_from_db()
    assert draft.subject == "giữ lại"
    opened = card(officer.get(response.url), row)
    assert opened.xpath(".//textarea")[0].text.strip() == row.text
    response = press(officer, draft, f"up-{row.pk}", opened=f"nd-{row.pk}")
    assert (response.url, at(draft, 3).pk) == (url(draft, f"nd-{row.pk}"), row.pk)


def test_the_instructions_of_a_large_letter_that_are_in_doubt_are_drawn_with_their_fields(officer, draft, monkeypatch):
    monkeypatch.setattr("directives.forms.check.MOST_DRAWN", 5)
    Directive.objects.filter(pk=draft.pk).update(doubts={"tasks.3": "Chưa rõ."})
    boxes = tree(officer.get(url(draft))).xpath("//*[@data-task]//textarea/@name")
    assert boxes == ["instructions-0-text"]
    press(officer, draft, stay="1", **{"instructions-0-text": "Đã sửa."})
    draft.refresh_from_db()
    assert (at(draft, 3).text, draft.doubts) == ("Đã sửa.", {})


@pytest.mark.parametrize(("groups", "each"), [(2, 2), (6, 12)])
def test_the_page_and_a_save_cost_the_same_queries_however_many_instructions(
    officer, small, groups, each, django_assert_max_num_queries
):
    draft = large(small, groups, each)
    with django_assert_max_num_queries(22):
        page = officer.get(url(draft))
    sent = sent_by_browser(page, "check-form", act=f"down-{at(draft, 0).pk}")
    with django_assert_max_num_queries(60):
        assert officer.post(url(draft), sent).status_code == 302


def test_among_very_many_groups_one_is_typed_and_completed(officer, draft, monkeypatch):
    monkeypatch.setattr("directives.forms.check.MANY_CHOICES", 30)
    page = officer.get(url(draft))
    names = tree(page).xpath("//datalist[@id='groups']/option/@value")
    assert (len(names), names[2]) == (3, "3. Phòng Văn hóa và Thông tin quận, huyện")
    assert tree(page).xpath("//select[contains(@name, '-group')]") == []
    assert sent_by_browser(page, "check-form")["instructions-0-group"] == ["1. Các Sở, Ban ngành thành phố"]
    unknown = press(officer, draft, **{"instructions-0-group": "nhóm không có"})
    assert "Chưa rõ nhóm nào" in unknown.content.decode()
    for typed in ("3", "3. Phòng Văn hóa và Thông tin quận, huyện", "phòng văn hóa và thông tin quận, huyện"):
        press(officer, draft, stay="1", **{"instructions-0-group": "Tất cả đơn vị nhận"})
        assert at(draft, 0).group is None
        press(officer, draft, stay="1", **{"instructions-0-group": typed})
        assert at(draft, 0).group.phrase == "Phòng Văn hóa và Thông tin quận, huyện"


# --- Nothing issued unconfirmed ---------------------------------------------------------------------------------------
def test_the_preview_names_what_is_unconfirmed_and_each_link_opens_it(officer, small):
    draft = small.ready()
    row = at(draft, 0)
    doubts = {"tasks.0.group": "Nhóm chưa rõ.", "signer": "Không tìm thấy phần ký."}
    Directive.objects.filter(pk=draft.pk).update(doubts=doubts)
    page = officer.get(reverse("directives:preview", args=[draft.pk]))
    links = tree(page).xpath("//*[@aria-labelledby='problems']//a")
    assert [says(each) for each in links] == ["Hãy xác nhận: Nhóm chưa rõ.", "Hãy xác nhận: Không tìm thấy phần ký."]
    assert 'id="issue-form"' not in page.content.decode()
    for link, target in zip(links, (f"nd-{row.pk}", "muc-signer"), strict=True):
        address, _hash, fragment = link.get("href").partition("#")
        assert fragment == target
        section = tree(officer.get(address)).get_element_by_id(target)
        assert len(section.xpath(".//*[@autofocus]")) == 1
    officer.post(reverse("directives:issue", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.issued_at is None


def test_a_file_chosen_beside_a_mistake_must_be_chosen_again_and_the_page_says_so(officer, draft):
    typed = {"attachments-0-file": SimpleUploadedFile("a.txt", b"x"), "dated_on": "x"}
    page = press(officer, draft, f"up-{at(draft, 1).pk}", **typed).content.decode()
    assert "hãy chọn lại tệp" in page
    assert DirectiveFile.objects.filter(stored__isnull=False).count() == 0


def test_the_sentence_of_the_page_counts_what_was_read(officer, draft):
    assert heading(officer.get(url(draft))) == "Đã đọc được 29 mục, còn 6 mục cần anh/chị xác nhận."
