"""The unit's official reply as plain data: what stands where on the paper, and the words a report starts with."""

from dataclasses import replace
from datetime import date

import pytest

from directives.models import Progress
from reports.reply.compose import compose, paper_day, signer
from reports.reply.facts import Asked, Done, Facts, Letter, Proof, Sender
from reports.reply.paper import Evidence, Reach
from reports.reply.words import starting_text
from units.models import UnitKind
from units.tests.factories import local

TODAY = date(2024, 11, 14)
SENDER = Sender(
    name="Phòng Văn hóa và Thông tin quận Ninh Kiều",
    kind=UnitKind.DISTRICT_OFFICE,
    parent="UBND quận Ninh Kiều",
    symbol="PVHTT",
    place="quận Ninh Kiều",
)
LETTER = Letter(
    reference="Công văn số 4455/STTTT-CNTT",
    issuer="Sở Thông tin và Truyền thông",
    subject="V/v Triển khai chiến dịch.",
    dated_on=date(2024, 2, 5),
)
PAGE = Proof("https://ninhkieu.example/bai", "https://ninhkieu.example/bai")
PHOTO = Proof("buoi-hop.jpg")


def deed(pk: int, **more) -> Done:
    columns = {"done_on": date(2024, 11, 5), "channel": "Zalo", "audience": "người dân, hộ dân", "reach": 100}
    return Done(pk=pk, **(columns | more))


def asked(*deeds: Done, text: str = "Đăng tải tài liệu", progress=Progress.WAITING, **more) -> Asked:
    return Asked(text=text, progress=progress, due_on=date(2024, 11, 20), deeds=deeds, **more)


def paper(*parts: Asked, sender: Sender = SENDER, **more):
    return compose(Facts(sender=sender, letter=LETTER, asked=parts, **more), today=TODAY)


# --- The head of the paper --------------------------------------------------------------------------------------------
def test_the_head_names_the_parent_the_unit_and_leaves_number_and_day_blank():
    reply = paper()
    assert (reply.parent, reply.unit) == ("UBND QUẬN NINH KIỀU", "PHÒNG VĂN HÓA VÀ THÔNG TIN QUẬN NINH KIỀU")
    assert reply.symbol == "BC-PVHTT"
    assert reply.place_and_day == "Ninh Kiều, ngày …… tháng 11 năm 2024"
    assert reply.to == "Sở Thông tin và Truyền thông"


def test_what_is_not_known_of_the_unit_stays_blank():
    reply = paper(sender=Sender(name="Đội văn nghệ", kind=UnitKind.OTHER))
    assert (reply.parent, reply.symbol) == ("", "BC-……")
    assert reply.place_and_day == "……, ngày …… tháng 11 năm 2024"
    assert reply.signer == ("THỦ TRƯỞNG ĐƠN VỊ",)


@pytest.mark.parametrize(
    ("place", "shown"),
    [("thành phố Cần Thơ", "Cần Thơ"), ("phường An Hòa", "An Hòa"), ("quận 1", "Quận 1"), ("thị trấn Cờ Đỏ", "Cờ Đỏ")],
)
def test_a_place_is_named_without_its_level_unless_its_name_is_a_number(place, shown):
    assert paper(sender=replace(SENDER, place=place)).place_and_day.startswith(f"{shown}, ngày")


@pytest.mark.parametrize(("month", "words"), [(1, "01"), (2, "02"), (3, "3"), (10, "10")])
def test_the_months_one_and_two_bear_a_zero_and_the_others_none(month, words):
    assert paper_day(date(2024, month, 9)) == f"ngày 09 tháng {words} năm 2024"
    reply = compose(Facts(sender=SENDER, letter=LETTER, asked=()), today=date(2024, month, 9))
    assert reply.place_and_day == f"Ninh Kiều, ngày …… tháng {words} năm 2024"


def test_the_letter_is_cited_in_full_with_its_subject_once():
    reply = paper()
    cited = "Công văn số 4455/STTTT-CNTT ngày 05 tháng 02 năm 2024 của Sở Thông tin và Truyền thông"
    assert reply.subject == f"Kết quả thực hiện {cited}"
    assert reply.basis == (
        f"Thực hiện {cited} về việc triển khai chiến dịch, Phòng Văn hóa và Thông tin quận Ninh Kiều "
        "báo cáo kết quả như sau:"
    )


