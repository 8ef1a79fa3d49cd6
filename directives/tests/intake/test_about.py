"""Letters about letters: which earlier letter, and what becomes of it."""

from datetime import date

import pytest

from directives.intake import Reading, read_text
from directives.intake.read.about import FOREIGN, UNDATED, UNNUMBERED
from directives.intake.read.kinds import PASSIVES, VERBS
from directives.models import DirectiveRelation
from directives.services.proposing import proposals
from directives.tests.factories import make_cast, make_draft

EARLIER = "Công văn số 1206/STTTT-CNTT"
DATED = f"{EARLIER} ngày 28/10/2024"
ASKS = "Sở Thông tin và Truyền thông đề nghị các đơn vị thực hiện."


def letter_about(subject: str = "triển khai Chiến dịch", body: str = ASKS, symbol: str = "STTTT-CNTT") -> str:
    return (
        "UBND THÀNH PHỐ CẦN THƠ\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG\n\n"
        f"Số: 1300/{symbol}\nV/v {subject}\n\nCần Thơ, ngày 08 tháng 11 năm 2024\n\n"
        f"Kính gửi: Các sở, ban, ngành thành phố.\n\n{body}\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Văn An"
    )


def decision_about(subject: str, first: str = "Ban hành Quy chế làm việc.", ends: str = ".") -> str:
    return (
        "ỦY BAN NHÂN DÂN\nTỈNH BÌNH AN\n\nSố: 45/QĐ-UBND\n\nBình An, ngày 10 tháng 01 năm 2025\n\n"
        f"QUYẾT ĐỊNH\n{subject}\n\nỦY BAN NHÂN DÂN TỈNH BÌNH AN\n\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức "
        "Chính phủ;\nCăn cứ Nghị định số 9/2023/NĐ-CP ngày 01/02/2023 của Chính phủ sửa đổi, bổ sung Nghị định số "
        "8/2020/NĐ-CP;\nTheo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 7/TTr-SNV.\n\nQUYẾT ĐỊNH:\n\n"
        f"Điều 1. {first}\n\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký{ends}\n\n"
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.\n\n"
        "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn An"
    )


def about(text: str) -> list[tuple]:
    return [(each["kind"], each["number"], each["date"]) for each in read_text(text).data["about"]]


def quoted(reading: Reading, place: int = 0) -> list[str]:
    return [reading.text[start:end] for start, end in reading.spans[f"about.{place}"]]


# --- The subject ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        (f"gia hạn thời gian thực hiện {DATED}", "extends"),
        (f"gia hạn {DATED}", "extends"),
        (f"kéo dài thời gian triển khai Chiến dịch theo {DATED}", "extends"),
        (f"lùi thời hạn gửi báo cáo tại {DATED}", "extends"),
        (f"điều chỉnh thời hạn báo cáo nêu tại {DATED}", "extends"),
        (f"thay đổi thời gian triển khai Chiến dịch tại {DATED}", "extends"),
        (f"sửa đổi, bổ sung {DATED}", "amends"),
        (f"sửa đổi một số nội dung của {DATED}", "amends"),
        (f"bổ sung Phụ lục kèm theo {DATED}", "amends"),
        (f"điều chỉnh nội dung tại {DATED}", "amends"),
        (f"thay thế Phụ lục II ban hành kèm theo {DATED}", "amends"),
        (f"đính chính {DATED}", "corrects"),
        (f"đính chính sai sót về kỹ thuật trình bày tại {DATED}", "corrects"),
        (f"thay thế {DATED}", "replaces"),
        (f"thu hồi và thay thế {DATED}", "replaces"),
        (f"thu hồi {DATED}", "recalls"),
        (f"hủy bỏ {DATED}", "recalls"),
        (f"bãi bỏ toàn bộ {DATED}", "recalls"),
        (f"dừng thực hiện {DATED}", "recalls"),
        (f"đôn đốc thực hiện {DATED}", "urges"),
        (f"đôn đốc các đơn vị gửi báo cáo theo {DATED}", "urges"),
        (f"nhắc lại nội dung báo cáo tại {DATED}", "urges"),
        (f"tiếp tục triển khai thực hiện {DATED}", "urges"),
    ],
)
def test_the_subject_says_which_letter_it_is_about(subject, kind):
    assert about(letter_about(subject)) == [(kind, "1206/STTTT-CNTT", "2024-10-28")]


