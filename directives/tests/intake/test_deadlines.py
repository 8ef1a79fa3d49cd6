"""Deadline phrases, one by one, in a letter of 05/11/2024 (a Tuesday)."""

import pytest

from directives.intake import read_text
from directives.intake.read.dates import month_end, parse


def letter_saying(body: str, day: str = "05 tháng 11 năm 2024") -> str:
    return (
        "SỞ Y TẾ\n\nSố: 12/SYT-NVY\nV/v phòng, chống dịch\n\n"
        f"Huế, ngày {day}\n\nKính gửi: Các bệnh viện.\n\n{body}\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."
    )


def deadlines(body: str, **options) -> list[dict]:
    return read_text(letter_saying(body, **options)).data["deadlines"]


@pytest.mark.parametrize(
    ("body", "phrase", "day", "relation", "last_day"),
    [
        ("Báo cáo trước ngày 20/11/2024.", "trước ngày 20/11/2024", "2024-11-20", "before", "2024-11-19"),
        (
            "Báo cáo trước ngày 01 tháng 3 năm 2025.",
            "trước ngày 01 tháng 3 năm 2025",
            "2025-03-01",
            "before",
            "2025-02-28",
        ),
        ("Hoàn thành chậm nhất ngày 20-11-2024.", "chậm nhất ngày 20-11-2024", "2024-11-20", "at_latest", "2024-11-20"),
        ("Gửi chậm nhất là ngày 20.11.2024.", "chậm nhất là ngày 20.11.2024", "2024-11-20", "at_latest", "2024-11-20"),
        (
            "Nộp muộn nhất đến hết ngày 20/11/2024.",
            "muộn nhất đến hết ngày 20/11/2024",
            "2024-11-20",
            "at_latest",
            "2024-11-20",
        ),
        (
            "Báo cáo không muộn hơn ngày 20/11/2024.",
            "không muộn hơn ngày 20/11/2024",
            "2024-11-20",
            "at_latest",
            "2024-11-20",
        ),
        ("Thực hiện đến hết ngày 20/11/2024.", "đến hết ngày 20/11/2024", "2024-11-20", "by_end_of", "2024-11-20"),
        (
            "Từ ngày 01/11 đến ngày 20/11/2024 tổ chức thi.",
            "Từ ngày 01/11 đến ngày 20/11/2024",
            "2024-11-20",
            "by_end_of",
            "2024-11-20",
        ),
        ("Gửi báo cáo trong ngày 06/11/2024.", "trong ngày 06/11/2024", "2024-11-06", "within", "2024-11-06"),
        ("Hoàn thành trong tháng 12/2024.", "Hoàn thành trong tháng 12/2024", None, "within", "2024-12-31"),
        ("Hoàn thành trong tháng 12.", "Hoàn thành trong tháng 12", None, "within", None),
        ("Hoàn thành trong quý IV/2024.", "Hoàn thành trong quý IV/2024", None, "within", None),
        ("Báo cáo trong thời hạn 05 ngày làm việc.", "trong thời hạn 05 ngày làm việc", None, "within", None),
        ("Báo cáo định kỳ hằng tháng.", "định kỳ hằng tháng", None, "recurring", None),
        ("Báo cáo trước ngày 20/11.", "trước ngày 20/11", "2024-11-20", "before", "2024-11-19"),
        ("Báo cáo trước ngày 02/01.", "trước ngày 02/01", None, "before", None),
        ("Báo cáo trước ngày 31/11/2024.", "trước ngày 31/11/2024", None, "before", None),
    ],
)
def test_a_phrase_becomes_a_deadline(body, phrase, day, relation, last_day):
    (deadline,) = deadlines(body)
    found = (deadline["phrase"], deadline["date"], deadline["relation"], deadline["last_day"])
    assert found == (phrase, day, relation, last_day)
    assert deadline["covers_day"] is (relation != "before")


@pytest.mark.parametrize(
    ("body", "time"),
    [
        ("Gửi trước 15 giờ, ngày 11/11/2024.", "15:00"),
        ("Gửi trước 16h30 ngày 11/11/2024.", "16:30"),
        ("Gửi trước 11g00' ngày 11/11/2024.", "11:00"),
        ("Gửi trước 17 giờ 00 phút ngày 11 tháng 11 năm 2024.", "17:00"),
    ],
)
def test_an_hour_is_kept_and_its_day_still_counts(body, time):
    (deadline,) = deadlines(body)
    assert (deadline["time"], deadline["date"], deadline["last_day"]) == (time, "2024-11-11", "2024-11-11")


@pytest.mark.parametrize(
    "body",
    [
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 01/11/2024 của UBND tỉnh, các bệnh viện tổ chức thực hiện.",
        "Hội nghị diễn ra lúc 08 giờ ngày 20/11/2024.",
        "Số liệu tính đến hết ngày 30/10/2024 còn thấp.",
        "Các bệnh viện đã hoàn thành trước ngày 01/11/2024.",
        "Thực hiện Công văn số 6/TTg-KGVX ngày 01/10/2024, trong đó giao Bộ Y tế hoàn thành trước ngày 31/12/2024.",
    ],
)
def test_dates_of_documents_events_and_the_past_are_no_deadlines(body):
    assert deadlines(body) == []


def test_recurrences_are_said_in_rule_words():
    body = "Báo cáo định kỳ hằng tuần. Báo cáo định kỳ sáu tháng báo cáo. Báo cáo trước ngày 20 hằng tháng."
    assert [deadline["recurrence"] for deadline in deadlines(body)] == ["WEEKLY", "MONTHLY;INTERVAL=6", "MONTHLY"]


def test_a_yearless_day_is_not_resolved_when_the_letter_has_no_date():
    (deadline,) = deadlines("Báo cáo trước ngày 20/11.", day="     tháng     năm 2024")
    assert (deadline["date"], deadline["last_day"]) == (None, None)


def test_a_deadline_that_cannot_be_resolved_is_a_doubt_with_a_reason():
    reading = read_text(letter_saying("Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này."))
    assert reading.confidence["deadlines.0"] == "doubt"
    assert reading.reasons["deadlines.0"].startswith("Không suy ra được ngày cụ thể")


def test_the_report_is_due_when_the_letter_asks_for_one():
    reading = read_text(letter_saying("Đề nghị các bệnh viện báo cáo kết quả về Sở Y tế trước ngày 12/11/2024."))
    assert (reading.data["report_due"], reading.data["period_end"]) == ("2024-11-11", None)
    assert reading.spans["report_due"] == reading.spans["deadlines.0"]


def test_the_period_is_no_report_date():
    reading = read_text(letter_saying("Thời gian thực hiện đợt cao điểm: từ nay đến hết ngày 30/11/2024."))
    assert (reading.data["period_end"], reading.data["report_due"]) == ("2024-11-30", None)
    assert reading.reasons["report_due"].startswith("Văn bản không yêu cầu báo cáo")


@pytest.mark.parametrize(("words", "day"), [("29/02/2024", "2024-02-29"), ("29/02/2025", None), ("00/01/2024", None)])
def test_only_days_of_the_calendar_are_days(words, day):
    parsed = parse(words)
    assert (parsed.isoformat() if parsed else None) == day


def test_months_end_on_their_last_day():
    ends = [month_end(2024, month) for month in (2, 4, 12, 13, 0)]
    assert [end.isoformat() if end else None for end in ends] == ["2024-02-29", "2024-04-30", "2024-12-31", None, None]
