"""The lists behind the figures: filters, sorting, pages and files, all from the address."""

from datetime import date

import pytest

from campaign_portal.lib.csv_tables import cell
from directives.models import Obligation
from directives.services.lifecycle import hand_over
from directives.services.obligations import exempt
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import make_issued
from reports.models import Audience, Channel
from reports.summary.address import Address
from reports.summary.lists import STATE_OF_TONE, TASK_SORTS, UNIT_SORTS, TaskFilter, UnitFilter, arranged
from reports.tests.exports.files import csv_of
from reports.tests.reading import as_person, lead, words
from reports.tests.summaries import list_total, make_letter, rows_shown
from units.models import UnitKind
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-23 08:00")
DAY = date(2024, 11, 23)


@pytest.fixture
def letter():
    """Sở Giáo dục began, Sở Y tế is freed from one task, Ninh Kiều is done (late), An Cư sent the letter back."""
    letter = make_letter()
    confirm_receipt(delivery=letter.delivery("gd"), actor=letter.people["gd"], now=local("2024-10-29 09:00"))
    letter.act("gd", 0, "2024-11-05 10:00", channel=Channel.ZALO, audience=Audience.STUDENTS, reach=None)
    exempt(obligation=letter.task("yt", 0), actor=letter.officer, now=local("2024-11-08 09:00"), reason="Thiếu trang")
    letter.finish("nk", 0, "2024-11-21 10:00")
    refuse(delivery=letter.delivery("ac"), actor=letter.people["ac"], now=local("2024-11-02 09:00"), reason="Nhầm")
    return letter


def unit_names(letter, **filters) -> list[str]:
    rows = UnitFilter.read(filters).rows(letter.summary(DAY))
    return [unit.name.split()[-1] for unit in arranged(rows, filters.get("sort", ""), UNIT_SORTS, usual="state")]


def task_rows(letter, **filters) -> list[tuple[str, str]]:
    rows = arranged(
        TaskFilter.read(filters).rows(letter.summary(DAY)), filters.get("sort", ""), TASK_SORTS, usual="state"
    )
    return [(task.unit.split()[-1], task.title) for task in rows]


# --- Filters ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["tế", "Môn", "tạo", "Kiều"]),
        ({"state": "silent"}, ["tế", "Môn"]),
        ({"state": "overdue"}, ["tế", "Môn", "tạo"]),
        ({"state": "late"}, ["tạo"]),
        ({"state": "doing"}, []),
        ({"state": "wait"}, []),
        ({"state": "done"}, ["Kiều"]),
        ({"state": "begun"}, ["tạo", "Kiều"]),
        ({"state": "refused"}, ["Cư"]),
        ({"state": "exempt"}, []),
        ({"receipt": "addressed"}, ["tế", "Môn", "tạo", "Kiều"]),
        ({"receipt": "received"}, ["tạo", "Kiều"]),
        ({"receipt": "missing"}, ["tế", "Môn"]),
        ({"receipt": "missing", "state": "done"}, []),
        ({"district": "none"}, ["tế", "tạo"]),
        ({"q": "o mon"}, ["Môn"]),
        ({"q": "sở y"}, ["tế"]),
        ({"q": "khong co"}, []),
        ({"state": "nonsense", "receipt": "?"}, ["tế", "Môn", "tạo", "Kiều"]),
        ({"sort": "name"}, ["tạo", "tế", "Kiều", "Môn"]),
        ({"sort": "-name"}, ["Môn", "Kiều", "tế", "tạo"]),
        ({"sort": "-done"}, ["Kiều", "Môn", "tế", "tạo"]),
        ({"sort": "drop table"}, ["tế", "Môn", "tạo", "Kiều"]),
    ],
)
def test_units_are_filtered_and_sorted_from_the_address(letter, filters, names):
    assert unit_names(letter, **filters) == names


@pytest.mark.parametrize("day", [date(2024, 10, 28), date(2024, 11, 5), DAY])
def test_a_counted_unit_is_in_exactly_one_state_of_the_strip(letter, day):
    summary = letter.summary(day)
    for unit in summary.counted:
        keeping = [state for state in STATE_OF_TONE.values() if UnitFilter(state=state).keeps(unit)]
        assert keeping == [STATE_OF_TONE[unit.tone]], unit.name
    listed = [len(UnitFilter(state=state).rows(summary)) for state in STATE_OF_TONE.values()]
    assert sum(listed) == summary.total > 0


