"""How offices write headings and ends of letters, and what scanning, copying and converting leaves of them."""

import pytest

from directives.intake import read_text

BODY = "\n\nKính gửi: Sở Nội vụ\n\nĐề nghị Sở Nội vụ thực hiện rà soát hồ sơ.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."


def data_of(text: str) -> dict:
    return read_text(text).data


def numbered(text: str) -> tuple:
    data = data_of(text + BODY)
    return data["number"], data["symbol"]


@pytest.mark.parametrize(
    ("heading", "number", "symbol"),
    [
        ("Số:\n06/2024/QĐ-UBND", "06", "QĐ-UBND"),
        ("Số:\n|\n14/SYT-NVY", "14", "SYT-NVY"),
        ("Số: 225 - KH/TWĐTN-CTTN", "225", "KH/TWĐTN-CTTN"),
        ("Số 412-CV/BTGDVTU", "412", "CV/BTGDVTU"),
        ("Sô: 214 /UBND-VHXH", "214", "UBND-VHXH"),
        ("Số:4f7 /UBND-KGVX", None, "UBND-KGVX"),
    ],
)
def test_a_number_is_read_however_it_was_torn_or_worn(heading, number, symbol):
    assert numbered(f"UBND TỈNH AN BÌNH\n{heading}\n\nAn Bình, ngày 02 tháng 01 năm 2025") == (number, symbol)


@pytest.mark.parametrize(
    ("lines", "place", "day", "partial"),
    [
        ("Hà Nội, ngày\n01 tháng 7 năm 2024", "Hà Nội", "2024-07-01", None),
        ("Đông Sơn, ngày 25\ntháng 01 năm 2024", "Đông Sơn", "2024-01-25", None),
        ("Hà Nội, ngày\n\ntháng\n\nnăm 2024", "Hà Nội", None, "2024"),
        ("Bình An - Hải\nTàu, ngày 08 tháng 01 năm 2024", "Bình An - Hải Tàu", "2024-01-08", None),
        ("Tân Hưng, ngày J9 tháng 8 năm 2024", "Tân Hưng", None, "2024-08"),
        ("Tân Hưng, ngay 09 thang 8 nam 2024", "Tân Hưng", "2024-08-09", None),
    ],
)
def test_place_and_day_are_put_together(lines, place, day, partial):
    data = data_of(f"SỞ Y TẾ\n\nSố: 1/SYT-VP\n\n{lines}{BODY}")
    assert (data["place"], data["date"], data["date_partial"]) == (place, day, partial)


def test_an_illegible_day_is_a_doubt():
    reading = read_text(f"SỞ Y TẾ\n\nSố: 1/SYT-VP\n\nTân Hưng, ngày 4ƒ tháng 8 năm 2024{BODY}")
    assert (reading.data["date"], reading.confidence["date"]) == (None, "doubt")


def test_a_heading_on_one_line_is_taken_apart():
    data = data_of(f"SỞ Y TẾ\nSố: 9/SYT-VP V/v quản lý thuốc tỉnh Hải An Hải An, ngày 18 tháng 4 năm 2024{BODY}")
    assert (data["subject"], data["place"], data["date"]) == ("quản lý thuốc tỉnh Hải An", "Hải An", "2024-04-18")


def test_a_subject_without_lead_stands_under_the_number_and_is_a_doubt():
    reading = read_text(
        "TỈNH ỦY HẢI AN\nBAN TUYÊN GIÁO\n*\nSố 41-CV/BTG\nTuyên truyền kỷ niệm\nngày thành lập tỉnh\n\n"
        f"Hải An, ngày 08 tháng 9 năm 2024{BODY}"
    )
    assert reading.data["subject"] == "Tuyên truyền kỷ niệm ngày thành lập tỉnh"
    assert reading.confidence["subject"] == "doubt"


def test_no_stamp_under_the_number_is_a_subject():
    assert data_of(f"SỞ Y TẾ\nSố: 41/SYT-VP\nHỎA TỐC\n\nHải An, ngày 08 tháng 9 năm 2024{BODY}")["subject"] is None


