"""Every list of the portal as a file: the rows of its page, no more and no less, in both files alike."""

import html
import re
from datetime import date, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.status import STATES
from directives.tests.asking import asked, published
from directives.tests.factories import make_issued
from materials.services import add_material
from reports.exports.urls import LISTS
from reports.services.phrases import remember_phrase
from reports.tests.exports.files import csv_of, xlsx_of
from reports.tests.factories import LINK, make_action
from reports.tests.reading import as_person, queries
from reports.tests.site.arguments import arguments
from reports.tests.site.world import World
from units.models import UnitKind
from units.tests.factories import make_unit, make_user

paged = lambda context: context["page"].paginator.count  # noqa: E731 - the rows of most pages
rows = lambda context: len(context["rows"])  # noqa: E731

PAGES = {
    "aliases": ("officer", "units:alias-list", paged),
    "below": ("focal", "reports:delivery-below", lambda context: len(context["rows"].rows)),
    "below-calls": ("focal", "reports:delivery-below-calls", paged),
    "board": ("officer", "reports:board", paged),
    "calls": ("officer", "reports:directive-calls", paged),
    "campaign-board": ("officer", "reports:campaign-board", paged),
    "campaign-materials": ("officer", "materials:campaign-materials", lambda c: len(c["current"] + c["withdrawn"])),
    "campaigns": ("officer", "directives:campaign-list", rows),
    "claims": ("officer", "reports:claims", paged),
    "deliveries": ("officer", "directives:detail", lambda context: len(context["board"].rows)),
    "discarded": ("officer", "directives:discarded", paged),
    "faqs": ("officer", "reports:faqs", lambda context: len(context["faqs"])),
    "hand-reminders": ("officer", "directives:reminders", lambda context: len(context["by_hand"])),
    "inbox": ("focal", "directives:inbox", paged),
    "letters": ("officer", "directives:list", paged),
    "log": ("officer", "directives:log", lambda context: len(context["events"])),
    "materials": ("focal", "materials:library", lambda c: sum(len(shelf.versions) for shelf in c["shelves"])),
    "my-work": ("focal", "reports:my-work", lambda c: sum(len(getattr(c["work"], part)) for part in WORK)),
    "outbox": ("administrator", "directives:outbox", paged),
    "people": ("officer", "units:person-list", paged),
    "phrases": ("officer", "reports:phrases", lambda context: len(context["phrases"])),
    "questions": ("officer", "reports:questions", paged),
    "rehearsal": ("officer", "directives:rehearsal", paged),
    "reminders": ("officer", "directives:reminders", paged),
    "reviews": ("officer", "reports:reviews", lambda context: context["page"].count),
    "summary-actions": ("officer", "reports:summary-actions", paged),
    "summary-evidence": ("officer", "reports:summary-actions", None),
    "summary-obligations": ("officer", "reports:summary-obligations", paged),
    "summary-units": ("officer", "reports:summary-units", paged),
    "units": ("officer", "units:unit-list", paged),
    "workdays": ("officer", "directives:workdays", rows),
}
"""Key of a list: who looks, the page it is on, and how many rows that page says it has."""
WORK = ("open", "waiting", "done", "optional")
NOTHING_YET = ("below", "below-calls", "calls")
"""Lists of which the small world has no rows; their pages offer no file then, or an empty one."""


def page_of(key: str, world: World) -> str:
    name = PAGES[key][1]
    return reverse(name, args=arguments(name, world))


def file_of(key: str, world: World, ending: str = "csv") -> str:
    name = f"reports:export-{key}"
    return reverse(name, args=[*arguments(name, world)[:-1], ending])


def offered(response, address: str) -> dict[str, str]:
    """The files that the page offers of one list: what the link says → its address."""
    stem = re.escape(address.removesuffix("csv"))
    found = re.findall(rf'<a href="({stem}(?:xlsx|csv)[^"]*)">(\w+)</a>', response.content.decode())
    return {words: html.unescape(url) for url, words in found}


