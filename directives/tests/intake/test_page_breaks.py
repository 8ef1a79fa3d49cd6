"""Sentences that the end of a page cut in two, and titles that only look like such."""

import pytest

from directives.intake import read_text

from .test_habits_body import letter, tasks


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Sở Y tế đề nghị các sở gửi báo cáo trước ngày", "30/11/2024."),
        ("Sở Y tế đề nghị các sở gửi báo cáo trước ngày 30 tháng 11 năm", "2024."),
        ("Sở Y tế đề nghị các sở báo cáo Sở Y tế và", "Ủy ban nhân dân tỉnh trước ngày 30/11/2024."),
        ("Sở Y tế đề nghị các sở báo cáo (qua", "Phòng Tổng hợp) trước ngày 30/11/2024."),
        ("Sở Y tế đề nghị các sở rà soát; báo cáo", "Ủy ban nhân dân tỉnh trước ngày 30/11/2024."),
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n\n2\n\n", "\n"])
def test_a_sentence_that_the_end_of_a_page_cut_is_one(above, below, gap):
    whole, cut = read_text(letter(f"{above} {below}")).data, read_text(letter(above + gap + below)).data
    assert [(d["date"], d["relation"]) for d in cut["deadlines"]] == [("2024-11-30", "before")]
    assert (cut["tasks"], cut["deadlines"]) == (whole["tasks"], whole["deadlines"])
    assert len(cut["tasks"]) == 1


@pytest.mark.parametrize("title", ["Chuyển đổi số", "Văn phòng Sở", "Chế độ báo cáo"])
def test_a_title_is_not_joined_to_what_stands_under_it(title):
    asked = "Các sở gửi danh sách trước ngày 30/11/2024."
    assert tasks(f"Sở Y tế đề nghị:\n\n1. {title}\n\n{asked}")[0][1].removesuffix(".") == asked.removesuffix(".")


def test_a_paragraph_on_one_line_is_cut_by_no_page():
    whole = f"Sở Y tế đề nghị các sở {'rà soát hồ sơ, ' * 20}báo cáo những việc theo"
    cut = read_text(letter(f"{whole}\n\nCác xã gửi danh sách trước ngày 30/11/2024.")).data
    assert [task["text"].endswith("theo") for task in cut["tasks"]] == [True, False]
