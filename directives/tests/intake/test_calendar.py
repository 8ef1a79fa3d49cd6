"""Deadlines that are counted or leave something out: the day they lead to is offered with its reason, never set."""

import subprocess
import sys
from datetime import date

import pytest

from campaign_portal.lib.models import Holiday
from campaign_portal.lib.workdays import WorkCalendar, load_holidays, read_holidays
from directives.forms.letter import LetterForm
from directives.intake import Reading, Workdays, read_bundle, read_text, read_upload
from directives.intake.sandbox import read_apart, read_uploads
from units.models import Unit
from units.tests.factories import make_unit

from .test_deadlines import letter_saying

TABLE = read_holidays()
DAYS = Workdays(
    frozenset(row["day"] for row in TABLE if not row["is_workday"]),
    frozenset(row["day"] for row in TABLE if row["is_workday"]),
)
ROUGH = "Mới trừ thứ Bảy, Chủ nhật, chưa xét ngày lễ."
NOVEMBER = "05 tháng 11 năm 2024"  # a Tuesday


def reading_of(body: str, day: str = NOVEMBER, calendar: Workdays | None = DAYS) -> Reading:
    return read_text(letter_saying(body, day=day), calendar=calendar)


def printed(day: str) -> str:
    """ "29/4/2025" as the heading of a letter prints it."""
    parts = day.split("/")
    return f"{int(parts[0]):02} tháng {parts[1]} năm {parts[2]}"


# --- The days ---------------------------------------------------------------------------------------------------------
def test_without_a_table_monday_to_friday_are_worked():
    days = Workdays()
    assert [days.is_workday(date(2024, 11, day)) for day in range(4, 11)] == [True] * 5 + [False] * 2
    assert days.next_workday(date(2024, 11, 9)) == date(2024, 11, 11)
    assert days.next_workday(date(2024, 11, 8)) == date(2024, 11, 8)


def test_the_days_agree_with_the_calendar_of_the_portal():
    portal = WorkCalendar(DAYS.off, DAYS.on)
    every = [date.fromordinal(day) for day in range(date(2024, 1, 1).toordinal(), date(2028, 12, 31).toordinal())]
    assert [DAYS.is_workday(day) for day in every] == [portal.is_workday(day) for day in every]
    assert [DAYS.next_workday(day) for day in every] == [portal.next_workday(day) for day in every]
    assert [DAYS.covers(year) for year in range(2023, 2029)] == [portal.covers(year) for year in range(2023, 2029)]


def test_the_days_travel_as_one_line_of_text():
    assert Workdays.from_text(DAYS.to_text()) == DAYS
    assert "\n" not in DAYS.to_text()
    assert Workdays.from_text(Workdays().to_text()) == Workdays()


# --- Counted from the day of signing ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("count", "day", "last"),
    [
        ("05 ngày làm việc", "5/11/2024", "2024-11-12"),
        ("01 ngày làm việc", "8/11/2024", "2024-11-11"),  # a Friday
        ("03 ngày làm việc", "28/4/2025", "2025-05-06"),  # over 30/4, 1/5 and the Friday given for a Saturday
        ("01 ngày làm việc", "25/4/2025", "2025-04-26"),  # the Saturday worked for it
        ("03 ngày làm việc", "24/4/2025", "2025-04-28"),
        ("05 ngày làm việc", "22/1/2025", "2025-02-05"),  # over Tết
        ("02 ngày làm việc", "31/12/2025", "2026-01-06"),  # 2 January is given, too
        ("05 ngày làm việc", "5/1/2026", "2026-01-10"),  # the Saturday worked for it
        ("05 ngày làm việc", "29/8/2025", "2025-09-09"),  # over 1 and 2 September
        ("05 ngày", "5/11/2024", "2024-11-11"),  # the tenth is a Sunday
        ("05 (năm) ngày", "4/11/2024", "2024-11-11"),
        ("02 tuần", "5/11/2024", "2024-11-19"),
        ("30 ngày", "31/3/2025", "2025-05-05"),  # 30/4 is off, so are the days after it
    ],
)
def test_days_from_the_signing_skip_holidays_and_count_worked_saturdays(count, day, last):
    reading = reading_of(f"Báo cáo trong thời hạn {count} kể từ ngày ký Công văn này.", day=printed(day))
    (deadline,) = reading.data["deadlines"]
    assert (deadline["resolved"], reading.suggested["deadlines.0"]) == (last, last)
    assert (deadline["date"], deadline["last_day"]) == (None, None)
    assert reading.reasons["deadlines.0"] == (
        "Tính từ ngày của văn bản; ngày cuối rơi vào ngày nghỉ thì lùi sang ngày làm việc kế tiếp."
    )


