"""Pages behind the signature: what they print is not the letter's, whatever they are called."""

import pytest

from directives.intake import read_text

LETTER = (
    "SỞ Y TẾ\n\nSố: 12/SYT-NVY\nV/v phòng, chống dịch\n\nHuế, ngày 05 tháng 11 năm 2024\n\n"
    "Kính gửi: Các sở, ban, ngành\n\n"
    "Sở Y tế đề nghị các sở báo cáo theo mẫu (gửi kèm Phụ lục 1) trước ngày 30/11/2024.\n\n"
)
BELOW = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nTrần Văn An\n\n"
BESIDE = (
    "Nơi nhận:                         KT. GIÁM ĐỐC\n- Như trên;                   PHÓ GIÁM ĐỐC\n- Lưu: VT.\n\n"
    "                                  Trần Văn An\n\n"
)
WITH = "(Kèm theo Công văn số 12/SYT-NVY ngày 05 tháng 11 năm 2024 của Sở Y tế)"
FORM = (
    "\n\n1. Tên đơn vị: ……\n- Sở Nội vụ báo cáo trước ngày 15/12/2024.\nLưu ý: ghi đủ các cột.\n\n"
    "Nơi nhận:\n- Sở Y tế;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Thị Bình\n"
)


@pytest.mark.parametrize("tail", [BELOW, BESIDE])
@pytest.mark.parametrize("form", ["", FORM])
@pytest.mark.parametrize(
    "title",
    [
        f"PHỤ LỤC 1\nMẪU BÁO CÁO\n{WITH}",
        f"Phụ lục I\n{WITH}",
        f"ĐỀ CƯƠNG BÁO CÁO\n{WITH}",
        f"DANH SÁCH\nCÁC ĐƠN VỊ BÁO CÁO\n{WITH}",
        "Mẫu số 01",
        "BIỂU TỔNG HỢP\n(Ban hành kèm theo Công văn số 12/SYT-NVY)",
        f"KẾT QUẢ THỰC HIỆN\nNĂM 2024\n{WITH}",
        f"{WITH}\nKẾT QUẢ THỰC HIỆN",
    ],
)
def test_a_page_behind_the_signature_changes_nothing_of_what_the_letter_says(title, form, tail):
    letter = read_text(LETTER + tail).data
    assert letter["signer"] == {"name": "Trần Văn An", "title": "PHÓ GIÁM ĐỐC", "authority_prefix": "KT. GIÁM ĐỐC"}
    assert letter["attachments"] == ["Phụ lục 1"]
    assert read_text(LETTER + tail + title + form).data == letter


def test_receivers_may_be_told_what_goes_with_it():
    tail = BELOW.replace("- Như trên;", "- Như trên;\n(kèm theo phụ lục)\n- UBND tỉnh;")
    data = read_text(LETTER + tail).data
    assert data["cc"][-2:] == ["UBND tỉnh", "Lưu: VT"]
    assert data["signer"]["name"] == "Trần Văn An"


def test_a_signature_in_capitals_stays_above_what_is_sent_with_it():
    data = read_text(LETTER + BELOW.replace("Trần Văn An", "TRẦN VĂN AN") + WITH).data
    assert data["signer"]["name"] == "TRẦN VĂN AN"
