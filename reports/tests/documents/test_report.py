"""The report says what the dashboard says, in its text, in its tables and in its annexes."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.dates import closes_at
from directives.services.lifecycle import add_late, extend, recall
from directives.services.obligations import exempt
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import make_draft
from reports.documents.kinds import FINAL, INTERIM, kind_of
from reports.documents.paper import Items, Paragraph, Table, figures, plain, walk
from reports.documents.report.annexes import SHOWN_PER_UNIT
from reports.models import Document
from reports.services.actions import Proof
from reports.services.unit_reports import submit_report
from reports.summary.figures import tally
from reports.summary.load import load
from reports.summary.reach import reached
from reports.summary.scope import WHOLE
from reports.tests.summaries import ISSUE_DAY, make_letter
from units.tests.factories import local, make_unit, make_user

from .letters import DAY, NOON, asked, busy, bytes_of, made
from .papers import pdf_text, word_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    return make_letter()


def paper_of(letter, **more):
    document = asked(letter, **more)
    paper = kind_of(document).compose(document)
    document.delete()  # one at a time is in the making
    return paper


def words_of(paper) -> str:
    """What paragraphs and lists say, in the order of reading."""
    found = []
    for block in walk(paper):
        if isinstance(block, Paragraph):
            found.append(plain(block.text))
        if isinstance(block, Items):
            found += map(plain, block.lines)
    return "\n".join(found)


def said(paper) -> dict[str, str]:
    return {key: each.text for key, each in figures(paper).items()}


def link(address: str) -> Proof:
    return Proof(url=address)


def annex_rows(paper, number: int) -> list[list[str]]:
    blocks = walk_annex(paper, number)
    return [[plain(cell) for cell in row] for block in blocks if isinstance(block, Table) for row in block.rows]


def walk_annex(paper, number: int) -> list:
    annex = paper.annexes[number - 1]
    return [inner for block in annex.blocks for inner in getattr(block, "blocks", (block,))]


# --- The same numbers everywhere --------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", [ISSUE_DAY, date(2024, 11, 6), date(2024, 11, 8), DAY, DAY + timedelta(days=1)])
def test_text_tables_and_annex_say_what_the_dashboard_says_on_that_day(letter, day):
    busy(letter)
    exempt(
        obligation=letter.task("gd", 2), reason="Không có học sinh", actor=letter.officer, now=local("2024-11-07 08:00")
    )
    summary = letter.summary(day)
    paper = paper_of(letter, day=day)
    told = said(paper)
    text = words_of(paper)
    assert told["units.total"] == str(summary.total)
    assert told["units.done"] == str(summary.done)
    assert f"{summary.done}/{summary.total} đơn vị đã hoàn thành mọi nhiệm vụ" in text
    assert f"Trong {summary.tally.total} nhiệm vụ: {summary.tally.done} nhiệm vụ đã hoàn thành" in text
    assert told["receipt.received"] == str(summary.received)
    assert told["group.total.tasks"] == told["units.total.total"] == str(summary.tally.total)
    assert told["group.total.tasks-done"] == told["units.total.done"] == str(summary.tally.done)
    assert told["group.total.tasks-overdue"] == told["units.total.overdue"] == str(summary.tally.overdue)
    assert told["addressee.total.units-done"] == told["district.total.units-done"] == str(summary.done)
    for unit in summary.units:
        counts = tally(unit.tasks)
        mine = [told[f"unit.{unit.pk}.{key}"] for key in ("total", "done", "on-time", "waiting", "open", "overdue")]
        expected = (counts.total, counts.done, counts.on_time, counts.waiting, counts.open, counts.overdue)
        assert mine == [str(count) for count in expected]


def test_each_group_and_line_of_the_letter_has_its_own_row(letter):
    busy(letter)
    summary, told = letter.summary(DAY), said(paper_of(letter))
    for share in summary.by_group():
        assert told[f"group.{share.key}.tasks-done"] == str(share.tally.done)
        assert told[f"group.{share.key}.units"] == str(len(share.units))
    for share in summary.by_addressee():
        assert told[f"addressee.{share.key}.units"] == str(len(share.counted))
        assert told[f"addressee.{share.key}.units-silent"] == str(share.silent)


def test_reach_stands_per_audience_and_channel_and_is_never_added_up(letter):
    busy(letter)
    paper = paper_of(letter)
    told = said(paper)
    for cell in reached(load(letter.directive, scope=WHOLE, day=DAY).deeds):
        assert told[f"reach.{cell.audience}.{cell.channel}.deeds"] == str(cell.deeds)
    assert told["reach.residents.website.times"] == "1.480"
    assert not any(key.startswith("reach.total") for key in told)
    assert "1 hoạt động chưa đếm được số lượt." in words_of(paper)


def test_both_files_say_the_figures_of_the_facts_kept(letter):
    document = made(busy(letter))
    summary = letter.summary(DAY)
    line = f"{summary.done}/{summary.total} đơn vị đã hoàn thành mọi nhiệm vụ được giao (20%)"
    assert line in word_text(bytes_of(document.docx))
    assert line in pdf_text(bytes_of(document.pdf))
    assert document.facts["units.done"] == ["1", "Đơn vị đã hoàn thành"]


def test_what_is_recorded_later_changes_no_report_of_before(letter):
    busy(letter)
    before = said(paper_of(letter))
    letter.finish("gd", 0, "2024-11-25 09:00")
    assert said(paper_of(letter, now=NOON + timedelta(days=30))) == before


def test_a_report_made_at_noon_leaves_out_the_afternoon(letter):
    letter.finish("om", 0, "2024-11-05 09:00")
    letter.finish("nk", 0, "2024-11-05 15:00")
    document = asked(letter, kind=INTERIM, day=date(2024, 11, 5), now=local("2024-11-05 12:00"))
    paper = kind_of(document).compose(document)
    assert said(paper)["units.done"] == "1"
    assert "số liệu đến 12:00 ngày 05/11/2024" in words_of(paper)


# --- Words ------------------------------------------------------------------------------------------------------------
def test_the_head_is_that_of_the_issuing_unit_and_it_goes_to_the_committee(letter):
    paper = paper_of(letter)
    head, title, to = paper.blocks[:3]
    assert (head.parent, head.agency) == ("UBND THÀNH PHỐ CẦN THƠ", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG")
    assert head.number == "Số: ……/BC-……"
    assert (title.kind, title.subject) == ("BÁO CÁO", f"Kết quả thực hiện {letter.directive} ngày 28 tháng 10 năm 2024")
    assert to.names == ("Ủy ban nhân dân thành phố Cần Thơ",)


def test_an_interim_report_speaks_of_progress(letter):
    paper = paper_of(letter, kind=INTERIM)
    assert paper.blocks[1].subject.startswith("Tiến độ thực hiện")
    assert "Trên đây là báo cáo tiến độ" in words_of(paper)


def test_bases_are_named_as_the_letter_names_them_and_no_issuer_is_made_up(letter):
    bases = letter.directive.legal_bases
    bases.create(order=0, reference="4406/VPUB-KGVX", dated_on=date(2024, 10, 22))
    bases.create(order=1, reference="Chỉ thị số 02", issuer_name="Bộ TTTT")
    text = words_of(paper_of(letter))
    assert "Căn cứ Văn bản số 4406/VPUB-KGVX ngày 22 tháng 10 năm 2024;\nCăn cứ Chỉ thị số 02 của Bộ TTTT." in text


def test_the_silent_and_the_late_are_named(letter):
    busy(letter)
    text = words_of(paper_of(letter, day=DAY + timedelta(days=1)))
    assert "2 đơn vị chưa có hoạt động nào:\nSở Giáo dục và Đào tạo;\nUBND phường An Cư." in text
    assert "1 đơn vị đã có hoạt động nhưng còn nhiệm vụ quá hạn:\nSở Y tế." in text


def test_sentences_that_would_count_nothing_are_left_out(letter):
    for unit, count in (("gd", 3), ("yt", 2), ("nk", 1), ("ac", 1), ("om", 1)):
        for nth in range(count):
            letter.finish(unit, nth, "2024-11-05 09:00")
    text = words_of(paper_of(letter))
    assert "5/5 đơn vị đã hoàn thành mọi nhiệm vụ được giao (100%)." in text
    assert "Không có đơn vị nào chậm." in text
    assert "chờ xác nhận" not in text
    assert "quá hạn." not in text.replace("0 quá hạn).", "")


def test_receipt_and_what_was_sent_back_are_told(letter):
    confirm_receipt(delivery=letter.delivery("om"), actor=letter.people["om"], now=local("2024-10-29 09:00"))
    refuse(
        delivery=letter.delivery("ac"), reason="Sai nơi nhận", actor=letter.people["ac"], now=local("2024-10-29 09:00")
    )
    text = words_of(paper_of(letter))
    assert "1/4 đơn vị đã tiếp nhận văn bản; 3 đơn vị chưa tiếp nhận. 1 đơn vị trả lại vì sai nơi nhận." in text


def test_an_extension_counts_from_the_day_it_was_recorded(letter):
    extend(directive=letter.directive, due_on=date(2024, 12, 5), actor=letter.officer, now=local("2024-11-15 09:00"))
    assert "Thời gian thực hiện đến hết ngày 20/11/2024." in words_of(paper_of(letter, day=date(2024, 11, 14)))
    assert "Thời gian thực hiện đến hết ngày 05/12/2024." in words_of(paper_of(letter, day=DAY))


def test_a_recalled_letter_says_so(letter):
    recall(directive=letter.directive, note="Thay thế", actor=letter.officer, now=local("2024-11-10 09:00"))
    assert "Văn bản được thu hồi ngày 10/11/2024." in words_of(paper_of(letter))


def test_difficulties_and_proposals_are_quoted_from_the_last_report_handed_in_by_then(letter):
    for text, day in (
        ("Thiếu người", "2024-11-10"),
        ("Thiếu máy", "2024-11-11"),
        ("Muộn", "2024-11-25"),
    ):
        submit_report(
            delivery=letter.delivery("om"),
            text="Đã làm",
            difficulties=text,
            proposals="Cấp tờ rơi",
            client_uuid=uuid.uuid4(),
            actor=letter.people["om"],
            now=local(f"{day} 09:00"),
        )
    text = words_of(paper_of(letter))
    assert "Phòng Văn hóa và Thông tin quận Ô Môn: “Thiếu máy”." in text
    assert "“Cấp tờ rơi”." in text
    assert "Thiếu người" not in text
    assert "Muộn" not in text


def test_nobody_said_anything(letter):
    text = words_of(paper_of(letter))
    assert "Chưa có đơn vị nào nêu khó khăn, vướng mắc trong báo cáo gửi trên cổng." in text


# --- Evidence ---------------------------------------------------------------------------------------------------------
def test_evidence_is_listed_with_day_unit_and_address_as_of_the_cut(letter):
    letter.act("om", 0, "2024-11-05 09:00", proofs=[link("https://omon.example/tin-1")])
    letter.act("nk", 0, "2024-11-06 09:00", proofs=[link("https://ninhkieu.example/tin-2")])
    letter.act("yt", 0, "2024-11-25 09:00", proofs=[link("https://yte.example/muon")])
    rows = annex_rows(paper_of(letter), 3)
    assert [(row[1], row[2], row[4]) for row in rows] == [
        ("06/11/2024", "Phòng Văn hóa và Thông tin quận Ninh Kiều", "https://ninhkieu.example/tin-2"),
        ("05/11/2024", "Phòng Văn hóa và Thông tin quận Ô Môn", "https://omon.example/tin-1"),
    ]


def test_evidence_taken_off_later_still_stands_in_a_report_of_before(letter):
    action = letter.act("om", 0, "2024-11-05 09:00", proofs=[link("https://omon.example/tin-1")])
    action.evidence.update(removed_at=closes_at(DAY))
    assert len(annex_rows(paper_of(letter), 3)) == 1
    action.evidence.update(removed_at=closes_at(DAY) - timedelta(seconds=1))
    assert annex_rows(paper_of(letter), 3) == []


def test_of_a_unit_with_very_many_actions_the_newest_are_listed_and_the_rest_counted(letter):
    for nth in range(SHOWN_PER_UNIT + 3):
        letter.act("om", 0, "2024-11-10 09:00", done_on=date(2024, 10, 29) + timedelta(days=nth % 9))
    paper = paper_of(letter)
    assert len(annex_rows(paper, 3)) == SHOWN_PER_UNIT
    assert "Ô Môn: còn 3 hoạt động có minh chứng khác, xem trên cổng." in words_of(paper)
    assert said(paper)["proofs.deeds"] == str(SHOWN_PER_UNIT + 3)


# --- Bad input --------------------------------------------------------------------------------------------------------
def test_a_letter_to_nobody_gives_a_report_that_says_so():
    department = make_unit("Sở Thông tin và Truyền thông")
    officer = make_user(department, "coordinator")
    directive = make_draft(department, officer)
    directive.issued_at, directive.issued_by = local("2024-10-28 09:00"), officer
    directive.save(update_fields=["issued_at", "issued_by"])
    document = Document(
        kind=FINAL, directive=directive, unit=department, as_of=DAY, cut_at=closes_at(DAY), asked_at=NOON, version=1
    )
    paper = kind_of(document).compose(document)
    text = words_of(paper)
    assert "Văn bản chưa gửi đến đơn vị nào." in text
    assert "Không có đơn vị nào phải thực hiện nhiệm vụ." in text
    assert paper.blocks[2].names == ("……",)


def test_when_all_are_exempt_nothing_is_divided(letter):
    for name in letter.units:
        for row in letter.tasks(name):
            exempt(obligation=row, reason="Miễn", actor=letter.officer, now=local("2024-11-01 09:00"))
    text = words_of(paper_of(letter))
    assert "Không có đơn vị nào phải thực hiện nhiệm vụ." in text
    assert "8 nhiệm vụ được miễn hoặc không áp dụng, không tính vào tổng." in text
    assert "5 đơn vị nhận văn bản mà không phải thực hiện nhiệm vụ nào." in text


def test_without_any_action_the_report_says_so(letter):
    text = words_of(paper_of(letter))
    assert "Chưa đơn vị nào ghi hoạt động trên cổng." in text
    assert "Chưa có nhiệm vụ nào được xác nhận hoàn thành." in text
    assert "0/5 đơn vị đã hoàn thành mọi nhiệm vụ được giao (0%); 5 đơn vị chưa có hoạt động nào." in text


def test_names_of_200_letters_and_hostile_words_reach_both_files(letter):
    name = "Đơn vị <&> #panic() " + "Ninh Kiều " * 18
    task = letter.task("om").instruction
    late = {"actor": letter.officer, "now": local("2024-11-02 09:00"), "note": "Bổ sung"}
    add_late(directive=letter.directive, unit=make_unit(name.strip()), instructions=[task], **late)
    document = made(letter)
    assert len(name.strip()) == 199
    assert name.strip() in word_text(bytes_of(document.docx))
    assert name.strip() in pdf_text(bytes_of(document.pdf))


def test_queries_do_not_grow_with_units_and_actions(letter):
    document = asked(letter)
    letter.act("om", 0, "2024-11-05 09:00")
    few = queries(document)
    for unit in ("nk", "ac", "yt", "gd"):
        letter.act(unit, 0, "2024-11-06 09:00")
    assert queries(document) == few


def queries(document: Document) -> int:
    with CaptureQueriesContext(connection) as found:
        kind_of(document).compose(document)
    return len(found)


def test_every_figure_is_called_something_people_understand(letter):
    found = figures(paper_of(busy(letter)))
    assert [key for key, each in found.items() if not each.label or "." in each.label] == []
