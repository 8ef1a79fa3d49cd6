"""The officer's corrections of a draft: all kept or none, lines keep their places, doubts go when answered."""

from datetime import date

import pytest

from campaign_portal.lib.errors import Refused
from directives.models import DirectiveFile
from directives.services.correcting import NEW_GROUP, Corrections, Row, correct_draft
from directives.services.issuing import issue
from directives.tests.officer import LETTER, NOW, SmallCity
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.services]
LATER = local("2024-10-28 10:00")


@pytest.fixture
def small():
    return SmallCity()


@pytest.fixture
def draft(small):
    return small.draft()


def correct(small, draft, **corrections):
    return correct_draft(directive=draft, corrections=Corrections(**corrections), actor=small.officer, now=NOW)


def basis(reference: str, **more) -> dict:
    return {"reference": reference, "dated_on": None, "issuer_name": ""} | more


def task(text: str, group=None, **more) -> dict:
    return {"text": text, "group": group, "binding": True, "due_on": None} | more


def test_columns_and_answered_doubts_are_kept_together(small, draft):
    assert "report_due" in draft.doubts
    row = correct(small, draft, columns={"subject": "khác", "no_report": True}, settled={"report_due"})
    row.refresh_from_db()
    assert (row.subject, row.no_report, "report_due" in row.doubts) == ("khác", True, False)


def test_a_line_is_changed_taken_away_and_added(small, draft):
    first = draft.legal_bases.get()
    correct(small, draft, bases=[Row(first.pk, basis("1/QĐ")), Row(None, basis("2/QĐ", dated_on=date(2024, 1, 2)))])
    assert list(draft.legal_bases.values_list("order", "reference")) == [(0, "1/QĐ"), (1, "2/QĐ")]
    correct(small, draft, bases=[Row(first.pk, {}, delete=True)])
    assert list(draft.legal_bases.values_list("order", "reference")) == [(1, "2/QĐ")]


def test_a_new_line_never_takes_the_place_of_words_that_were_read(small):
    draft = small.draft(LETTER)
    second = draft.legal_bases.get(order=1)
    correct(small, draft, bases=[Row(second.pk, {}, delete=True), Row(None, basis("9/QĐ"))])
    assert list(draft.legal_bases.values_list("order", "reference")) == [(0, "4406/VPUB-KGVX"), (2, "9/QĐ")]


def test_the_doubts_of_a_line_go_with_it(small):
    draft = small.draft(LETTER)
    first = draft.legal_bases.get(order=0)
    row = correct(small, draft, bases=[Row(first.pk, {}, delete=True)])
    assert "legal_bases.0.issuer" not in row.doubts
    assert "cc.1" in row.doubts


def test_a_line_that_is_gone_meanwhile_stops_no_other(small, draft):
    correct(small, draft, bases=[Row(999_999, basis("x")), Row(None, basis("2/QĐ"))])
    assert list(draft.legal_bases.values_list("reference", flat=True)) == ["77/QĐ-UBND", "2/QĐ"]


def test_other_words_for_a_group_propose_other_units(small, draft):
    line = draft.groups.get(source="addressee")
    correct(small, draft, addressees=[Row(line.pk, {"phrase": "Các sở"})])
    assert list(line.members.values_list("unit__name", "chosen")) == [
        ("Sở Nội vụ", True),
        ("Sở Tư pháp", True),
        ("Công an thành phố", False),
    ]


def test_the_same_words_leave_the_officer_s_ticks_alone(small, draft):
    line = draft.groups.get(source="addressee")
    line.members.update(chosen=False)
    correct(small, draft, addressees=[Row(line.pk, {"phrase": "Sở Nội vụ"})])
    assert list(line.members.values_list("chosen", flat=True)) == [False]


def test_a_new_group_and_a_task_for_it_are_sent_at_once(small, draft):
    correct(
        small,
        draft,
        groups=[Row(None, {"phrase": "Sở Tư pháp"})],
        instructions=[Row(None, task("Tuyên truyền pháp luật", NEW_GROUP))],
    )
    added = draft.instructions.get(order=1)
    assert (added.group.phrase, added.label) == ("Sở Tư pháp", "2.1")
    assert list(added.group.members.values_list("unit__name", "chosen")) == [("Sở Tư pháp", True)]


def test_a_task_for_a_new_group_without_its_words_is_refused_and_nothing_is_kept(small, draft):
    with pytest.raises(Refused, match="chọn lại nhóm"):
        correct(small, draft, columns={"subject": "khác"}, instructions=[Row(None, task("x", NEW_GROUP))])
    draft.refresh_from_db()
    assert draft.subject != "khác"
    assert draft.instructions.count() == 1


def test_a_group_with_tasks_stays_until_they_are_moved(small, draft):
    group, only = draft.groups.get(source="task"), draft.instructions.get()
    with pytest.raises(Refused, match="Hãy xóa hoặc chuyển"):
        correct(small, draft, groups=[Row(group.pk, {"phrase": group.phrase}, delete=True)])
    correct(
        small,
        draft,
        groups=[Row(group.pk, {"phrase": group.phrase}, delete=True)],
        instructions=[Row(only.pk, task(only.text))],
    )
    only.refresh_from_db()
    assert (only.group, only.label) == (None, "")
    assert not draft.groups.filter(source="task").exists()


def test_a_confirmed_overseer_keeps_its_moment_until_it_is_taken_back(small):
    draft = small.draft(LETTER)
    copy = draft.copies.get(order=1)
    columns = {"text": copy.text, "overseer": small.committee, "confirmed": True}
    correct(small, draft, copies=[Row(copy.pk, dict(columns))])
    again = Corrections(copies=[Row(copy.pk, dict(columns))])
    correct_draft(directive=draft, corrections=again, actor=small.officer, now=LATER)
    copy.refresh_from_db()
    assert copy.confirmed_at == NOW
    correct(small, draft, copies=[Row(copy.pk, columns | {"confirmed": False})])
    copy.refresh_from_db()
    assert copy.confirmed_at is None


def test_an_attachment_is_added_and_the_original_is_never_one_of_them(small, draft):
    original = DirectiveFile.objects.create(directive=draft, kind="original", title="gốc")
    correct(small, draft, attachments=[Row(None, {"title": "Cẩm nang"}), Row(original.pk, {}, delete=True)])
    assert list(draft.files.values_list("kind", "title")) == [("original", "gốc"), ("attachment", "Cẩm nang")]


def test_an_issued_letter_is_refused_whole(small):
    draft = small.ready()
    issue(directive=draft, actor=small.officer, now=NOW)
    with pytest.raises(Refused, match="không sửa được nữa"):
        correct(small, draft, bases=[Row(None, basis("2/QĐ"))])
    assert draft.legal_bases.count() == 1
