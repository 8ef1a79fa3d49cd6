"""Instructions of a draft cut, joined, moved, taken away and brought back: their words stay theirs, all is logged."""

from importlib import import_module

import pytest
from django.apps import apps

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Directive, Event, Instruction
from directives.services.arranging import DOWN, MERGE, RESTORE, SPLIT, UP, Act
from directives.services.correcting import Corrections, Row, correct_draft
from directives.services.drafting import update_draft
from directives.services.edits import Overtaken, edits_of, version_of
from directives.services.issuing import issue
from directives.services.planning import preview
from directives.tests.officer import LETTER, NOW, SmallCity, make_ready
from units.models import User
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.services]
LATER = local("2024-10-28 09:05")


@pytest.fixture
def small():
    return SmallCity()


@pytest.fixture
def draft(small):
    return small.draft(LETTER)


def at(draft, nth: int):
    return draft.instructions.order_by("order")[nth]


def columns(row, **more) -> dict:
    kept = {"text": row.text, "group": row.group_id, "binding": row.binding, "due_on": row.due_on}
    return kept | more


def do(draft, kind: str, row_or_key, **corrections):
    key = getattr(row_or_key, "pk", row_or_key)
    sent = Corrections(act=Act(kind, key), **corrections)
    return correct_draft(directive=draft, corrections=sent, actor=draft.created_by, now=NOW)


def change_text(draft, row, text: str):
    sent = Corrections(instructions=[Row(row.pk, columns(row, text=text))])
    return correct_draft(directive=draft, corrections=sent, actor=draft.created_by, now=NOW)


def remove(draft, row):
    sent = Corrections(instructions=[Row(row.pk, {}, delete=True)])
    return correct_draft(directive=draft, corrections=sent, actor=draft.created_by, now=NOW)


def lit(draft, row) -> list[str]:
    return [draft.text[start:end] for start, end in row.spans]


def labels(draft) -> list[str]:
    return list(draft.instructions.order_by("order").values_list("label", flat=True))


# --- Split ------------------------------------------------------------------------------------------------------------
def test_an_instruction_is_cut_where_the_officer_pressed_enter_in_the_same_save(draft):
    row = at(draft, 0)
    typed = row.text.replace("các sản phẩm", "\n\ncác sản phẩm")
    do(draft, SPLIT, row, instructions=[Row(row.pk, columns(row, text=typed))])
    first, second = at(draft, 0), at(draft, 1)
    assert first.text == "Đăng tải, chia sẻ trên Cổng, Trang thông tin điện tử của cơ quan, đơn vị"
    assert second.text.startswith("Các sản phẩm tuyên truyền của Chiến dịch")
    assert (first.pk, second.group_id, second.binding) == (row.pk, row.group_id, True)
    assert labels(draft) == ["1.1", "1.2", "1.3", "2.1", "3.1", "3.2", "3.3", ""]


def test_both_halves_keep_their_own_words_of_the_letter_lit(draft):
    row = at(draft, 0)
    change_text(draft, row, row.text.replace("các sản phẩm", "\ncác sản phẩm"))
    do(draft, SPLIT, row)
    first, second = at(draft, 0), at(draft, 1)
    assert lit(draft, first) == ["Đăng tải, chia sẻ trên Cổng, Trang thông tin điện tử của cơ quan, đơn vị"]
    assert lit(draft, second)[0].startswith("các sản phẩm tuyên truyền của Chiến dịch")
    assert (first.places, second.places) == ([0], [0])


def test_what_an_officer_wrote_has_no_words_and_neither_have_its_parts(draft):
    sent = Corrections(instructions=[Row(None, {"text": "một\nhai", "group": None, "binding": True, "due_on": None})])
    correct_draft(directive=draft, corrections=sent, actor=draft.created_by, now=NOW)
    do(draft, SPLIT, at(draft, 7))
    assert [(at(draft, nth).text, at(draft, nth).origin) for nth in (7, 8)] == [("một", None), ("Hai", None)]


def test_a_text_without_a_place_to_cut_is_refused_and_nothing_of_the_save_is_kept(draft):
    with pytest.raises(Refused, match="nhấn Enter"):
        do(draft, SPLIT, at(draft, 0), columns={"subject": "khác"})
    draft.refresh_from_db()
    assert (draft.subject != "khác", draft.instructions.count()) == (True, 7)


