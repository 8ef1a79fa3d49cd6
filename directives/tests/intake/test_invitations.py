"""Invitations without "Kính gửi": those whom they invite are their recipients."""

import pytest

from directives.intake import read_text

HEAD = "UBND HUYỆN CẦU KÈ\n\nSố: 7/GM-UBND\n\nCầu Kè, ngày 11 tháng 3 năm 2025\n\nGIẤY MỜI\nDự họp giao ban tháng 3\n\n"
TAIL = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."


@pytest.mark.parametrize(
    ("body", "recipients"),
    [
        (
            "Ủy ban nhân dân huyện trân trọng kính mời:\n- Đại diện Thường trực Huyện ủy;\n- Chủ tịch UBND các xã.\n"
            "Tham dự cuộc họp:\n1. Thời gian: 08 giờ, ngày 14/3/2025.",
            ["Đại diện Thường trực Huyện ủy", "Chủ tịch UBND các xã"],
        ),
        (
            "Ủy ban nhân dân huyện trân trọng kính mời:\nThành phần:\na) Trưởng các phòng;\nb) Chủ tịch UBND các xã.\n"
            "Thời gian: 08 giờ, ngày 14/3/2025.",
            ["Trưởng các phòng", "Chủ tịch UBND các xã"],
        ),
        (
            "Ủy ban nhân dân huyện tổ chức cuộc họp:\n1. Thành phần:\na) Chủ trì: Chủ tịch UBND huyện;\n"
            "b) Trưởng các phòng.\n2. Thời gian: 08 giờ.",
            ["Trưởng các phòng"],
        ),
        (
            "Thành phần:\na) Chủ trì: Chủ tịch UBND huyện;\nb) Thành phần mời:\n- Trưởng các phòng;\n"
            "- Chủ tịch UBND các xã.\nThời gian: 08 giờ.",
            ["Trưởng các phòng", "Chủ tịch UBND các xã"],
        ),
        ("Trân trọng kính mời: - Sở Y tế; - Sở Nội vụ.\nĐến dự họp.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Trân trọng kính mời: Ông Lê Văn An, Giám đốc Sở.\nĐến dự họp.", ["Ông Lê Văn An, Giám đốc Sở"]),
        (
            "Ủy ban nhân dân huyện trân trọng kính mời đại diện lãnh đạo các phòng tham dự cuộc họp như sau:\n"
            "1. Thời gian: 08 giờ, ngày 14/3/2025.",
            ["đại diện lãnh đạo các phòng"],
        ),
        (
            "Ủy ban nhân dân huyện trân trọng kính mời các đồng chí có thành phần dưới đây tham dự:\n1. Thành phần:\n"
            "- Chủ trì: Chủ tịch UBND huyện;\n- Trưởng các phòng;\n- Chủ tịch UBND các xã.\n2. Thời gian: 08 giờ.",
            ["Trưởng các phòng", "Chủ tịch UBND các xã"],
        ),
        (
            "Ủy ban nhân dân huyện tổ chức cuộc họp:\n1. Thời gian: 08 giờ.\n2. Thành phần: Trưởng các phòng.",
            ["Trưởng các phòng"],
        ),
        ("Ủy ban nhân dân huyện tổ chức cuộc họp:\n1. Thời gian: 08 giờ.\n2. Địa điểm: Hội trường.", []),
    ],
)
def test_those_invited_are_the_recipients(body, recipients):
    reading = read_text(HEAD + body + TAIL)
    assert reading.data["recipients"] == recipients
    assert ("recipients" in reading.reasons) is (recipients == [])
    assert reading.data["deadlines"] == []


def test_an_invitation_with_its_addressees_keeps_to_them():
    body = "Kính gửi: Các phòng, ban\n\nỦy ban nhân dân huyện trân trọng kính mời ông Lê Văn An dự họp."
    assert read_text(HEAD + body + TAIL).data["recipients"] == ["Các phòng, ban"]


def test_a_plan_invites_nobody():
    text = (HEAD + "Huyện trân trọng kính mời:\n- Các phòng, ban." + TAIL).replace("GIẤY MỜI", "KẾ HOẠCH")
    assert read_text(text.replace("GM-", "KH-")).data["recipients"] == []


def test_the_subject_of_an_earlier_letter_is_not_what_this_one_asks():
    text = (
        "BỘ Y TẾ\n\nSố: 12/BYT-VP\n\nHà Nội, ngày 15 tháng 7 năm 2025\n\nKính gửi: Các sở y tế.\n\n"
        "Ngày 10/7/2025, Bộ Y tế đã ban hành Công văn số 11/BYT-VP về việc hướng dẫn tiêm chủng. Do sơ suất, Bộ Y tế "
        "đính chính như sau:\nTại mục 3, cụm từ “xã” được sửa thành “phường”." + TAIL
    )
    bases = [(basis["number"], basis["date"]) for basis in read_text(text).data["legal_bases"]]
    assert bases == [("11/BYT-VP", "2025-07-10")]