def test_receipt_is_told_by_its_local_day_and_the_units_own_number():
    late = local("2024-11-12 23:30")
    assert paper().receipt == ""
    assert paper(received_at=late).receipt == "Đơn vị tiếp nhận văn bản ngày 12/11/2024."
    assert paper(received_at=late, incoming_number="87").receipt == (
        "Đơn vị tiếp nhận văn bản ngày 12/11/2024, số đến 87."
    )


@pytest.mark.parametrize(
    ("name", "kind", "lines"),
    [
        ("UBND quận Ninh Kiều", UnitKind.DISTRICT_COMMITTEE, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Phòng Văn hóa và Thông tin", UnitKind.DISTRICT_OFFICE, ("TRƯỞNG PHÒNG",)),
        ("Sở Nội vụ", UnitKind.DEPARTMENT, ("GIÁM ĐỐC",)),
        ("Văn phòng UBND thành phố", UnitKind.DEPARTMENT, ("CHÁNH VĂN PHÒNG",)),
        ("Trường Đại học Cần Thơ", UnitKind.UNIVERSITY, ("HIỆU TRƯỞNG",)),
        ("Ban Quản lý các khu chế xuất", UnitKind.AFFILIATE, ("TRƯỞNG BAN",)),
        ("Bảo hiểm xã hội thành phố", UnitKind.CENTRAL, ("THỦ TRƯỞNG ĐƠN VỊ",)),
    ],
)
def test_the_head_of_the_unit_signs_under_the_title_of_their_office(name, kind, lines):
    assert signer(Sender(name=name, kind=kind)) == lines


def test_a_committee_stands_alone_in_the_head():
    sender = Sender(name="UBND quận Ninh Kiều", kind=UnitKind.DISTRICT_COMMITTEE, parent="UBND thành phố Cần Thơ")
    assert paper(sender=sender).parent == ""


# --- What was done ----------------------------------------------------------------------------------------------------
def test_each_instruction_is_a_section_with_its_actions_by_day():
    late, early = deed(1, done_on=date(2024, 11, 9)), deed(2, reach=1240, description="Đăng\nba bài.")
    reply = paper(asked(late, early), asked(text="Phổ biến\n kỹ năng", progress=Progress.NOT_STARTED))
    first, second = reply.sections
    assert (first.number, first.title, second.number, second.title) == (1, "Đăng tải tài liệu", 2, "Phổ biến kỹ năng")
    assert [(line.day, line.reach, line.description) for line in first.lines] == [
        ("05/11/2024", "1.240 lượt tiếp cận", "Đăng ba bài."),
        ("09/11/2024", "100 lượt tiếp cận", ""),
    ]
    assert first.lines[0].what == "Zalo, đối tượng: người dân, hộ dân"
    assert second.lines == ()


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress.DONE, "Đã hoàn thành, Sở Thông tin và Truyền thông đã xác nhận."),
        (Progress.WAITING, "Đã thực hiện, đang chờ Sở Thông tin và Truyền thông xác nhận."),
        (Progress.IN_PROGRESS, "Đang thực hiện; hạn đến hết ngày 20/11/2024."),
        (Progress.RETURNED, "Đang thực hiện; hạn đến hết ngày 20/11/2024."),
        (Progress.NOT_STARTED, "Chưa thực hiện; hạn đến hết ngày 20/11/2024."),
        (Progress.NOT_APPLICABLE, "Không áp dụng."),
    ],
)
def test_each_section_says_how_far_the_unit_is(progress, words):
    assert paper(asked(progress=progress)).sections[0].standing == words


def test_what_is_not_applicable_says_why():
    row = asked(progress=Progress.NOT_APPLICABLE, note="Đơn vị không quản lý 100% trường học.")
    assert paper(row).sections[0].standing == ("Không áp dụng đối với đơn vị: Đơn vị không quản lý 100% trường học.")


def test_an_instruction_that_was_replaced_is_told_only_where_something_was_done():
    assert paper(asked(progress=Progress.ENDED)).sections == ()
    assert len(paper(asked(deed(1), progress=Progress.ENDED)).sections) == 1


