"""Numbers far from what units of the same kind report. Robust: the wild number itself does not move the middle."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.tests.factories import make_issued
from reports.queries.similar import ENOUGH, Middle, Usual, usual
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from units.models import Role, UnitKind
from units.tests.factories import local, make_unit, make_user

FIRST = local("2024-11-12 09:00")


def of_units(*numbers: int) -> list[tuple[int, int]]:
    return list(enumerate(numbers))


def middle(numbers: list[tuple[int, int]]) -> Middle | None:
    """That of an action, one voice per unit."""
    found = usual(numbers)
    return found and found.each


# --- The middle -------------------------------------------------------------------------------------------------------
def test_five_others_are_needed():
    assert middle(of_units(*[100] * ENOUGH)) is None
    assert middle(of_units(*[100] * (ENOUGH + 1))).units == ENOUGH + 1


def test_many_actions_of_one_unit_are_one_voice():
    assert middle([(1, 100)] * 50 + of_units(100, 100)) is None


@pytest.mark.parametrize(
    ("reach", "far"),
    [(100, False), (130, False), (75, False), (250, False), (40, False), (300, True), (30, True), (0, True)],
)
def test_where_all_report_nearly_the_same_two_and_a_half_times_is_far(reach, far):
    assert middle(of_units(98, 100, 100, 100, 101, 102, 103)).is_far(reach) is far


@pytest.mark.parametrize(("reach", "far"), [(4000, False), (50, False), (40_000, False), (200_000, True), (0, True)])
def test_where_units_differ_by_much_only_much_more_is_far(reach, far):
    assert middle(of_units(100, 200, 400, 800, 1600, 3200)).is_far(reach) is far


def test_two_wild_numbers_do_not_hide_each_other():
    found = middle(of_units(100, 110, 90, 105, 95, 100, 9_000_000, 8_000_000))
    assert found.median == pytest.approx(102, abs=3)
    assert found.is_far(9_000_000)
    assert not found.is_far(110)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 999_999_999), min_size=6, max_size=40), st.randoms())
def test_the_order_of_units_does_not_matter_and_the_middle_is_never_far(numbers, random):
    pairs = of_units(*numbers)
    found = middle(pairs)
    random.shuffle(pairs)
    assert middle(pairs) == found
    assert not found.is_far(round(found.median))


# --- Several actions of one work --------------------------------------------------------------------------------------
@pytest.fixture
def of_one_action() -> Usual:
    """Six units with one action each, of about a hundred."""
    return usual(of_units(98, 100, 100, 100, 101, 102, 103))


@pytest.mark.parametrize(
    ("numbers", "far", "together"),
    [
        ([120, 110], [], None),
        ([200, 190], [], 390),
        ([100, 100, 100], [], 300),
        ([130], [], None),
        ([5000, 100], [5000], None),
        ([3, 100], [3], None),
        ([], [], None),
    ],
)
def test_actions_are_compared_one_by_one_and_where_all_are_near_by_their_sum(of_one_action, numbers, far, together):
    assert of_one_action.far(numbers) == far
    assert of_one_action.far_together(numbers) == together
    assert of_one_action.is_odd(numbers) is bool(far or together)


def test_a_sum_is_compared_with_the_sums_of_the_others():
    """Three actions of a hundred each are usual where everybody has three."""
    found = usual([pair for _time in range(3) for pair in of_units(98, 100, 100, 100, 101, 102)])
    assert (round(found.each.median), round(found.together.median)) == (100, 300)
    assert found.far_together([100, 100, 100]) is None
    assert found.far_together([240, 240, 240]) is None
    assert found.far_together([240, 240, 240, 240]) == 960


# --- On the page ------------------------------------------------------------------------------------------------------
@pytest.fixture
def schools(db):
    """Seven colleges asked the same; the last one's work is on screen."""
    department = make_unit("Sở Thông tin và Truyền thông", kind=UnitKind.DEPARTMENT)
    officer = make_user(department, Role.COORDINATOR)
    units = [make_unit(f"Trường Cao đẳng {number}", kind=UnitKind.COLLEGE) for number in range(7)]
    letter = make_issued(department, officer, groups=[("Các trường", units, "Phổ biến")])
    with time_machine.travel(local("2024-11-14 08:00"), tick=False):
        yield officer, [letter.deliveries.get(unit=unit).obligations.get() for unit in units]


def report(row, reach, **more):
    said = {"declare": True, "audience": "students", "done_on": date(2024, 11, 5), **more}
    make_action(row, actor=make_user(row.unit), now=FIRST, reach=reach, **said)


def seen(client, officer, row) -> str:
    return words(as_person(client, officer).get(reverse("reports:review", args=[row.pk]))).partition("Phím tắt")[2]