def test_what_the_subject_leaves_out_is_taken_from_where_the_letter_cites_it():
    body = f"Ngày 28/10/2024, Sở Thông tin và Truyền thông đã ban hành {EARLIER} về việc triển khai Chiến dịch. {ASKS}"
    reading = read_text(letter_about(f"đính chính {EARLIER}", body))
    assert reading.data["about"] == [
        {"kind": "corrects", "number": "1206/STTTT-CNTT", "date": "2024-10-28", "subject": "triển khai Chiến dịch"}
    ]
    assert reading.confidence["about.0"] == "sure"


def test_an_earlier_letter_without_a_day_is_in_doubt():
    reading = read_text(letter_about(f"gia hạn thời gian thực hiện {EARLIER}"))
    assert reading.data["about"] == [{"kind": "extends", "number": "1206/STTTT-CNTT", "date": None, "subject": None}]
    assert (reading.confidence["about.0"], reading.reasons["about.0"]) == ("doubt", UNDATED)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("đôn đốc báo cáo kết quả Chiến dịch", "urges"),
        ("gia hạn thời gian triển khai Chiến dịch", "extends"),
        ("thu hồi văn bản", "recalls"),
        ("đính chính văn bản", "corrects"),
        ("thay thế văn bản đã ban hành", "replaces"),
    ],
)
def test_a_subject_without_a_number_means_the_issuers_own_letter_that_is_cited(subject, kind):
    body = (
        "Thực hiện Công văn số 4322/BTTTT-CATTT ngày 13/10/2024 của Bộ Thông tin và Truyền thông, Sở Thông tin và "
        f"Truyền thông đã gửi {DATED}; đến nay còn 05 đơn vị chưa báo cáo. {ASKS}"
    )
    reading = read_text(letter_about(subject, body))
    assert [(each["kind"], each["number"]) for each in reading.data["about"]] == [(kind, "1206/STTTT-CNTT")]
    assert (reading.confidence["about.0"], reading.reasons["about.0"]) == ("doubt", UNNUMBERED)


@pytest.mark.parametrize(
    "subject",
    [
        f"triển khai {DATED}",
        f"bổ sung số liệu theo {DATED}",
        f"góp ý dự thảo sửa đổi, bổ sung {DATED}",
        "triển khai Nghị định số 5/2024/NĐ-CP sửa đổi, bổ sung Nghị định số 3/2020/NĐ-CP",
        "phổ biến Quyết định số 5/QĐ-TTg thay thế Quyết định số 3/QĐ-TTg",
        "góp ý Quyết định sửa đổi, bổ sung một số điều của Quyết định số 12/2020/QĐ-UBND",
        "gia hạn nộp thuế theo Nghị định số 64/2024/NĐ-CP",
        "đề nghị gia hạn thời gian báo cáo theo Công văn số 12/BTTTT-CATTT",
        "báo cáo kết quả thu hồi Quyết định số 12/QĐ-UBND",
        "cập nhật, bổ sung số liệu sơ kết thực hiện Chương trình số 76/CTr-UBND",
        "thu hồi đất",
    ],
)
def test_a_subject_that_does_nothing_to_a_letter_is_about_none(subject):
    assert about(letter_about(subject)) == []


