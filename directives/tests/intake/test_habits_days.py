"""Days that bind somebody, and days that are only told, in the habits of different offices (05/11/2024)."""

import pytest

from directives.intake import read_text

from .test_habits_body import letter


def deadlines(body: str) -> list[tuple]:
    return [(d["date"], d["relation"]) for d in read_text(letter(body)).data["deadlines"]]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Hạn cuối ngày 30/11/2024.", [("2024-11-30", "at_latest")]),
        ("Thời hạn nộp hồ sơ: ngày 30/11/2024.", [("2024-11-30", "at_latest")]),
        ("Thời hạn gửi báo cáo về Sở trước ngày 30/11/2024.", [("2024-11-30", "before")]),
        ("Định kỳ hàng năm báo cáo Sở trước ngày 15/12.", [(None, "recurring")]),
        ("Báo cáo Sở trước ngày 15/12.", [("2024-12-15", "before")]),
        ("Thời gian thực hiện: từ ngày ban hành đến hết ngày 20/12/2024.", [("2024-12-20", "by_end_of")]),
        ("Triển khai kể từ ngày ban hành đến hết ngày 20/12/2024.", [("2024-12-20", "by_end_of")]),
        ("Kế hoạch ban hành đến hết ngày 31/10/2024 là 12 kế hoạch.", []),
        ("Đến hết ngày 31/10/2024, thu ngân sách đạt 92%.", []),
        ("Đề nghị các sở rà soát hồ sơ lập trước ngày 01/11/2024.", []),
        (
            "Giao các sở rà soát Tờ trình số 9/TTr-SYT (trong đó làm rõ theo quy định), gửi trước ngày 20/11/2024.",
            [("2024-11-20", "before")],
        ),
        (
            "Tiếp theo Công văn số 5/SYT-VP ngày 10/10/2024 (trong đó yêu cầu các sở báo cáo trước ngày 30/11/2024).",
            [],
        ),
        (
            "Để có đủ căn cứ trình Chính phủ xem xét quyết định, đề nghị gửi trước ngày 16/11/2024.",
            [("2024-11-16", "before")],
        ),
    ],
)
def test_deadlines_bind_and_told_days_do_not(body, found):
    assert deadlines(body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Đề nghị kiểm tra đường truyền trong chiều ngày 11/11/2024.", [("2024-11-11", "within")]),
        ("Học sinh nghỉ từ ngày 20/01/2025 đến hết ngày 02/02/2025.", []),
        ("Ngày 03/11/2024, UBND tỉnh có Công điện số 8/CĐ-UBND. Các sở báo cáo trước ngày 15/11/2024.", None),
    ],
)
def test_holidays_are_no_deadlines_and_parts_of_days_are(body, found):
    assert deadlines(body) == ([("2024-11-15", "before")] if found is None else found)


@pytest.mark.parametrize(
    "body",
    [
        "Trường hợp nộp hồ sơ trước ngày 30/11/2024 thì được xem xét.",
        "Đối với dự án khởi công trước ngày 01/12/2024 thì thực hiện theo quy định cũ.",
        "Để kịp trình Chính phủ trước ngày 30/11/2024, các sở khẩn trương gửi ý kiến.",
        "Các sở gửi tài liệu chậm 10 ngày trước ngày 09/12/2024.",
        "Các sở gửi tài liệu trước ngày 09/12/2024 ít nhất 10 ngày.",
        "Các sở gửi báo cáo năm 2024 (từ ngày 15/12/2023 đến ngày 14/12/2024).",
        "Các sở cử cán bộ dự lớp bồi dưỡng từ ngày 10/11/2024 đến ngày 15/11/2024.",
        "Giấy phép lái xe cấp trước ngày 01/12/2024 tiếp tục được sử dụng.",
    ],
)
def test_days_of_cases_aims_events_and_figures_bind_nobody(body):
    assert deadlines(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Đối với các xã: hoàn thành trước ngày 30/11/2024.",
        "Trường hợp không tham dự được, đề nghị thông báo trước ngày 30/11/2024.",
        "Để tổng hợp, các sở gửi báo cáo trước ngày 30/11/2024.",
        "Các sở gửi báo cáo về Sở Y tế để tổng hợp trước ngày 30/11/2024.",
        "Đề nghị các sở cung cấp trước ngày 30/11/2024.",
        "Đề nghị các trường dọn vệ sinh trước ngày 30/11/2024.",
    ],
)
def test_days_behind_a_case_or_an_aim_bind_again(body):
    assert deadlines(body) == [("2024-11-30", "before")]


def test_what_those_get_who_were_early_is_no_deadline():
    assert deadlines("Hộ kinh doanh đăng ký trước ngày 01/12/2024 được hỗ trợ miễn phí.") == []
    assert deadlines("Hộ kinh doanh phải đăng ký trước ngày 01/12/2024.") == [("2024-12-01", "before")]


