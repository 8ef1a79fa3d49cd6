"""A reading becomes a draft: nothing invented, nothing stored twice, doubts kept until somebody looked."""

import uuid
from datetime import date

import pytest

from campaign_portal.lib.errors import Refused
from directives.models import Directive, RecipientGroup, RecipientGroupUnit
from directives.services.campaigns import begin_campaign
from directives.services.drafting import choose_units, confirm_overseer, draft_from_reading, update_draft
from directives.services.issuing import issue
from directives.tests.officer import LETTER, NOW, SHORT, City, SmallCity, reading
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
LATER = local("2024-10-29 10:00")


@pytest.fixture
def city():
    return City()


@pytest.fixture
def small():
    return SmallCity()


# --- The campaign's letter --------------------------------------------------------------------------------------------
def test_the_real_letter_becomes_a_draft_with_what_it_says_and_no_more(city):
    draft = city.draft()
    assert (draft.doc_type, draft.number, draft.symbol, draft.place) == ("Công văn", "", "STTTT-CNTT/VT", "Cần Thơ")
    assert draft.dated_on is None
    assert (draft.due_on, draft.report_due_on, draft.no_report) == (date(2024, 11, 20), None, False)
    assert draft.links == ["https://khonggianmang.vn/", "https://canhbao.ncsc.gov.vn/"]
    assert (draft.signer_name, draft.signer_authority) == ("Nguyễn Hữu Thanh Bình", "KT. GIÁM ĐỐC")
    assert list(draft.legal_bases.values_list("reference", "dated_on", "issuer_name")) == [
        ("4406/VPUB-KGVX", date(2024, 10, 22), ""),
        ("4322/BTTTT-CATTT", date(2024, 10, 13), "Bộ Thông tin và Truyền thông"),
    ]


def test_the_real_letter_has_three_lines_three_other_groups_and_seven_instructions(city):
    draft = city.draft()
    chosen = {(group.source, group.order): group.members.filter(chosen=True).count() for group in draft.groups.all()}
    assert chosen == {
        ("addressee", 0): 19,
        ("addressee", 1): 9,
        ("addressee", 2): 8,
        ("task", 0): 19,
        ("task", 1): 9,
        ("task", 2): 9,
    }
    assert list(draft.instructions.values_list("label", "binding")) == [
        ("1.1", True),
        ("1.2", True),
        ("2.1", True),
        ("3.1", True),
        ("3.2", True),
        ("3.3", True),
        ("", False),
    ]


def test_the_real_letter_leaves_six_things_to_the_officer(city):
    draft = city.draft()
    assert set(draft.doubts) == {"number", "date", "issuer", "legal_bases.0.issuer", "report_due", "cc.1"}
    assert list(draft.copies.values_list("text", "overseer__name", "confirmed_at")) == [
        ("Như trên", None, None),
        ("UBND thành phố (để b/c)", "UBND thành phố Cần Thơ", None),
        ("Lưu: VT, P.CNTTVT/H", None, None),
    ]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Các đơn vị báo cáo kết quả trong vòng 05 ngày kể từ ngày ký.", "report_due"),
        ("Các đơn vị báo cáo kết quả trước ngày 25/11.", "report_due"),
        ("Các đơn vị treo băng rôn trong vòng 05 ngày kể từ ngày ký.", "deadlines.1"),
    ],
)
def test_a_day_that_is_only_hinted_at_is_asked_for_once(small, sentence, asked):
    draft = small.draft(SHORT.replace("Nơi nhận:", f"{sentence}\n\nNơi nhận:"))
    reasons = {path: why for path, why in draft.doubts.items() if path.startswith(("deadlines", "report", "period"))}
    assert reasons.keys() - {"report_due"} == {asked} - {"report_due"}
    assert "report_due" in reasons


def test_a_relation_to_an_earlier_letter_is_no_doubt_of_the_check(small):
    draft = small.draft(
        SHORT.replace("V/v tuyên truyền", "V/v gia hạn thời gian thực hiện Công văn số 5/STTTT-CNTT về")
    )
    assert [(each["kind"], each["number"]) for each in draft.reading["data"]["about"]] == [("extends", "5/STTTT-CNTT")]
    assert draft.reading["confidence"]["about.0"] == "doubt"
    assert not [path for path in draft.doubts if path.startswith("about")]


def test_the_issuer_is_never_its_own_recipient(city):
    draft = city.draft()
    assert not RecipientGroupUnit.objects.filter(group__directive=draft, unit=city.department).exists()


# --- Once -------------------------------------------------------------------------------------------------------------
def test_the_same_submission_twice_is_one_draft(small):
    key = uuid.uuid4()
    first, second = small.draft(client_uuid=key), small.draft(client_uuid=key)
    assert first == second
    assert Directive.objects.count() == 1
    assert RecipientGroup.objects.count() == 2


def test_a_text_mended_after_going_back_is_another_draft_and_so_is_another_unit_s(small):
    key = uuid.uuid4()
    first = small.draft(client_uuid=key)
    assert small.draft(SHORT.replace("77/STTTT", "78/STTTT"), client_uuid=key) != first
    elsewhere = draft_from_reading(
        reading=reading(SHORT), issuer=small.justice, actor=small.stranger, now=NOW, client_uuid=key
    )
    assert elsewhere.issuer == small.justice
    assert Directive.objects.count() == 3


