"""Who sees which units, who corrects them, and whom one may appoint where."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from units.access import keeps_registry, kept_units, roles_to_give, visible_units
from units.models import Area, Role, Unit, UnitKind, User
from units.services.people import end_membership
from units.tests.factories import local, make_area, make_unit, make_user

pytestmark = pytest.mark.django_db


@dataclass
class City:
    """A small city: committee, two departments, a district with its office, a university, and a unit elsewhere."""

    committee: Unit
    department: Unit
    health: Unit
    district: Unit
    office: Unit
    university: Unit
    elsewhere: Unit

    @property
    def inside(self) -> set[Unit]:
        return {self.committee, self.department, self.health, self.district, self.office, self.university}


@pytest.fixture
def city() -> City:
    place = make_area("Thành phố Cần Thơ", level=Area.Level.CITY)
    quarter = make_area("Quận Ninh Kiều", parent=place)
    committee = make_unit("UBND thành phố Cần Thơ", kind=UnitKind.CITY_COMMITTEE, area=place)
    district = make_unit("UBND quận Ninh Kiều", kind=UnitKind.DISTRICT_COMMITTEE, parent=committee, area=quarter)
    return City(
        committee=committee,
        department=make_unit("Sở Thông tin và Truyền thông", parent=committee),
        health=make_unit("Sở Y tế", parent=committee),
        district=district,
        office=make_unit("Phòng Văn hóa và Thông tin", kind=UnitKind.DISTRICT_OFFICE, parent=district, area=quarter),
        university=make_unit("Trường Đại học Cần Thơ", kind=UnitKind.UNIVERSITY, area=quarter),
        elsewhere=make_unit("Trường Đại học tỉnh khác", kind=UnitKind.UNIVERSITY, area=make_area("Huyện khác")),
    )


def seen(user: User) -> set[Unit]:
    return set(visible_units(user))


def kept(user: User) -> set[Unit]:
    return set(kept_units(user))


# --- Seeing and keeping -----------------------------------------------------------------------------------------------
def test_a_coordinator_of_a_department_keeps_the_city_and_the_bodies_located_in_it(city):
    officer = make_user(city.department, Role.COORDINATOR)
    assert seen(officer) == kept(officer) == city.inside


def test_a_coordinator_of_a_district_keeps_what_lies_below_it(city):
    officer = make_user(city.district, Role.COORDINATOR)
    assert seen(officer) == kept(officer) == {city.district, city.office}


def test_a_focal_point_sees_the_own_unit_only_and_keeps_nothing(city):
    focal = make_user(city.district, Role.FOCAL)
    assert (seen(focal), kept(focal)) == ({city.district}, set())


def test_a_leader_of_the_city_sees_it_whole_and_keeps_nothing(city):
    leader = make_user(city.committee, Role.VIEWER)
    assert (seen(leader), kept(leader)) == (city.inside, set())


def test_a_viewer_of_a_district_sees_what_lies_below_it(city):
    assert seen(make_user(city.district, Role.VIEWER)) == {city.district, city.office}


def test_a_coordinator_elsewhere_sees_nothing_of_the_city(city):
    assert seen(make_user(city.elsewhere, Role.COORDINATOR)) == {city.elsewhere}


def test_an_administrator_keeps_everything(city):
    assert kept(make_user(is_staff=True)) == city.inside | {city.elsewhere}


def test_nobody_and_who_has_no_seat_see_nothing(city):
    assert [seen(AnonymousUser()), kept(AnonymousUser()), seen(make_user()), kept(make_user())] == [set()] * 4


def test_rights_end_with_the_membership(city):
    officer = make_user(city.department, Role.COORDINATOR)
    end_membership(membership=officer.memberships.get(), actor=None, now=local("2024-11-05 10:00"))
    assert seen(User.objects.get(pk=officer.pk)) == set()


def test_rights_end_when_the_account_is_switched_off(city):
    officer = make_user(city.department, Role.COORDINATOR, is_active=False)
    assert seen(officer) == set()


def test_only_coordinators_and_administrators_add_units(city):
    assert keeps_registry(make_user(city.district, Role.COORDINATOR))
    assert keeps_registry(make_user(is_staff=True))
    assert not keeps_registry(make_user(city.committee, Role.VIEWER))
    assert not keeps_registry(make_user(city.department, Role.FOCAL))
    assert not keeps_registry(AnonymousUser())


# --- Appointing -------------------------------------------------------------------------------------------------------
def test_every_role_in_the_own_unit_and_below(city):
    officer = make_user(city.district, Role.COORDINATOR)
    assert roles_to_give(officer, city.district) == list(Role)
    assert roles_to_give(officer, city.office) == list(Role)


def test_a_focal_point_in_another_unit_of_the_city(city):
    officer = make_user(city.department, Role.COORDINATOR)
    assert roles_to_give(officer, city.university) == [Role.FOCAL]
    assert roles_to_give(officer, city.office) == [Role.FOCAL]


def test_none_in_a_unit_that_has_a_coordinator_of_its_own(city):
    officer = make_user(city.department, Role.COORDINATOR)
    make_user(city.health, Role.COORDINATOR)
    assert roles_to_give(officer, city.health) == []


def test_none_above_the_own_unit(city):
    assert roles_to_give(make_user(city.department, Role.COORDINATOR), city.committee) == []


def test_none_outside_the_city(city):
    assert roles_to_give(make_user(city.department, Role.COORDINATOR), city.elsewhere) == []


def test_focal_points_and_leaders_appoint_nobody(city):
    assert roles_to_give(make_user(city.office, Role.FOCAL), city.office) == []
    assert roles_to_give(make_user(city.committee, Role.VIEWER), city.office) == []
    assert roles_to_give(AnonymousUser(), city.office) == []


def test_an_administrator_appoints_anybody_anywhere(city):
    assert roles_to_give(make_user(is_staff=True), city.committee) == list(Role)