# --- Merge ------------------------------------------------------------------------------------------------------------
def test_two_instructions_of_a_group_become_one_with_the_words_of_both(draft):
    first, second = at(draft, 0), at(draft, 1)
    do(draft, MERGE, first)
    row = at(draft, 0)
    assert row.text == f"{first.text} {second.text}"
    assert (row.pk, row.places) == (first.pk, [0, 1])
    assert lit(draft, row) == [*lit(draft, first), *lit(draft, second)]
    assert labels(draft) == ["1.1", "2.1", "3.1", "3.2", "3.3", ""]


def test_what_was_split_and_merged_lights_all_its_words_again(draft):
    row = at(draft, 0)
    change_text(draft, row, row.text.replace("các sản phẩm", "\ncác sản phẩm"))
    do(draft, SPLIT, row)
    do(draft, MERGE, row)
    merged = at(draft, 0)
    assert merged.places == [0]
    assert "".join(lit(draft, merged)).startswith("Đăng tải, chia sẻ")
    assert draft.instructions.count() == 7


def test_the_last_instruction_has_nothing_to_be_merged_with(draft):
    with pytest.raises(Refused, match="nội dung cuối cùng"):
        do(draft, MERGE, at(draft, 6))


def test_a_merge_never_moves_a_duty_to_another_group_unseen(draft):
    with pytest.raises(Refused, match="hai nhóm khác nhau"):
        do(draft, MERGE, at(draft, 1))
    second, third = at(draft, 1), at(draft, 2)
    do(draft, MERGE, second, instructions=[Row(third.pk, columns(third, group=second.group_id))])
    assert (at(draft, 1).group_id, draft.instructions.count()) == (second.group_id, 6)


@pytest.mark.parametrize(
    ("typed", "says"), [({"binding": False}, "không bắt buộc"), ({"due_on": local("2024-11-15").date()}, "hạn riêng")]
)
def test_instructions_that_differ_in_more_than_words_are_not_merged(draft, typed, says):
    second = at(draft, 1)
    with pytest.raises(Refused, match=says):
        do(draft, MERGE, at(draft, 0), instructions=[Row(second.pk, columns(second, **typed))])


def test_the_doubts_of_both_are_those_of_the_one(draft):
    Directive.objects.filter(pk=draft.pk).update(doubts={"tasks.0": "a", "tasks.1.group": "b", "tasks.9": "c"})
    row = do(draft, MERGE, at(draft, 0))
    assert row.doubts == {"tasks.0": "a", "tasks.1.group": "b"}


# --- Move -------------------------------------------------------------------------------------------------------------
def test_an_instruction_changes_places_with_its_neighbour_and_takes_its_words_along(draft):
    first, second = at(draft, 0), at(draft, 1)
    do(draft, DOWN, first)
    assert [at(draft, 0).pk, at(draft, 1).pk] == [second.pk, first.pk]
    assert (at(draft, 1).places, lit(draft, at(draft, 1))) == ([0], lit(draft, first))
    assert [at(draft, 0).label, at(draft, 1).label] == ["1.1", "1.2"]
    do(draft, UP, first)
    assert [at(draft, 0).pk, at(draft, 1).pk] == [first.pk, second.pk]


@pytest.mark.parametrize(("nth", "kind", "says"), [(0, UP, "đã ở đầu"), (6, DOWN, "đã ở cuối")])
def test_nothing_stands_before_the_first_or_after_the_last(draft, nth, kind, says):
    with pytest.raises(Refused, match=says):
        do(draft, kind, at(draft, nth))


def test_the_order_of_the_officer_is_the_order_of_the_letter_issued(small, draft):
    first, second = at(draft, 0), at(draft, 1)
    do(draft, DOWN, first)
    ready = make_ready(Directive.objects.get(pk=draft.pk), small.officer)
    issued = issue(directive=ready, actor=small.officer, now=NOW)
    assert [at(issued, 0).pk, at(issued, 1).pk] == [second.pk, first.pk]


def test_an_instruction_of_another_letter_is_not_touched(small, draft):
    other = small.draft()
    with pytest.raises(Refused, match="không còn trong bản nháp"):
        do(draft, UP, at(other, 0))