@pytest.mark.parametrize(
    "phrase",
    [
        "trong 05 ngày làm việc kể từ ngày ký",
        "trong vòng 05 ngày làm việc, kể từ ngày ký",
        "chậm nhất 05 ngày làm việc kể từ ngày Công văn này được ban hành",
        "không quá 05 ngày làm việc sau khi văn bản được phát hành",
    ],
)
def test_every_way_of_counting_from_the_signing_is_understood(phrase):
    reading = reading_of(f"Đề nghị các bệnh viện báo cáo kết quả {phrase}.")
    assert [each["phrase"] for each in reading.data["deadlines"]] == [phrase]
    assert reading.suggested["report_due"] == "2024-11-12"


@pytest.mark.parametrize(
    ("day", "calendar", "rough"),
    [
        (NOVEMBER, DAYS, False),
        (NOVEMBER, None, True),
        (NOVEMBER, Workdays(), True),
        ("05 tháng 11 năm 2023", DAYS, True),  # that year's days off are not known
        ("29 tháng 12 năm 2027", DAYS, True),  # the next year's are not
    ],
)
def test_a_count_over_unknown_holidays_says_that_it_is_rough(day, calendar, rough):
    body = "Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày ký Công văn này."
    assert (ROUGH in reading_of(body, day, calendar).reasons["deadlines.0"]) is rough


# --- Counted from the day of receipt ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "since",
    [
        "kể từ ngày nhận được văn bản này",
        "kể từ ngày nhận",
        ", kể từ ngày nhận được Công văn",
        "từ khi tiếp nhận Công văn",
        "kể từ ngày được nhận",
        "sau khi nhận được Công văn",
    ],
)
def test_days_from_the_receipt_are_only_offered_for_a_receipt_on_the_letters_day(since):
    reading = reading_of(f"Báo cáo sau 05 ngày làm việc {since}.")
    (deadline,) = reading.data["deadlines"]
    assert (deadline["date"], deadline["last_day"], deadline["resolved"]) == (None, None, None)
    assert reading.suggested["deadlines.0"] == "2024-11-12"
    assert reading.reasons["deadlines.0"] == (
        "Không suy ra được ngày cụ thể: thời hạn tính từ ngày nhận văn bản. "
        "Nếu nhận ngay trong ngày của văn bản thì hạn là 12/11/2024."
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày ký.", "chưa ghi ngày để tính"),
        ("Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày nhận.", "chưa ghi ngày để tính"),
        ("Báo cáo trong tháng 11.", "giữ nguyên cụm từ"),
        ("Báo cáo trước ngày 20/11.", "giữ nguyên cụm từ"),
    ],
)
def test_a_letter_without_a_day_offers_none(body, why):
    reading = reading_of(body, day="     tháng     năm 2024")
    assert "deadlines.0" not in reading.suggested
    assert why in reading.reasons["deadlines.0"]
    assert reading.data["deadlines"][0]["resolved"] is None


@pytest.mark.parametrize("count", ["24 giờ", "03 tháng", "999 ngày làm việc"])
def test_hours_months_and_counts_beyond_reason_are_left_to_the_officer(count):
    reading = reading_of(f"Báo cáo trong thời hạn {count} kể từ ngày ký.")
    assert "deadlines.0" not in reading.suggested
    assert reading.data["deadlines"][0]["resolved"] is None
    assert reading.confidence["deadlines.0"] == "doubt"


