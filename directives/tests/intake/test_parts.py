"""Parts of letters in the other shapes that Decree 30/2020 and practice give them."""

import pytest

from directives.intake import read_text

BODY = "\n\nKính gửi: Sở Nội vụ\n\nĐề nghị Sở Nội vụ thực hiện.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."


def data_of(text: str) -> dict:
    return read_text(text).data


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 5816 /BNV-CCHC", "5816", "BNV-CCHC"),
        ("Số: 09/2009/CT-UBND", "09", "CT-UBND"),
        ("Số:     /STTTT-CNTT/VT", None, "STTTT-CNTT/VT"),
        ("Số: ……/SYT-NVY", None, "SYT-NVY"),
        ("Số 113/QĐ-UBND-HC", "113", "QĐ-UBND-HC"),
        ("Số: 12a/KH-BCĐ", "12a", "KH-BCĐ"),
        ("Số: ....../SVHTTDL-\nBCXB\nV/v tập huấn", None, "SVHTTDL-BCXB"),
        ("Sổ: 12/SYT-NVY\nKẾ HOẠCH", "12", "SYT-NVY"),
        ("Số: 656/TTg-KSTT          Hà Nội, ngày 05 tháng 02 năm 2025", "656", "TTg-KSTT"),
    ],
)
def test_number_and_symbol(line, number, symbol):
    data = data_of(line + BODY)
    assert (data["number"], data["symbol"]) == (number, symbol)


@pytest.mark.parametrize(
    ("line", "place", "day", "partial"),
    [
        ("Cần Thơ, ngày 05 tháng 02 năm 2025", "Cần Thơ", "2025-02-05", None),
        ("Cần Thơ, ngày tháng năm 2025", "Cần Thơ", None, "2025"),
        ("TP. Hồ Chí Minh, ngày      tháng 11 năm 2025", "TP. Hồ Chí Minh", None, "2025-11"),
        ("Hà Nội, ngày … tháng … năm 2025", "Hà Nội", None, "2025"),
        ("Huế, ngày 31 tháng 02 năm 2025", "Huế", None, "2025-02"),
        ("Huế, ngảy 12 thảng 9 năm 2024", "Huế", "2024-09-12", None),
    ],
)
def test_place_and_day(line, place, day, partial):
    data = data_of(f"Số: 1/A-B\n\n{line}" + BODY)
    assert (data["place"], data["date"], data["date_partial"]) == (place, day, partial)


@pytest.mark.parametrize(
    ("heading", "issuer", "parent"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG", "ỦY BAN NHÂN DÂN TỈNH BÌNH DƯƠNG", None),
        ("UBND THÀNH PHỐ CẦN THƠ\nSỞ Y TẾ", "SỞ Y TẾ", "UBND THÀNH PHỐ CẦN THƠ"),
        ("BỘ Y TẾ          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BỘ Y TẾ", None),
        ("SỞ Y TẾ\nCHI CỤC DÂN SỐ\n-------", "CHI CỤC DÂN SỐ", "SỞ Y TẾ"),
    ],
)
def test_issuer_and_the_body_above_it(heading, issuer, parent):
    data = data_of(f"{heading}\n\nSố: 1/A-B" + BODY)
    assert (data["issuer"], data["issuer_parent"]) == (issuer, parent)


def test_a_plan_has_its_printed_type_and_subject():
    text = (
        "UBND HUYỆN PHONG ĐIỀN\n\nSố: 7/KH-UBND\n\nPhong Điền, ngày 02 tháng 01 năm 2025\n\n"
        "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2025\n\n"
        "Căn cứ Kế hoạch số 3/KH-UBND ngày 01/01/2025 của UBND thành phố, Ủy ban nhân dân huyện "
        "ban hành kế hoạch như sau:\n"
        "I. MỤC ĐÍCH\n1. Nâng cao nhận thức.\nNơi nhận:\n- Lưu: VT."
    )
    data = data_of(text)
    assert (data["doc_type"], data["subject"]) == ("Kế hoạch", "Tuyên truyền cải cách hành chính năm 2025")
    assert data["recipients"] == []
    assert data["legal_bases"] == [{"number": "3/KH-UBND", "date": "2025-01-01", "issuer": "UBND thành phố"}]


def test_an_unprinted_type_is_taken_from_the_symbol_as_a_doubt():
    reading = read_text(
        "Số: 7/KH-UBND\n\nCần Thơ, ngày 02 tháng 01 năm 2025\n\nThực hiện chỉ đạo.\n\nNơi nhận:\n- Lưu: VT."
    )
    assert (reading.data["doc_type"], reading.confidence["doc_type"]) == ("Kế hoạch", "doubt")


@pytest.mark.parametrize("stamp", ["HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"])
def test_urgency_is_read_from_its_stamp(stamp):
    assert data_of(f"{stamp}\n\nSố: 1/A-B" + BODY)["urgency"] == stamp


