"""How letters ask: who is meant, what is a task and what only tells, in the habits of different offices."""

import pytest

from directives.intake import read_text


def letter(body: str, before: str = "Kính gửi: Các sở, ban, ngành", day: str = "05 tháng 11 năm 2024") -> str:
    return (
        f"SỞ Y TẾ\n\nSố: 12/SYT-NVY\nV/v phòng, chống dịch\n\nHuế, ngày {day}\n\n{before}\n\n{body}\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    )


def tasks(body: str, **options) -> list[tuple]:
    found = read_text(letter(body, **options)).data["tasks"]
    return [(task["recipient_group"], task["text"]) for task in found]


def test_a_colon_may_stand_inside_the_names_of_units():
    assert tasks("Giao các Bộ: Công an, Tài chính có ý kiến về dự thảo.") == [
        ("các Bộ: Công an, Tài chính", "có ý kiến về dự thảo.")
    ]


def test_a_lead_in_may_end_with_those_it_addresses():
    assert tasks("Sở Y tế yêu cầu các đơn vị:\n1. Rà soát hồ sơ.") == [("các đơn vị", "Rà soát hồ sơ.")]


def test_those_who_are_sent_a_draft_are_asked():
    assert tasks("Sở Y tế gửi dự thảo Kế hoạch đến Quý cơ quan để nghiên cứu, góp ý.") == [
        ("Quý cơ quan", "nghiên cứu, góp ý.")
    ]


def test_those_who_collect_what_is_sent_are_not_asked():
    assert tasks("Đề nghị các sở gửi báo cáo đến Sở Y tế để tổng hợp.") == [
        ("các sở", "gửi báo cáo đến Sở Y tế để tổng hợp.")
    ]


def test_an_addressee_is_known_as_heading_whatever_it_is_called():
    body = "Sở Y tế đề nghị các đơn vị:\n1. Thôn đội Tân An\n- Giữ gìn vệ sinh.\n2. Sở Nội vụ\n- Rà soát hồ sơ."
    assert tasks(body, before="Kính gửi:\n- Thôn đội Tân An;\n- Sở Nội vụ.") == [
        ("Thôn đội Tân An", "Giữ gìn vệ sinh."),
        ("Sở Nội vụ", "Rà soát hồ sơ."),
    ]


def test_guests_are_no_tasks():
    body = "Sở Y tế trân trọng kính mời:\n- Đại diện Sở Nội vụ;\n- Trưởng phòng Tổ chức."
    assert tasks(body) == []


def test_a_respectful_request_is_no_closing_courtesy():
    assert tasks("Sở Y tế trân trọng đề nghị Quý cơ quan rà soát hồ sơ.") == [("Quý cơ quan", "rà soát hồ sơ.")]


@pytest.mark.parametrize("text", ["Đánh giá cao kết quả của các đơn vị.", "Thống nhất chủ trương đầu tư dự án."])
def test_what_a_meeting_praised_or_agreed_to_asks_nobody(text):
    assert tasks(f"Phó Giám đốc kết luận như sau:\n1. {text}\n2. Giao Sở Nội vụ rà soát hồ sơ.") == [
        ("Sở Nội vụ", "rà soát hồ sơ.")
    ]


def test_an_article_asks_only_those_it_names():
    text = (
        "BỘ Y TẾ\n\nSố: 7/QĐ-BYT\n\nHà Nội, ngày 02 tháng 01 năm 2025\n\nQUYẾT ĐỊNH\nBan hành quy chế lưu trữ\n\n"
        "Căn cứ Nghị định số 1/2024/NĐ-CP ngày 01/02/2024 của Chính phủ;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế lưu trữ.\n"
        "Điều 2. Giao Văn phòng Bộ theo dõi việc lưu trữ.\n\nNơi nhận:\n- Lưu: VT."
    )
    found = read_text(text).data["tasks"]
    assert [(task["recipient_group"], task["text"]) for task in found] == [("Văn phòng Bộ", "theo dõi việc lưu trữ.")]


def test_a_body_that_is_the_standing_office_is_named_without_that():
    assert tasks("Giao Sở Nội vụ là cơ quan thường trực, theo dõi việc thực hiện.") == [
        ("Sở Nội vụ", "là cơ quan thường trực, theo dõi việc thực hiện.")
    ]


def test_persons_behind_a_verb_that_gives_begin_with_a_capital():
    body = "Sở Y tế đề nghị các đơn vị:\n1. Phân công trực Tết; gửi danh sách trực về Sở."
    assert tasks(body) == [("các đơn vị", "Phân công trực Tết; gửi danh sách trực về Sở.")]


def test_information_security_is_no_verb():
    body = "Sở Y tế đề nghị:\n1. Đối với Hiệp hội An toàn thông tin Huế: Huy động hội viên tham gia."
    assert tasks(body) == [("Hiệp hội An toàn thông tin Huế", "Huy động hội viên tham gia.")]


def test_words_that_lost_their_marks_on_a_scan_still_ask():
    assert tasks("Đê nghị các đơn vị phôi hợp kiêm tra hồ sơ. Yêu câu các sở bao cáo kêt quả.") == [
        ("các đơn vị", "phôi hợp kiêm tra hồ sơ."),
        ("các sở", "bao cáo kêt quả."),
    ]


def test_another_word_that_only_looks_like_a_worn_one_does_not_ask():
    assert tasks("Năm nay, các sở có thời gian để nghỉ phép.") == []


@pytest.mark.parametrize(
    ("body", "bases"),
    [
        ("Sở Y tế nhận được Công văn số 5/SNV-VP ngày 01/10/2024 của Sở Nội vụ.", ["5/SNV-VP"]),
        (
            "Ngày 27/9/2024, UBND tỉnh ban hành Kế hoạch số 37/KH-UBND về ngày hội. Sở Y tế đề nghị các sở rà soát.",
            ["37/KH-UBND"],
        ),
        ("Sở Y tế có ý kiến như sau:\n- Căn cứ Thông tư số 130/2016/TT-BTC, các sở rà soát hồ sơ.", []),
        ("Căn cứ Thông tư số 3/2012/TT-BYT được sửa đổi, bổ sung bởi Thông tư số 2/2017/TT-BYT;", None),
    ],
)
def test_bases_are_what_the_opening_rests_on(body, bases):
    found = [basis["number"] for basis in read_text(letter(body)).data["legal_bases"]]
    assert found == (["3/2012/TT-BYT", "2/2017/TT-BYT"] if bases is None else bases)


@pytest.mark.parametrize(
    ("body", "attachments"),
    [
        ("Đề nghị các sở rà soát theo danh sách gửi kèm.", ["danh sách gửi kèm"]),
        ("Đề nghị các sở báo cáo theo biểu mẫu đính kèm về Sở Y tế.", ["biểu mẫu đính kèm"]),
        (
            "Cách chấm điểm nêu tại Phụ lục 1 đối với sở và Phụ lục 2 đối với xã (gửi kèm theo).",
            ["Phụ lục 1", "Phụ lục 2"],
        ),
        ("Hồ sơ (hồ sơ dự thảo gửi kèm theo và được đăng tải trên Cổng) gồm 3 phần.", ["hồ sơ dự thảo gửi kèm theo"]),
        ("Danh sách do xã lập; kèm theo đó là khó khăn.", []),
    ],
)
def test_attachments_are_named_without_the_rest_of_the_sentence(body, attachments):
    assert read_text(letter(body)).data["attachments"] == attachments


def test_a_body_whose_name_ends_like_a_verb_acts():
    assert tasks("Giao Sở Khoa học và Công nghệ hỗ trợ các xã.") == [("Sở Khoa học và Công nghệ", "hỗ trợ các xã.")]


def test_a_group_ends_before_by_which_function_it_acts():
    assert tasks("Giao các sở theo chức năng, nhiệm vụ được giao triển khai thực hiện Công điện này đến từng xã.") == [
        ("các sở", "theo chức năng, nhiệm vụ được giao triển khai thực hiện Công điện này đến từng xã.")
    ]


def test_a_requirement_of_somebody_is_no_heading_that_tells():
    body = "Sở Y tế thông báo:\n1. Yêu cầu\n- Nâng cao nhận thức.\n2. Yêu cầu Hiệu trưởng các trường:\n- Rà soát hồ sơ."
    assert tasks(body) == [("Hiệu trưởng các trường", "Rà soát hồ sơ.")]


def test_addressees_without_bullets_go_on_behind_a_semicolon():
    reading = read_text(
        letter("Đề nghị các sở rà soát hồ sơ.", before="Kính gửi: Sở Nội vụ;\n               Ủy ban nhân dân các xã.")
    )
    assert reading.data["recipients"] == ["Sở Nội vụ", "Ủy ban nhân dân các xã"]


def test_lines_of_attributes_belong_to_the_task_above_them():
    body = (
        "Sở Y tế xây dựng kế hoạch như sau:\n1. Hoàn thiện hồ sơ lưu trữ.\n- Đơn vị chủ trì: Phòng Tổ chức.\n"
        "- Đơn vị phối hợp: Văn phòng.\n- Thời gian hoàn thành: trước ngày 30/11/2024."
    )
    (task,) = read_text(letter(body)).data["tasks"]
    assert (task["recipient_group"], task["text"]) == ("Phòng Tổ chức", "Hoàn thiện hồ sơ lưu trữ.")
    assert (task["coordinating"], task["due"]) == (["Văn phòng"], "2024-11-29")


def test_the_place_where_files_are_handed_in_is_no_list_of_receivers():
    reading = read_text(letter("Đề nghị các sở nộp hồ sơ.\nNơi nhận hồ sơ: Sở Y tế.\nGiao Sở Nội vụ rà soát hồ sơ."))
    assert reading.data["cc"] == ["Như trên", "Lưu: VT"]
    assert reading.data["tasks"][-1]["recipient_group"] == "Sở Nội vụ"


def test_those_who_are_told_to_apply_are_asked():
    assert tasks("Sở Y tế thông báo đến các đơn vị đăng ký nhiệm vụ năm 2025.") == [
        ("các đơn vị", "đăng ký nhiệm vụ năm 2025.")
    ]


def test_scribbles_behind_the_closing_sign_are_no_words():
    assert tasks("Đề nghị các sở rà soát hồ sơ./. fÄ") == [("các sở", "rà soát hồ sơ.")]
    assert tasks("Yêu cầu các sở triển khai thực hiện nghiêm túc./. fÄ") == []


def test_the_sole_addressee_is_meant_where_nobody_is_named():
    body = "Để chuẩn bị kỳ họp, Sở Y tế đề nghị:\n1. Tài liệu họp phải in hai mặt.\n2. Rà soát hồ sơ."
    assert tasks(body, before="Kính gửi: Sở Nội vụ") == [
        ("Sở Nội vụ", "Tài liệu họp phải in hai mặt."),
        ("Sở Nội vụ", "Rà soát hồ sơ."),
    ]


def test_several_addressees_are_not_guessed_at():
    body = "Để chuẩn bị kỳ họp, Sở Y tế đề nghị:\n1. Rà soát hồ sơ."
    assert tasks(body, before="Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính.") == [(None, "Rà soát hồ sơ.")]


def test_a_lead_in_that_guides_names_its_units_before_as_follows():
    assert tasks("Sở Y tế hướng dẫn các công đoàn cơ sở như sau:\n1. Hưởng ứng Tuần lễ Áo dài.") == [
        ("các công đoàn cơ sở", "Hưởng ứng Tuần lễ Áo dài.")
    ]


def test_what_a_cited_letter_announces_is_its_own_speech():
    body = (
        "Hôm 16/4, Sở Y tế nhận được Công văn số 5/CAT-PC03 ngày 15/4/2024 của Công an tỉnh thông báo có thuốc giả. "
        "Đề nghị các sở rà soát hồ sơ."
    )
    data = read_text(letter(body)).data
    assert [(basis["number"], basis["date"]) for basis in data["legal_bases"]] == [("5/CAT-PC03", "2024-04-15")]
    assert [task["text"] for task in data["tasks"]] == ["rà soát hồ sơ."]


@pytest.mark.parametrize(
    ("unit", "what"),
    [
        ("Sở Thông tin và Truyền thông", "báo cáo kết quả."),
        ("các doanh nghiệp viễn thông", "báo cáo kết quả."),
        ("Ban Quản lý dự án đầu tư xây dựng tỉnh", "đôn đốc nhà thầu."),
        ("Văn phòng đăng ký đất đai tỉnh", "rà soát hồ sơ."),
        ("Đoàn kiểm tra liên ngành", "tổng hợp kết quả."),
    ],
)
def test_words_inside_the_names_of_units_are_no_verbs(unit, what):
    assert tasks(f"Đề nghị {unit} {what}") == [(unit, what)]


def test_what_somebody_will_do_is_not_asked():
    body = (
        "Sở Y tế đề nghị các đơn vị:\n1. Rà soát hồ sơ.\n2. Căn cứ quy định, Sở Y tế sẽ tiến hành kiểm tra các đơn vị."
    )
    assert tasks(body) == [("các đơn vị", "Rà soát hồ sơ.")]


def test_particulars_of_what_is_asked_are_no_tasks():
    body = "Sở Y tế đề nghị các đơn vị:\n1. Đăng ký nhu cầu.\n2. Đối tượng: cán bộ được tuyển dụng.\n3. Lệ phí: không."
    assert tasks(body) == [("các đơn vị", "Đăng ký nhu cầu.")]


def test_a_heading_may_name_one_of_several_addressees():
    body = "Sở Y tế yêu cầu:\n1. Các Đội Thuế cấp huyện\n- Tổ chức hội nghị đối thoại.\n2. Phòng Thu: Lập danh sách."
    assert tasks(body, before="Kính gửi: Các Đội Thuế cấp huyện; các Phòng") == [
        ("Các Đội Thuế cấp huyện", "Tổ chức hội nghị đối thoại."),
        ("Phòng Thu", "Lập danh sách."),
    ]


def test_a_person_may_be_given_a_task_directly():
    body = "Sở Y tế có ý kiến như sau:\n1. Giao Phó Giám đốc Lê Văn An trực tiếp chỉ đạo công tác này."
    assert tasks(body) == [("Phó Giám đốc Lê Văn An", "trực tiếp chỉ đạo công tác này.")]


def test_a_task_that_names_nobody_goes_by_the_name_for_all_and_stays_in_doubt():
    body = "Thực hiện chỉ đạo.\n\n1. Xây dựng kế hoạch.\n2. Các cơ quan, đơn vị gửi báo cáo về Sở."
    reading = read_text(letter(body).replace("Các sở, ban, ngành", "\n- Các sở;\n- Các xã."))
    assert [task["recipient_group"] for task in reading.data["tasks"]] == ["Các cơ quan, đơn vị"] * 2
    assert [reading.confidence[f"tasks.{at}.group"] for at in (0, 1)] == ["doubt", "sure"]


def test_some_of_the_units_are_no_name_for_all():
    body = "Thực hiện chỉ đạo.\n\n1. Xây dựng kế hoạch.\n2. Các đơn vị trực thuộc Sở gửi báo cáo về Sở."
    reading = read_text(letter(body).replace("Các sở, ban, ngành", "\n- Các sở;\n- Các xã."))
    assert [task["recipient_group"] for task in reading.data["tasks"]] == [None, "Các đơn vị trực thuộc Sở"]


def test_those_who_are_late_are_named_without_how_they_are_to_act():
    assert tasks("Đề nghị Thủ trưởng các đơn vị chưa báo cáo khẩn trương thực hiện, gửi kết quả về Sở.") == [
        ("Thủ trưởng các đơn vị chưa báo cáo", "khẩn trương thực hiện, gửi kết quả về Sở.")
    ]


def test_what_a_cited_letter_asked_leaves_it_a_basis():
    body = "Ngày 01/10/2024, Sở Y tế có Công văn số 9/SYT-VP hướng dẫn đánh giá. Đề nghị các sở báo cáo."
    assert [(b["number"], b["date"]) for b in read_text(letter(body)).data["legal_bases"]] == [
        ("9/SYT-VP", "2024-10-01")
    ]