# --- Months, quarters, days without a year ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "day", "last", "resolved", "offered"),
    [
        ("Hoàn thành trong tháng 11.", NOVEMBER, None, "2024-11-30", "2024-11-30"),
        ("Hoàn thành trong tháng 11/2024.", NOVEMBER, "2024-11-30", "2024-11-30", None),
        ("Hoàn thành trong quý IV/2024.", NOVEMBER, None, "2024-12-31", "2024-12-31"),
        ("Hoàn thành trong quý IV.", NOVEMBER, None, "2024-12-31", "2024-12-31"),
        ("Hoàn thành trong quý I.", NOVEMBER, None, None, "2025-03-31"),
        ("Hoàn thành trong quý II.", NOVEMBER, None, None, None),  # too far to be meant
        ("Hoàn thành trong tháng 01.", "28 tháng 12 năm 2024", None, None, "2025-01-31"),
        ("Hoàn thành trong tháng 10.", NOVEMBER, None, None, None),
        ("Hoàn thành trong tháng 13.", NOVEMBER, None, None, None),
        ("Hoàn thành trước tháng 12/2024.", NOVEMBER, "2024-11-30", "2024-11-30", None),
        ("Hoàn thành trước tháng 01 năm 2025.", NOVEMBER, "2024-12-31", "2024-12-31", None),
        ("Hoàn thành trước tháng 13/2024.", NOVEMBER, None, None, None),
        ("Hoàn thành trước tháng 12.", NOVEMBER, None, None, None),
        ("Hoàn thành cuối tháng 11/2024.", NOVEMBER, "2024-11-30", "2024-11-30", None),
        ("Hoàn thành trước cuối tháng 11.", NOVEMBER, None, "2024-11-30", "2024-11-30"),
        ("Báo cáo trước ngày 20/11.", NOVEMBER, "2024-11-19", "2024-11-19", None),
        ("Báo cáo trước ngày 15/01.", "28 tháng 12 năm 2024", None, None, "2025-01-14"),
        ("Báo cáo chậm nhất ngày 15/01.", "28 tháng 12 năm 2024", None, None, "2025-01-15"),
        ("Báo cáo trước 16 giờ ngày 15/01.", "28 tháng 12 năm 2024", None, None, "2025-01-15"),
        ("Báo cáo chậm nhất ngày 15 tháng 01.", "28 tháng 12 năm 2024", None, None, "2025-01-15"),
        ("Báo cáo trước ngày 28/12.", "28 tháng 12 năm 2024", "2024-12-27", "2024-12-27", None),
        ("Báo cáo trước ngày 27/12.", "28 tháng 12 năm 2024", None, None, None),
        ("Báo cáo trước ngày 31/01/2024.", "31 tháng 01 năm 2024", "2024-01-30", "2024-01-30", None),
        ("Báo cáo trước ngày 29/02.", "28 tháng 12 năm 2024", None, None, None),  # 2025 has none
        ("Báo cáo trước ngày 31/02/2025.", NOVEMBER, None, None, None),
    ],
)
def test_what_a_phrase_leaves_out_is_offered_and_not_set(body, day, last, resolved, offered):
    reading = reading_of(body, day)
    (deadline,) = reading.data["deadlines"]
    assert (deadline["last_day"], deadline["resolved"]) == (last, resolved)
    assert reading.suggested.get("deadlines.0") == offered
    if last is None:
        assert (deadline["date"], reading.confidence["deadlines.0"]) == (None, "doubt")


def test_a_day_of_the_next_year_says_why():
    reading = reading_of("Báo cáo trước ngày 15/01.", "28 tháng 12 năm 2024")
    assert reading.reasons["deadlines.0"] == (
        "Không ghi năm và đã qua trong năm của văn bản; có thể là năm 2025. Hãy kiểm tra."
    )


def test_a_report_every_month_has_a_rule_and_no_day():
    reading = reading_of("Đề nghị các bệnh viện báo cáo kết quả trước ngày 20 hằng tháng.")
    (deadline,) = reading.data["deadlines"]
    assert (deadline["relation"], deadline["recurrence"], deadline["resolved"]) == ("recurring", "MONTHLY", None)
    assert reading.data["report_due"] is None
    assert reading.reasons["report_due"] == (
        "Văn bản yêu cầu báo cáo nhiều lần (“trước ngày 20 hằng tháng”); hãy đặt hạn cho lần báo cáo đầu tiên."
    )


# --- What the officer sees at the fields ------------------------------------------------------------------------------
def test_a_counted_report_is_offered_at_the_reports_day_with_its_words():
    reading = reading_of("Đề nghị báo cáo kết quả trong thời hạn 05 ngày làm việc kể từ ngày ký Công văn này.")
    assert (reading.data["report_due"], reading.suggested["report_due"]) == (None, "2024-11-12")
    assert reading.reasons["report_due"].startswith("Văn bản ghi “trong thời hạn 05 ngày làm việc kể từ ngày ký")
    assert reading.reasons["report_due"].endswith("lùi sang ngày làm việc kế tiếp.")
    assert reading.spans["report_due"] == reading.spans["deadlines.0"]