# --- The body ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (f"Công văn này thay thế {DATED}.", "replaces"),
        (f"(Văn bản này thay thế cho {DATED} của Sở Thông tin và Truyền thông).", "replaces"),
        (f"Đề nghị các đơn vị hủy bỏ {DATED} và thực hiện theo Công văn này.", "recalls"),
        (f"Sở đề nghị các đơn vị bỏ qua, không thực hiện {DATED}.", "recalls"),
        (f"Công văn này bãi bỏ mục 2 {DATED}.", "amends"),
        (f"Công văn này thay thế nội dung tại mục 2, Phụ lục I {DATED}.", "amends"),
        (f"Để bảo đảm tiến độ, Sở nhắc lại yêu cầu tại {DATED}, đề nghị gửi báo cáo.", "urges"),
        (f"Công văn này có hiệu lực kể từ ngày ký và thay thế {DATED}.", "replaces"),
        (f"{DATED} của Sở Thông tin và Truyền thông được thay thế bằng Công văn này.", "replaces"),
        (f"{DATED} hết hiệu lực kể từ ngày Công văn này được ban hành.", "replaces"),
        (f"Sở Thông tin và Truyền thông thông báo thu hồi {DATED}.", "recalls"),
        (f"Nay thu hồi {DATED}.", "recalls"),
        (f"{DATED} bị thu hồi.", "recalls"),
        (
            f"Sở Thông tin và Truyền thông điều chỉnh thời hạn báo cáo nêu tại {DATED} đến hết ngày 30/11/2024.",
            "extends",
        ),
        (f"Do vậy, Sở gia hạn thời gian thực hiện {DATED} đến hết ngày 30/11/2024.", "extends"),
        (f"1. Gia hạn thời gian báo cáo nêu tại {DATED} đến hết ngày 30/11/2024.", "extends"),
        (f"Thời hạn báo cáo tại {DATED} được gia hạn đến hết ngày 30/11/2024.", "extends"),
        (f"Thời gian thực hiện theo {DATED} được kéo dài đến hết ngày 30/11/2024.", "extends"),
        (f"Sở Thông tin và Truyền thông đính chính {DATED} như sau: dòng 3 bỏ cụm từ “quận”.", "corrects"),
        (f"Trích yếu của {DATED} nay đính chính lại như sau: “tuyên truyền”.", "corrects"),
        (f"Sở Thông tin và Truyền thông bổ sung nội dung của {DATED} như sau.", "amends"),
        (f"Điểm 2 {DATED} được sửa đổi như sau: các quận.", "amends"),
        (f"Thay thế Phụ lục I kèm theo {DATED} bằng Phụ lục kèm theo Công văn này.", "amends"),
        (f"Đề nghị các đơn vị tiếp tục thực hiện {DATED} của Sở Thông tin và Truyền thông.", "urges"),
        (f"Đề nghị các đơn vị khẩn trương thực hiện các nội dung tại {DATED}.", "urges"),
        (f"Đề nghị các đơn vị khẩn trương gửi báo cáo theo {DATED}.", "urges"),
        (f"Tiếp tục thực hiện {DATED}, Sở Thông tin và Truyền thông đề nghị các đơn vị báo cáo.", "urges"),
    ],
)
def test_the_letter_itself_says_what_it_does(sentence, kind):
    assert about(letter_about(body=f"{ASKS}\n\n{sentence}")) == [(kind, "1206/STTTT-CNTT", "2024-10-28")]


@pytest.mark.parametrize(
    "sentence",
    [
        f"Căn cứ {DATED}, {ASKS}",
        f"Thực hiện {DATED} của Bộ Thông tin và Truyền thông về việc thay thế thiết bị, {ASKS}",
        f"Tiếp theo {DATED}, {ASKS}",
        f"Tiếp tục thực hiện Công văn số 4322/BTTTT-CATTT ngày 13/10/2024 của Bộ Thông tin và Truyền thông, {ASKS}",
        "Thông tư số 06/2022/TT-BNV thay thế Thông tư số 01/2021/TT-BNV.",
        "Bộ Nội vụ đã sửa đổi, bổ sung Quyết định số 12/QĐ-BNV ngày 01/3/2022.",
        "Luật số 34/2024/QH15 sửa đổi, bổ sung một số điều của Luật số 51/2019/QH14.",
        "Quyết định số 5/QĐ-TTg ngày 01/01/2024 đã được sửa đổi, bổ sung tại Quyết định số 9/QĐ-TTg.",
        f"Giao Phòng Công nghệ thông tin tham mưu thay thế {DATED}.",
        f"Sở đang xem xét việc thay thế {DATED}.",
        f"{DATED} đã hết hiệu lực.",
        f"Đề nghị các đơn vị đôn đốc cơ sở thực hiện {DATED} của Bộ Thông tin và Truyền thông.",
        "Đề nghị Ủy ban nhân dân quận Ninh Kiều thu hồi Quyết định số 12/QĐ-UBND ngày 02/01/2024.",
        "Sở đính chính: tại trang 2, “thu hồi Công văn số 5/STTTT-CNTT” sửa thành “giữ nguyên”.",
        "Công văn này thay thế mọi hướng dẫn trước đây.",
        "Các quy định trước đây trái với Công văn này đều bị bãi bỏ, thay thế.",
        f"Các đơn vị không thực hiện {DATED} sẽ bị phê bình.",
        "Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 (được sửa đổi tại Quyết định số 1012/QĐ-TTg), Sở rà soát.",
        "Thực hiện Quyết định số 14/2024/QĐ-UBND thay thế Quyết định số 3/2020/QĐ-UBND, Sở đề nghị rà soát.",
        f"Ngoài các nội dung tại {DATED}, Sở đề nghị bổ sung nội dung sau.",
        "Công văn này thay thế Công văn số 1300/STTTT-CNTT.",
    ],
)
def test_a_letter_that_only_cites_or_tells_is_about_none(sentence):
    assert about(letter_about(body=sentence)) == []


