"""Work passed to units below and taken back: who may get it, by which day, and what a second press finds."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Delivery, Event, Obligation, Progress
from directives.services.lifecycle import extend, recall
from directives.services.obligations import set_progress
from directives.services.receipts import refuse
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import DUE_ON, Cast, make_cast, make_issued
from units.below import units_below
from units.models import Unit, UnitKind, User
from units.tests.factories import local, make_unit, make_user

NOW = local("2024-11-04 09:00")
DAY = date(2024, 11, 15)
TODAY = date(2024, 11, 4)


@dataclass
class Below:
    cast: Cast
    wards: list[Unit]

    def act(self, **more) -> list[Obligation]:
        act = {"obligations": self.cast.obligations(), "units": self.wards, "due_on": DAY} | more
        return relay(**({"actor": self.cast.focal, "now": NOW} | act))


@pytest.fixture
def below(db) -> Below:
    cast = make_cast()
    names = ["UBND phường An Cư", "UBND phường Tân An"]
    return Below(cast, [make_unit(name, kind=UnitKind.WARD_COMMITTEE, parent=cast.district) for name in names])


# --- Who is below -----------------------------------------------------------------------------------------------------
def names(unit: Unit, day: date = TODAY) -> list[str]:
    return [each.name for each in units_below(unit, day)]


def test_an_office_of_a_district_has_its_committees_wards_and_their_digital_teams_below_it(below):
    cast = below.cast
    make_unit("Phòng Nội vụ quận Ninh Kiều", kind=UnitKind.DISTRICT_OFFICE, parent=cast.district)
    make_unit("Tổ công nghệ số cộng đồng khu vực 1", kind=UnitKind.COMMUNITY_TEAM, parent=below.wards[0])
    other = make_unit("UBND quận Ô Môn", kind=UnitKind.DISTRICT_COMMITTEE, parent=cast.city)
    make_unit("UBND phường Châu Văn Liêm", kind=UnitKind.WARD_COMMITTEE, parent=other)
    assert names(cast.ninh_kieu) == [
        "UBND phường An Cư",
        "UBND phường Tân An",
        "Tổ công nghệ số cộng đồng khu vực 1",
    ]
    assert names(below.wards[0]) == ["Tổ công nghệ số cộng đồng khu vực 1"]


def test_a_university_has_its_faculties_and_a_unit_without_any_has_nobody(below):
    university = make_unit("Trường Đại học Thử nghiệm", kind=UnitKind.UNIVERSITY)
    make_unit("Khoa Luật", kind=UnitKind.OTHER, parent=university)
    assert names(university) == ["Khoa Luật"]
    assert names(below.cast.o_mon) == names(below.cast.department) == []


def test_only_units_of_the_day_are_below(below):
    make_unit("UBND phường cũ", kind=UnitKind.WARD_COMMITTEE, parent=below.cast.district, valid_to=date(2024, 11, 3))
    assert "UBND phường cũ" in names(below.cast.ninh_kieu, date(2024, 11, 3))
    assert "UBND phường cũ" not in names(below.cast.ninh_kieu)


# --- Passing down -----------------------------------------------------------------------------------------------------
def test_each_duty_goes_to_each_unit_with_the_day_given_and_one_delivery_per_unit(below):
    given = below.act(note="Tập trung tổ dân phố")
    assert {(each.parent_id, each.unit, each.due_on, each.counted) for each in given} == {
        (parent.pk, ward, DAY, False) for parent in below.cast.obligations() for ward in below.wards
    }
    assert Delivery.objects.filter(parent=below.cast.delivery()).count() == 2
    told = Change.objects.filter(event=Event.RELAYED, about="obligation")
    assert {(row.actor, row.acting_unit, row.note) for row in told} == {
        (below.cast.focal, below.cast.ninh_kieu, "Tập trung tổ dân phố")
    }


def test_a_second_press_gives_nothing_twice_and_a_wider_one_only_what_is_new(below):
    below.act(units=below.wards[:1])
    with pytest.raises(AlreadyDone):
        below.act(units=below.wards[:1], due_on=date(2024, 11, 10))
    assert [each.unit for each in below.act()] == [below.wards[1]] * 2
    assert Obligation.objects.filter(parent__isnull=False, due_on=DAY).count() == 4


def test_the_day_is_ones_own_day_or_earlier_and_not_past(below):
    with pytest.raises(Refused, match="không được sau hạn của đơn vị .20/11/2024"):
        below.act(due_on=date(2024, 11, 21))
    with pytest.raises(Refused, match="đã qua"):
        below.act(due_on=date(2024, 11, 3))
    assert not Obligation.objects.filter(parent__isnull=False).exists()
    assert len(below.act(due_on=DUE_ON)) == 4


def test_units_that_are_not_below_and_people_of_others_are_refused(below):
    with pytest.raises(Refused, match="Sở Nội vụ tỉnh khác không thuộc cấp dưới"):
        below.act(units=[below.wards[0], below.cast.elsewhere])
    with pytest.raises(PermissionDenied):
        below.act(actor=below.cast.other_focal)
    with pytest.raises(PermissionDenied):
        below.act(actor=below.cast.officer)
    with pytest.raises(Refused, match="ít nhất một việc"):
        below.act(units=[])
    assert not Delivery.objects.filter(parent__isnull=False).exists()


def test_what_is_declared_is_not_passed_on(below):
    own = below.cast.obligation()
    set_progress(obligation=own, event=Event.SUBMITTED, actor=below.cast.focal, now=NOW)
    with pytest.raises(Refused, match="chờ xác nhận"):
        below.act()


def test_obligations_of_two_letters_and_a_recalled_letter_are_refused(below):
    cast = below.cast
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    with pytest.raises(Refused, match="cùng một văn bản"):
        below.act(obligations=[cast.obligation(), other.deliveries.get().obligations.get()])
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Thay")
    with pytest.raises(Refused, match="thu hồi"):
        below.act()


def test_a_unit_that_has_the_task_from_the_letter_itself_is_not_given_it_again(below):
    cast = below.cast
    letter = make_issued(
        cast.department, cast.officer, groups=[("Phòng và phường", [cast.ninh_kieu, below.wards[0]], "Phổ biến")]
    )
    own = letter.deliveries.get(unit=cast.ninh_kieu).obligations.get()
    assert [each.unit for each in below.act(obligations=[own])] == [below.wards[1]]


def test_a_unit_that_sent_the_letter_back_is_named(below):
    child = below.act(units=below.wards[:1])[0]
    refuse(delivery=child.delivery, actor=make_user(child.unit), now=NOW, reason="Sai nơi nhận")
    with pytest.raises(Refused, match="UBND phường An Cư đã trả lại văn bản này"):
        below.act()
    assert not Obligation.objects.filter(unit=below.wards[1]).exists()


def test_more_time_for_the_letter_leaves_the_earlier_day_of_units_below(below):
    child = below.act()[0]
    extend(directive=below.cast.directive, due_on=date(2024, 11, 30), actor=below.cast.officer, now=NOW)
    child.refresh_from_db()
    assert child.due_on == DAY


# --- Taking back ------------------------------------------------------------------------------------------------------
def back(below: Below, *children: Obligation, **more) -> list[Obligation]:
    return withdraw_relay(**({"children": children, "actor": below.cast.focal, "now": NOW, "reason": "Nhầm"} | more))


def test_what_is_taken_back_ends_with_its_reason_and_may_be_given_again_by_another_day(below):
    child = below.act(units=below.wards[:1])[0]
    assert [each.progress for each in back(below, child)] == [Progress.ENDED]
    told = child.last_change or Change.objects.get(about="obligation", event=Event.RECALLED)
    assert (told.note, told.acting_unit) == ("Nhầm", below.cast.ninh_kieu)
    with pytest.raises(AlreadyDone):
        back(below, child)
    again = below.act(units=below.wards[:1], due_on=date(2024, 11, 12))
    assert [(each.pk, each.progress, each.due_on) for each in again] == [
        (child.pk, Progress.NOT_STARTED, date(2024, 11, 12))
    ]


def test_taking_back_needs_a_reason_work_that_is_open_and_a_person_of_the_unit_that_gave_it(below):
    first, second, *_rest = below.act()
    with pytest.raises(Refused, match="lý do"):
        back(below, first, reason="  ")
    with pytest.raises(PermissionDenied):
        back(below, first, actor=below.cast.other_focal)
    with pytest.raises(PermissionDenied):
        back(below, below.cast.obligation())
    set_progress(obligation=second, event=Event.SUBMITTED, actor=make_user(second.unit), now=NOW)
    with pytest.raises(Refused, match="UBND phường Tân An đã báo hoàn thành"):
        back(below, first, second)
    first.refresh_from_db()
    assert first.progress == Progress.NOT_STARTED


# --- Two people at once -----------------------------------------------------------------------------------------------
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_people_who_pass_work_to_one_unit_at_once_give_it_once():
    cast = make_cast()
    ward = make_unit("UBND phường An Cư", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    people = [cast.focal.pk, make_user(cast.ninh_kieu).pk]
    keys = [each.pk for each in cast.obligations()]

    def act(number: int):
        rows = list(Obligation.objects.filter(pk__in=keys))
        actor = User.objects.get(pk=people[number])
        return relay(obligations=rows, units=[ward], due_on=DAY, actor=actor, now=NOW)

    outcomes = at_once(act)
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyDone", "list"]
    assert Delivery.objects.filter(unit=ward).count() == 1
    assert Obligation.objects.filter(unit=ward).count() == 2
    assert Change.objects.filter(event=Event.RELAYED, about="obligation").count() == 2


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_people_who_pass_different_duties_to_one_unit_at_once_share_its_delivery():
    cast = make_cast()
    ward = make_unit("UBND phường An Cư", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    people = [cast.focal.pk, make_user(cast.ninh_kieu).pk]
    keys = [each.pk for each in cast.obligations()]

    def act(number: int):
        actor = User.objects.get(pk=people[number])
        rows = [Obligation.objects.get(pk=keys[number])]
        return relay(obligations=rows, units=[ward], due_on=DAY, actor=actor, now=NOW)

    assert [[each.unit for each in outcome] for outcome in at_once(act)] == [[ward], [ward]]
    assert Delivery.objects.filter(unit=ward).count() == 1