@pytest.mark.parametrize(
    "when", ["ngay khi nhận được Công văn này", "trước ngày 15", "sau khi kết thúc Chiến dịch 05 ngày", ""]
)
def test_a_report_whose_day_cannot_be_read_is_still_said_to_be_asked_for(when):
    reading = reading_of(f"Đề nghị các bệnh viện báo cáo kết quả về Sở Y tế {when}.")
    assert (reading.data["report_due"], "report_due" in reading.suggested) == (None, False)
    assert reading.reasons["report_due"] == ("Văn bản yêu cầu báo cáo nhưng không đọc được hạn; hãy đặt hạn báo cáo.")
    assert reading.spans["report_due"] == reading.spans["tasks.0"]


def test_a_letter_that_asks_for_no_report_says_so():
    reading = reading_of("Đề nghị các bệnh viện treo băng rôn.")
    assert reading.reasons["report_due"].startswith("Văn bản không yêu cầu báo cáo")


def test_a_period_that_ends_next_year_is_offered_at_the_periods_day():
    reading = reading_of("Thời gian thực hiện đợt cao điểm: đến hết ngày 15/01.", "28 tháng 12 năm 2024")
    assert (reading.data["period_end"], reading.suggested["period_end"]) == (None, "2025-01-15")


def test_a_printed_day_of_report_is_not_doubted_for_another_that_is_counted():
    body = (
        "Đề nghị báo cáo kết quả trước ngày 20/11/2024. "
        "Đề nghị gửi ý kiến trong thời hạn 05 ngày làm việc kể từ ngày ký Công văn này."
    )
    reading = reading_of(body)
    assert reading.data["report_due"] == "2024-11-19"
    assert "report_due" not in reading.suggested


def test_of_several_that_are_counted_the_one_that_leads_to_a_day_is_offered():
    body = "Đề nghị báo cáo nhanh trong thời hạn 24 giờ. Đề nghị báo cáo kết quả sau 05 ngày làm việc kể từ ngày ký."
    assert reading_of(body).suggested["report_due"] == "2024-11-12"


# --- Through every door -----------------------------------------------------------------------------------------------
TEXT = letter_saying("Báo cáo kết quả trong thời hạn 03 ngày làm việc kể từ ngày ký.", day="28 tháng 4 năm 2025")


@pytest.mark.parametrize(
    "read",
    [
        lambda data, calendar: read_text(data.decode(), calendar=calendar),
        lambda data, calendar: read_upload("a.txt", data, calendar=calendar),
        lambda data, calendar: read_bundle("a.txt", data, calendar=calendar)[0],
        lambda data, calendar: read_uploads("a.txt", data, calendar=calendar)[0],
        lambda data, calendar: read_apart("a.txt", data, calendar=calendar)[0],
    ],
)
def test_the_days_off_reach_the_reader_through_every_door(read):
    assert read(TEXT.encode(), DAYS).suggested["report_due"] == "2025-05-06"
    assert read(TEXT.encode(), None).suggested["report_due"] == "2025-05-01"


@pytest.mark.django_db
def test_the_officers_page_counts_by_the_days_an_administrator_has_set():
    load_holidays()
    Holiday.objects.create(day=date(2025, 5, 6), name="Nghỉ bù")
    issuer = make_unit("Sở Y tế")
    data = {"text": TEXT, "issuer": issuer.pk, "client_uuid": "8d9d1cfa-52a5-4c5a-9f33-2f3c2f4a1e55"}
    form = LetterForm(data, issuers=Unit.objects.filter(pk=issuer.pk))
    assert form.is_valid(), form.errors
    assert form.parts[0].readings[0].suggested["report_due"] == "2025-05-07"


def test_the_command_knows_the_delivered_days_off_without_a_database(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "manage.py", "read_letter", str(tmp_path / "a.txt")]
    env = {"PORTAL_VAR_DIR": str(tmp_path / "none"), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    assert '"report_due": "2025-05-06"' in told.stdout