def test_a_task_of_a_unit_is_no_act_of_the_letter():
    body = f"{ASKS}\n\n1. Phòng Kinh tế quận Ninh Kiều:\n\n- Thu hồi {DATED}.\n- Báo cáo kết quả."
    assert about(letter_about(body=body)) == []


def test_a_letter_named_above_is_the_last_one_cited():
    body = (
        f"Ngày 28/10/2024, Sở Thông tin và Truyền thông đã ban hành {EARLIER} về việc triển khai Chiến dịch. "
        "Nay, Sở gia hạn thời gian thực hiện Công văn nêu trên đến hết ngày 30/11/2024."
    )
    reading = read_text(letter_about(body=body))
    assert reading.data["about"] == [
        {"kind": "extends", "number": "1206/STTTT-CNTT", "date": "2024-10-28", "subject": "triển khai Chiến dịch"}
    ]
    assert quoted(reading) == ["gia hạn", "số 1206/STTTT-CNTT"]
    assert reading.reasons["about.0"] == UNNUMBERED


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Do sơ suất khi soạn thảo, Sở xin đính chính như sau: dòng 5 ghi 20/11 nay sửa thành 30/11.", "corrects"),
        ("Sở gia hạn thời gian triển khai Chiến dịch đến hết ngày 30/11/2024.", "extends"),
        ("Tuy nhiên, đến nay Sở Thông tin và Truyền thông mới nhận được báo cáo của 10 đơn vị.", "urges"),
        ("Đến nay, còn 05 đơn vị chưa gửi báo cáo.", "urges"),
    ],
)
def test_a_sentence_without_a_letter_goes_on_with_the_one_before(sentence, kind):
    body = f"Ngày 28/10/2024, Sở Thông tin và Truyền thông có {EARLIER} về việc triển khai Chiến dịch. {sentence}"
    assert about(letter_about(body=body)) == [(kind, "1206/STTTT-CNTT", "2024-10-28")]
    assert about(letter_about(body=f"Thực hiện Công văn số 5/BTTTT-VP ngày 01/10/2024, {ASKS} {sentence}")) == []


@pytest.mark.parametrize(
    "listed",
    [
        f"{DATED} và Công văn số 1210/STTTT-CNTT ngày 30/10/2024",
        f"{DATED} của Sở Thông tin và Truyền thông về việc triển khai Chiến dịch và Công văn số 1210/STTTT-CNTT ngày "
        "30/10/2024 về việc hướng dẫn báo cáo",
        "các Công văn số 1206/STTTT-CNTT ngày 28/10/2024, số 1210/STTTT-CNTT ngày 30/10/2024",
    ],
)
def test_one_letter_may_be_about_two(listed):
    assert about(letter_about(body=f"{ASKS} Công văn này thay thế {listed}.")) == [
        ("replaces", "1206/STTTT-CNTT", "2024-10-28"),
        ("replaces", "1210/STTTT-CNTT", "2024-10-30"),
    ]


def test_a_letter_that_the_earlier_one_carried_out_is_not_meant():
    body = f"{ASKS} Công văn này thay thế {DATED} về việc triển khai Công văn số 4322/BTTTT-CATTT ngày 13/10/2024."
    assert about(letter_about(body=body)) == [("replaces", "1206/STTTT-CNTT", "2024-10-28")]


def test_one_letter_may_do_two_things():
    body = f"{ASKS} Công văn này thay thế Công văn số 1100/STTTT-CNTT ngày 01/10/2024."
    assert about(letter_about(f"đôn đốc thực hiện {DATED}", body)) == [
        ("urges", "1206/STTTT-CNTT", "2024-10-28"),
        ("replaces", "1100/STTTT-CNTT", "2024-10-01"),
    ]


def test_the_same_said_twice_is_one_relation_with_all_its_words():
    reading = read_text(letter_about(f"đính chính {EARLIER}", f"Sở đính chính nội dung {DATED} như sau: bỏ dòng 3."))
    assert about(reading.text) == [("corrects", "1206/STTTT-CNTT", "2024-10-28")]
    assert quoted(reading) == ["đính chính", "số 1206/STTTT-CNTT", "đính chính", "số 1206/STTTT-CNTT ngày 28/10/2024"]