@pytest.mark.parametrize(
    ("signature", "signer"),
    [
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn An",
            ("Lê Văn An", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"),
        ),
        (
            "TL. BỘ TRƯỞNG\nVỤ TRƯỞNG\nVỤ CẢI CÁCH HÀNH CHÍNH\n\nĐỗ Bá",
            ("Đỗ Bá", "VỤ TRƯỞNG / VỤ CẢI CÁCH HÀNH CHÍNH", "TL. BỘ TRƯỞNG"),
        ),
        ("Q. GIÁM ĐỐC\n(Đã ký)\nTS. Ông Thị Ý Nhi", ("Ông Thị Ý Nhi", "Q. GIÁM ĐỐC", None)),
        ("GIÁM ĐỐC\n\nNguyễn Văn A", ("Nguyễn Văn A", "GIÁM ĐỐC", None)),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG Nguyễn Thị Xuyên", ("Nguyễn Thị Xuyên", "THỨ TRƯỞNG", "KT. BỘ TRƯỞNG")),
    ],
)
def test_signer_title_and_authority(signature, signer):
    found = data_of(f"Số: 1/A-B{BODY}\n\n{signature}")["signer"]
    assert (found["name"], found["title"], found["authority_prefix"]) == signer


def test_receivers_and_signature_side_by_side_do_not_mix():
    text = (
        "Số: 1/A-B\n\nKính gửi: Sở Nội vụ\n\nĐề nghị Sở Nội vụ thực hiện./.\n\n"
        "Nơi nhận:                              KT. GIÁM ĐỐC\n- Như trên;                            PHÓ GIÁM ĐỐC\n"
        "- UBND tỉnh (để báo cáo);\n- Các phòng thuộc Sở\n(để thực hiện);\n- Lưu: VT, VP.\n"
        "                                       Trần Văn Bé"
    )
    data = data_of(text)
    assert data["cc"] == ["Như trên", "UBND tỉnh (để báo cáo)", "Các phòng thuộc Sở (để thực hiện)", "Lưu: VT, VP"]
    assert data["overseers"] == ["UBND tỉnh (để báo cáo)"]
    assert data["signer"] == {"name": "Trần Văn Bé", "title": "PHÓ GIÁM ĐỐC", "authority_prefix": "KT. GIÁM ĐỐC"}


def test_a_given_task_names_its_unit_and_those_it_works_with():
    text = "Số: 1/A-B\n\nKính gửi: Các sở\n\nGiao Sở Y tế chủ trì, phối hợp với Sở Tài chính tham mưu kinh phí."
    (task,) = data_of(text)["tasks"]
    assert (task["recipient_group"], task["coordinating"]) == ("Sở Y tế", ["Sở Tài chính"])
    assert task["text_start"] == "chủ trì, phối hợp với Sở Tài chính tham mưu kinh phí."


def test_closing_courtesies_are_no_tasks():
    text = (
        "Số: 1/A-B\n\nKính gửi: Các sở\n\nĐề nghị các sở rà soát hồ sơ. Rất mong các sở quan tâm phối hợp. "
        "Trong quá trình thực hiện, nếu có vướng mắc đề nghị phản ánh về Sở Y tế. Trân trọng cảm ơn./."
    )
    assert [task["text"] for task in data_of(text)["tasks"]] == ["rà soát hồ sơ."]


def test_links_and_mailboxes_lose_the_punctuation_around_them():
    text = "Số: 1/A-B" + BODY.replace(
        "thực hiện.", "xem <https://a.vn/b/>, (www.c.vn), https://d.vn. Gửi x.y@e.vn; x.y@e.vn."
    )
    data = data_of(text)
    assert (data["links"], data["emails"]) == (["https://a.vn/b/", "www.c.vn", "https://d.vn"], ["x.y@e.vn"])


def test_a_markdown_letter_reads_like_its_words():
    text = (
        "| **SỞ Y TẾ** <br> Số: 5/SYT-VP <br> V/v tiêm chủng | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** <br> "
        "*Huế, ngày 02 tháng 01 năm 2025* |\n| :--- | :--- |\n\n**Kính gửi:**\n- Trạm y tế;\n- Bệnh viện.\n\n"
        "### 1. Bệnh viện:\n- Tổ chức **tiêm chủng**.\n\n| **Nơi nhận:** | **GIÁM ĐỐC** |\n| :--- | :--- |\n"
        "| - Như trên;<br>- Lưu: VT. | *(Đã ký)* <br> **Lê Văn An** |"
    )
    data = data_of(text)
    assert (data["issuer"], data["number"], data["subject"], data["date"]) == (
        "SỞ Y TẾ",
        "5",
        "tiêm chủng",
        "2025-01-02",
    )
    assert (data["recipients"], data["cc"]) == (["Trạm y tế", "Bệnh viện"], ["Như trên", "Lưu: VT"])
    assert [(task["recipient_group"], task["text"]) for task in data["tasks"]] == [("Bệnh viện", "Tổ chức tiêm chủng.")]
    assert data["signer"] == {"name": "Lê Văn An", "title": "GIÁM ĐỐC", "authority_prefix": None}
