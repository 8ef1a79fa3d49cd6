"""Gentle notes, doubts and suggestions."""

import pytest

from directives.intake import Reading, read_text

from .letters import letter
from .test_deadlines import letter_saying

LETTER_DAY = "05 tháng 11 năm 2024"


def signed(body: str, day: str = LETTER_DAY) -> str:
    """A letter of SYT to "Các bệnh viện" with everything a letter needs."""
    return letter_saying(body, day=day) + "\n\nGIÁM ĐỐC\n\nLê Văn An"


def addressed(to: str, body: str, cc: str = "Như trên") -> str:
    return (
        f"UBND TỈNH BÌNH AN\nSỞ Y TẾ\n\nSố: 12/SYT-NVY\n\nBình An, ngày {LETTER_DAY}\n\nKính gửi:\n{to}\n\n"
        f"Sở Y tế đề nghị các nơi nhận thực hiện các nội dung sau:\n\n{body}\n\nNơi nhận:\n- {cc};\n- Lưu: VT.\n\n"
        "GIÁM ĐỐC\n\nLê Văn An"
    )


def notes(reading: Reading, code: str) -> list[dict]:
    return [finding for finding in reading.findings if finding["code"] == code]


def quoted(reading: Reading, code: str) -> list[list[str]]:
    """The words each note of this kind points at."""
    return [[reading.text[start:end] for start, end in note["spans"]] for note in notes(reading, code)]


def messages(text: str, code: str) -> list[str]:
    return [note["message"] for note in notes(read_text(text), code)]


# --- The campaign letter ----------------------------------------------------------------------------------------------
def test_the_slips_of_the_campaign_letter_are_pointed_at_and_its_words_kept():
    reading = read_text(letter("can_tho_2024"))
    assert quoted(reading, "duplicated_words") == [["Công văn số Công văn số"]]
    assert quoted(reading, "misspelling") == [["cảm nang"] * 4]
    assert {finding["code"] for finding in reading.findings} == {"attachment", "duplicated_words", "misspelling"}
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


@pytest.mark.parametrize("name", ["dong_thap", "vinh_long"])
def test_a_clean_letter_has_no_findings(name):
    assert [finding for finding in read_text(letter(name)).findings if finding["code"] != "attachment"] == []


# --- Weekdays ---------------------------------------------------------------------------------------------------------
def test_a_weekday_that_does_not_fit_its_date_is_noted():
    reading = read_text(signed("Họp vào Thứ Hai, ngày 12/11/2024 và ngày 13/11/2024 (Thứ Tư), thứ 6 ngày 15/11/2024."))
    assert quoted(reading, "weekday_mismatch") == [["Thứ Hai, ngày 12/11/2024"]]
    assert reading.findings[0]["message"] == "Ngày 12/11/2024 là thứ Ba, văn bản ghi “Thứ Hai”."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Họp ngày 12/11/2024 (thứ Tư).", "12/11/2024 (thứ Tư"),
        ("Họp ngày 12 tháng 11 năm 2024, Chủ nhật.", "12 tháng 11 năm 2024, Chủ nhật"),
        ("Họp lúc 08 giờ thứ 7, ngày 12/11/2024.", "thứ 7, ngày 12/11/2024"),
        ("Họp thứ Hai, ngày 12/11.", "thứ Hai, ngày 12/11"),  # of the letter's year
        ("Báo cáo trước thứ Năm, ngày 15/11/2024.", "thứ Năm, ngày 15/11/2024"),
    ],
)
def test_every_way_of_writing_a_weekday_is_compared(body, words):
    assert quoted(read_text(signed(body)), "weekday_mismatch") == [[words]]


