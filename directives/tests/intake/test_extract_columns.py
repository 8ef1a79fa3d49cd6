"""Two columns set by tabs or blanks: names that look like the words of a blank do not join them."""

import pytest

from directives.intake import read_text

BODY = """
V/v chuyển đổi số

Kính gửi: Các sở, ban, ngành tỉnh.

Đề nghị các đơn vị báo cáo kết quả trước ngày 20/5/2024./.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""
NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def heading(left: list[str], right: list[str], gap: str) -> str:
    return "\n".join(f"{a}{gap}{b}" for a, b in zip(left, right, strict=True)) + "\n"


@pytest.mark.parametrize("gap", ["\t", "\t\t", "      ", " \t "])
@pytest.mark.parametrize("issuer", ["TRUNG TÂM CHUYỂN ĐỔI SỐ", "SỞ NỘI VỤ"])
@pytest.mark.parametrize("place", ["Nam Định", "Hà Nam", "Năm Căn", "Huế"])
def test_names_in_two_columns_stay_apart(gap, issuer, place):
    left = ["UBND TỈNH NAM ĐỊNH", issuer, "Số: 77/CDS-KH"]
    day = f"{place}, ngày 04 tháng 5 năm 2024"
    data = read_text(heading(left, [*NATION, day], gap) + BODY).data
    assert (data["issuer_parent"], data["issuer"]) == ("UBND TỈNH NAM ĐỊNH", issuer)
    assert (data["number"], data["symbol"]) == ("77", "CDS-KH")
    assert (data["place"], data["date"]) == (place, "2024-05-04")


@pytest.mark.parametrize("gap", ["\t", "      "])
def test_blanks_to_be_filled_in_are_no_columns(gap):
    left = ["UBND TỈNH NAM ĐỊNH", "SỞ NỘI VỤ", "Số:        /SNV-KH"]
    day = "Nam Định, ngày      tháng      năm 2024"
    data = read_text(heading(left, [*NATION, day], gap) + BODY).data
    assert (data["issuer"], data["number"], data["symbol"]) == ("SỞ NỘI VỤ", None, "SNV-KH")
    assert (data["place"], data["date"], data["date_partial"]) == ("Nam Định", None, "2024")