@pytest.mark.parametrize(
    "body",
    [
        "Giấy phép có giá trị đến hết ngày 31/12/2026.",
        "Kỳ họp dự kiến khai mạc trước ngày 10/12/2024.",
        "Sở Y tế sẽ tổng hợp, báo cáo Bộ Y tế trước ngày 20/12/2024.",
        "Sau đợt kiểm tra từ ngày 10/11/2024 đến ngày 15/11/2024, Sở kết luận.",
        "Thủ tướng Chính phủ yêu cầu các bộ hoàn thành trước ngày 30/11/2024.",
        "Theo Kế hoạch của Bộ Y tế, việc tiêm chủng hoàn thành trước ngày 31/12/2024.",
    ],
)
def test_rules_guesses_and_the_words_of_those_above_bind_nobody_here(body):
    assert deadlines(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Thủ tướng Chính phủ yêu cầu tăng cường tiêm chủng; Sở Y tế đề nghị các sở báo cáo trước ngày 30/11/2024.",
        "Theo Kế hoạch của Bộ Y tế, Sở Y tế đề nghị các sở báo cáo trước ngày 30/11/2024.",
        "Theo đó, các sở báo cáo trước ngày 30/11/2024.",
    ],
)
def test_what_the_issuer_asks_behind_them_binds(body):
    assert deadlines(body) == [("2024-11-30", "before")]


def test_the_prime_minister_binds_in_letters_of_his_own():
    text = letter("Thủ tướng Chính phủ yêu cầu các bộ hoàn thành trước ngày 30/11/2024.")
    own = text.replace("SỞ Y TẾ", "THỦ TƯỚNG CHÍNH PHỦ")
    assert [deadline["date"] for deadline in read_text(own).data["deadlines"]] == ["2024-11-30"]


@pytest.mark.parametrize(
    "body",
    [
        "Từ ngày 06/11/2024 đến ngày 09/11/2024, trên địa bàn tỉnh có mưa to.",
        "Mưa lớn kéo dài từ ngày 06/11/2024 đến ngày 09/11/2024 có thể gây ngập.",
        "Nâng cao nhận thức của người dân; phấn đấu đến hết ngày 31/12/2024, 100% hộ dân được tuyên truyền.",
        "Tính đến nay còn 08 đơn vị chưa hoàn thành nhiệm vụ giao trước ngày 30/10/2024.",
        "Tại Công văn số 77/BYT-DP ngày 01/11/2024, Bộ Y tế yêu cầu các địa phương báo cáo trước ngày 20/11/2024.",
        "Hội thi được tổ chức từ ngày 10/11/2024 đến ngày 20/11/2024 tại thành phố Huế.",
        "Trước ngày 15/12/2024, Sở Y tế sẽ tổ chức kiểm tra tại các đơn vị.",
        "Thời gian kiểm tra: từ ngày 11/11/2024 đến ngày 15/11/2024.",
        "Từ ngày 01/11/2024 đến ngày 30/11/2024, lực lượng chức năng phát hiện 12 vụ.",
        "Ông Lê Văn An được bổ nhiệm giữ chức vụ đến hết ngày 30/11/2026.",
        "Số liệu tính đến trước 17 giờ ngày 15/11/2024.",
        "Mức hỗ trợ áp dụng đến hết ngày 31/12/2024.",
        "Các sở sử dụng hết số hóa chất có hạn dùng trước ngày 31/12/2024.",
        "Để kịp thời tổng hợp, báo cáo Bộ Y tế trước ngày 30/11/2024, Sở Y tế đề nghị các sở rà soát.",
        "Chấm sơ khảo: từ ngày 16/11/2024 đến ngày 25/11/2024.",
        "Ngày 01/10/2024, Sở Y tế có Công văn số 9/SYT-VP hướng dẫn, theo đó các sở xong trước ngày 30/10/2024.",
        "UBND tỉnh giao Sở Y tế báo cáo kết quả trước ngày 30/11/2024.",
        "Công dân sinh trước ngày 31/12/2006 đủ điều kiện đăng ký tham gia.",
    ],
)
def test_forecasts_aims_delays_and_the_days_of_others_bind_nobody(body):
    assert deadlines(body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Thời gian tuyên truyền: từ ngày 10/11/2024 đến hết ngày 20/12/2024.", ("2024-12-20", "by_end_of")),
        ("Từ ngày 10/11/2024 đến hết ngày 20/12/2024, các sở tổ chức ra quân.", ("2024-12-20", "by_end_of")),
        ("Hội thi nhận bài từ ngày 10/11/2024 đến ngày 30/11/2024.", ("2024-11-30", "by_end_of")),
        ("Các sở phấn đấu hoàn thành trước ngày 30/11/2024.", ("2024-11-30", "before")),
        ("Các sở chưa gửi báo cáo khẩn trương gửi trước ngày 30/11/2024.", ("2024-11-30", "before")),
        ("Các sở báo cáo trước ngày 30/11/2024, Sở Y tế sẽ tổng hợp.", ("2024-11-30", "before")),
        (
            "UBND tỉnh giao Sở Y tế báo cáo kết quả, do đó đề nghị các sở gửi báo cáo trước ngày 20/11/2024.",
            ("2024-11-20", "before"),
        ),
        (
            "Tại Công văn số 77/BYT-DP, Bộ Y tế yêu cầu báo cáo; Sở Y tế đề nghị các sở gửi trước ngày 20/11/2024.",
            ("2024-11-20", "before"),
        ),
    ],
)
def test_days_that_stand_close_to_those_still_bind(body, found):
    assert deadlines(body) == [found]