def test_a_subject_in_quotes_loses_them():
    data = data_of(f"SỞ Y TẾ\nSố: 4/SYT-VP\n“V/v phòng cháy\nmùa khô”\n\nHải An, ngày 08 tháng 9 năm 2024{BODY}")
    assert data["subject"] == "phòng cháy mùa khô"


def test_bars_between_copied_cells_are_no_words():
    text = (
        "SỞ Y TẾ\n-------\n|\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\nSố: 5/SYT-VP\nV/v tiêm chủng\n|\n"
        "Huế, ngày 02 tháng 01 năm 2025\n|\nKính gửi: Trạm y tế\n(các xã miền núi)\n"
        "Đề nghị các trạm rà soát đối tượng.\n|\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n|\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n"
        "Lê Văn An"
    )
    data = data_of(text)
    assert (data["subject"], data["recipients"]) == ("tiêm chủng", ["Trạm y tế (các xã miền núi)"])
    assert (data["cc"], data["signer"]["name"]) == (["Như trên", "Lưu: VT"], "Lê Văn An")


def test_lists_that_lost_their_line_breaks_are_lists():
    text = (
        "Số: 1/A-B\n\nKính gửi: - Sở Y tế; - Sở Nội vụ.\n\nĐề nghị các sở rà soát hồ sơ.\n\n"
        "Nơi nhận: - Như trên; - UBND tỉnh (b/c); - Lưu: VT."
    )
    data = data_of(text)
    assert data["recipients"] == ["Sở Y tế", "Sở Nội vụ"]
    assert data["cc"] == ["Như trên", "UBND tỉnh (b/c)", "Lưu: VT"]


def test_addressees_may_be_numbered_and_the_body_too():
    text = (
        "Số: 1/A-B\n\nKính gửi:\n1. Sở Y tế;\n2. Sở Nội vụ.\n\n1. Đề nghị Sở Y tế rà soát hồ sơ.\n"
        "2. Đề nghị Sở Nội vụ tổng hợp kết quả.\n\nNơi nhận:\n- Như trên."
    )
    data = data_of(text)
    assert (data["recipients"], len(data["tasks"])) == (["Sở Y tế", "Sở Nội vụ"], 2)


@pytest.mark.parametrize(
    "line",
    ["Thượng tá Lê Văn An", "ThS. Lê Văn An", "BS.CKII. Lê Văn An", "PGS.TS. Lê Văn An", "Bác sĩ CKII Lê Văn An"],
)
def test_ranks_and_degrees_are_no_part_of_the_name(line):
    signer = data_of(f"Số: 1/A-B{BODY}\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n{line}")["signer"]
    assert signer == {"name": "Lê Văn An", "title": "PHÓ GIÁM ĐỐC", "authority_prefix": "KT. GIÁM ĐỐC"}


def test_a_stroke_on_a_scan_is_no_title():
    assert data_of(f"Số: 1/A-B{BODY}\n\nPHÓ CHỦ TỊCH\nTA\n\nLê Văn An")["signer"]["title"] == "PHÓ CHỦ TỊCH"


def test_a_page_number_between_lines_is_no_word():
    lines = "\n".join(f"- Nội dung thứ {n} của công tác quản lý, bảo vệ hồ sơ lưu trữ;" for n in "abcdefghijkl")
    text = f"Số: 1/A-B\n\nKính gửi: Các sở\n\nĐề nghị các sở:\n{lines}\n- Tổng hợp kết quả\n1\nthực hiện gửi về Sở.\n"
    tasks = data_of(text + "\nNơi nhận:\n- Lưu: VT.")["tasks"]
    assert tasks[-1]["text"] == "Tổng hợp kết quả thực hiện gửi về Sở."


ONE_LINE = (
    "UBND TỈNH HẢI AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM SỞ Y TẾ Độc lập - Tự do - Hạnh phúc Số : 29 /SYT-VP "
    "Tân An-Bình Châu, ngày 05 tháng11 năm 2010 V/v báo cáo tình hình lũ lụt Kính gửi: - Trạm y tế các xã; "
    "- Các bệnh viện TP. Hải An. Vừa qua, tỉnh có mưa lớn gây ngập nhiều nơi và ảnh hưởng đến sinh hoạt của người dân. "
    "Sở Y tế yêu cầu các đơn vị thực hiện: 1. Thống kê thiệt hại; 2. Tổ chức dọn dẹp vệ sinh. Nơi nhận: - Như trên; "
    "- Lưu: VT. KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Thị Bình"
)


