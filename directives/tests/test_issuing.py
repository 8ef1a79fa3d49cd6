"""Who would get what, and the act of issuing: exact counts, once, and frozen."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.models import Change, Delivery, Directive, Obligation
from directives.services.correcting import Corrections, Row, correct_draft
from directives.services.drafting import update_draft
from directives.services.issuing import issue
from directives.services.lifecycle import close_campaign
from directives.services.planning import preview
from directives.tests.factories import add_group, add_instruction, make_draft
from directives.tests.officer import NOW, City, SmallCity, make_ready
from directives.ticks import bundles_of
from units.models import Role, Unit
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]
TODAY = date(2024, 10, 28)


@pytest.fixture
def small():
    return SmallCity()


def problems(draft: Directive) -> list[str]:
    draft.refresh_from_db()
    return [f"{each.step}#{each.place}" for each in preview(directive=draft, today=TODAY).problems]


# --- The campaign's letter --------------------------------------------------------------------------------------------
def test_the_real_letter_goes_to_36_units_and_makes_74_binding_obligations():
    city = City()
    directive = issue(directive=make_ready(city.draft(), city.officer), actor=city.officer, now=NOW)
    assert Delivery.objects.count() == 36
    assert Obligation.objects.counted().count() == 74
    assert Obligation.objects.filter(counted=False).count() == 36
    education = directive.deliveries.get(unit__name="Sở Giáo dục và Đào tạo")
    assert education.obligations.counted().count() == 3
    assert education.group_phrases == [
        "Sở, Ban ngành thành phố",
        "Các Sở, Ban ngành thành phố",
        "Sở Giáo dục và Đào tạo, các trường Đại học, Cao đẳng trên địa bàn thành phố",
    ]
    by_group = Counter(Obligation.objects.counted().values_list("instruction__group__order", flat=True))
    assert by_group == {0: 38, 1: 9, 2: 27}
    assert Change.objects.count() == 1 + 36 + 74 + 36


# --- The preview ------------------------------------------------------------------------------------------------------
def test_a_fresh_draft_says_what_is_missing_and_where(small):
    assert problems(small.draft()) == ["check#report", "campaign#main"]


def test_a_draft_with_nothing_says_everything(small):
    draft = make_draft(small.department, small.officer, number="", symbol="", subject="", dated_on=None, due_on=None)
    Directive.objects.filter(pk=draft.pk).update(campaign=None, no_report=False)
    assert problems(draft) == [
        "check#number",
        "check#symbol",
        "check#date",
        "check#subject",
        "check#period",
        "check#report",
        "recipients#main",
        "check#tasks",
        "campaign#main",
    ]


def test_a_ready_draft_has_no_problem_and_the_preview_writes_nothing(small):
    draft = small.ready()
    plan = preview(directive=draft, today=TODAY)
    assert (plan.problems, plan.warnings, plan.can_issue) == ([], [], True)
    assert [(share.unit.name, len(share.binding)) for share in plan.shares] == [("Sở Nội vụ", 1)]
    assert Change.objects.count() == 0


@pytest.mark.parametrize(
    ("columns", "today", "expected"),
    [
        ({}, date(2024, 11, 20), []),
        ({}, date(2024, 11, 21), ["Ngày kết thúc đã qua"]),
        ({}, date(2024, 11, 28), ["Ngày kết thúc đã qua", "Hạn báo cáo đã qua"]),
        ({}, date(2024, 10, 27), ["Ngày văn bản ở sau hôm nay"]),
        ({"report_due_on": date(2024, 11, 19)}, TODAY, ["Hạn báo cáo đứng trước ngày kết thúc"]),
        ({"due_on": date(2024, 10, 27)}, date(2024, 10, 27), ["Ngày kết thúc đứng trước ngày văn bản", "Ngày văn bản"]),
    ],
)
def test_odd_days_warn_from_the_day_after(small, columns, today, expected):
    draft = update_draft(directive=small.ready(), actor=small.officer, now=NOW, **columns)
    warnings = preview(directive=draft, today=today).warnings
    assert [warning[: len(begins)] for warning, begins in zip(warnings, expected, strict=True)] == expected


def test_a_task_that_asks_for_the_report_on_another_day_than_the_report_is_pointed_out(small):
    draft = small.ready()
    add_group(draft, "Các sở", [small.justice], "Báo cáo kết quả về Sở", "Đăng tải clip")
    [warning] = preview(directive=draft, today=TODAY).warnings
    assert warning.startswith("Nội dung “Báo cáo kết quả về Sở” yêu cầu báo cáo, nhưng theo hạn chung")
    assert "hạn báo cáo là 27/11/2024" in warning
    draft.instructions.filter(text__startswith="Báo cáo").update(due_on=draft.report_due_on)
    assert preview(directive=draft, today=TODAY).warnings == []


def test_a_unit_that_receives_and_owes_nothing_is_named(small):
    draft = small.ready()
    group = draft.groups.get(source="addressee")
    group.members.create(unit=small.justice)
    assert preview(directive=draft, today=TODAY).warnings == ["Nhận văn bản nhưng không có việc bắt buộc: Sở Tư pháp."]
    for letter in "ABCDE":
        group.members.create(unit=make_unit(f"Sở {letter}"))
    [warning] = preview(directive=draft, today=TODAY).warnings
    assert warning == ("Nhận văn bản nhưng không có việc bắt buộc: Sở A; Sở B; Sở C; Sở D; Sở E và 1 đơn vị khác.")


@pytest.mark.parametrize("groups", [1, 3])
def test_the_preview_costs_the_same_for_one_group_and_for_three(small, groups, django_assert_num_queries):
    draft = make_draft(small.department, small.officer)
    for _n in range(groups):
        add_group(draft, "Nhóm", [make_unit(), make_unit()], "Đăng tải", "Phổ biến")
    draft = Directive.objects.select_related("campaign").get(pk=draft.pk)
    with django_assert_num_queries(4):
        assert len(preview(directive=draft, today=TODAY).shares) == 2 * groups


# --- Issuing ----------------------------------------------------------------------------------------------------------
def test_the_second_officer_is_told_who_was_first_and_when(small):
    draft = small.ready()
    issue(directive=draft, actor=small.officer, now=local("2024-10-28 09:05"))
    with pytest.raises(AlreadyDone) as told:
        issue(directive=draft, actor=small.second_officer, now=local("2024-10-28 09:06"))
    assert str(told.value) == "Văn bản này đã được Trần Thị Cán Bộ ban hành lúc 09:05 ngày 28/10/2024."
    assert Delivery.objects.count() == 1


def test_while_something_is_missing_nothing_is_written(small):
    draft = small.draft()
    with pytest.raises(Refused, match="Hãy điền hạn báo cáo"):
        issue(directive=draft, actor=small.officer, now=NOW)
    assert (Delivery.objects.count(), Change.objects.count()) == (0, 0)


def test_what_was_seen_is_what_is_issued(small):
    draft = small.ready()
    seen = preview(directive=draft, today=TODAY).fingerprint
    draft.groups.get(source="task").members.create(unit=small.justice)
    with pytest.raises(Refused, match="Hãy xem lại rồi ban hành"):
        issue(directive=draft, actor=small.officer, now=NOW, seen=seen)
    seen = preview(directive=draft, today=TODAY).fingerprint
    assert issue(directive=draft, actor=small.officer, now=NOW, seen=seen).deliveries.count() == 2


def test_a_number_is_used_once_per_issuer_symbol_and_year(small):
    issue(directive=small.ready(), actor=small.officer, now=NOW)
    again = make_ready(small.draft(), small.officer)
    assert problems(again) == ["check#number"]
    with pytest.raises(Refused, match="1268/STTTT-CNTT đã dùng"):
        issue(directive=again, actor=small.officer, now=NOW)
    next_year = {"dated_on": date(2025, 1, 2), "due_on": date(2025, 2, 1), "report_due_on": date(2025, 2, 2)}
    draft = update_draft(directive=again, actor=small.officer, now=NOW, **next_year)
    assert issue(directive=draft, actor=small.officer, now=NOW).year == 2025


def test_nothing_is_issued_into_a_closed_campaign(small):
    draft = small.ready()
    close_campaign(campaign=draft.campaign, actor=small.officer, now=NOW)
    with pytest.raises(Refused, match="Chiến dịch đã kết thúc"):
        issue(directive=draft, actor=small.officer, now=NOW)


def test_instructions_stand_with_their_group_once_issued(small):
    """A task added to the first group after the closing one for all is read before it, and labelled."""
    draft = small.ready()
    group, first = draft.groups.get(source="task"), draft.instructions.get()
    add_instruction(draft, "Tất cả", binding=False)
    added = {"text": "Thêm", "group": group.pk, "binding": True, "due_on": date(2024, 11, 1)}
    correct_draft(
        directive=draft, corrections=Corrections(instructions=[Row(None, added)]), actor=small.officer, now=NOW
    )
    assert list(draft.instructions.values_list("text", flat=True)) == [first.text, "Tất cả", "Thêm"]
    issued = issue(directive=draft, actor=small.officer, now=NOW)
    assert list(issued.instructions.values_list("order", "label", "text")) == [
        (0, "1.1", first.text),
        (1, "1.2", "Thêm"),
        (2, "", "Tất cả"),
    ]
    dues = issued.deliveries.get().obligations.order_by("instruction__order").values_list("due_on", flat=True)
    assert list(dues) == [date(2024, 11, 20), date(2024, 11, 1), date(2024, 11, 20)]


def test_an_unticked_unit_gets_nothing(small):
    draft = small.ready()
    draft.groups.get(source="task").members.create(unit=small.police, chosen=False)
    issued = issue(directive=draft, actor=small.officer, now=NOW)
    assert list(issued.deliveries.values_list("unit_name", flat=True)) == ["Sở Nội vụ"]


def test_issuing_costs_the_same_for_two_units_and_for_eight(small):
    costs = []
    for count in (2, 8):
        draft = make_draft(small.department, small.officer)
        add_group(draft, "Nhóm", [make_unit() for _n in range(count)], "Đăng tải")
        with CaptureQueriesContext(connection) as queries:
            issue(directive=draft, actor=small.officer, now=NOW)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_everyone_with_a_part_sees_it_from_the_moment_of_issue(small):
    draft = small.ready()
    focal, other = make_user(small.home_affairs), make_user(small.justice, Role.COORDINATOR)
    assert not Directive.objects.visible_to(focal).exists()
    issue(directive=draft, actor=small.officer, now=NOW)
    assert Directive.objects.visible_to(focal).get() == draft
    assert not Directive.objects.visible_to(other).exists()


def test_a_letter_to_more_units_than_a_condition_may_hold_is_previewed_and_ticked(small):
    """SQLite refuses a condition of more than a thousand parts."""
    draft = small.draft()
    kept = {"kind": "ward_committee", "path": ""}
    units = Unit.objects.bulk_create(Unit(name=f"UBND xã {n}", sort_key=f"{n:04d}", **kept) for n in range(1001))
    add_group(draft, "Ủy ban nhân dân các xã", units, "Đăng tải")
    assert len(preview(directive=draft, today=TODAY).shares) >= 1001
    assert max(len(bundle.members) for bundle in bundles_of(draft)) == 1001
