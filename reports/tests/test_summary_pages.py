"""The leader's page: its sentence, its days, who may see it, and that every number opens exactly its rows."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from directives.models import RecipientGroup
from directives.services.lifecycle import close_campaign, extend, recall
from directives.services.obligations import exempt
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import make_campaign, make_draft, make_issued
from reports.models import Audience, Channel
from reports.services.mending import withdraw_action
from reports.services.reviews import accept, send_back
from reports.tests.exports.files import content
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, queries, status, words
from reports.tests.summaries import (
    FigureLink,
    figure_links,
    first_number,
    list_total,
    make_letter,
    rows_shown,
    text_of,
    times_shown,
)
from units.models import Role, UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-23 08:00")
LEGEND = re.compile(r'<ul class="legend">(.*?)</ul>', re.DOTALL)
PATHS = ("", "units/", "units.csv", "obligations/", "obligations.csv", "actions/", "actions.csv")


@pytest.fixture
def letter():
    return make_letter()


@pytest.fixture
def told(letter):
    """A history with something of everything: done on time and late, waiting, returned, begun, exempt, refused."""
    confirm_receipt(delivery=letter.delivery("gd"), actor=letter.people["gd"], now=local("2024-10-29 09:00"))
    letter.finish("gd", 0, "2024-11-05 10:00", accepted="2024-11-07 10:00")
    letter.act("gd", 1, "2024-11-06 10:00", declare=True, channel=Channel.ZALO, reach=None)
    letter.act("gd", 2, "2024-11-06 10:00", channel=Channel.CLASS, audience=Audience.STUDENTS, reach=1240)
    exempt(obligation=letter.task("yt", 0), actor=letter.officer, now=local("2024-11-08 09:00"), reason="Thiếu trang")
    letter.act("yt", 1, "2024-11-19 10:00", declare=True)
    letter.give_back("yt", 1, "2024-11-20 10:00")
    letter.finish("nk", 0, "2024-11-21 10:00")
    refuse(delivery=letter.delivery("ac"), actor=letter.people["ac"], now=local("2024-11-02 09:00"), reason="Nhầm")
    return letter


def page(client, letter, user=None, **query):
    return as_person(client, user or letter.leader).get(letter.page, query)


# --- The sentence -----------------------------------------------------------------------------------------------------
def test_the_page_opens_with_the_answer(client, told):
    response = page(client, told)
    assert lead(response) == "1/4 đơn vị đã hoàn thành, 3 đơn vị quá hạn, trong đó 1 đơn vị chưa có hoạt động nào."
    assert "Số liệu đến 08:00 ngày 23/11/2024" in words(response)
    assert "Thời gian thực hiện đã hết từ ngày 20/11/2024, 3 ngày trước." in words(response)


def test_the_two_groupings_of_units_say_what_they_go_by_and_that_their_numbers_differ(client, told):
    shown = words(page(client, told))
    by_line = shown.index("Mỗi ô một đơn vị, xếp theo dòng “Kính gửi” của văn bản: mỗi đơn vị đứng đúng một lần.")
    by_task = shown.index("Xếp theo nhóm được giao nhiệm vụ, không theo dòng “Kính gửi” như ở đầu trang.")
    assert by_line < by_task
    assert "nên số đơn vị có thể khác, và các nhóm không cộng lại thành tổng." in shown


def test_before_the_due_day_the_silent_stand_by_themselves(client, told):
    response = page(client, told, as_of="20/11/2024")
    assert lead(response) == "0/4 đơn vị đã hoàn thành. 2 đơn vị chưa có hoạt động nào."
    assert "Số liệu đến hết ngày 20/11/2024" in words(response)
    assert "Đây là ngày cuối: hạn đến hết thứ Tư, 20/11/2024." in words(response)


def test_when_all_are_done_the_page_says_so(client, letter):
    for name in letter.units:
        for nth in range(len(letter.tasks(name))):
            letter.finish(name, nth, "2024-11-05 10:00")
    response = page(client, letter)
    assert lead(response) == "Cả 5 đơn vị đã hoàn thành."
    assert "Đơn vị nào cũng đã có hoạt động và chưa có nhiệm vụ nào quá hạn." in words(response)


def test_a_campaign_that_was_closed_keeps_the_figures_of_that_day(client, told):
    close_campaign(campaign=told.directive.campaign, actor=told.officer, now=local("2024-11-22 17:00"))
    response = page(client, told)
    assert "Số liệu đến hết ngày 22/11/2024" in words(response)
    assert "Chiến dịch đã kết thúc ngày 22/11/2024; hạn thực hiện là hết ngày 20/11/2024." in words(response)


def test_a_recalled_letter_has_no_rates(client, told):
    recall(directive=told.directive, actor=told.officer, now=local("2024-11-22 17:00"), note="Thay thế")
    response = page(client, told)
    assert lead(response) == "Văn bản đã được thu hồi ngày 22/11/2024, không còn nhiệm vụ nào phải thực hiện."
    before = page(client, told, as_of="21/11/2024")
    assert lead(before).startswith("1/4 đơn vị đã hoàn thành")


def test_a_letter_that_everybody_sent_back_is_no_division_by_zero(client, letter):
    for name, actor in letter.people.items():
        refuse(delivery=letter.delivery(name), actor=actor, now=local("2024-11-02 09:00"), reason="Nhầm")
    response = page(client, letter)
    assert lead(response) == (
        "5 đơn vị nhận văn bản đều đã trả lại vì sai nơi nhận, nên không còn đơn vị nào phải thực hiện."
    )
    assert_numbers_open(client, response, letter)


# --- Every number opens its rows --------------------------------------------------------------------------------------
def assert_numbers_open(client, response, letter) -> list[FigureLink]:
    """Follow every link of the page into its lists: the list says, and shows, what the link promised."""
    links = figure_links(response, letter.page)
    for link in dict.fromkeys(links):
        opened = client.get(link.url)
        assert opened.status_code == 200, link
        assert rows_shown(opened) == list_total(opened), link
        if link.count is not None:
            assert list_total(opened) == link.count, link
        if link.times is not None:
            assert times_shown(opened) == link.times, link
    return links


@pytest.mark.parametrize("day", ["", "28/10/2024", "07/11/2024", "20/11/2024"])
def test_every_number_on_the_page_opens_exactly_its_rows(client, told, day):
    response = page(client, told, **({"as_of": day} if day else {}))
    links = assert_numbers_open(client, response, told)
    assert len([link for link in links if link.count is not None or link.times is not None]) > 25
    dated = [link for link in links if "as_of" in link.url]
    assert dated == links if day else all("?progress=done&as_of=" in link.url for link in dated)  # those of the trend


@pytest.mark.parametrize("day", ["", "28/10/2024", "07/11/2024", "20/11/2024"])
def test_the_legends_are_links_that_add_up_to_the_whole(client, told, day):
    response = page(client, told, **({"as_of": day} if day else {}))
    strip, groups = LEGEND.findall(response.content.decode())
    for legend, whole in ((strip, f"{told.page}units/"), (groups, f"{told.page}obligations/")):
        counts = [first_number(text_of(line)) for line in legend.split("<li>")[1:]]
        addresses = [html.unescape(url) for url in re.findall(r'href="([^"]+)"', legend)]
        assert len(addresses) == len(counts) > 0
        assert [list_total(client.get(url)) for url in addresses] == counts
        assert sum(counts) == list_total(client.get(whole, {"as_of": day} if day else {}))


def test_a_word_of_the_legend_counts_what_the_same_word_of_the_list_counts(client, told):
    (legend, _groups) = LEGEND.findall(page(client, told).content.decode())
    chips = words(client.get(told.page + "units/"))
    for line in legend.split("<li>")[1:]:
        count, word = text_of(line).split(" ", 1)
        shown = {"hoàn thành": "đã hoàn thành", "chưa có hoạt động": "chưa có hoạt động nào"}.get(word, word)
        assert f"{shown[:1].upper()}{shown[1:]} {count}" in chips


def test_no_denominator_stands_unlinked_in_the_figures(client, told):
    body = page(client, told).content.decode()
    figures = body[body.index('<div class="figures ') : body.index('<figure class="panel chart span-12 trend"')]
    bare = re.sub(r"<a\b.*?</a>|<[^>]+>", " ", figures, flags=re.DOTALL)
    assert re.findall(r"\d+", bare) == []


def test_links_of_a_past_day_stay_on_that_day_when_more_happens(client, told):
    before = {link.url: link for link in figure_links(page(client, told, as_of="19/11/2024"), told.page)}
    accept(obligation=told.task("gd", 1), actor=told.officer, now=local("2024-11-22 10:00"))
    told.act("om", 0, "2024-11-22 11:00")
    extend(directive=told.directive, due_on=date(2024, 11, 30), actor=told.officer, now=local("2024-11-22 12:00"))
    response = page(client, told, as_of="19/11/2024")
    assert {link.url: link for link in figure_links(response, told.page)} == before
    assert_numbers_open(client, response, told)


def test_links_inside_the_lists_open_their_rows_too(client, told):
    for path in ("units/", "units/?state=overdue", "units/?receipt=missing"):
        response = as_person(client, told.leader).get(told.page + path)
        assert_numbers_open(client, response, told)


def test_the_choice_of_campaigns_opens_the_same_rows(client, told):
    make_issued(told.directive.issuer, told.officer, groups=[("Sở", [told.units["yt"]], "Việc khác")])
    response = as_person(client, told.leader).get(reverse("reports:summary"))
    assert len(assert_numbers_open(client, response, told)) == 4


# --- What stands on the page ------------------------------------------------------------------------------------------
def test_figures_name_their_denominators(client, told):
    text = words(page(client, told))
    for sentence in (
        "Đã tiếp nhận: 3 / 4 đơn vị 1 đơn vị chưa tiếp nhận",
        "Nhiệm vụ hoàn thành: 2 / 6 nhiệm vụ 1 đúng hạn , 1 quá hạn",
        "Chờ xác nhận: 1 / 6 nhiệm vụ",
        "Quá hạn: 3 / 6 nhiệm vụ",
        "Chưa thực hiện: 1 / 6 nhiệm vụ",
        "Không áp dụng 2 có lý do, không tính vào tổng",
        "Một nhóm gồm cả đơn vị bổ sung sau và đơn vị thuộc hai nhóm",
    ):
        assert sentence in text, sentence


def test_rates_are_given_by_name_with_their_rule(client, told):
    text = words(page(client, told))
    assert "Trên tất cả nhiệm vụ hoàn thành / được giao 2 / 6 33%" in text
    assert "Trên nhiệm vụ đã đến hạn hoàn thành / có hạn đến hết ngày số liệu 2 / 6 33%" in text
    assert "Đúng hạn hoàn thành đúng hạn / đã hoàn thành 1 / 2 50%" in text
    assert "Đơn vị đã có hoạt động đơn vị có hoạt động / đơn vị được giao 3 / 4 75%" in text
    early = words(page(client, told, as_of="28/10/2024"))
    assert "Trên nhiệm vụ đã đến hạn hoàn thành / có hạn đến hết ngày số liệu chưa có" in early
    assert "Đúng hạn hoàn thành đúng hạn / đã hoàn thành chưa có" in early


def test_reach_is_declared_per_audience_and_channel_and_what_is_not_measured_is_not_zero(client, told):
    text = words(page(client, told))
    assert "Học sinh, sinh viên giờ học, sinh hoạt lớp 1 1.240" in text
    assert "Người dân, hộ dân cổng, trang thông tin điện tử 3 360" in text
    assert "Người dân, hộ dân Zalo 1 –" in text
    assert "1 hoạt động không khai số lượt." in text
    assert "Đo được: chưa có số liệu (chưa dùng liên kết theo dõi)." in text
    assert "1.600" not in text


def test_reach_of_a_past_day_is_what_was_declared_then(client, told):
    action = told.act("om", 0, "2024-11-10 10:00", channel=Channel.HOUSEHOLD, reach=77)
    withdraw_action(action=action, actor=told.people["om"], now=local("2024-11-12 10:00"))
    assert "đến từng hộ 1 77" in words(page(client, told, as_of="11/11/2024"))
    assert "đến từng hộ" not in words(page(client, told, as_of="12/11/2024"))


def test_the_newest_accepted_actions_show_their_evidence(client, told):
    response = page(client, told)
    text = words(response)
    assert "Làm ngày 21/11/2024, xác nhận ngày 21/11/2024" in text
    assert "Làm ngày 05/11/2024, xác nhận ngày 07/11/2024" in text
    assert response.content.decode().count('href="https://ninhkieu.example/bai-viet"') == 2
    assert "Chưa có hoạt động nào được xác nhận." in words(page(client, told, as_of="06/11/2024"))
    assert "Làm ngày 21/11/2024" not in words(page(client, told, as_of="20/11/2024"))


def test_a_reversed_acceptance_leaves_the_evidence_of_its_day_only(client, told):

    action = told.task("nk").actions.get()
    send_back(
        obligation=told.task("nk"),
        reason="Sai ảnh",
        actor=told.officer,
        now=local("2024-11-22 10:00"),
        actions=[action],
    )
    assert "Làm ngày 21/11/2024" in words(page(client, told, as_of="21/11/2024"))
    assert "Làm ngày 21/11/2024" not in words(page(client, told))


def test_who_is_behind_is_listed_with_receipt_and_since_when(client, told):
    text = words(page(client, told))
    assert (
        "Phòng Văn hóa và Thông tin quận Ô Môn Chưa tiếp nhận chưa có hoạt động, 26 ngày từ khi ban hành ; "
        "1 nhiệm vụ quá hạn, lâu nhất 3 ngày"
    ) in text.replace("hành;", "hành ;")


def test_illustrative_campaigns_say_so_and_what(client, told):
    campaign = told.directive.campaign
    assert "Văn bản thật, kết quả minh họa." not in words(page(client, told))
    campaign.is_illustrative, campaign.illustrative_note = True, "Văn bản thật, kết quả minh họa."
    campaign.save(update_fields=["is_illustrative", "illustrative_note"])
    for path in ("", "units/", "obligations/", "actions/"):
        text = words(as_person(client, told.leader).get(told.page + path))
        assert "Số liệu minh họa . Văn bản thật, kết quả minh họa." in text.replace("họa.", "họa .", 1)


# --- The day ----------------------------------------------------------------------------------------------------------
def test_the_future_is_today(client, told):
    response = page(client, told, as_of="24/11/2024")
    assert "Ngày 24/11/2024 chưa tới. Đây là số liệu của hôm nay." in words(response)
    assert lead(response) == lead(page(client, told))


def test_a_day_that_cannot_be_read_is_said_and_kept(client, told):
    response = page(client, told, as_of="32/11/2024")
    assert "Không có ngày 32/11/2024 trong lịch." in words(response)
    assert 'value="32/11/2024"' in response.content.decode()
    assert lead(response) == lead(page(client, told))


@pytest.mark.parametrize("name", ["units", "obligations", "actions"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2026", "Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại."),
        ("2026-02-01", "Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
    ],
)
def test_a_list_says_that_its_day_cannot_be_read_and_no_file_is_given_for_it(client, told, name, typed, sentence):
    as_person(client, told.leader)
    shown = client.get(f"{told.page}{name}/", {"as_of": typed, "q": "o mon"})
    assert shown.status_code == 200
    assert sentence in words(shown)
    file = client.get(f"{told.page}{name}.csv", {"as_of": typed})
    assert (file.status_code, file["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert file.content.decode() == sentence
    (offered,) = re.findall(rf'href="({told.page}{name}\.csv[^"]*)"', shown.content.decode())
    assert offered == f"{told.page}{name}.csv?q=o+mon"
    assert status(client.get(offered)) == 200


def test_a_stranger_learns_nothing_from_a_wrong_day(client, letter):
    stranger = make_user(make_unit("Sở Nội vụ tỉnh khác"), Role.COORDINATOR)
    assert as_person(client, stranger).get(letter.page + "units.csv", {"as_of": "31/02/2026"}).status_code == 404


def test_before_issue_the_page_says_so(client, told):
    response = page(client, told, as_of="27/10/2024")
    assert lead(response) == "Ngày 27/10/2024 văn bản chưa được ban hành; ngày ban hành là 28/10/2024."
    assert "Số liệu đến hết ngày 27/10/2024" in words(response)
    for path in ("units/", "obligations/", "actions/", "units.csv"):
        assert status(as_person(client, told.leader).get(told.page + path, {"as_of": "27/10/2024"})) == 200


def test_a_day_ends_at_local_midnight(client, letter):
    letter.finish("nk", 0, "2024-11-05 23:59")
    letter.finish("om", 0, "2024-11-06 00:00")
    shown = [lead(page(client, letter, as_of=f"0{day}/11/2024"))[:10] for day in (4, 5, 6)]
    assert shown == ["0/5 đơn vị", "1/5 đơn vị", "2/5 đơn vị"]


# --- Who may see it ---------------------------------------------------------------------------------------------------
def test_nobody_signed_in_is_sent_to_sign_in(client, letter):
    response = client.get(letter.page)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_strangers_get_404_and_learn_nothing(client, letter):
    stranger = make_user(make_unit("Sở Nội vụ tỉnh khác"), Role.COORDINATOR)
    for path in PATHS:
        assert as_person(client, stranger).get(letter.page + path).status_code == 404
    chooser = client.get(reverse("reports:summary"))
    assert lead(chooser) == "Chưa có văn bản nào để tổng hợp."


def test_a_focal_point_has_their_own_page_for_their_own_row(client, letter):
    for path in ("", "units/", "units.csv"):
        response = as_person(client, letter.people["om"]).get(letter.page + path)
        assert (response.status_code, response["Location"]) == (302, reverse("reports:my-work"))
    assert client.get(reverse("reports:summary"))["Location"] == reverse("reports:my-work")


def test_a_unit_above_recipients_sees_its_own_subtree_and_is_told_so(client, told):
    told.act("om", 0, "2024-11-10 10:00", channel=Channel.HOUSEHOLD)
    watcher = make_user(told.district, Role.VIEWER)
    response = page(client, told, watcher)
    assert "Chỉ gồm các đơn vị trực thuộc UBND quận Ninh Kiều." in words(response)
    assert lead(response) == "1 đơn vị đã hoàn thành."
    for path in ("", "units/?receipt=addressed", "units/?state=refused", "obligations/", "actions/", "units.csv"):
        answer = client.get(told.page + path)
        body = (content(answer) if answer.streaming else answer.content).decode()
        assert "Ô Môn" not in body
        assert "Sở Y tế" not in body
        assert "đến từng hộ" not in body.replace("Đến từng hộ</option>", "")
    assert_numbers_open(client, response, told)


def test_the_officer_of_the_issuing_unit_sees_it_whole(client, told):
    assert lead(page(client, told, told.officer)) == lead(page(client, told))


def test_a_draft_has_no_figures(client, letter):
    draft = make_draft(letter.directive.issuer, letter.officer)
    assert as_person(client, letter.officer).get(f"/directives/{draft.pk}/summary/").status_code == 404


# --- Choosing a campaign ----------------------------------------------------------------------------------------------
def test_one_letter_needs_no_choice(client, letter):
    response = as_person(client, letter.leader).get(reverse("reports:summary"))
    assert (response.status_code, response["Location"]) == (302, letter.page)


def test_a_campaign_without_letters_is_nothing_to_sum_up(client):
    city = make_unit("UBND thành phố", kind=UnitKind.CITY_COMMITTEE)
    officer = make_user(city, Role.COORDINATOR)
    make_campaign(city, officer)
    response = as_person(client, officer).get(reverse("reports:summary"))
    assert lead(response) == "Chưa có văn bản nào để tổng hợp."


def test_campaigns_under_way_stand_before_those_that_are_over(client, letter):
    other = make_issued(
        letter.directive.issuer,
        letter.officer,
        groups=[("Sở", [letter.units["yt"]], "Việc khác")],
        campaign=make_campaign(letter.directive.issuer, letter.officer, name="Chiến dịch cũ", created_at=NOW),
    )
    close_campaign(campaign=other.campaign, actor=letter.officer, now=local("2024-11-22 17:00"))
    response = as_person(client, letter.leader).get(reverse("reports:summary"))
    text = words(response)
    assert lead(response) == "1 trong 2 văn bản đang thực hiện."
    assert text.index("Chiến dịch thử") < text.index("Chiến dịch cũ")
    assert "0 / 5 đơn vị đã hoàn thành, 5 đơn vị quá hạn, trong đó 5 đơn vị chưa có hoạt động nào." in text
    assert "0 / 1 đơn vị đã hoàn thành, 1 đơn vị quá hạn, trong đó 1 đơn vị chưa có hoạt động nào." in text


# --- Cost -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def sizes(letter):
    """Two letters with a history of the same shape, to one unit and to three."""
    made = []
    for size in (1, 3):
        units = [make_unit(kind=UnitKind.COLLEGE) for _ in range(size)]
        directive = make_issued(
            letter.directive.issuer, letter.officer, groups=[("Các trường", units, "Đăng tải", "Phổ biến")]
        )
        for unit in units:
            actor = make_user(unit)
            for task in directive.deliveries.get(unit=unit).obligations.all():
                make_action(task, actor=actor, now=local("2024-11-05 10:00"), declare=True)
                accept(obligation=task, actor=letter.officer, now=local("2024-11-06 10:00"))
        made.append(directive)
    return made


@pytest.mark.parametrize(
    "path", ["", "units/", "obligations/", "actions/", "units.csv", "obligations.csv", "actions.csv"]
)
def test_three_units_cost_as_many_queries_as_one(client, letter, sizes, path):
    as_person(client, letter.leader)
    one, three = (queries(client, f"/directives/{each.pk}/summary/{path}") for each in sizes)
    assert one == three
    assert one <= 32


def test_more_letters_cost_no_more_queries(client, letter, sizes):
    as_person(client, letter.leader)
    before = queries(client, reverse("reports:summary"))
    make_issued(letter.directive.issuer, letter.officer, groups=[("Sở", [letter.units["yt"]], "Việc khác")])
    assert queries(client, reverse("reports:summary")) == before


def test_names_of_two_hundred_letters_do_not_break_the_page(client, letter):
    group = RecipientGroup.objects.filter(directive=letter.directive).first()
    assert group.phrase
    long = make_unit("Trường " + "rất dài " * 24, kind=UnitKind.COLLEGE)
    directive = make_issued(letter.directive.issuer, letter.officer, groups=[("Nhóm " * 50, [long], "Đăng tải")])
    assert as_person(client, letter.leader).get(f"/directives/{directive.pk}/summary/").status_code == 200