def test_a_whole_letter_on_one_line_is_read():
    data = data_of(ONE_LINE)
    assert (data["number"], data["place"], data["date"]) == ("29", "Tân An-Bình Châu", "2010-11-05")
    assert data["subject"] == "báo cáo tình hình lũ lụt"
    assert data["recipients"] == ["Trạm y tế các xã", "Các bệnh viện TP. Hải An"]
    assert [task["text"] for task in data["tasks"]] == ["Thống kê thiệt hại", "Tổ chức dọn dẹp vệ sinh."]
    assert (data["cc"], data["signer"]["name"]) == (["Như trên", "Lưu: VT"], "Lê Thị Bình")


def test_a_plan_on_one_line_has_its_title_and_bases():
    text = (
        "ỦY BAN NHÂN DÂN HUYỆN TÂN AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Số: 4/KH-UBND "
        "Tân An, ngày 12 tháng 3 năm 2021 KẾ HOẠCH Triển khai cải cách hành chính năm 2021 Căn cứ Kế hoạch số "
        "1/KH-UBND ngày 20/01/2021 của UBND tỉnh, UBND huyện ban hành Kế hoạch như sau: I. MỤC ĐÍCH "
        "1. Nâng cao chất lượng. II. TỔ CHỨC THỰC HIỆN 1. Phòng Nội vụ a) Tham mưu kiểm tra; b) Tổng hợp báo cáo. "
        "Nơi nhận: - Lưu: VT. "
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Nguyễn Văn Bảy"
    )
    data = data_of(text)
    assert (data["doc_type"], data["subject"]) == ("Kế hoạch", "Triển khai cải cách hành chính năm 2021")
    assert [basis["number"] for basis in data["legal_bases"]] == ["1/KH-UBND"]
    assert [(task["recipient_group"], task["text"]) for task in data["tasks"]] == [
        ("Phòng Nội vụ", "Tham mưu kiểm tra"),
        ("Phòng Nội vụ", "Tổng hợp báo cáo."),
    ]
    assert data["signer"] == {
        "name": "Nguyễn Văn Bảy",
        "title": "CHỦ TỊCH",
        "authority_prefix": "TM. ỦY BAN NHÂN DÂN",
    }


def test_marks_that_fell_behind_their_line_are_dropped():
    data = data_of(f"SỞ Y TẾ\nSố: 4/SYT-VP\nV/v thiêt hai ̀ ̣ ̣ do lũ lụt. ̉ ̀ ́\n\nHuế, ngày 08 tháng 9 năm 2024{BODY}")
    assert data["subject"] == "thiêt hai do lũ lụt"


def test_a_long_paragraph_of_a_letter_keeps_its_lines():
    long = "Đề nghị Sở Nội vụ rà soát hồ sơ - tài liệu; " * 12
    text = f"Số: 1/A-B\n\nKính gửi: Sở Nội vụ\n\n{long.strip()}\n\nNơi nhận:\n- Lưu: VT."
    assert read_text(text).text == text


def test_the_right_column_may_come_behind_the_addressees():
    text = (
        "SỞ Y TẾ\nSố: 4/SYT-VP\nV/v tiêm chủng\nKính gửi:\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nNAM\n"
        "Độc lập - Tự do - Hạnh phúc\nHuế, ngày 08 tháng 9 năm 2024\n\n- Trạm y tế;\n- Bệnh viện.\n\n"
        "Đề nghị các trạm rà soát đối tượng.\n\nNơi nhận:\n- Lưu: VT."
    )
    data = data_of(text)
    assert (data["date"], data["subject"]) == ("2024-09-08", "tiêm chủng")
    assert data["recipients"] == ["Trạm y tế", "Bệnh viện"]