def test_a_district_holds_its_wards_and_a_group_its_units(letter):
    summary = letter.summary(DAY)
    here = str(letter.places["nk"].pk)
    assert unit_names(letter, district=here) == ["Kiều"]
    assert unit_names(letter, district=here, state="refused") == ["Cư"]
    line, tasks = summary.by_addressee()[0].key, summary.by_group()[1].key
    assert unit_names(letter, group=line) == ["tế", "tạo"]
    assert unit_names(letter, task=tasks) == ["tạo"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 6),
        ({"progress": "not_started"}, 4),
        ({"progress": "in_progress"}, 1),
        ({"progress": "done"}, 1),
        ({"progress": "done_late"}, 1),
        ({"progress": "done_on_time"}, 0),
        ({"progress": "not_applicable"}, 2),
        ({"timing": "late"}, 5),
        ({"timing": "ahead"}, 0),
        ({"timing": "fell_due"}, 6),
        ({"timing": "late", "progress": "in_progress"}, 1),
        ({"progress": "nonsense"}, 6),
        ({"unit": "0"}, 0),
        ({"group": "0"}, 0),
        ({"q": "giao duc hoc sinh"}, 1),
    ],
)
def test_tasks_are_filtered_from_the_address(letter, filters, count):
    assert len(task_rows(letter, **filters)) == count


def test_what_is_missing_stands_before_what_is_done(letter):
    assert task_rows(letter)[-1] == ("Kiều", "Chỉ đạo tổ công nghệ số")
    assert task_rows(letter, sort="unit")[0] == ("tạo", "Đăng tải tài liệu")
    assert task_rows(letter, sort="task")[-1] == ("Môn", "Chỉ đạo tổ công nghệ số")


def test_soon_and_within_split_what_is_ahead(letter):
    summary = letter.summary(date(2024, 11, 17))
    counts = [len(TaskFilter(timing=key).rows(summary)) for key in ("within", "soon", "ahead", "late")]
    assert counts == [0, 6, 6, 0]
    earlier = letter.summary(date(2024, 11, 16))
    assert [len(TaskFilter(timing=key).rows(earlier)) for key in ("within", "soon", "ahead", "late")] == [6, 0, 6, 0]


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_list_says_what_it_shows(client, letter):
    get = as_person(client, letter.leader).get
    assert lead(get(letter.page + "units/")) == "4 đơn vị phải thực hiện"
    assert lead(get(letter.page + "units/?state=silent&receipt=missing")) == (
        "2 đơn vị chưa có hoạt động nào, chưa tiếp nhận"
    )
    assert lead(get(letter.page + "obligations/?progress=not_started&timing=late")) == (
        "4 nhiệm vụ chưa thực hiện, quá hạn"
    )
    assert (
        lead(get(letter.page + "actions/?audience=students&channel=zalo"))
        == "1 hoạt động đến học sinh, sinh viên qua Zalo"
    )


def test_chips_count_what_they_would_show(client, letter):
    text = words(as_person(client, letter.leader).get(letter.page + "units/"))
    assert (
        "Tất cả 4 Chưa có hoạt động nào 2 Đã có hoạt động, quá hạn 1 Đã hoàn thành 1 Có nhiệm vụ quá hạn 3 "
        "Đã có hoạt động 2"
    ) in text
    assert "Trả lại vì sai nơi nhận 1" in text


def test_reasons_stand_beside_what_does_not_apply(client, letter):
    get = as_person(client, letter.leader).get
    text = words(get(letter.page + "obligations/?progress=not_applicable"))
    assert "Không áp dụng Thiếu trang" in text
    assert "Không áp dụng Nhầm" in text
    assert "Sai nơi nhận Nhầm" in words(get(letter.page + "units/?state=refused"))


def test_work_carried_by_a_successor_names_it(client, letter):
    units = letter.units
    hand_over(predecessor=units["om"], successor=units["nk"], actor=letter.officer, now=local("2024-11-22 08:00"))
    get = as_person(client, letter.leader).get
    carried = "nay do Phòng Văn hóa và Thông tin quận Ninh Kiều thực hiện"
    assert carried in words(get(letter.page + "obligations/?q=o+mon"))
    assert carried not in words(get(letter.page + "obligations/?q=o+mon&as_of=21/11/2024"))


def test_nothing_found_says_what_to_do(client, letter):
    response = as_person(client, letter.leader).get(letter.page + "units/?q=khong+co")
    assert (list_total(response), rows_shown(response)) == (0, 0)
    assert "Không có đơn vị nào khớp. Thử bỏ bớt điều kiện lọc." in words(response)