# --- Take away and bring back -----------------------------------------------------------------------------------------
def test_what_was_taken_away_comes_back_as_it_was_with_what_was_typed(draft):
    row = at(draft, 1)
    change_text(draft, row, "Nội dung đã sửa.")
    remove(draft, at(draft, 1))
    assert list(edits_of(draft).removed) == [row.pk]
    do(draft, RESTORE, row.pk)
    back = at(draft, 1)
    assert (back.pk, back.text, back.group_id, back.origin) == (row.pk, "Nội dung đã sửa.", row.group_id, row.origin)
    assert labels(draft) == ["1.1", "1.2", "2.1", "3.1", "3.2", "3.3", ""]
    assert edits_of(draft).removed == {}


def test_what_is_back_cannot_be_brought_back_again(draft):
    row = at(draft, 1)
    remove(draft, row)
    do(draft, RESTORE, row.pk)
    with pytest.raises(Refused, match="đã được khôi phục"):
        do(draft, RESTORE, row.pk)
    assert draft.instructions.count() == 7


def test_what_was_merged_is_not_lost_and_so_not_offered_to_come_back(draft):
    do(draft, MERGE, at(draft, 0))
    assert edits_of(draft).removed == {}


def test_a_doubt_that_went_with_an_instruction_comes_back_with_it(draft):
    Directive.objects.filter(pk=draft.pk).update(
        reading=draft.reading | {"confidence": {"tasks.1.group": "doubt"}, "reasons": {"tasks.1.group": "chưa rõ"}},
        doubts={"tasks.1.group": "chưa rõ"},
    )
    row = at(draft, 1)
    assert remove(draft, row).doubts == {}
    assert do(draft, RESTORE, row.pk).doubts == {"tasks.1.group": "chưa rõ"}


def test_an_instruction_whose_group_is_gone_comes_back_for_everybody(draft):
    row = at(draft, 2)
    group = row.group
    remove(draft, row)
    sent = Corrections(groups=[Row(group.pk, {"phrase": group.phrase}, delete=True)])
    correct_draft(directive=draft, corrections=sent, actor=draft.created_by, now=NOW)
    do(draft, RESTORE, row.pk)
    assert draft.instructions.get(pk=row.pk).group is None


# --- The log, and two officers on one draft ---------------------------------------------------------------------------
def edited(draft):
    return Change.objects.filter(directive=draft, event=Event.EDITED).order_by("pk")


def test_a_correction_is_logged_as_what_it_is(draft):
    row = at(draft, 0)
    do(draft, SPLIT, row, instructions=[Row(row.pk, columns(row, text="Đăng tải.\nPhổ biến."))])
    change = edited(draft).get()
    new = at(draft, 1)
    assert change.note == "Tách “Đăng tải.” thành 2 nội dung"
    assert change.after["act"] == {"split": row.pk, "into": [new.pk]}
    assert change.before["instructions"][str(row.pk)]["text"] == row.text
    assert change.after["instructions"][str(new.pk)]["text"] == "Phổ biến."
    assert (change.actor, change.recorded_at) == (draft.created_by, NOW)


def test_a_save_that_changes_nothing_leaves_no_trace(draft):
    before = Directive.objects.values().get()
    rows = [Row(row.pk, columns(row)) for row in draft.instructions.all()]
    correct_draft(directive=draft, corrections=Corrections(instructions=rows), actor=draft.created_by, now=LATER)
    assert edited(draft).count() == 0
    assert Directive.objects.values().get() == before


def test_a_save_over_somebody_else_s_newer_save_is_refused_and_says_whose(small, draft):
    opened = version_of(draft)
    first = Corrections(columns={"subject": "của người thứ nhất"}, version=opened)
    correct_draft(directive=draft, corrections=first, actor=small.second_officer, now=LATER)
    second = Corrections(columns={"subject": "của tôi"}, version=opened)
    with pytest.raises(Overtaken) as error:
        correct_draft(directive=draft, corrections=second, actor=small.officer, now=LATER)
    assert str(error.value) == ("Lê Thị Hai đã lưu bản nháp này lúc 09:05 ngày 28/10/2024, sau khi anh/chị mở trang.")
    draft.refresh_from_db()
    assert draft.subject == "của người thứ nhất"
    mine = Corrections(columns={"subject": "của tôi"}, version=version_of(draft))
    assert correct_draft(directive=draft, corrections=mine, actor=small.officer, now=LATER).subject == "của tôi"


