"""Gentle notes, doubts and suggestions."""

from directives.intake import Reading, read_text

from .letters import letter
from .test_deadlines import letter_saying


def quoted(reading: Reading, code: str) -> list[list[str]]:
    """The words each note of this kind points at."""
    notes = [finding for finding in reading.findings if finding["code"] == code]
    return [[reading.text[start:end] for start, end in note["spans"]] for note in notes]


def test_the_slips_of_the_campaign_letter_are_pointed_at_and_its_words_kept():
    reading = read_text(letter("can_tho_2024"))
    assert quoted(reading, "duplicated_words") == [["Công văn số Công văn số"]]
    assert quoted(reading, "misspelling") == [["cảm nang"] * 4]
    assert len(reading.findings) == 2
    assert "cảm nang" in reading.data["tasks"][0]["text"]


def test_what_the_campaign_letter_leaves_out_is_in_doubt_with_a_reason():
    reading = read_text(letter("can_tho_2024"))
    assert sorted(reading.reasons) == ["date", "issuer", "legal_bases.0.issuer", "number", "report_due"]
    assert reading.reasons["number"] == "Văn bản để trống số; điền khi phát hành."


def test_what_the_letter_only_hints_at_is_suggested_and_not_filled_in():
    reading = read_text(letter("can_tho_2024"))
    assert reading.suggested == {
        "issuer": "Sở Thông tin và Truyền thông",
        "legal_bases.0.issuer": "Văn phòng Ủy ban nhân dân",
    }
    assert (reading.data["issuer"], reading.data["legal_bases"][0]["issuer"]) == (None, None)
    assert "suy ra từ ký hiệu VPUB" in reading.reasons["legal_bases.0.issuer"]
    assert "STTTT" in reading.reasons["issuer"]


def test_a_clean_letter_has_no_findings():
    assert read_text(letter("dong_thap")).findings == []


def test_a_weekday_that_does_not_fit_its_date_is_noted():
    reading = read_text(
        letter_saying("Họp vào Thứ Hai, ngày 12/11/2024 và ngày 13/11/2024 (Thứ Tư), thứ 6 ngày 15/11/2024.")
    )
    assert quoted(reading, "weekday_mismatch") == [["Thứ Hai, ngày 12/11/2024"]]
    assert reading.findings[0]["message"] == "Ngày 12/11/2024 là thứ ba, văn bản ghi “Thứ Hai”."


def test_a_deadline_before_the_letter_is_noted():
    reading = read_text(letter_saying("Báo cáo kết quả về Sở trước ngày 04/11/2024."))
    assert quoted(reading, "deadline_before_letter") == [["trước ngày 04/11/2024"]]
    assert reading.findings[0]["message"] == "Hạn 04/11/2024 sớm hơn ngày của văn bản (05/11/2024)."


def test_a_deadline_on_the_day_of_the_letter_is_not_noted():
    assert read_text(letter_saying("Báo cáo kết quả về Sở trong ngày 05/11/2024.")).findings == []


def test_doubled_words_in_the_subject_are_noted():
    text = letter("dong_thap").replace("V/v triển khai", "V/v dự thảo dự thảo triển khai")
    assert quoted(read_text(text), "duplicated_words") == [["dự thảo dự thảo"]]


def test_words_that_vietnamese_doubles_are_no_slip():
    body = "Các bệnh viện thực hiện luôn luôn, ngày ngày, xa xa, từng bước từng bước."
    assert quoted(read_text(letter_saying(body)), "duplicated_words") == [["từng bước từng bước"]]


def test_a_task_without_a_named_group_is_in_doubt():
    reading = read_text(
        "Số: 1/A-B\n\nKính gửi: Các sở\n\nThực hiện chỉ đạo.\n\n1. Xây dựng kế hoạch.\n2. Rà soát hồ sơ."
    )
    assert [task["recipient_group"] for task in reading.data["tasks"]] == [None, None]
    assert reading.confidence["tasks.0.group"] == "doubt"