def as_text(value) -> str:
    """What a cell of the workbook says in CSV."""
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{short_date(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, float):
        return str(int(value))
    return str(value or "")


def without_links(file) -> list[list[str]]:
    """Cells as words; a link shows a word in the workbook and its address in CSV, and a formula gets its apostrophe."""
    kept = [place for place, title in enumerate(file.head) if title not in ("Mở trên cổng", "Tải từ cổng")]
    return [[as_text(row[place]).removeprefix("'") for place in kept] for row in file.rows]


# --- All of them ------------------------------------------------------------------------------------------------------
def test_every_list_is_looked_at_here():
    assert set(PAGES) == set(LISTS)


@pytest.mark.parametrize("key", [key for key in PAGES if key not in NOTHING_YET])
def test_the_files_that_a_page_offers_hold_its_rows(client, world, key):
    person, _page, count = PAGES[key]
    page = as_person(client, world.person(person)).get(page_of(key, world))
    links = offered(page, file_of(key, world))
    assert list(links) == ["Excel", "CSV"]
    text, book = csv_of(client.get(links["CSV"])), xlsx_of(client.get(links["Excel"]))
    assert text.rows
    if count:
        assert len(text.rows) == count(page.context)
    assert (text.head, text.above, text.below) == (book.head, book.above, book.below)
    assert without_links(text) == without_links(book)
    assert text.below == f"Danh sách có {len(text.rows)} dòng."


@pytest.mark.parametrize("key", NOTHING_YET)
def test_an_empty_list_is_a_file_without_rows(client, world, key):
    as_person(client, world.person(PAGES[key][0]))
    for read, ending in ((csv_of, "csv"), (xlsx_of, "xlsx")):
        file = read(client.get(file_of(key, world, ending)))
        assert (file.rows, file.below) == ([], "Danh sách có 0 dòng.")


def test_who_made_the_file_when_and_how_it_is_narrowed_stand_above_it(client, world):
    officer = world.cast.officer
    file = csv_of(as_person(client, officer).get(file_of("units", world) + "?kind=district_office&q=ninh"))
    assert file.above[0] == "Danh bạ đơn vị"
    assert file.above[1] == "Lọc theo: loại: phòng chuyên môn cấp huyện; có từ: ninh."
    assert re.fullmatch(
        rf"Số liệu lúc \d\d:\d\d ngày \d\d/\d\d/\d{{4}}\. {officer}, {world.cast.department} tải về lúc .*\.",
        file.above[2],
    )
    assert file.column("Đơn vị") == [world.cast.ninh_kieu.name]


def test_a_page_passes_its_filters_on_and_leaves_the_number_of_the_page(client, world):
    page = as_person(client, world.cast.officer).get("/units/?q=ninh&page=2&kind=district_office")
    assert offered(page, "/units.csv")["Excel"] == "/units.xlsx?q=ninh&kind=district_office"


def test_invented_figures_say_so_in_the_file(client, world):
    campaign = world.cast.directive.campaign
    campaign.is_illustrative = True
    campaign.save(update_fields=["is_illustrative"])
    file = csv_of(as_person(client, world.cast.officer).get(file_of("deliveries", world)))
    assert file.above[3] == "Số liệu minh họa, không phải số liệu thật."


def test_the_name_of_a_file_is_safe_for_old_programs_and_whole_for_new_ones(client, world):
    response = as_person(client, world.cast.officer).get(file_of("deliveries", world, "xlsx"))
    xlsx_of(response)
    plain, whole = re.fullmatch(
        r"attachment; filename=\"([^\"]*)\"; filename\*=UTF-8''(\S*)", response["Content-Disposition"]
    ).groups()
    day = f"{timezone.localdate():%Y-%m-%d}"
    letter = world.cast.directive
    assert plain.isascii()
    assert plain.startswith("don-vi-nhan-cong-van-so-")
    assert plain.endswith(f"-{day}.xlsx")
    assert unquote(whole) == f"Đơn vị nhận {letter.reference.replace('/', '-')} {day}.xlsx"
    assert response["Cache-Control"] == "private, no-store"


# --- Kinds of cells ---------------------------------------------------------------------------------------------------
def test_days_are_dates_numbers_numbers_and_addresses_can_be_pressed(client, world):
    book = xlsx_of(as_person(client, world.cast.officer).get(file_of("summary-obligations", world, "xlsx")))
    assert {type(value) for value in book.column("Hạn")} <= {date, datetime}
    units = xlsx_of(client.get(file_of("summary-units", world, "xlsx")))
    assert {type(value) for value in units.column("Nhiệm vụ")} == {float}
    assert set(units.column("Mở trên cổng")) == {"Mở"}


def test_what_proves_the_actions_is_told_by_name_sum_and_address(client, world):
    file = csv_of(as_person(client, world.cast.officer).get(file_of("summary-evidence", world)))
    sha = world.evidence.stored.sha256
    assert sorted(file.by("Tên tệp", "Địa chỉ", "Mã kiểm tra SHA-256")) == [
        ("", LINK.url, ""),  # of Ninh Kiều
        ("", LINK.url, ""),  # of Ô Môn
        ("buoi-hop.jpg", "", sha),
    ]


def test_what_is_taken_off_an_action_leaves_the_list_of_evidence(client, world):
    world.evidence.removed_at = timezone.now()
    world.evidence.save(update_fields=["removed_at"])
    file = csv_of(as_person(client, world.cast.officer).get(file_of("summary-evidence", world)))
    assert file.column("Tên tệp") == ["", ""]


def test_a_queue_says_how_it_is_narrowed_in_the_words_of_its_form(client, world):
    asked_for = f"?directive={world.cast.directive.pk}&longer=2&resubmitted=on&state=returned"
    file = csv_of(as_person(client, world.cast.officer).get(file_of("reviews", world) + asked_for))
    assert file.above[0] == "Việc cần xác nhận: Đã trả lại"
    assert file.above[1] == (
        f"Lọc theo: Văn bản: {world.cast.directive.reference}; Chờ quá (ngày làm việc): 2; Chỉ việc gửi lại."
    )


def test_the_board_has_a_column_for_each_thing_asked_and_its_words(client, world):
    file = csv_of(as_person(client, world.cast.officer).get(file_of("board", world)))
    tasks = csv_of(client.get(file_of("summary-obligations", world)))
    asked = [title for title in file.head if re.match(r"[\w.]+\. ", title)]
    told = sorted(words for title in asked for words in file.column(title) if words)
    assert told == sorted(tasks.column("Tiến độ"))
    assert sum(map(int, file.column("Nhiệm vụ"))) == len(tasks.rows)


def test_a_head_says_the_state_in_the_words_of_the_portal(client, world):
    file = csv_of(as_person(client, world.cast.officer).get(file_of("deliveries", world)))
    assert set(file.column("Tiếp nhận")) <= {STATES[key].label for key in ("seen", "unseen", "received", "refused")}


# --- Cost -------------------------------------------------------------------------------------------------------------
def _more(world: World) -> None:
    """Three more of everything that a list may have rows of."""
    now, cast = timezone.now(), world.cast
    units = [make_unit(kind=UnitKind.DISTRICT_OFFICE, parent=cast.department) for _each in range(3)]
    people = [make_user(unit) for unit in units]
    letter = make_issued(
        cast.department, cast.officer, groups=[("Các đơn vị", units, "Đăng tải tài liệu")], campaign=_campaign(world)
    )
    for row, person in zip(letter.deliveries.order_by("pk"), people, strict=True):
        make_action(
            row.obligations.first(), actor=person, now=now, declare=True, done_on=timezone.localdate(now), proofs=[LINK]
        )
    for each in range(3):
        asked(cast, now=now + timedelta(seconds=each))
        published(cast, now=now + timedelta(seconds=each))
        remember_phrase(unit=cast.department, text=f"Lý do {each}", actor=cast.officer, now=now)
        about = {"kind": "link", "title": f"Liên kết {each}", "url": f"https://khonggianmang.vn/{each}"}
        add_material(campaign=_campaign(world), actor=cast.officer, now=now, **about)


def _campaign(world: World):
    return world.cast.directive.campaign


def test_more_rows_cost_no_more_queries(client, world):
    def cost() -> dict[str, int]:
        found = {}
        for key, (person, _page, _count) in PAGES.items():
            as_person(client, world.person(person))
            found[key] = queries(client, file_of(key, world))
        return found

    cost()
    before = cost()
    _more(world)
    assert cost() == before
    assert max(before.values()) <= 40