@pytest.mark.parametrize(
    "body",
    [
        "Họp thứ Ba, ngày 12/11/2024.",
        "Họp ngày 12/11/2024 (thứ 3).",
        "Họp Chủ nhật, ngày 17/11/2024; thứ bảy 16/11/2024; thứ bẩy (16/11/2024).",
        "Họp ngày 12/11/2024, thứ Tư ngày 13/11/2024.",
        "Họp ngày 12/11/2024 thứ Ba, 13/11/2024 thứ Tư.",
        "Họp lần thứ hai, ngày 13/11/2024.",
        "Kỳ họp thứ 7 ngày 13/11/2024.",
        "Họp thứ Hai, ngày 31/02/2024.",
        "Họp thứ Tư, ngày 15/01.",  # over in this year, Wednesday in the next
        "Điều thứ hai là tiết kiệm.",
    ],
)
def test_a_weekday_that_fits_or_counts_something_else_is_not_noted(body):
    assert quoted(read_text(signed(body)), "weekday_mismatch") == []


# --- Days of reports --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Đề nghị các bệnh viện báo cáo kết quả về Sở trước ngày 04/11/2024.", "trước ngày 04/11/2024"),
        ("Đề nghị các bệnh viện gửi danh sách về Sở chậm nhất ngày 01/11/2024.", "chậm nhất ngày 01/11/2024"),
        ("Đề nghị các bệnh viện báo cáo kết quả trước ngày 20/12/2023.", "trước ngày 20/12/2023"),  # the year of before
        (
            "Đề nghị các bệnh viện báo cáo kết quả trước ngày 05/11/2024.",
            "trước ngày 05/11/2024",
        ),  # the letter's own day
    ],
)
def test_a_deadline_before_the_letter_is_noted_once(body, words):
    reading = read_text(signed(body))
    assert quoted(reading, "deadline_before_letter") == [[words]]
    assert notes(reading, "deadline_before_letter")[0]["message"] == (
        f"Hạn “{words}” đã qua vào ngày của văn bản (05/11/2024). Hãy kiểm tra lại ngày, năm."
    )


@pytest.mark.parametrize(
    "body",
    [
        "Đề nghị các bệnh viện báo cáo kết quả trong ngày 05/11/2024.",
        "Đề nghị các bệnh viện báo cáo kết quả trước ngày 06/11/2024.",
        "Đề nghị các bệnh viện báo cáo kết quả chậm nhất ngày 05/11/2024.",
        "Đề nghị các bệnh viện báo cáo kết quả thực hiện từ ngày 01/10/2024 đến hết ngày 31/10/2024.",
        "Đề nghị các bệnh viện báo cáo các ca bệnh phát sinh trước ngày 01/11/2024.",
        "Đề nghị các bệnh viện gửi lại hồ sơ đã gửi trước ngày 01/11/2024.",
        "Đề nghị các bệnh viện báo cáo về các hợp đồng ký trước ngày 01/3/2020.",
        "Thực hiện Công văn số 5/BYT-VP ngày 01/10/2024, đề nghị các bệnh viện báo cáo trước ngày 20/11/2024.",
    ],
)
def test_days_in_time_and_days_that_are_told_are_not_noted(body):
    assert messages(signed(body), "deadline_before_letter") == []


def test_two_days_for_one_report_are_noted_at_both():
    reading = read_text(
        signed(
            "Đề nghị các bệnh viện gửi báo cáo kết quả về Sở Y tế trước ngày 16/11/2024.\n\n"
            "Các bệnh viện báo cáo kết quả về Sở Y tế trước ngày 21/11/2024."
        )
    )
    assert quoted(reading, "two_report_days") == [["trước ngày 16/11/2024", "trước ngày 21/11/2024"]]
    assert notes(reading, "two_report_days")[0] | {"spans": []} == {
        "code": "two_report_days",
        "path": "report_due",
        "message": "Văn bản ghi hai hạn báo cáo khác nhau: hết ngày 15/11/2024 và 20/11/2024. "
        "Hãy kiểm tra hạn nào đúng.",
        "spans": [],
    }


