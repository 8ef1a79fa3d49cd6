"""Who sees what: a person's role times the part of their unit in the directive. Whoever has no part learns nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from directives.access import coordinates, reports_for
from directives.models import Campaign, Delivery, Directive, DirectiveCopy, Obligation
from directives.tests.factories import make_cast, make_draft, make_issued
from units.access import brand_for, home_unit, nav_roles
from units.models import Role, UnitKind, User
from units.services.people import end_membership
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")


@pytest.fixture
def cast():
    return make_cast()


def seen(user) -> dict[str, int]:
    models = (Campaign, Directive, Delivery, Obligation)
    return {model.__name__: model.objects.visible_to(user).count() for model in models}


NOTHING = {"Campaign": 0, "Directive": 0, "Delivery": 0, "Obligation": 0}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", {"Campaign": 1, "Directive": 1, "Delivery": 2, "Obligation": 4}),
        ("leader", {"Campaign": 1, "Directive": 1, "Delivery": 2, "Obligation": 4}),
        ("focal", {"Campaign": 1, "Directive": 1, "Delivery": 1, "Obligation": 2}),
        ("other_focal", {"Campaign": 1, "Directive": 1, "Delivery": 1, "Obligation": 2}),
        ("stranger_officer", NOTHING),
    ],
)
def test_each_sees_the_part_of_their_unit(cast, who, expected):
    assert seen(cast.people[who]) == expected


def test_the_anonymous_and_the_unattached_see_nothing(cast):
    assert seen(AnonymousUser()) == NOTHING
    assert seen(make_user()) == NOTHING


def test_a_unit_above_a_recipient_sees_its_own_subtree_only(cast):
    district_person = make_user(cast.district, Role.VIEWER)
    assert seen(district_person) == {"Campaign": 1, "Directive": 1, "Delivery": 1, "Obligation": 2}
    assert Delivery.objects.visible_to(district_person).get().unit == cast.ninh_kieu


def test_a_path_that_only_begins_alike_is_not_below(cast):
    """Unit 1 is not above unit 12: paths end with a slash."""
    one = make_unit()
    lookalike = make_unit()
    lookalike.path = f"{one.path.rstrip('/')}2/"
    lookalike.save(update_fields=["path"])
    make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [lookalike], "Phổ biến")])
    assert seen(make_user(one, Role.VIEWER)) == NOTHING


def test_rights_end_with_the_membership(cast):
    end_membership(membership=cast.focal.memberships.get(), actor=cast.officer, now=NOW)
    assert seen(User.objects.get(pk=cast.focal.pk)) == NOTHING


def test_a_person_switched_off_sees_nothing(cast):
    cast.focal.is_active = False
    cast.focal.save(update_fields=["is_active"])
    assert seen(User.objects.get(pk=cast.focal.pk)) == NOTHING


def test_a_draft_is_for_coordinators_of_the_issuing_unit(cast):
    make_draft(cast.department, cast.officer, campaign=cast.directive.campaign)
    viewer = make_user(cast.department, Role.VIEWER)
    count = lambda user: Directive.objects.visible_to(user).drafts().count()  # noqa: E731
    people = [cast.officer, cast.second_officer, cast.leader, cast.focal, cast.stranger_officer, viewer]
    assert [count(person) for person in people] == [1, 1, 0, 0, 0, 0]


def test_a_copy_line_opens_the_directive_only_once_confirmed(cast):
    office = make_unit("Văn phòng Tỉnh ủy", kind=UnitKind.OTHER)
    reader = make_user(office, Role.VIEWER)
    line = DirectiveCopy.objects.create(directive=cast.directive, order=0, text="Tỉnh ủy (để b/c)", overseer=office)
    assert seen(reader) == NOTHING
    DirectiveCopy.objects.filter(pk=line.pk).update(confirmed_at=NOW)
    assert seen(reader) == {"Campaign": 1, "Directive": 1, "Delivery": 2, "Obligation": 4}


def test_two_confirmed_copy_lines_show_every_row_once(cast):
    office = make_unit("Văn phòng Tỉnh ủy", kind=UnitKind.OTHER)
    for order in range(2):
        DirectiveCopy.objects.create(
            directive=cast.directive, order=order, text="để b/c", overseer=office, confirmed_at=NOW
        )
    assert seen(make_user(office, Role.VIEWER))["Obligation"] == 4


def test_a_successor_sees_the_obligations_it_carries(cast):
    from directives.services.lifecycle import hand_over

    successor = make_unit("Phòng Văn hóa, Khoa học và Thông tin", kind=UnitKind.DISTRICT_OFFICE)
    person = make_user(successor)
    assert Obligation.objects.visible_to(person).count() == 0
    hand_over(predecessor=cast.ninh_kieu, successor=successor, actor=cast.officer, now=NOW)
    assert Obligation.objects.visible_to(person).count() == 2
    assert Obligation.objects.visible_to(cast.focal).count() == 2


def test_only_coordinators_of_the_issuer_coordinate(cast):
    viewer = make_user(cast.department, Role.VIEWER)
    acting = {name: coordinates(person, cast.directive) for name, person in cast.people.items()}
    assert acting == {"officer": True, "leader": False, "focal": False, "other_focal": False, "stranger_officer": False}
    assert coordinates(viewer, cast.directive) is False


def test_viewers_do_not_report_for_a_unit(cast):
    assert reports_for(cast.focal, cast.ninh_kieu.pk) is True
    assert reports_for(make_user(cast.ninh_kieu, Role.VIEWER), cast.ninh_kieu.pk) is False
    assert reports_for(cast.focal, cast.o_mon.pk) is False


def test_a_person_of_two_units_sees_both(cast):
    both = make_user(cast.ninh_kieu)
    both.memberships.create(unit=cast.o_mon, role=Role.FOCAL, starts_on=NOW.date())
    assert seen(User.objects.get(pk=both.pk))["Delivery"] == 2


def test_menus_follow_the_most_important_role(cast):
    assert nav_roles(cast.officer) == ["officer"]
    assert nav_roles(cast.focal) == ["focal"]
    assert nav_roles(cast.leader) == ["leader"]
    assert nav_roles(AnonymousUser()) == []
    cast.officer.is_staff = True
    assert nav_roles(cast.officer) == ["officer", "admin"]


def test_the_masthead_bears_the_unit_one_coordinates(cast):
    both = make_user(cast.ninh_kieu)
    both.memberships.create(unit=cast.department, role=Role.COORDINATOR, starts_on=NOW.date())
    both = User.objects.get(pk=both.pk)
    assert (home_unit(both), brand_for(both)) == (cast.department, ("Sở TT&TT", False))
    assert (home_unit(make_user()), brand_for(AnonymousUser())) == (None, ("", False))
