"""Two people at once about work that was passed down: one outcome, and no work left between two chairs."""

import pytest

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Obligation, Progress
from directives.services.relaying import withdraw_relay
from directives.tests.relays import make_tree, states
from reports.models import Action, Review
from reports.services.declaring import declare_complete, withdraw_declaration
from reports.services.reviews import accept, send_back
from reports.tests.factories import make_action
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
EARLIER, NOW = local("2024-11-06 09:00"), local("2024-11-08 09:00")


@pytest.fixture
def tree():
    tree = make_tree()
    tree.child = tree.to_ward()
    make_action(tree.child, actor=tree.ward_person, now=EARLIER)
    return tree


def refused(outcomes: list) -> int:
    assert all(isinstance(each, Obligation | Review | list | Refused) for each in outcomes), outcomes
    return sum(isinstance(each, Refused) for each in outcomes)


def test_one_confirms_while_a_colleague_returns(tree):
    declare_complete(obligation=tree.child, actor=tree.ward_person, now=EARLIER)
    colleague = make_user(tree.cast.ninh_kieu)

    def act(number: int):
        if number:
            return accept(obligation=tree.child, actor=tree.cast.focal, now=NOW)
        return send_back(obligation=tree.child, reason="Ảnh mờ", actor=colleague, now=NOW)

    failed = refused(at_once(act))
    # Confirmed first, it may still be returned while the office's own is open; returned first, nothing waits.
    assert (failed, states(tree.child)) in [(0, [Progress.RETURNED]), (1, [Progress.RETURNED])]
    assert Review.objects.filter(obligation=tree.child).count() == 2 - failed


def test_the_ward_takes_its_word_back_while_the_office_confirms(tree):
    declare_complete(obligation=tree.child, actor=tree.ward_person, now=EARLIER)

    def act(number: int):
        if number:
            return accept(obligation=tree.child, actor=tree.cast.focal, now=NOW)
        return withdraw_declaration(obligation=tree.child, actor=tree.ward_person, now=NOW)

    assert refused(at_once(act)) == 1
    action = Action.objects.get()
    assert (states(tree.child)[0], action.state) in [("done", "accepted"), ("in_progress", "recorded")]


def test_the_ward_declares_while_the_office_takes_the_work_back(tree):
    def act(number: int):
        if number:
            back = {"children": [tree.child], "actor": tree.cast.focal, "reason": "Nhầm"}
            return withdraw_relay(now=NOW, **back)
        return declare_complete(obligation=tree.child, actor=tree.ward_person, now=NOW)

    assert refused(at_once(act)) == 1
    assert states(tree.child)[0] in (Progress.ENDED, Progress.WAITING)


def test_the_issuer_confirms_the_office_while_the_ward_declares(tree):
    own = tree.root
    declare_complete(obligation=own, actor=tree.cast.focal, now=EARLIER)

    def act(number: int):
        if number:
            return accept(obligation=own, actor=tree.cast.officer, now=NOW)
        return declare_complete(obligation=tree.child, actor=tree.ward_person, now=NOW)

    assert refused(at_once(act)) == 0
    assert states(own) == [Progress.DONE]
    if states(tree.child) == [Progress.WAITING]:  # it came after: the office confirms it as an addition
        accept(obligation=tree.child, actor=tree.cast.focal, now=NOW)
    assert states(tree.child) == [Progress.DONE]