def test_a_number_far_above_is_pointed_out_with_what_is_usual(client, schools):
    officer, rows = schools
    for row in rows[:6]:
        report(row, 100)
    report(rows[6], 5000)
    assert (
        "Số lượt cao hơn hẳn các đơn vị cùng loại: 5.000 lượt "
        "Cổng, trang thông tin điện tử, so từng hoạt động. "
        "Trung vị của 7 đơn vị cùng loại, kể cả đơn vị này: 100 lượt." in seen(client, officer, rows[6])
    )
    found = as_person(client, officer).get("/reviews/?finding=far").context["page"].lines
    assert [line.pk for line in found] == [rows[6].pk]


def test_a_number_far_below_is_pointed_out(client, schools):
    officer, rows = schools
    for row in rows[:6]:
        report(row, 100)
    report(rows[6], 3)
    assert "Số lượt thấp hơn hẳn các đơn vị cùng loại: 3 lượt" in seen(client, officer, rows[6])


def test_a_number_like_the_others_is_said_to_be(client, schools):
    officer, rows = schools
    for number, row in enumerate(rows):
        report(row, 100 + number)
    assert (
        "Số lượt từng hoạt động không khác hẳn các đơn vị cùng loại "
        "Cổng, trang thông tin điện tử: 106 lượt. "
        "Trung vị của 7 đơn vị cùng loại, kể cả đơn vị này: 103 lượt." in seen(client, officer, rows[6])
    )


def test_a_number_is_compared_with_those_of_its_own_channel(client, schools):
    """Each channel is named with its own middle."""
    officer, rows = schools
    for row in rows:
        report(row, 100, declare=False)
        report(row, 4000, channel="facebook")
    text = seen(client, officer, rows[6])
    assert "Facebook: 4.000 lượt. Trung vị của 7 đơn vị cùng loại, kể cả đơn vị này: 4.000 lượt." in text
    assert "tin điện tử: 100 lượt. Trung vị của 7 đơn vị cùng loại, kể cả đơn vị này: 100 lượt." in text


def test_actions_that_are_near_one_by_one_and_far_together_are_pointed_out_by_their_sum(client, schools):
    officer, rows = schools
    for row in rows[:6]:
        report(row, 100)
    for more in ({"declare": False}, {"declare": False}, {}):
        report(rows[6], 150, **more)
    text = seen(client, officer, rows[6])
    assert (
        "Số lượt cộng lại khác hẳn các đơn vị cùng loại: 450 lượt "
        "Cổng, trang thông tin điện tử, 3 hoạt động cộng lại. "
        "Trung vị của 7 đơn vị cùng loại, kể cả đơn vị này: 100 lượt." in text
    )
    assert "không khác hẳn" not in text
    found = as_person(client, officer).get("/reviews/?finding=far").context["page"].lines
    assert [line.pk for line in found] == [rows[6].pk]


def test_numbers_of_two_channels_are_never_added(client, schools):
    officer, rows = schools
    for row in rows[:6]:
        report(row, 100, declare=False)
        report(row, 100, channel="facebook")
    report(rows[6], 200, declare=False)
    report(rows[6], 200, channel="facebook")
    assert "không khác hẳn" in seen(client, officer, rows[6])


def test_too_few_units_another_channel_or_another_kind_say_nothing(client, schools):
    officer, rows = schools
    for row in rows[:4]:
        report(row, 100)
    report(rows[4], 100, channel="facebook")
    unlike = rows[5].unit
    unlike.kind = UnitKind.ACADEMY
    unlike.save(update_fields=["kind"])
    report(rows[5], 100)
    report(rows[6], 5000)
    assert "các đơn vị cùng loại" not in seen(client, officer, rows[6])


def test_a_missing_number_is_pointed_out(client, schools):
    officer, rows = schools
    report(rows[6], None)
    assert "Chưa khai số lượt: cổng, trang thông tin điện tử, 05/11/2024" in seen(client, officer, rows[6])


@pytest.mark.parametrize(("entered", "said"), [("2024-11-20 23:00", False), ("2024-11-21 00:30", True)])
def test_what_was_written_down_after_the_due_day_is_pointed_out(client, schools, entered, said):
    officer, rows = schools
    at = local(entered)
    with time_machine.travel(at, tick=False):
        make_action(rows[6], actor=make_user(rows[6].unit), now=at, done_on=date(2024, 11, 20), declare=True)
        text = seen(client, officer, rows[6])
    assert ("Nhập muộn, sau hạn 1 ngày: cổng, trang thông tin điện tử" in text) is said
    assert ("Thực hiện 20/11/2024, nhập 21/11/2024, hạn 20/11/2024." in text) is said
