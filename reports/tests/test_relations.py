"""A letter about a letter, with what units had done: carried along, previewed without writing, confirmed once."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import obligations_as_of
from directives.models import Change, Directive, DirectiveRelation, Instruction, Obligation, Progress
from directives.services.adjusting import exempt_unit
from directives.services.lifecycle import add_late, extend
from directives.services.relations import Pair, Terms, plan_of
from directives.tests.factories import add_group, make_cast, make_draft, make_issued
from reports.models import Action
from reports.queries.relations import outcome
from reports.services.actions import record_action
from reports.services.relations import confirm_relation
from reports.services.reviews import accept
from reports.services.superseding import carry_over
from reports.tests.factories import LINK, make_action, what
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
NOW = local("2024-11-08 09:00")
TODAY = date(2024, 11, 8)
NEW_DAY = date(2024, 11, 30)


@pytest.fixture
def cast():
    return make_cast()


def draft(cast, *tasks: str, units=None, **more) -> Directive:
    more = {"campaign": cast.directive.campaign, "dated_on": TODAY, "due_on": NEW_DAY} | more
    row = make_draft(cast.department, cast.officer, **more)
    add_group(row, "Phòng Văn hóa và Thông tin", units or [cast.ninh_kieu, cast.o_mon], *tasks)
    return row


def terms(cast, kind: str, *pairs: Pair, keeps=()) -> Terms:
    return Terms(Directive.objects.get(pk=cast.directive.pk), kind, pairs, frozenset(keeps))


def seen(later: Directive, said: Terms) -> str:
    return plan_of(later=later, terms=said, today=TODAY).fingerprint


def confirm(cast, later: Directive, said: Terms, **more) -> DirectiveRelation:
    act = {"later": later, "terms": said, "actor": cast.officer, "now": NOW, "seen": seen(later, said)}
    return confirm_relation(**act | more)


def task(directive: Directive, nth: int = 0) -> Instruction:
    return directive.instructions.filter(ended_at=None).order_by("order")[nth]


def owed(directive: Directive, **more):
    return Obligation.objects.counted().filter(delivery__directive=directive, **more)


def look(cast, later: Directive, said: Terms):
    return outcome(later=later, terms=said, now=NOW, today=TODAY)


# --- Words of one letter in the place of another's --------------------------------------------------------------------
def test_paired_words_replace_the_old_ones_and_are_owed_once(cast):
    later = draft(cast, "Đăng tải và ghim tài liệu", "Họp giao ban")
    pinned, meeting = task(later), task(later, 1)
    action = make_action(cast.obligation(), actor=cast.focal, declare=True)
    old = task(cast.directive)
    confirm(cast, later, terms(cast, "amends", Pair(old.pk, pinned.pk), keeps=[meeting.pk]))
    new = Instruction.objects.get(supersedes=old)
    assert (new.text, new.directive) == ("Đăng tải và ghim tài liệu", cast.directive)
    assert [each.text for each in later.instructions.all()] == ["Họp giao ban"]
    assert (owed(later).count(), owed(cast.directive).count()) == (2, 4)
    heir = Obligation.objects.get(instruction=new, unit=cast.ninh_kieu)
    assert (set(heir.actions.all()), heir.progress) == ({action}, Progress.IN_PROGRESS)


def test_typed_words_stand_before_those_of_the_draft_and_its_own_day_goes_along(cast):
    later = draft(cast, "Đăng tải và ghim tài liệu", due_on=NEW_DAY)
    later.instructions.update(due_on=date(2024, 11, 25))
    old, said = task(cast.directive), task(later)
    confirm(cast, later, terms(cast, "corrects", Pair(old.pk, said.pk, "Đăng tải, ghim tài liệu")))
    new = Instruction.objects.get(supersedes=old)
    assert (new.text, new.due_on) == ("Đăng tải, ghim tài liệu", date(2024, 11, 25))


def test_an_extension_may_change_words_besides(cast):
    later, old = draft(cast), task(cast.directive)
    confirm(cast, later, terms(cast, "extends", Pair(old.pk, text="Đăng và ghim")))
    assert set(owed(cast.directive).values_list("due_on", flat=True)) == {NEW_DAY}
    assert Instruction.objects.get(supersedes=old).text == "Đăng và ghim"


@pytest.mark.parametrize("kind", ["recalls", "urges"])
def test_a_kind_that_changes_no_words_takes_none(cast, kind):
    later = draft(cast)
    with pytest.raises(Refused, match="không thay nội dung nào"):
        confirm(cast, later, terms(cast, kind, Pair(task(cast.directive).pk, text="Khác")))
    later.refresh_from_db()
    assert later.is_issued is False


@pytest.mark.parametrize("kind", ["extends", "recalls", "urges", "amends", "corrects"])
def test_what_is_not_kept_makes_no_obligation(cast, kind):
    later = draft(cast, "Tiếp tục thực hiện", "Báo cáo nhanh")
    confirm(cast, later, terms(cast, kind, keeps=[task(later, 1).pk]))
    assert [each.instruction.text for each in owed(later)] == ["Báo cáo nhanh"] * 2


# --- Replaced: a new letter with what was done for the old one --------------------------------------------------------
def test_a_replaced_letter_hands_its_actions_to_the_paired_tasks(cast):
    old, other = task(cast.directive), task(cast.directive, 1)
    action = make_action(*cast.obligations(), actor=cast.focal, declare=True)
    accept(
        obligation=Obligation.objects.get(pk=cast.obligation().pk), actor=cast.officer, now=local("2024-11-06 09:00")
    )
    before = [(each.obligation.pk, each.progress) for each in obligations_as_of(cast.directive, date(2024, 11, 7))]
    later = draft(cast, "Đăng lại tài liệu", "Phổ biến lại")
    new, second = task(later), task(later, 1)
    confirm(cast, later, terms(cast, "replaces", Pair(old.pk, new.pk), Pair(other.pk, second.pk)))
    copy = Action.objects.get(copy_of=action)
    assert (copy.directive, copy.unit, copy.state, copy.reach) == (later, cast.ninh_kieu, Action.State.RECORDED, 120)
    assert [each.url for each in copy.evidence.all()] == [LINK.url]
    assert {each.instruction for each in copy.obligations.all()} == {new, second}
    assert set(copy.obligations.values_list("progress", flat=True)) == {Progress.IN_PROGRESS}
    assert owed(later, unit=cast.o_mon, progress=Progress.NOT_STARTED).count() == 2
    assert owed(cast.directive).count() == 0
    after = [(each.obligation.pk, each.progress) for each in obligations_as_of(cast.directive, date(2024, 11, 7))]
    assert after == before


def test_carrying_again_copies_nothing_twice(cast):
    make_action(cast.obligation(), actor=cast.focal)
    later = draft(cast, "Đăng lại")
    old, new = task(cast.directive), task(later)
    confirm(cast, later, terms(cast, "replaces", Pair(old.pk, new.pk)))
    state = (Action.objects.count(), Change.objects.count())
    carry_over(old=old, new=Instruction.objects.get(pk=new.pk), actor=cast.officer, now=NOW)
    assert (Action.objects.count(), Change.objects.count()) == state == (2, state[1])


def test_what_was_linked_to_another_letters_action_stays_linked_to_it(cast):
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    first = make_action(Obligation.objects.get(delivery__directive=other), actor=cast.focal)
    linked = record_action(
        obligations=[cast.obligation()],
        what=what(),
        proofs=[LINK],
        client_uuid=uuid.uuid4(),
        actor=cast.focal,
        now=local("2024-11-06 09:00"),
        copy_of=first,
    )
    later = draft(cast, "Đăng lại")
    confirm(cast, later, terms(cast, "replaces", Pair(task(cast.directive).pk, task(later).pk)))
    carried = Action.objects.get(directive=later)
    assert (linked.copy_of, carried.copy_of) == (first, first)
    assert Change.objects.get(about="action", about_id=carried.pk).after["copy_of"] == first.pk


def test_a_unit_that_gets_no_new_letter_hands_nothing_over(cast):
    make_action(cast.obligation(), actor=cast.focal)
    later = draft(cast, "Đăng lại", units=[cast.o_mon])
    confirm(cast, later, terms(cast, "replaces", Pair(task(cast.directive).pk, task(later).pk)))
    assert Action.objects.filter(directive=later).count() == 0


def test_an_exempted_units_action_is_neither_counted_nor_carried(cast):
    make_action(cast.obligation(), actor=cast.focal)
    exempt_unit(delivery=cast.delivery(), instruction=None, actor=cast.officer, now=NOW, reason="Sáp nhập")
    later = draft(cast, "Đăng lại")
    said = terms(cast, "replaces", Pair(task(cast.directive).pk, task(later).pk))
    assert [row.actions for row in look(cast, later, said).reworded] == [0]
    confirm(cast, later, said)
    assert Action.objects.filter(directive=later).count() == 0


# --- Seen before it is confirmed --------------------------------------------------------------------------------------
def test_looking_writes_nothing(cast):
    later = draft(cast, "Đăng và ghim")
    counts = (Change.objects.count(), Obligation.objects.count(), Instruction.objects.count())
    for kind in ("extends", "recalls", "replaces", "amends", "corrects", "urges"):
        look(cast, later, terms(cast, kind))
    assert (Change.objects.count(), Obligation.objects.count(), Instruction.objects.count()) == counts


def test_an_extension_is_told_by_unit(cast):
    found = look(cast, draft(cast), terms(cast, "extends"))
    assert found.sentence == "4 nhiệm vụ chưa xong của 2 đơn vị có hạn mới: hết thứ Bảy, 30/11/2024."
    assert found.touched == [(cast.delivery().unit_name, 2), (cast.delivery(cast.o_mon).unit_name, 2)]
    assert ("Nhắc theo hạn cũ", "không gửi nữa") in found.facts


def test_new_words_tell_what_is_carried_and_who_must_declare_again(cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    later = draft(cast, "Đăng và ghim")
    pair = Pair(task(cast.directive).pk, task(later).pk)
    (row,) = look(cast, later, terms(cast, "amends", pair)).reworded
    assert (row.text, row.units, row.actions, row.again) == ("Đăng và ghim", 2, 1, 1)


def test_a_withdrawn_action_and_an_exempted_unit_are_not_counted(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    Action.objects.filter(pk=action.pk).update(state=Action.State.WITHDRAWN)
    exempt_unit(delivery=cast.delivery(cast.o_mon), instruction=None, actor=cast.officer, now=NOW, reason="Sáp nhập")
    found = look(cast, draft(cast), terms(cast, "amends", Pair(task(cast.directive).pk, text="Khác")))
    assert [(row.units, row.actions) for row in found.reworded] == [(1, 0)]


def test_units_of_only_one_of_the_letters_are_named(cast):
    newcomer = make_unit("Sở Nội vụ thành phố Cần Thơ")
    found = look(cast, draft(cast, units=[cast.ninh_kieu, newcomer]), terms(cast, "recalls"))
    assert found.missed == ["Phòng Văn hóa và Thông tin quận Ô Môn"]
    assert found.warnings[:2] == [
        "1 đơn vị có văn bản trước nhưng không nhận văn bản này: Phòng Văn hóa và Thông tin quận Ô Môn.",
        "1 đơn vị nhận văn bản này nhưng không nhận văn bản trước: Sở Nội vụ thành phố Cần Thơ.",
    ]


@pytest.mark.parametrize(("day", "words"), [(None, "Hãy điền ngày kết thúc mới"), (date(2024, 11, 20), "20/11/2024")])
def test_an_extension_to_no_later_day_is_a_problem_with_its_place(cast, day, words):
    (problem,) = look(cast, draft(cast, due_on=day), terms(cast, "extends")).plan.problems
    assert (problem.step, problem.place, words in problem.text) == ("check", "period", True)


def test_a_report_day_before_the_new_end_is_warned_of():
    cast = make_cast(no_report=False, report_due_on=date(2024, 11, 27))
    assert "Hạn báo cáo của văn bản trước giữ nguyên (27/11/2024), đứng trước hạn mới." in (
        look(cast, draft(cast), terms(cast, "extends")).warnings
    )
    assert look(cast, draft(cast, due_on=date(2024, 11, 27)), terms(cast, "extends")).warnings == []


@pytest.mark.parametrize("kind", ["extends", "replaces", "amends"])
def test_the_queries_of_a_preview_do_not_grow_with_units(cast, kind):
    counts = []
    for number in (2, 30):
        later = draft(cast, "Việc", units=[make_unit() for _ in range(number)])
        said = terms(cast, kind, Pair(task(cast.directive).pk, task(later).pk))
        with CaptureQueriesContext(connection) as caught:
            look(cast, later, said)
        counts.append(len(caught))
    assert counts[0] == counts[1] < 40


def test_a_replacement_counts_only_what_goes_to_a_unit_that_gets_the_new_task(cast):
    for person, unit in ((cast.focal, cast.ninh_kieu), (cast.other_focal, cast.o_mon)):
        make_action(cast.obligation(unit), actor=person, declare=True)
    later = draft(cast, "Đăng lại", units=[cast.o_mon])
    found = look(cast, later, terms(cast, "replaces", Pair(task(cast.directive).pk, task(later).pk)))
    assert found.sentence == "Văn bản trước kết thúc ngay; 1 đơn vị nhận 1 nhiệm vụ mới."
    assert [(row.units, row.actions, row.again, row.due_on) for row in found.reworded] == [(1, 1, 1, NEW_DAY)]


# --- What changed in between ------------------------------------------------------------------------------------------
def change_day(cast, later):
    extend(directive=cast.directive, due_on=date(2024, 11, 22), actor=cast.second_officer, now=NOW)


def add_unit(cast, later):
    add_late(
        directive=cast.directive,
        unit=make_unit(),
        instructions=[task(cast.directive)],
        actor=cast.second_officer,
        now=NOW,
        note="Thiếu",
    )


def change_draft(cast, later):
    Directive.objects.filter(pk=later.pk).update(subject="trích yếu khác")


@pytest.mark.parametrize("meanwhile", [change_day, add_unit, change_draft])
def test_what_changed_since_it_was_seen_is_refused_and_nothing_is_done(cast, meanwhile):
    later, said = draft(cast), terms(cast, "extends")
    print_seen = seen(later, said)
    meanwhile(cast, later)
    logged = Change.objects.count()
    with pytest.raises(Refused, match="Hãy xem lại kết quả"):
        confirm(cast, later, said, seen=print_seen)
    assert (Change.objects.count(), DirectiveRelation.objects.count()) == (logged, 0)


def test_other_terms_than_those_seen_are_refused(cast):
    later = draft(cast)
    with pytest.raises(Refused, match="Hãy xem lại kết quả"):
        confirm(cast, later, terms(cast, "recalls"), seen=seen(later, terms(cast, "extends")))
    with pytest.raises(Refused):
        confirm(cast, later, terms(cast, "recalls"), seen="")


def test_a_units_work_in_between_does_not_disturb(cast):
    later, said = draft(cast), terms(cast, "extends")
    print_seen = seen(later, said)
    make_action(cast.obligation(), actor=cast.focal)
    assert confirm(cast, later, said, seen=print_seen).kind == "extends"


def test_a_letter_recalled_in_between_is_not_extended(cast):
    later, said = draft(cast), terms(cast, "extends")
    print_seen = seen(later, said)
    confirm(cast, draft(cast, due_on=None), terms(cast, "recalls"))
    with pytest.raises(Refused, match="đã thu hồi"):
        confirm(cast, later, said, seen=print_seen)


def test_a_second_press_is_told(cast):
    later, said = draft(cast), terms(cast, "urges")
    print_seen = seen(later, said)
    confirm(cast, later, said)
    with pytest.raises(AlreadyDone):
        confirm(cast, later, said, seen=print_seen, actor=cast.second_officer)
    assert DirectiveRelation.objects.count() == 1