@pytest.mark.parametrize(
    "opener", ["Thực hiện nhiệm vụ được giao, Sở Y tế", "Vừa qua, mưa lớn. Sở Y tế", "Ngày 20/10/2024, Sở Y tế"]
)
def test_the_body_may_run_on_behind_the_addressees(opener):
    text = f"Số: 1/A-B\n\nKính gửi: Sở Nội vụ các tỉnh {opener} đề nghị các sở rà soát hồ sơ.\n\nNơi nhận:\n- Lưu: VT."
    data = data_of(text)
    assert data["recipients"] == ["Sở Nội vụ các tỉnh"]
    assert [task["text"] for task in data["tasks"]] == ["rà soát hồ sơ."]


def test_lines_of_a_heading_that_all_stand_apart_are_one_subject():
    text = "SỞ Y TẾ\n\nSố: 4/SYT-VP\n\nV/v phòng chống\n\nSốt xuất huyết và\n\nTay chân miệng" + BODY
    assert data_of(text)["subject"] == "phòng chống Sốt xuất huyết và Tay chân miệng"


def test_a_subject_in_capitals_ends_before_who_decides():
    text = (
        "UBND TỈNH HẢI AN\n\nSố: 4/QĐ-UBND\n\nHải An, ngày 08 tháng 9 năm 2024\n\nQUYẾT ĐỊNH\n\n"
        "PHÊ DUYỆT ĐỀ ÁN PHÁT TRIỂN\n\nTRÊN ĐỊA BÀN TỈNH\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n"
        "Căn cứ Luật Đất đai;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Phê duyệt Đề án.\n\nNơi nhận:\n- Lưu: VT."
    )
    assert data_of(text)["subject"] == "PHÊ DUYỆT ĐỀ ÁN PHÁT TRIỂN TRÊN ĐỊA BÀN TỈNH"


@pytest.mark.parametrize(
    ("lines", "signer"),
    [
        (
            "TM. THƯỜNG TRỰC HỘI ĐỒNG\nNHÂN DÂN\nCHỦ TỊCH\n\nLê Văn An",
            ("Lê Văn An", "CHỦ TỊCH", "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"),
        ),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNGUYỄN VĂN AN", ("NGUYỄN VĂN AN", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC")),
        ("GIÁM ĐỐC\n[Chữ ký số]\nLê Văn An", ("Lê Văn An", "GIÁM ĐỐC", None)),
    ],
)
def test_signatures_are_put_together(lines, signer):
    found = data_of(f"Số: 1/A-B{BODY}\n\n{lines}")["signer"]
    assert (found["name"], found["title"], found["authority_prefix"]) == signer


def test_receivers_are_found_where_their_heading_is_illegible():
    text = (
        "Số: 1/A-B\n\nKính gửi: Sở Nội vụ\n\nĐề nghị Sở Nội vụ rà soát hồ sơ.\n\nNo nhau ,\n- Như trên;\n- Lưu: VT.\n"
    )
    data = data_of(text + "\nGIÁM ĐỐC\n\nLê Văn An")
    assert data["cc"] == ["Như trên", "Lưu: VT"]
    assert (len(data["tasks"]), data["signer"]["name"]) == (1, "Lê Văn An")


def test_columns_that_a_scan_read_as_one_line_are_taken_apart():
    text = (
        "SỞ Y TẾ\nSố: 18/SYT-VP Vĩnh An, ngày Öồ tháng 11 năm 2024\nV/v tập huấn\n\nKính gửi: Các trạm\n\n"
        "Đề nghị các trạm rà soát hồ sơ.\nNơi nhận: KT. GIÁM ĐÓC\n- Như trên; PHÓ GIÁM ĐÓC\n- UBND TỈNH (b/c);\n"
        "- Lưu: VT, NV. Ngô Quang Hiền\n"
    )
    data = data_of(text)
    assert (data["number"], data["place"], data["date_partial"]) == ("18", "Vĩnh An", "2024-11")
    assert data["cc"] == ["Như trên", "UBND TỈNH (b/c)", "Lưu: VT, NV"]
    assert data["signer"] == {"name": "Ngô Quang Hiền", "title": "PHÓ GIÁM ĐÓC", "authority_prefix": "KT. GIÁM ĐÓC"}
