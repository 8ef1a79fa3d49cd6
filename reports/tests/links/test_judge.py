"""What a look says: verified, could not be verified, contradicts; each aspect with its words."""

from dataclasses import replace
from datetime import date

import pytest

from reports.links.fetch import Fetched
from reports.links.judge import Finding, Question, homes, is_within, judge, judge_failure, without_www
from reports.links.page import Page
from reports.links.words import REASONS, sentence

URL = "https://ninhkieu.example/tin/bai-1"
ASKED = Question(
    homes=["ninhkieu.example"],
    is_website=True,
    campaign="Tuyên truyền kỹ năng nhận diện lừa đảo trực tuyến",
    references=["3031/STTTT-CNTT"],
    titles=["Cẩm nang nhận diện và phòng chống lừa đảo", "Cẩm nang"],
    addresses=["https://khonggianmang.example/cam-nang"],
    letter_on=date(2024, 10, 28),
    done_on=date(2024, 11, 5),
    recorded_on=date(2024, 11, 6),
)
GOOD = Page("Tin tức", "Tuyên truyền kỹ năng nhận diện lừa đảo trực tuyến.", [], date(2024, 11, 5))


def answered(url: str = URL, status: int = 200, hops=None) -> Fetched:
    return Fetched(url, status, "", [], b"x", hops=hops or [url])


def judged(page: Page | None = GOOD, answer: Fetched | None = None, **more):
    return judge(answer or answered(), page, replace(ASKED, **more))


def found(judgement, aspect: str) -> Finding:
    return next(each for each in judgement.findings if each.aspect == aspect)


# --- The whole --------------------------------------------------------------------------------------------------------
def test_a_page_of_the_units_own_site_about_the_campaign_is_verified():
    judgement = judged()
    assert (judgement.result, judgement.alive) == ("verified", True)
    assert [(each.aspect, each.sign) for each in judgement.findings] == [
        ("alive", "yes"),
        ("host", "yes"),
        ("mention", "yes"),
        ("published", "yes"),
    ]
    assert [sentence(each) for each in judgement.findings] == [
        "Trang mở được.",
        "Thuộc trang của đơn vị: ninhkieu.example.",
        "Có nhắc tên chiến dịch “Tuyên truyền kỹ năng nhận diện lừa đảo trực tuyến”.",
        "Trang ghi đăng ngày 05/11/2024, đúng ngày hoạt động.",
    ]


@pytest.mark.parametrize(
    ("change", "result"),
    [
        pytest.param({}, "verified", id="all holds"),
        pytest.param({"page": replace(GOOD, published_on=None)}, "verified", id="no day on the page"),
        pytest.param({"page": Page("a", "b")}, "unverified", id="speaks of nothing"),
        pytest.param({"page": None}, "unverified", id="cannot be read"),
        pytest.param({"homes": []}, "unverified", id="no site in the registry"),
        pytest.param({"homes": ["cantho.example"]}, "contradicts", id="foreign host, said to be the website"),
        pytest.param({"homes": ["cantho.example"], "is_website": False}, "unverified", id="foreign host, Facebook"),
        pytest.param({"letter_on": date(2024, 11, 6)}, "contradicts", id="published before the letter"),
        pytest.param({"recorded_on": date(2024, 11, 4)}, "contradicts", id="published after it was handed in"),
        pytest.param({"page": Page("a", "b"), "homes": ["cantho.example"]}, "contradicts", id="one no is enough"),
    ],
)
def test_the_result_follows_from_the_aspects(change, result):
    assert judged(**change).result == result


# --- Alive ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "sign", "reason"),
    [
        (200, "yes", "answers"),
        (206, "yes", "answers"),
        (404, "no", "gone"),
        (410, "no", "gone"),
        (500, "no", "server"),
        (503, "no", "server"),
        (301, "unknown", "barred"),
        (400, "unknown", "barred"),
        (401, "unknown", "barred"),
        (403, "unknown", "barred"),
        (429, "unknown", "barred"),
        (999, "no", "server"),
    ],
)
def test_what_a_status_says_of_life(status, sign, reason):
    judgement = judged(answer=answered(status=status))
    assert (found(judgement, "alive").sign, found(judgement, "alive").reason) == (sign, reason)
    assert judgement.alive is {"yes": True, "no": False, "unknown": None}[sign]
    assert judgement.result == ("verified" if sign == "yes" else "unverified")


def test_only_life_is_spoken_of_where_there_is_none():
    assert [each.aspect for each in judged(answer=answered(status=404)).findings] == ["alive"]


@pytest.mark.parametrize(
    ("reason", "alive"),
    [("name", False), ("silent", False), ("slow", False), ("broken", False), ("redirects", False)]
    + [("certificate", None), ("private", None), ("port", None), ("form", None), ("portal", None)],
)
def test_what_was_not_opened_is_no_failure_of_the_page(reason, alive):
    judgement = judge_failure(reason)
    assert (judgement.result, judgement.alive) == ("unverified", alive)
    assert sentence(judgement.findings[0]) == str(REASONS[reason])