def test_one_s_own_save_of_another_tab_is_named_as_one_s_own(draft):
    first, second = (Corrections(columns={"subject": each}, version=version_of(draft)) for each in ("một", "hai"))
    correct_draft(directive=draft, corrections=first, actor=draft.created_by, now=LATER)
    with pytest.raises(Overtaken, match="Anh/chị đã lưu bản nháp này lúc 09:05 ngày 28/10/2024"):
        correct_draft(directive=draft, corrections=second, actor=draft.created_by, now=LATER)


def test_the_same_save_sent_twice_is_no_conflict(draft):
    sent = Corrections(columns={"subject": "một"}, version=version_of(draft))
    for _time in range(2):
        correct_draft(directive=draft, corrections=sent, actor=draft.created_by, now=LATER)
    assert edited(draft).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_save_at_once_one_is_told_and_nothing_is_mixed(small, draft):
    opened, people = version_of(draft), [small.officer.pk, small.second_officer.pk]

    def save(number: int):
        row = Directive.objects.get(pk=draft.pk)
        sent = Corrections(columns={"subject": f"s{number}", "place": f"p{number}"}, version=opened)
        return correct_draft(directive=row, corrections=sent, actor=User.objects.get(pk=people[number]), now=LATER)

    outcomes = at_once(save)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Directive", "Overtaken"]
    winner = next(number for number, outcome in enumerate(outcomes) if isinstance(outcome, Directive))
    draft.refresh_from_db()
    assert (draft.subject, draft.place) == (f"s{winner}", f"p{winner}")
    assert edited(draft).get().actor_id == people[winner]


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_split_the_same_instruction_at_once_split_it_once(small, draft):
    row = at(draft, 0)
    change_text(draft, row, "một\nhai")
    draft.refresh_from_db()
    opened = version_of(draft)

    def split(_number: int):
        sent = Corrections(act=Act(SPLIT, row.pk), version=opened)
        target = Directive.objects.get(pk=draft.pk)
        return correct_draft(directive=target, corrections=sent, actor=User.objects.get(pk=small.officer.pk), now=LATER)

    outcomes = at_once(split)
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert draft.instructions.count() == 8


# --- Drafts from before the words were kept with the instructions -----------------------------------------------------
def test_a_draft_from_before_learns_where_its_words_stand_and_an_issued_letter_is_left_alone(small, draft):
    read = [row.origin for row in draft.instructions.order_by("order")]
    own = Corrections(instructions=[Row(None, {"text": "thêm", "group": None, "binding": True, "due_on": None})])
    correct_draft(directive=draft, corrections=own, actor=draft.created_by, now=NOW)
    issued = small.ready()
    Instruction.objects.update(origin=None)
    issue(directive=issued, actor=small.officer, now=NOW)
    import_module("directives.migrations.0004_origin_of_instructions").tell_drafts(apps, None)
    assert [row.origin for row in draft.instructions.order_by("order")] == [*read, None]
    assert issued.instructions.get().origin is None


# --- Nothing is issued unconfirmed ------------------------------------------------------------------------------------
def test_a_draft_with_an_open_doubt_is_not_issued_and_the_preview_leads_to_it(small, draft):
    ready = make_ready(draft, small.officer)
    row = at(ready, 3)
    Directive.objects.filter(pk=ready.pk).update(doubts={"tasks.3.group": "Nhóm chưa rõ.", "place": ""})
    ready.refresh_from_db()
    plan = preview(directive=ready, today=LATER.date())
    assert [(problem.place, problem.text) for problem in plan.problems] == [
        ("place", "Hãy xác nhận: mục còn chưa chắc chắn"),
        (f"nd-{row.pk}", "Hãy xác nhận: Nhóm chưa rõ."),
    ]
    with pytest.raises(Refused, match="Nhóm chưa rõ"):
        issue(directive=ready, actor=small.officer, now=NOW)
    update_draft(directive=ready, actor=small.officer, now=NOW, settled={"tasks.3.group", "place"})
    assert issue(directive=ready, actor=small.officer, now=NOW).is_issued


def test_a_doubt_about_a_day_that_is_missing_is_named_once(small, draft):
    plan = preview(directive=draft, today=LATER.date())
    places = [problem.place for problem in plan.problems]
    assert len(places) == len(set(places))
    assert {"number", "date", "report"} <= set(places)
