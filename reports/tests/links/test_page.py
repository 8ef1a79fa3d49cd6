"""Reading a page: title, words, links, the day it names, and hostile markup at no extra cost."""

from datetime import date
from time import perf_counter

import pytest

from reports.links.page import MAX_LINKS, MAX_WORDS, attributes, day_of, read_page, read_plain

PAGE = """<!DOCTYPE html><html><head><title> Cảnh giác
 lừa đảo &amp; an toàn </title>
<style>p { color: red }</style><script>var bi_mat = "<p>không thấy</p>"; if (a < b) {}</script>
<meta property="article:published_time" content="2024-11-05T08:30:00+07:00"></head>
<body><!-- <p>ghi chú</p> --><h1>Tuyên truyền</h1><p>Chiến dịch <b>an toàn</b> số&nbsp;1 &#7841;</p>
<ul><li>Một<li>Hai</ul><a href="/tai-lieu?a=1&amp;b=2">Tài liệu</a><a name="x">không</a>
<noscript>Hãy bật JavaScript</noscript></body></html>"""


def test_a_page_is_read():
    page = read_page(PAGE)
    assert page.title == "Cảnh giác lừa đảo & an toàn"
    assert page.text == "Tuyên truyền\nChiến dịch an toàn số 1 ạ\nMột\nHai\nTài liệukhông"
    assert page.links == ["/tai-lieu?a=1&b=2"]
    assert page.published_on == date(2024, 11, 5)


def test_plain_text_is_its_words():
    page = read_plain("Dòng  một\n\n<b>hai</b>")
    assert (page.title, page.text, page.links, page.published_on) == ("", "Dòng một\n<b>hai</b>", [], None)


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ('<meta property="article:published_time" content="2024-11-05">', date(2024, 11, 5)),
        ("<META CONTENT='2024-11-05' NAME='pubdate'/>", date(2024, 11, 5)),
        ('<meta itemprop="datePublished" content="05/11/2024 08:00">', date(2024, 11, 5)),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished" : "2024-11-05T01:00:00Z"}</script>',
         date(2024, 11, 5)),
        ('<script>{"datePublished":"2024-11-05", sai cú pháp</script>', date(2024, 11, 5)),
        ('<time datetime="2024-11-05 08:00">hôm nay</time>', date(2024, 11, 5)),
        ('<meta name="pubdate" content="2024-11-04T20:00:00Z">', date(2024, 11, 5)),  # 03:00 of the 5th here
        ('<meta property="article:published_time" content="hôm qua">', None),
        ('<meta property="article:published_time" content="2024-13-45">', None),
        ('<meta property="og:title" content="2024-11-05">', None),
        ("<p>Ngày 05/11/2024</p>", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_day_a_page_was_published(markup, day):
    assert read_page(markup).published_on == day


def test_what_is_declared_for_machines_outdoes_a_time_on_the_page():
    page = '<time datetime="2020-01-01"></time><script>{"datePublished":"2024-11-06"}</script>'
    assert read_page(page).published_on == date(2024, 11, 6)
    page += '<meta property="article:published_time" content="2024-11-05">'
    assert read_page(page).published_on == date(2024, 11, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-05T23:59:59.123+07:00", date(2024, 11, 5)),
        ("2024-11-05T17:00:00+0000", date(2024, 11, 6)),
        ("Thứ Ba, 5/11/2024", date(2024, 11, 5)),
        ("0000-00-00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("31/02/2024", None),
        ("٢٠٢٤-١١-٠٥", None),
        ("", None),
    ],
)
def test_days_as_pages_write_them(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a < b và c > d", "a < b và c > d"),
        ("<p>chưa đóng", "chưa đóng"),
        ("một<!-- chưa đóng <p>hai</p>", "một"),
        ("một<script>chưa đóng <p>hai</p>", "một"),
        ("một<", "một<"),
        ("một<p", "một"),
        ("<SCRIPT>x</ScRiPt >hai", "hai"),
        ("&#" + "9" * 6000 + ";một", ";một"),
        ("&#x110000;một", "\ufffdmột"),
        ("İ<b>một</b><script>hai</script>ba", "İmộtba"),
    ],
)
def test_broken_markup_gives_what_it_can(markup, text):
    assert read_page(markup).text == text


def test_bounds_of_words_and_links():
    page = read_page("<p>một hai</p>" * 50_000 + "<a href=/x>x</a>" * 5000)
    assert len(page.text) <= MAX_WORDS
    assert len(page.links) == MAX_LINKS


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<script>", "<", "<a href='", '<a href="x', "</script", "<meta content=", "&#x", "<div>", "<title>", "<!",
     "<textarea", "<a a=b ", "&amp", "<script>{\"datePublished\":\""],
)  # fmt: skip
def test_a_hostile_page_costs_no_more_than_an_honest_one(piece):
    begun = perf_counter()
    read_page(piece * (1_000_000 // len(piece)))
    assert perf_counter() - begun < 8


def test_attributes_however_they_are_quoted():
    assert attributes(' HREF=a data-x=\'b "c"\' content="d" href=e checked') == {
        "href": "a",
        "data-x": 'b "c"',
        "content": "d",
    }