def test_a_number_keeps_its_printed_form_without_spaces():
    body = f"{ASKS} Công văn này thay thế Chỉ thị số 09/2009/CT-UBND và Công văn số 0512 /STTTT - CNTT ngày 1/3/2024."
    assert about(letter_about(body=body)) == [
        ("replaces", "09/2009/CT-UBND", None),
        ("replaces", "0512/STTTT-CNTT", "2024-03-01"),
    ]


def test_words_without_an_end_are_read_no_further_than_a_sentence_goes():
    endless = "thay thế các " * 5000
    assert about(letter_about(body=f"{endless} Công văn này thay thế {DATED}.")) == []
    assert len(about(letter_about(body=f"{endless}\n\nCông văn này thay thế {DATED}."))) == 1


def test_a_letter_of_another_issuer_is_kept_as_a_doubt():
    reading = read_text(letter_about(body=f"{ASKS} Công văn này thay thế Công văn số 8/SKHCN-VP ngày 02/10/2024."))
    assert (reading.confidence["about.0"], reading.reasons["about.0"]) == ("doubt", FOREIGN)


# --- Decisions --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            decision_about(
                "Ban hành Quy chế làm việc",
                ends=" và thay thế Quyết định số 12/2020/QĐ-UBND ngày 01/03/2020 của Ủy ban nhân dân tỉnh Bình An, "
                "Quyết định số 13/QĐ-UBND ngày 02/03/2020 của Chủ tịch Ủy ban nhân dân tỉnh.",
            ),
            [("replaces", "12/2020/QĐ-UBND", "2020-03-01"), ("replaces", "13/QĐ-UBND", "2020-03-02")],
        ),
        (
            decision_about(
                "Về việc sửa đổi, bổ sung một số điều của Quyết định số 12/2020/QĐ-UBND",
                "Sửa đổi, bổ sung một số điều của Quyết định số 12/2020/QĐ-UBND ngày 01/03/2020 như sau: bỏ Điều 3.",
            ),
            [("amends", "12/2020/QĐ-UBND", "2020-03-01")],
        ),
        (
            decision_about(
                "Về việc bãi bỏ văn bản",
                "Bãi bỏ toàn bộ Chỉ thị số 09/2009/CT-UBND ngày 01/3/2009 của Ủy ban nhân dân tỉnh.",
                "; bãi bỏ Quyết định số 3/QĐ-UBND ngày 02/02/2021.",
            ),
            [("recalls", "09/2009/CT-UBND", "2009-03-01"), ("recalls", "3/QĐ-UBND", "2021-02-02")],
        ),
        (
            decision_about(
                "Về việc bổ sung thủ tục hành chính",
                "Bổ sung 04 thủ tục vào Bộ thủ tục được công bố kèm theo Quyết định số 81/QĐ-UBND ngày 17/8/2024.",
                " và thay thế các Quyết định: số 3/QĐ-UBND ngày 01/02/2020; số 4/QĐ-UBND ngày 02/02/2020.",
            ),
            [
                ("amends", "81/QĐ-UBND", "2024-08-17"),
                ("replaces", "3/QĐ-UBND", "2020-02-01"),
                ("replaces", "4/QĐ-UBND", "2020-02-02"),
            ],
        ),
        (decision_about("Ban hành Quy chế làm việc"), []),
    ],
)
def test_an_article_of_a_decision_acts_and_its_bases_do_not(text, found):
    assert about(text) == found


# --- Proposed to the officer ------------------------------------------------------------------------------------------
def test_every_kind_of_relation_is_read_and_no_other():
    assert {verb.kind for verb in (*VERBS, *PASSIVES)} == set(DirectiveRelation.Kind.values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (letter_about(f"gia hạn thời gian thực hiện {DATED}"), ["extends"]),
        (letter_about(f"gia hạn thời gian thực hiện {EARLIER}"), ["extends"]),  # the year of the draft
        (letter_about(body=f"{ASKS} Công văn này thay thế Công văn số 1206/2024/STTTT-CNTT."), ["replaces"]),
        (letter_about(f"thu hồi {EARLIER} ngày 28/10/2023"), []),
        (letter_about(body=f"Thực hiện {DATED}, {ASKS}"), []),
    ],
)
def test_what_is_read_is_proposed_for_the_letter_that_was_issued(text, kinds):
    cast = make_cast(number="1206")
    reading = read_text(text)
    draft = make_draft(cast.department, cast.officer, text=text, reading=reading.to_json(), dated_on=date(2024, 11, 8))
    found = proposals(draft)
    assert [(each.kind, each.earlier) for each in found] == [(kind, cast.directive) for kind in kinds]
    assert all("1206" in each.quote for each in found)