@pytest.mark.parametrize(
    "body",
    [
        "Các bệnh viện báo cáo kết quả trước ngày 16/11/2024.\n\nBệnh viện báo cáo kết quả trước ngày 16/11/2024.",
        "Các bệnh viện báo cáo kết quả trước ngày 16/11/2024.\n\nCác bệnh viện gửi kế hoạch trước ngày 10/11/2024.",
        "Báo cáo kết quả đợt 1 trước ngày 16/11/2024.\n\nBáo cáo kết quả đợt 2 trước ngày 16/12/2024.",
        "Báo cáo sơ kết trước ngày 16/11/2024, báo cáo kết quả tổng kết trước ngày 16/12/2024.",
        "1. Trạm y tế: báo cáo kết quả về Trung tâm Y tế trước ngày 10/11/2024.\n\n"
        "2. Bệnh viện: báo cáo kết quả về Sở Y tế trước ngày 16/11/2024.",
        "1. Trạm y tế: báo cáo kết quả trước ngày 10/11/2024.\n\n2. Bệnh viện: báo cáo kết quả trước ngày 16/11/2024.",
    ],
)
def test_reports_of_their_own_may_have_their_own_days(body):
    assert messages(signed(body), "two_report_days") == []


# --- Who is addressed -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("to", "body", "group"),
    [
        ("- Các bệnh viện.", "1. Sở Tài chính: bố trí kinh phí.\n\n2. Các bệnh viện: báo cáo.", "Sở Tài chính"),
        (
            "- Sở Nội vụ;\n- Công an tỉnh.",
            "1. Sở Tài chính: bố trí kinh phí.\n\n2. Sở Nội vụ: rà soát.",
            "Sở Tài chính",
        ),
        ("- Các sở, ban.", "1. Các sở: rà soát.\n\n2. Các trường đại học: phổ biến.", "Các trường đại học"),
        ("- Các sở, ban.", "1. Các sở: rà soát.\n\n2. Công an tỉnh: phối hợp kiểm tra.", "Công an tỉnh"),
        ("- Các sở, ban, ngành.", "1. Các sở: rà soát.\n\n2. UBND các huyện: báo cáo.", "UBND các huyện"),
        ("- Ủy ban nhân dân các huyện.", "1. Sở Tài chính: bố trí.\n\n2. UBND huyện: báo cáo.", "Sở Tài chính"),
        (
            "- Sở Lao động - Thương binh và Xã hội.",
            "1. Sở Lao động - Thương binh và Xã hội: rà soát.\n\n2. Hội Nông dân tỉnh: phối hợp tuyên truyền.",
            "Hội Nông dân tỉnh",
        ),
    ],
)
def test_a_group_that_the_letter_does_not_go_to_is_noted(to, body, group):
    reading = read_text(addressed(to, body))
    assert quoted(reading, "group_not_addressed") == [[group]]
    assert notes(reading, "group_not_addressed")[0]["message"] == (
        f"“{group}” được giao việc nhưng không thấy trong “Kính gửi” và “Nơi nhận”. "
        "Hãy kiểm tra văn bản có gửi đến nơi này không."
    )


@pytest.mark.parametrize(
    ("to", "body", "cc"),
    [
        ("- Các sở, ban.", "1. Sở Tài chính: bố trí kinh phí.", "Như trên"),
        ("- Sở, Ban ngành tỉnh.", "1. Sở Tài chính, các trường Đại học: phổ biến.", "Như trên"),
        ("- Các sở, ban, ngành tỉnh.", "1. Công an tỉnh: kiểm tra.\n\n2. Ngân hàng: rà soát.", "Như trên"),
        ("- Ủy ban nhân dân các tỉnh, thành phố.", "1. Sở Tài chính: bố trí kinh phí.", "Như trên"),
        ("- Các bệnh viện.", "1. Sở Tài chính: bố trí kinh phí.", "Sở Tài chính"),
        ("- Các bệnh viện.", "1. Sở Tài chính: bố trí kinh phí.", "Các sở, ban, ngành tỉnh"),
        ("- Các bệnh viện.", "1. Các đơn vị: báo cáo.", "Như trên"),
        ("- Các bệnh viện.", "1. Bệnh viện Đa khoa: báo cáo.", "Như trên"),
        ("- Các cơ quan, đơn vị liên quan.", "1. Sở Tài chính: bố trí kinh phí.", "Như trên"),
        ("- UBND các huyện, thành phố.", "1. Ủy ban nhân dân cấp xã: rà soát.", "Như trên"),
        ("- Ủy ban nhân dân các xã, phường.", "1. UBND xã: rà soát.", "Như trên"),
        ("- Các bệnh viện.", "1. Sở Y tế: tổng hợp báo cáo.", "Như trên"),  # the issuer itself
        ("- Các bệnh viện.", "1. Văn phòng: tổng hợp báo cáo.", "Như trên"),  # a part of the issuer
    ],
)
def test_a_group_that_is_among_those_the_letter_goes_to_is_not_noted(to, body, cc):
    assert messages(addressed(to, body, cc), "group_not_addressed") == []