def test_a_link_that_now_leads_to_the_front_page_is_in_doubt():
    home = answered("https://ninhkieu.example/", hops=[URL, "https://ninhkieu.example/"])
    assert found(judged(answer=home), "alive").reason == "home"
    front = answered("https://ninhkieu.example/", hops=["http://ninhkieu.example/", "https://ninhkieu.example/"])
    assert found(judged(answer=front), "alive").reason == "answers"


# --- Host -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("here", "home", "within"),
    [
        ("https://ninhkieu.example/a", "ninhkieu.example", True),
        ("https://www.ninhkieu.example/a", "https://ninhkieu.example/", True),
        ("https://tin.ninhkieu.example/a", "www.ninhkieu.example", True),
        ("https://NINHKIEU.example./a", "ninhkieu.example", True),
        ("https://xninhkieu.example/a", "ninhkieu.example", False),
        ("https://ninhkieu.example.khac.example/", "ninhkieu.example", False),
        ("https://cantho.example/ninhkieu.example", "ninhkieu.example", False),
        ("https://facebook.com/ninhkieu/posts/1", "facebook.com/ninhkieu", True),
        ("https://m.facebook.com/ninhkieu", "https://www.facebook.com/ninhkieu/", True),
        ("https://facebook.com/ninhkieu2/posts/1", "facebook.com/ninhkieu", False),
        ("https://facebook.com/", "facebook.com/ninhkieu", False),
        ("https://evilfacebook.com/ninhkieu", "facebook.com/ninhkieu", False),
        ("https://ninhkieu.example/a", "", False),
        ("https://[::1", "ninhkieu.example", False),
    ],
)
def test_whose_site_an_address_is_on(here, home, within):
    assert is_within(without_www(here), without_www(home)) is within


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("", []),
        ("ninhkieu.example", ["ninhkieu.example"]),
        ("https://a.example; facebook.com/a, zalo.me/1", ["https://a.example", "facebook.com/a", "zalo.me/1"]),
        ("chưa có", []),
    ],
)
def test_a_unit_may_have_several_sites(text, sites):
    assert homes(text) == sites


# --- Mention ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(text="TUYÊN TRUYỀN KỸ NĂNG NHẬN DIỆN LỪA ĐẢO TRỰC TUYẾN"), "campaign"),
        (Page(title="Tuyen truyen ky nang nhan dien lua dao truc tuyen"), "campaign"),
        (Page(text="Thực hiện Công văn số 3031/STTTT-CNTT ngày 28/10/2024"), "reference"),
        (Page(text="Công văn 13031/STTTT-CNTT"), "none"),
        (Page(text="Mời xem “Cẩm nang nhận diện và phòng, chống lừa đảo”"), "title"),
        (Page(text="Cẩm nang du lịch"), "none"),
        (Page(links=["https://www.khonggianmang.example/cam-nang/?utm=1"]), "link"),
        (Page(links=["https://khonggianmang.example/khac", "http://[::1"]), "none"),
        (Page(text="Xem khonggianmang.example/cam-nang để biết thêm"), "link"),
        (Page(), "none"),
    ],
)
def test_what_a_page_speaks_of(page, reason):
    mention = found(judged(page=page), "mention")
    assert (mention.reason, mention.sign) == (reason, "unknown" if reason == "none" else "yes")


def test_a_link_is_read_from_where_it_stands():
    page = Page(links=["/cam-nang"])
    answer = answered("https://khonggianmang.example/tin")
    assert found(judged(page=page, answer=answer), "mention").reason == "link"


# --- Published --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "sign", "reason"),
    [
        (date(2024, 10, 27), "no", "before"),
        (date(2024, 10, 28), "yes", "other_day"),
        (date(2024, 11, 5), "yes", "same_day"),
        (date(2024, 11, 6), "yes", "other_day"),
        (date(2024, 11, 7), "no", "after"),
        (None, "unknown", "undated"),
    ],
)
def test_the_day_of_publication_lies_between_the_letter_and_the_entry(day, sign, reason):
    published = found(judged(page=replace(GOOD, published_on=day)), "published")
    assert (published.sign, published.reason) == (sign, reason)


def test_words_name_both_days():
    judgement = judged(page=replace(GOOD, published_on=date(2024, 10, 1)))
    words = sentence(found(judgement, "published"))
    assert words == "Trang ghi đăng ngày 01/10/2024, trước ngày văn bản (28/10/2024)."


def test_every_reason_has_words_and_an_unknown_one_does_not_break_the_page():
    for reason in REASONS:
        aspect = "published" if reason in ("same_day", "other_day", "before", "after") else "alive"
        assert "%(" not in sentence(Finding(aspect, "yes", reason, "2024-11-05", "2024-11-06"))
    assert sentence(Finding("alive", "yes", "moi")) == "Kết quả này chưa có lời giải thích."