# --- Who worked on it -------------------------------------------------------------------------------------------------
def test_every_save_of_a_draft_says_who_and_when(small):
    draft = small.draft()
    assert (draft.saved_by, draft.saved_at) == (small.officer, NOW)
    for act in (
        lambda by: update_draft(directive=draft, subject="khác", **by),
        lambda by: choose_units(directive=draft, chosen={draft.groups.first().pk: set()}, **by),
        lambda by: confirm_overseer(copy=draft.copies.first(), unit=small.committee, **by),
        lambda by: begin_campaign(directive=draft, name="Chiến dịch", starts_on=None, ends_on=None, **by),
    ):
        Directive.objects.update(saved_by=None, saved_at=None)
        act({"actor": small.second_officer, "now": LATER})
        draft.refresh_from_db()
        assert (draft.saved_by, draft.saved_at) == (small.second_officer, LATER)


# --- What the letter holds --------------------------------------------------------------------------------------------
def test_an_instruction_keeps_the_day_its_own_words_name(small):
    draft = small.draft(SHORT.replace("cán bộ, công chức.", "cán bộ, công chức, chậm nhất ngày 05/11/2024."))
    assert list(draft.instructions.values_list("due_on", flat=True)) == [date(2024, 11, 5)]


def test_an_address_in_a_task_stands_without_the_brackets_of_its_source(city):
    text = city.draft().instructions.get(binding=False).text
    assert "Cổng không gian mạng: https://khonggianmang.vn/ để tìm hiểu" in text
    assert text[0] == "T"


def test_an_issuer_printed_in_capitals_is_known_and_another_one_is_a_doubt(small):
    assert "issuer" not in small.draft().doubts
    other = small.draft(SHORT.replace("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỞ TƯ PHÁP"))
    assert "SỞ TƯ PHÁP" in other.doubts["issuer"]


def test_what_is_longer_than_its_column_is_cut_not_refused(small):
    read = reading(SHORT)
    read.data |= {"number": "1" * 40, "symbol": "A" * 90, "place": "B" * 90, "subject": "c" * 900, "urgency": "D" * 90}
    draft = draft_from_reading(reading=read, issuer=small.department, actor=small.officer, now=NOW)
    assert [len(draft.number), len(draft.symbol), len(draft.place), len(draft.subject)] == [11, 30, 60, 500]


# --- Corrections ------------------------------------------------------------------------------------------------------
def test_ticks_are_set_and_units_the_words_did_not_offer_are_added(small):
    draft = small.draft()
    group = draft.groups.get(source="task")
    choose_units(directive=draft, chosen={group.pk: {small.justice.pk, small.police.pk}}, actor=small.officer, now=NOW)
    assert dict(group.members.values_list("unit__name", "chosen")) == {
        "Sở Nội vụ": False,
        "Sở Tư pháp": True,
        "Công an thành phố": True,
    }
    other = draft.groups.get(source="addressee")
    assert dict(other.members.values_list("unit__name", "chosen")) == {"Sở Nội vụ": True}


def test_the_issuer_an_ended_unit_and_a_unit_that_is_not_there_are_not_added(small):
    draft = small.draft()
    ended = make_unit("Sở cũ", valid_to=date(2024, 10, 27))
    group = draft.groups.get(source="task")
    wanted = {small.department.pk, ended.pk, 999_999, small.home_affairs.pk}
    choose_units(directive=draft, chosen={group.pk: wanted}, actor=small.officer, now=NOW)
    assert list(group.members.values_list("unit__name", flat=True)) == ["Sở Nội vụ"]


def test_a_group_of_another_letter_is_left_alone(small):
    draft, other = small.draft(), small.draft(SHORT.replace("77/STTTT", "78/STTTT"))
    group = other.groups.get(source="task")
    choose_units(directive=draft, chosen={group.pk: set()}, actor=small.officer, now=NOW)
    assert list(group.members.values_list("chosen", flat=True)) == [True]


def test_confirming_an_overseer_answers_the_doubt(small):
    draft = small.draft(LETTER)
    copy = draft.copies.get(order=1)
    confirm_overseer(copy=copy, unit=small.committee, actor=small.officer, now=NOW)
    draft.refresh_from_db()
    copy.refresh_from_db()
    assert (copy.overseer, copy.confirmed_at) == (small.committee, NOW)
    assert "cc.1" not in draft.doubts


def test_nothing_of_an_issued_letter_is_corrected(small):
    draft = small.ready()
    issue(directive=draft, actor=small.officer, now=NOW)
    group = draft.groups.first()
    acts = [
        lambda: update_draft(directive=draft, actor=small.officer, now=NOW, subject="khác"),
        lambda: choose_units(directive=draft, chosen={group.pk: set()}, actor=small.officer, now=NOW),
        lambda: confirm_overseer(copy=draft.copies.first(), unit=small.committee, actor=small.officer, now=NOW),
    ]
    for act in acts:
        with pytest.raises(Refused, match="không sửa được nữa"):
            act()