def test_a_group_is_noted_once():
    body = "1. Sở Tài chính:\n- Bố trí kinh phí.\n- Hướng dẫn thanh toán.\n\n2. Các bệnh viện: báo cáo."
    assert len(messages(addressed("- Các bệnh viện.", body), "group_not_addressed")) == 1


def test_a_letter_without_addressees_has_no_such_note():
    text = addressed("", "1. Sở Tài chính: bố trí kinh phí.").replace("Kính gửi:\n", "")
    assert messages(text, "group_not_addressed") == []


# --- Attachments, gaps ------------------------------------------------------------------------------------------------
def test_every_attachment_is_to_be_looked_for():
    reading = read_text(signed("Các bệnh viện thực hiện.\n\n(Gửi kèm Kế hoạch số 5/KH-UBND và biểu mẫu báo cáo)"))
    assert reading.data["attachments"] == ["Kế hoạch số 5/KH-UBND", "biểu mẫu báo cáo"]
    assert quoted(reading, "attachment") == [["Kế hoạch số 5/KH-UBND"], ["biểu mẫu báo cáo"]]
    assert [note["path"] for note in notes(reading, "attachment")] == ["attachments.0", "attachments.1"]


def test_an_annex_that_stands_in_the_text_is_not_looked_for():
    body = "Các bệnh viện thực hiện theo các phụ lục kèm theo Công văn này."
    assert len(messages(signed(body), "attachment")) == 1
    assert messages(signed(body) + "\n\nPHỤ LỤC\nMẫu báo cáo\n\nTT Nội dung", "attachment") == []


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (("Số: 12/SYT-NVY", "Số:      /SYT-NVY"), "number_missing", ["SYT-NVY"]),
        (("Số: 12/SYT-NVY\n", ""), "symbol_missing", ["ngày 05 tháng 11 năm 2024"]),
        (("ngày 05 tháng 11", "ngày      tháng 11"), "date_missing", ["12"]),
        (("\n\nLê Văn An", ""), "signer_missing", ["GIÁM ĐỐC"]),
        (("\n\nGIÁM ĐỐC\n\nLê Văn An", ""), "signer_missing", ["12"]),
    ],
)
def test_what_an_issued_letter_lacks_is_noted_beside_the_gap(change, code, words):
    reading = read_text(signed("Các bệnh viện thực hiện.").replace(*change))
    assert [finding["code"] for finding in reading.findings] == [code]
    assert quoted(reading, code) == [words]


def test_a_draft_whose_number_and_day_are_blank_lacks_nothing():
    text = signed("Các bệnh viện thực hiện.", day="     tháng     năm 2024").replace("Số: 12/", "Số:     /")
    assert read_text(text).findings == []


# --- Words ------------------------------------------------------------------------------------------------------------
def test_doubled_words_in_the_subject_are_noted():
    text = letter("dong_thap").replace("V/v triển khai", "V/v dự thảo dự thảo triển khai")
    assert quoted(read_text(text), "duplicated_words") == [["dự thảo dự thảo"]]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Các bệnh viện thực hiện các nội dung của của Sở Y tế.", "của của"),
        ("Các bệnh viện báo cáo trước khi đến Đến cơ sở.", "đến Đến"),
        ("Đề nghị đề nghị các bệnh viện báo cáo.", "Đề nghị đề nghị"),
    ],
)
def test_a_word_or_a_phrase_that_stands_twice_is_noted(body, words):
    assert quoted(read_text(signed(body)), "duplicated_words") == [[words]]