def test_long_lists_are_split_and_keep_their_filters(client, letter):
    schools = [make_unit(f"Trường số {n}", kind=UnitKind.COLLEGE) for n in range(60)]
    directive = make_issued(letter.directive.issuer, letter.officer, groups=[("Các trường", schools, "Đăng tải")])
    base = f"/directives/{directive.pk}/summary/units/"
    first = as_person(client, letter.leader).get(base + "?state=silent&sort=name")
    last = client.get(base + "?state=silent&sort=name&page=2")
    assert (list_total(first), rows_shown(first), rows_shown(last)) == (60, 50, 10)
    assert "?state=silent&amp;sort=name&amp;page=2" in first.content.decode()
    assert rows_shown(client.get(base + "?page=999")) == 10
    summary = client.get(f"/directives/{directive.pk}/summary/")
    assert "Mở danh sách 60 đơn vị chưa có hoạt động" in words(summary)


def test_what_was_typed_is_shown_as_text(client, letter):
    body = as_person(client, letter.leader).get(letter.page + "units/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in body


# --- Files ------------------------------------------------------------------------------------------------------------
def test_the_file_holds_what_the_list_shows(client, letter):
    response = as_person(client, letter.leader).get(letter.page + "units.csv?state=done")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    file = csv_of(response)
    assert file.above[1] == "Lọc theo: đã hoàn thành."
    assert file.head == [
        "Đơn vị",
        "Nhóm nơi nhận",
        "Quận, huyện",
        "Trạng thái",
        "Ngày tiếp nhận",
        "Ngày nộp báo cáo",
        "Nhiệm vụ",
        "Hoàn thành",
        "Quá hạn",
        "Quá hạn lâu nhất (ngày)",
        "Không áp dụng",
        "Ghi chú",
        "Số liệu đến hết ngày",
        "Mở trên cổng",
    ]
    assert [row[:-1] for row in file.rows] == [
        [
            "Phòng Văn hóa và Thông tin quận Ninh Kiều",
            "Phòng Văn hóa và Thông tin",
            "Quận Ninh Kiều",
            "Hoàn thành",
            "21/11/2024",
            "",
            "1",
            "1",
            "0",
            "0",
            "0",
            "",
            "23/11/2024",
        ]
    ]
    assert file.column("Mở trên cổng")[0].endswith(f"/deliveries/{letter.delivery('nk').pk}/")


def test_tasks_as_a_file_bear_the_words_of_the_page(client, letter):
    file = csv_of(as_person(client, letter.leader).get(letter.page + "obligations.csv?as_of=22/11/2024&sort=unit"))
    assert len(file.rows) == 6
    assert file.above[2].startswith("Số liệu đến hết ngày 22/11/2024.")
    assert file.rows[0][:-1] == [
        "Sở Giáo dục và Đào tạo",
        "Không theo địa bàn",
        "Các sở, ban, ngành thành phố",
        "Đăng tải tài liệu",
        "20/11/2024",
        "Đang thực hiện – quá hạn",
        "",
        "05/11/2024",
        "",
        "",
        "22/11/2024",
    ]
    assert file.rows[4][5:8] == ["Hoàn thành quá hạn", "21/11/2024", "21/11/2024"]


def test_actions_as_a_file_leave_what_was_not_counted_empty(client, letter):
    file = csv_of(as_person(client, letter.leader).get(letter.page + "actions.csv"))
    office, school = "Phòng Văn hóa và Thông tin quận Ninh Kiều", "Sở Giáo dục và Đào tạo"
    assert file.rows == [
        [office, "21/11/2024", "Cổng, trang thông tin điện tử", "Người dân, hộ dân", "120", "", "23/11/2024"],
        [school, "05/11/2024", "Zalo", "Học sinh, sinh viên", "", "", "23/11/2024"],
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
        ("Sở Y tế", "Sở Y tế"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (0, "0"),
        (-5, "-5"),
        (date(2024, 11, 5), "05/11/2024"),
    ],
)
def test_a_cell_is_never_a_formula(value, text):
    assert cell(value) == text


def test_a_reason_that_looks_like_a_formula_is_harmless_in_the_file(client, letter):
    task = Obligation.objects.get(pk=letter.task("om").pk)
    exempt(obligation=task, actor=letter.officer, now=local("2024-11-22 09:00"), reason='=HYPERLINK("http://x")')
    file = csv_of(as_person(client, letter.leader).get(letter.page + "obligations.csv?progress=not_applicable&q=o+mon"))
    assert file.rows[0][9] == '\'=HYPERLINK("http://x")'


# --- Addresses --------------------------------------------------------------------------------------------------------
def test_an_address_carries_its_day_and_no_empty_filters():
    plain, past = Address(7), Address(7, date(2024, 11, 5))
    assert plain.page() == "/directives/7/summary/"
    assert plain.units(state="done", group="") == "/directives/7/summary/units/?state=done"
    assert past.tasks(timing="late") == "/directives/7/summary/obligations/?timing=late&as_of=05/11/2024"
    assert past.actions() == "/directives/7/summary/actions/?as_of=05/11/2024"
