"""One event reported under two letters: linked, its reach counted once, whatever happens to the first."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from campaign_portal.lib.errors import Refused
from directives.models import Change, Obligation
from directives.tests.factories import make_cast, make_issued
from reports.models import Action
from reports.services.actions import record_action
from reports.services.mending import withdraw_action
from reports.summary.load import load
from reports.summary.reach import reached
from reports.summary.scope import WHOLE
from reports.tests.factories import LINK, RECORDED_AT, make_action, what

pytestmark = pytest.mark.django_db
LATER = RECORDED_AT + timedelta(days=1)
DAY = date(2024, 11, 10)


@pytest.fixture
def cast():
    return make_cast()


def another_letter(cast, unit=None) -> Obligation:
    """An obligation of a second letter to the same unit."""
    letter = make_issued(
        cast.department, cast.officer, groups=[("Các đơn vị", [unit or cast.ninh_kieu], "Phát loa truyền thanh")]
    )
    return Obligation.objects.get(delivery__directive=letter)


def once_more(obligation: Obligation, action: Action, *, actor, now=LATER, **more) -> Action:
    return record_action(
        obligations=[obligation],
        what=what(**more),
        proofs=[LINK],
        client_uuid=uuid.uuid4(),
        actor=actor,
        now=now,
        copy_of=action,
    )


def figures(directive, day: date = DAY) -> list[tuple[int, int, int, int]]:
    """What the page of a letter says of reach: actions, lượt, not counted, counted elsewhere."""
    cells = reached(load(directive, scope=WHOLE, day=day).deeds)
    return [(cell.deeds, cell.times, cell.uncounted, cell.linked) for cell in cells]


def test_reach_counts_under_the_first_letter_and_is_not_added_again(cast):
    first = make_action(cast.obligation(), actor=cast.focal, reach=120)
    second = another_letter(cast)
    copy = once_more(second, first, actor=cast.focal, reach=120)
    assert copy.copy_of == first
    assert figures(cast.directive) == [(1, 120, 0, 0)]
    assert figures(second.delivery.directive) == [(1, 0, 0, 1)]


def test_its_own_actions_still_count_beside_a_linked_one(cast):
    first = make_action(cast.obligation(), actor=cast.focal, reach=120)
    second = another_letter(cast)
    once_more(second, first, actor=cast.focal, reach=120)
    make_action(second, actor=cast.focal, reach=30)
    make_action(second, actor=cast.focal, reach=None)
    assert figures(second.delivery.directive) == [(3, 30, 1, 1)]


def test_a_link_to_a_link_names_the_first(cast):
    first = make_action(cast.obligation(), actor=cast.focal)
    copy = once_more(another_letter(cast), first, actor=cast.focal)
    assert once_more(another_letter(cast), copy, actor=cast.focal).copy_of == first


def test_a_linked_action_proves_its_own_obligation(cast):
    first = make_action(cast.obligation(), actor=cast.focal)
    second = another_letter(cast)
    once_more(second, first, actor=cast.focal)
    second.refresh_from_db()
    assert second.progress == "in_progress"


def test_an_event_of_the_same_letter_is_not_linked(cast):
    first = make_action(cast.obligation(), actor=cast.focal)
    with pytest.raises(Refused, match="đã được ghi cho chính văn bản này"):
        once_more(cast.obligations()[1], first, actor=cast.focal)


def test_another_units_event_is_not_linked(cast):
    theirs = make_action(cast.obligation(cast.o_mon), actor=cast.other_focal)
    with pytest.raises(PermissionDenied):
        once_more(another_letter(cast), theirs, actor=cast.focal)


def test_a_withdrawn_event_is_not_linked(cast):
    first = make_action(cast.obligation(), actor=cast.focal)
    withdraw_action(action=first, actor=cast.focal, now=RECORDED_AT)
    with pytest.raises(Refused, match="Hoạt động gốc đã được rút"):
        once_more(another_letter(cast), first, actor=cast.focal)
    assert Action.objects.count() == 1


def test_when_the_first_is_withdrawn_the_oldest_linked_one_bears_the_reach(cast):
    first = make_action(cast.obligation(), actor=cast.focal, reach=120)
    second, third = another_letter(cast), another_letter(cast)
    heir = once_more(second, first, actor=cast.focal, reach=120)
    other = once_more(third, first, actor=cast.focal, reach=120)
    withdraw_action(action=first, actor=cast.focal, now=LATER + timedelta(days=1))
    heir.refresh_from_db()
    other.refresh_from_db()
    assert (heir.copy_of, other.copy_of) == (None, heir)
    assert figures(cast.directive) == []
    assert figures(second.delivery.directive) == [(1, 120, 0, 0)]
    assert figures(third.delivery.directive) == [(1, 0, 0, 1)]
    assert Change.objects.filter(about="action", about_id=heir.pk, note__contains="đã được rút").count() == 1


def test_a_past_day_keeps_the_figures_it_had(cast):
    first = make_action(cast.obligation(), actor=cast.focal, reach=120)
    second = another_letter(cast)
    once_more(second, first, actor=cast.focal, reach=120)
    withdraw_action(action=first, actor=cast.focal, now=LATER + timedelta(days=1))
    assert figures(second.delivery.directive, date(2024, 11, 6)) == [(1, 0, 0, 1)]
    assert figures(cast.directive, date(2024, 11, 6)) == [(1, 120, 0, 0)]


def test_withdrawing_a_linked_one_leaves_the_first_alone(cast):
    first = make_action(cast.obligation(), actor=cast.focal, reach=120)
    copy = once_more(another_letter(cast), first, actor=cast.focal)
    withdraw_action(action=copy, actor=cast.focal, now=LATER)
    assert figures(cast.directive) == [(1, 120, 0, 0)]