def test_words_that_vietnamese_doubles_are_no_slip():
    body = "Các bệnh viện thực hiện luôn luôn, ngày ngày, xa xa, từng bước từng bước."
    assert quoted(read_text(signed(body)), "duplicated_words") == [["từng bước từng bước"]]


@pytest.mark.parametrize(
    "body",
    [
        "Kinh phí: 10 20 10 20.",
        "Sở rà soát từ từ, kỹ kỹ.",
        "Các bệnh viện, các trạm, các phòng thực hiện.",
        "Nội dung 1: của Sở. Của Bộ.",
    ],
)
def test_figures_and_lists_are_no_doubled_words(body):
    assert quoted(read_text(signed(body)), "duplicated_words") == []


def test_a_heading_that_names_a_place_twice_has_no_doubled_words():
    text = (
        "ỦY BAN NHÂN DÂN\nHUYỆN PHONG ĐIỀN\n\nPhong Điền, ngày 05 tháng 11 năm 2024\n\nSố: 7/KH-UBND\n\nKẾ HOẠCH\n"
        "Kế hoạch tuyên truyền năm 2025\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n\nNơi nhận:\n- Lưu: VT.\n\n"
        "CHỦ TỊCH\n\nLê Văn An"
    )
    assert read_text(text).findings == []


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("cảm nang", "cẩm nang"),
        ("tuyên tuyền", "tuyên truyền"),
        ("chiển khai", "triển khai"),
        ("Bổ xung", "bổ sung"),
        ("chia sẽ", "chia sẻ"),
        ("sử lý", "xử lý"),
        ("tập chung", "tập trung"),
        ("phòng trống dịch", "phòng chống"),
        ("sát nhập", "sáp nhập"),
        ("hòan thành", "hoàn thành"),
    ],
)
def test_a_misspelt_term_is_noted_with_the_usual_spelling(slip, meant):
    (message,) = messages(signed(f"Các bệnh viện cần {slip} ngay."), "misspelling")
    assert message.endswith(f"(thường viết “{meant}”), 1 chỗ.")


def test_a_term_misspelt_twice_is_one_note_with_both_places():
    reading = read_text(signed("Các bệnh viện triễn khai kế hoạch. Sau khi triễn khai, báo cáo."))
    assert quoted(reading, "misspelling") == [["triễn khai", "triễn khai"]]


def test_a_missing_horn_is_noted_once_for_all_words():
    reading = read_text(signed("Các truờng xây dựng chuơng trình, các truờng báo cáo."))
    assert quoted(reading, "misspelling") == [["truờng", "chuơng", "truờng"]]
    assert messages(reading.text, "misspelling") == ["Có thể gõ thiếu dấu của chữ “ư”: “truờng”, “chuơng”, 3 chỗ."]


@pytest.mark.parametrize(
    "body",
    [
        "Sau khi phân chia sẽ báo cáo; tiền được chia sẽ công khai.",
        "Giáo trình lịch sử lý luận; học tập chung với nhau; cũng cố gắng báo cáo; bố trí phòng trống cho khách.",
        "Thuở nhỏ, quở trách, huơ tay; hoàn thành, hoà bình, thúy, quý.",
        "Thông báo cao điểm; truyền thông tinh thần; đơn vị phạm lỗi; vấn đề nghi ngờ.",
    ],
)
def test_words_that_only_look_like_slips_are_not_noted(body):
    assert messages(signed(body), "misspelling") == []


def test_a_task_without_a_named_group_is_in_doubt():
    reading = read_text(
        "Số: 1/A-B\n\nKính gửi: Các sở\n\nThực hiện chỉ đạo.\n\n1. Xây dựng kế hoạch.\n2. Rà soát hồ sơ."
    )
    assert [task["recipient_group"] for task in reading.data["tasks"]] == [None, None]
    assert reading.confidence["tasks.0.group"] == "doubt"