def test_reach_is_added_within_one_channel_and_audience_and_never_across():
    deeds = [
        deed(1, reach=100),
        deed(2, reach=50),
        deed(3, reach=7, audience="học sinh, sinh viên"),
        deed(4, reach=9, channel="Facebook"),
        deed(5, reach=None, channel="băng rôn, màn hình"),
    ]
    assert paper(asked(*deeds)).reach == (
        Reach("Zalo", "người dân, hộ dân", 2, 150),
        Reach("Zalo", "học sinh, sinh viên", 1, 7),
        Reach("Facebook", "người dân, hộ dân", 1, 9),
        Reach("Băng rôn, màn hình", "người dân, hộ dân", 1, None),
    )


def test_an_action_for_two_instructions_stands_under_both_and_is_counted_once():
    both = deed(1, reach=80, proofs=(PAGE,))
    reply = paper(asked(both), asked(both, text="Phổ biến"))
    assert [len(section.lines) for section in reply.sections] == [1, 1]
    assert reply.reach == (Reach("Zalo", "người dân, hộ dân", 1, 80),)
    assert reply.evidence == (Evidence(1, PAGE.name, PAGE.url),)


def test_an_event_counted_under_another_letter_adds_no_reach():
    reply = paper(asked(deed(1, is_linked=True)))
    assert reply.reach == ()
    assert reply.sections[0].lines[0].reach == "cùng sự kiện đã báo cáo theo văn bản khác, không tính lại lượt"


def test_a_reach_nobody_counted_is_left_out_and_zero_is_said():
    uncounted, none = paper(asked(deed(1, reach=None), deed(2, reach=0))).sections[0].lines
    assert (uncounted.reach, none.reach) == ("", "0 lượt tiếp cận")


def test_proofs_are_numbered_through_the_paper():
    reply = paper(asked(deed(1, proofs=(PAGE, PHOTO)), deed(2, proofs=(PHOTO, Proof("ke-hoach.pdf")))))
    assert [line.proofs for line in reply.sections[0].lines] == [(1, 2), (2, 3)]
    assert [(each.number, each.name) for each in reply.evidence] == [
        (1, PAGE.name),
        (2, "buoi-hop.jpg"),
        (3, "ke-hoach.pdf"),
    ]


# --- The words a report starts with -----------------------------------------------------------------------------------
def test_the_words_say_what_was_done_and_what_proves_it():
    reply = paper(
        asked(deed(1, description="Đăng ba bài.", proofs=(PAGE,))),
        asked(text="Treo băng rôn", progress=Progress.NOT_STARTED),
        received_at=local("2024-11-12 09:00"),
    )
    assert starting_text(reply, most=20_000) == (
        "Đơn vị tiếp nhận văn bản ngày 12/11/2024.\n\n"
        "1. Đăng tải tài liệu\n"
        "Đã thực hiện, đang chờ Sở Thông tin và Truyền thông xác nhận.\n"
        "- 05/11/2024: Zalo, đối tượng: người dân, hộ dân; 100 lượt tiếp cận; Đăng ba bài; [1].\n\n"
        "2. Treo băng rôn\n"
        "Chưa thực hiện; hạn đến hết ngày 20/11/2024.\n\n"
        "Số lượt tiếp cận theo hình thức và đối tượng:\n"
        "- Zalo, người dân, hộ dân: 1 hoạt động, 100 lượt.\n\n"
        "Minh chứng:\n"
        "[1] https://ninhkieu.example/bai"
    )


def test_words_that_would_not_fit_leave_out_the_descriptions_first_and_then_the_single_actions():
    reply = paper(asked(deed(1, reach=None, description="x" * 300), deed(2, reach=None, proofs=(PHOTO,))))
    whole = starting_text(reply, most=20_000)
    assert starting_text(reply, most=len(whole)) == whole
    shorter = starting_text(reply, most=len(whole) - 1)
    assert "xxx" not in shorter
    assert "- 05/11/2024" in shorter
    assert "[1] buoi-hop.jpg" in shorter
    shortest = starting_text(reply, most=len(shorter) - 1)
    assert "- 05/11/2024" not in shortest
    assert "buoi-hop.jpg" not in shortest
    assert "- Zalo, người dân, hộ dân: 2 hoạt động, chưa đếm được số lượt." in shortest
