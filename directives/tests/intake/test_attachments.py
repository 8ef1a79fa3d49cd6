"""What a letter says goes with it: each title whole, none invented."""

import pytest

from directives.intake import read_text

from .test_habits_body import letter


@pytest.mark.parametrize(
    ("body", "attachments"),
    [
        (
            "(Gửi kèm: Dự thảo Quyết định; Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý)",
            ["Dự thảo Quyết định", "Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý"],
        ),
        (
            "(Đính kèm: Kế hoạch của Sở Y tế, Sở Nội vụ và Danh sách các đơn vị)",
            ["Kế hoạch của Sở Y tế, Sở Nội vụ", "Danh sách các đơn vị"],
        ),
        (
            "(Gửi kèm theo: Phiếu khảo sát (mẫu A, mẫu B); Hướng dẫn trả lời phiếu)",
            ["Phiếu khảo sát (mẫu A, mẫu B)", "Hướng dẫn trả lời phiếu"],
        ),
        ("(Gửi kèm bản chụp văn bản số 123/BYT-DP của Bộ Y tế)", ["bản chụp văn bản số 123/BYT-DP của Bộ Y tế"]),
        (
            "Sở Y tế gửi kèm theo Công văn này Đề cương báo cáo và biểu mẫu để các đơn vị thực hiện.",
            ["Đề cương báo cáo", "biểu mẫu"],
        ),
    ],
)
def test_a_list_is_cut_where_the_next_title_begins_and_nowhere_else(body, attachments):
    assert read_text(letter(body)).data["attachments"] == attachments


@pytest.mark.parametrize(
    ("body", "attachments"),
    [
        ("Các sở tổng hợp theo Mẫu số 01, Mẫu số 02 (kèm theo Hướng dẫn này).", ["Mẫu số 01", "Mẫu số 02"]),
        ("Các sở tổng hợp theo Mẫu số 01, Mẫu số 02 kèm theo.", ["Mẫu số 01", "Mẫu số 02"]),
        ("Đề nghị các sở rà soát theo Phụ lục I, II, III kèm theo.", ["Phụ lục I, II, III kèm theo"]),
        ("Cập nhật theo các Phụ lục kèm theo dự thảo Báo cáo.", ["các Phụ lục kèm theo dự thảo Báo cáo"]),
        (
            "UBND tỉnh ban hành kế hoạch (Có Kế hoạch số 45/KH-UBND ngày 12/3/2025 kèm theo).",
            ["Kế hoạch số 45/KH-UBND ngày 12/3/2025 kèm theo"],
        ),
        ("Đề nghị Sở Y tế có ý kiến (bản chụp văn bản gửi kèm).", ["bản chụp văn bản gửi kèm"]),
        (
            "Văn phòng xin gửi bản chụp văn bản nói trên của Bộ Y tế đến quý cơ quan để có ý kiến.",
            ["bản chụp văn bản nói trên của Bộ Y tế"],
        ),
    ],
)
def test_titles_named_in_a_sentence_are_whole(body, attachments):
    assert read_text(letter(body)).data["attachments"] == attachments


@pytest.mark.parametrize(
    "body",
    [
        "Các sở nộp hồ sơ đăng ký kèm theo ảnh và bản cam kết.",
        "Các sở báo cáo theo Mẫu 05 ban hành kèm theo Thông tư số 5/2024/TT-BTC của Bộ Tài chính.",
        "Các sở báo cáo (theo mẫu ban hành kèm theo Thông tư số 5/2024/TT-BTC).",
        "Các tệp đính kèm phải là bản chụp của văn bản giấy.",
        "Các sở thực hiện các nội dung (kèm theo Hướng dẫn này).",
    ],
)
def test_what_goes_with_other_documents_is_no_attachment(body):
    assert read_text(letter(body)).data["attachments"] == []
