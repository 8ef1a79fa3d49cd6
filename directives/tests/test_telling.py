"""What the programs of units are to be told: written with the act, to whom it concerns, and to nobody else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from directives.models import Change, Event, Hook, HookEvent, HookMessage
from directives.services.lifecycle import add_late, close_campaign, extend, hand_over
from directives.services.obligations import set_progress
from directives.services.receipts import confirm_receipt
from directives.services.relaying import relay
from directives.tests.factories import make_cast, make_issued
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")
ALL = HookEvent.values


@pytest.fixture
def cast():
    return make_cast()


def hook(unit, actor, *, events=ALL, url="https://phan-mem.example/nhan") -> Hook:
    return Hook.objects.create(unit=unit, name="Phần mềm", url=url, events=list(events), made_at=NOW, made_by=actor)


def told(of: Hook) -> list[str]:
    return list(of.messages.order_by("pk").values_list("event", flat=True))


def moved(obligation, event, actor):
    return set_progress(obligation=obligation, event=event, actor=actor, now=NOW)


def test_each_act_is_told_once_to_the_unit_and_to_the_issuer(cast):
    unit, issuer = hook(cast.ninh_kieu, cast.focal), hook(cast.department, cast.officer)
    row = moved(cast.obligation(), Event.SUBMITTED, cast.focal)
    row = moved(row, Event.RETURNED, cast.officer)
    row = moved(row, Event.SUBMITTED, cast.focal)
    moved(row, Event.ACCEPTED, cast.officer)
    expected = ["obligation.declared", "obligation.returned", "obligation.declared", "obligation.accepted"]
    assert told(unit) == told(issuer) == expected
    message = unit.messages.earliest("pk")
    assert (message.state, message.attempts, message.made_at, message.next_at) == ("waiting", 0, NOW, NOW)
    assert message.change == Change.objects.get(event=Event.SUBMITTED, pk=message.change_id)


def test_another_unit_hears_nothing(cast):
    others = [hook(unit, cast.officer) for unit in (cast.o_mon, cast.elsewhere, cast.city, cast.district)]
    moved(cast.obligation(), Event.SUBMITTED, cast.focal)
    assert [told(each) for each in others] == [[], [], [], []]


def test_only_what_was_chosen_is_told(cast):
    unit = hook(cast.ninh_kieu, cast.focal, events=["obligation.accepted"])
    moved(moved(cast.obligation(), Event.SUBMITTED, cast.focal), Event.ACCEPTED, cast.officer)
    assert told(unit) == ["obligation.accepted"]


def test_one_that_has_ended_hears_nothing(cast):
    unit = hook(cast.ninh_kieu, cast.focal)
    Hook.objects.update(ended_at=NOW, ended_by=cast.focal)
    moved(cast.obligation(), Event.SUBMITTED, cast.focal)
    assert told(unit) == []


def test_a_letter_is_told_to_its_recipients_and_for_each_to_its_issuer(cast):
    mine, issuer = hook(cast.ninh_kieu, cast.focal), hook(cast.department, cast.officer)
    other = hook(cast.elsewhere, cast.officer)
    letter = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu, cast.o_mon], "Một", "Hai")])
    assert (told(mine), told(other)) == (["delivery.issued"], [])
    assert told(issuer) == ["delivery.issued"] * 2
    assert {each.change.directive for each in issuer.messages.all()} == {letter}


def test_a_late_joiner_and_a_unit_below_hear_of_the_letter_as_well(cast):
    late, team = make_unit("Sở Y tế"), make_unit("Tổ công nghệ số", parent=cast.ninh_kieu)
    hooks = [hook(late, cast.officer), hook(team, cast.focal)]
    add_late(
        directive=cast.directive,
        unit=late,
        instructions=list(cast.directive.instructions.all()),
        actor=cast.officer,
        now=NOW,
        note="sót",
    )
    relay(obligations=[cast.obligation()], units=[team], due_on=cast.directive.due_on, actor=cast.focal, now=NOW)
    assert [told(each) for each in hooks] == [["delivery.issued"], ["delivery.issued"]]


def test_the_end_of_a_campaign_is_told_to_recipients_and_issuer(cast):
    hooks = [hook(unit, cast.officer) for unit in (cast.ninh_kieu, cast.o_mon, cast.department, cast.elsewhere)]
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    assert [told(each) for each in hooks] == [["directive.closed"]] * 3 + [[]]


def test_after_a_merger_both_units_hear_of_the_work(cast):
    before, after = hook(cast.ninh_kieu, cast.focal), hook(cast.o_mon, cast.other_focal)
    hand_over(predecessor=cast.ninh_kieu, successor=cast.o_mon, actor=cast.officer, now=NOW)
    moved(cast.obligation(), Event.SUBMITTED, cast.other_focal)
    assert told(before) == told(after) == ["obligation.declared"]


def test_what_is_rolled_back_was_never_told(cast):
    unit = hook(cast.ninh_kieu, cast.focal)
    with transaction.atomic():
        moved(cast.obligation(), Event.SUBMITTED, cast.focal)
        assert told(unit) == ["obligation.declared"]
        transaction.set_rollback(True)
    assert told(unit) == []


def test_acts_that_programs_are_not_told_of_ask_nothing(cast):
    unit = hook(cast.ninh_kieu, cast.focal)
    with CaptureQueriesContext(connection) as asked:
        confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=NOW)
        extend(directive=cast.directive, due_on=local("2024-11-27 08:00").date(), actor=cast.officer, now=NOW)
    assert [each["sql"] for each in asked if "hook" in each["sql"]] == []
    assert told(unit) == []


@pytest.mark.parametrize("units", [1, 3])
def test_issuing_to_more_units_asks_no_more(cast, units):
    recipients = [make_unit() for _n in range(units)]
    for unit in recipients:
        hook(unit, cast.officer)
    with CaptureQueriesContext(connection) as asked:
        make_issued(cast.department, cast.officer, groups=[("Phòng", recipients, "Một")])
    assert len([each for each in asked if "directives_hook" in each["sql"]]) == 2
    assert HookMessage.objects.count() == units


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"url": "http://a.example/"}, "hook_goes_over_https"),
        ({"secret": "ngan"}, "hook_secret_is_long"),
        ({"ended_at": NOW}, "hook_is_ended_by_somebody"),
    ],
)
def test_the_database_keeps_the_rules_of_hooks(cast, columns, rule):
    unit = hook(cast.ninh_kieu, cast.focal)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Hook.objects.filter(pk=unit.pk).update(**columns)


def test_the_database_tells_a_change_once(cast):
    unit = hook(cast.ninh_kieu, cast.focal)
    moved(cast.obligation(), Event.SUBMITTED, cast.focal)
    change = unit.messages.get().change
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.messages.create(change=change, event="x", made_at=NOW, next_at=NOW)
    with pytest.raises(IntegrityError, match="hook_message_state_is_known"), transaction.atomic():
        unit.messages.update(state="lost")
    with pytest.raises(IntegrityError), transaction.atomic():
        hook(cast.ninh_kieu, cast.focal)