@pytest.mark.parametrize(
    "body",
    [
        "Đại biểu có mặt trước 07 giờ 30 ngày 12/11/2024.",
        "Đề nghị các đồng chí có mặt tại hội trường trước 7h30 ngày 12/11/2024 để ổn định tổ chức.",
        "Trước 7h30 ngày 12/11/2024, các đại biểu có mặt tại hội trường.",
        "Yêu cầu các đại biểu ổn định chỗ ngồi trước 07 giờ 45 ngày 12/11/2024.",
        "Các đại biểu gửi danh sách, có mặt tại hội trường trước 7h30 ngày 12/11/2024.",
        "Đại biểu có mặt chậm nhất 7 giờ 30 ngày 12/11/2024.",
        "Các đoàn tập trung trước 7 giờ 00 ngày 12/11/2024 tại quảng trường.",
        "Các đơn vị tập trung tại sân vận động tỉnh trước 7 giờ 00 ngày 12/11/2024.",
    ],
)
def test_when_people_are_to_come_is_no_deadline(body):
    assert deadlines(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Công ty Thoát nước bảo đảm máy bơm có mặt tại các điểm ngập trước 17 giờ ngày 12/11/2024.",
        "Trước 17 giờ ngày 12/11/2024, máy bơm phải có mặt tại các điểm ngập.",
        "Trước 17 giờ ngày 12/11/2024, các xã gửi danh sách; đại biểu có mặt đúng giờ.",
        "Đại biểu có mặt đầy đủ và các sở nộp tài liệu trước ngày 12/11/2024.",
        "Các sở báo cáo số người có mặt trước ngày 12/11/2024.",
        "Các xã mới ổn định tổ chức bộ máy trước ngày 12/11/2024.",
        "Các xã bố trí lực lượng tập trung tại trụ sở trước 17 giờ ngày 12/11/2024.",
        "Các sở tập trung hoàn thành trước ngày 12/11/2024.",
        "Đại biểu có mặt đầy đủ; các sở gửi danh sách trước ngày 12/11/2024.",
        "Rác thải được tập trung tại điểm thu gom trước 17 giờ ngày 12/11/2024.",
    ],
)
def test_forces_that_are_sent_and_work_to_be_done_are_bound(body):
    assert deadlines(body) == [("2024-11-12", "before")]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Tiến độ của Sở: trình UBND tỉnh trước ngày 30/11/2024.", []),
        ("Kế hoạch tổng hợp của Sở Y tế: Sở Y tế báo cáo UBND tỉnh trước ngày 30/11/2024.", []),
        ("Tiến độ: hoàn thành trước ngày 30/11/2024.", [("2024-11-30", "before")]),
        ("Tiến độ của các đơn vị: hoàn thành trước ngày 30/11/2024.", [("2024-11-30", "before")]),
        ("Tiến độ của Sở: các xã gửi báo cáo trước ngày 30/11/2024.", [("2024-11-30", "before")]),
        ("Tiến độ của Sở: yêu cầu báo cáo trước ngày 30/11/2024.", [("2024-11-30", "before")]),
    ],
)
def test_what_the_issuer_plans_for_itself_binds_nobody_else(body, found):
    assert deadlines(body) == found


def test_a_scan_that_takes_one_tone_for_another_is_read_like_the_letter():
    text = letter(
        "Thực hiện Công văn số 77/BYT-DP ngày 01/11/2024, Sở Y tế yêu cầu các sở báo cáo trước ngày 30/11/2024."
    )
    slips = {"ngày": "ngảy", "tháng": "thảng", "Số": "Sổ", "số": "sổ", "yêu cầu": "yêu cẩu", "trước": "trưởc"}
    blurred = text
    for word, slip in slips.items():
        blurred = blurred.replace(word, slip)
    fair, worn = read_text(text).data, read_text(blurred).data
    for field in ("number", "symbol", "place", "date"):
        assert worn[field] == fair[field] is not None
    assert [(d["date"], d["relation"]) for d in worn["deadlines"]] == [("2024-11-30", "before")]
    assert [(b["number"], b["date"]) for b in worn["legal_bases"]] == [("77/BYT-DP", "2024-11-01")]
    assert [task["recipient_group"] for task in worn["tasks"]] == ["các sở"]
