"""Two officers at once on an issued letter: one act, the other is told. On SQLite and PostgreSQL alike."""

from datetime import date

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Delivery, Directive, DirectiveRelation, Event, Instruction, Obligation, Progress
from directives.services.adjusting import exempt_unit, extend_unit, redirect_delivery
from directives.services.lifecycle import add_late, extend, recall
from directives.services.proposing import as_before, set_aside
from directives.services.relations import Pair, Terms, plan_of
from directives.tests.factories import add_group, make_cast, make_draft
from reports.models import Action
from reports.services.declaring import declare_complete
from reports.services.relations import confirm_relation
from reports.services.superseding import supersede
from reports.tests.factories import make_action
from units.models import Unit, User
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
NOW = local("2024-11-08 09:00")
NEW_DAY = date(2024, 11, 30)


@pytest.fixture
def cast():
    return make_cast()


class Officers:
    """What each thread reads for itself: the officer whose turn it is, and rows of the letter."""

    def __init__(self, cast):
        self.keys = [cast.officer.pk, cast.second_officer.pk]
        self.letter, self.ours = cast.directive.pk, cast.delivery().pk

    def act(self, number: int, note: str = "note") -> dict:
        return {"actor": User.objects.get(pk=self.keys[number % 2]), "now": NOW, note: "Mưa lũ"}

    @property
    def directive(self) -> Directive:
        return Directive.objects.get(pk=self.letter)

    @property
    def delivery(self) -> Delivery:
        return Delivery.objects.get(pk=self.ours)


@pytest.fixture
def officers(cast) -> Officers:
    return Officers(cast)


def refused(outcomes: list) -> list[type]:
    """The kinds of refusal among the outcomes; anything that is no refusal and no result fails the test."""
    errors = [each for each in outcomes if isinstance(each, BaseException)]
    assert all(isinstance(each, Refused) for each in errors), errors
    return [type(each) for each in errors]


def logged(event: str, **more) -> int:
    return Change.objects.filter(event=event, **more).count()


# --- The letter -------------------------------------------------------------------------------------------------------
def test_two_extensions_to_one_day_are_one(officers):
    outcomes = at_once(lambda n: extend(directive=officers.directive, due_on=NEW_DAY, **officers.act(n)))
    assert refused(outcomes) == [AlreadyDone]
    assert (logged("extended", about="directive"), logged("extended", about="obligation")) == (1, 4)


def test_of_two_extensions_the_later_day_stands(officers):
    days = [NEW_DAY, date(2024, 12, 5)]
    outcomes = at_once(lambda n: extend(directive=officers.directive, due_on=days[n], **officers.act(n)))
    assert len(refused(outcomes)) == logged("extended", about="directive") % 2
    assert officers.directive.due_on == days[1]
    assert set(Obligation.objects.values_list("due_on", flat=True)) == {days[1]}


def test_two_recalls_are_one(officers):
    outcomes = at_once(lambda n: recall(directive=officers.directive, **officers.act(n)))
    assert refused(outcomes) == [Refused]
    assert (logged("recalled", about="directive"), logged("recalled", about="obligation")) == (1, 4)


def test_a_recall_and_an_extension_end_in_a_recall(officers):
    acts = [
        lambda: recall(directive=officers.directive, **officers.act(0)),
        lambda: extend(directive=officers.directive, due_on=NEW_DAY, **officers.act(1)),
    ]
    outcomes = at_once(lambda n: acts[n]())
    assert len(refused(outcomes)) == 1 - logged("extended", about="directive")
    assert officers.directive.recalled_at == NOW
    assert set(Obligation.objects.values_list("progress", flat=True)) == {Progress.ENDED}


def test_a_recall_and_a_declaration_leave_nothing_waiting(cast, officers):
    make_action(cast.obligation(), actor=cast.focal)
    key, focal = cast.obligation().pk, cast.focal.pk
    acts = [
        lambda: recall(directive=officers.directive, **officers.act(0)),
        lambda: declare_complete(obligation=Obligation.objects.get(pk=key), actor=User.objects.get(pk=focal), now=NOW),
    ]
    refused(at_once(lambda n: acts[n]()))
    assert Obligation.objects.get(pk=key).progress == Progress.ENDED
    assert logged("recalled", obligation=key) == 1


# --- One unit ---------------------------------------------------------------------------------------------------------
def test_one_unit_is_added_once(officers):
    unit = make_unit("Sở Nội vụ thành phố Cần Thơ").pk

    def add(number: int):
        directive = officers.directive
        tasks = list(directive.instructions.order_by("order"))
        return add_late(directive=directive, unit=Unit.objects.get(pk=unit), instructions=tasks, **officers.act(number))

    assert refused(at_once(add, times=3)) == [AlreadyDone] * 2
    assert Obligation.objects.filter(unit=unit).count() == 2
    assert (logged("added_late", about="delivery"), logged("added_late", about="obligation")) == (1, 2)


def test_a_unit_is_exempted_once(officers):
    outcomes = at_once(
        lambda n: exempt_unit(delivery=officers.delivery, instruction=None, **officers.act(n, note="reason"))
    )
    assert refused(outcomes) == [AlreadyDone]
    assert logged("exempted") == 2


def test_a_unit_gets_more_time_once(officers):
    outcomes = at_once(
        lambda n: extend_unit(delivery=officers.delivery, instruction=None, due_on=NEW_DAY, **officers.act(n))
    )
    assert refused(outcomes) == [AlreadyDone]
    assert logged("extended", about="obligation") == 2


def test_a_letter_is_redirected_to_one_unit(cast, officers):
    units = [make_unit("Sở Nội vụ thành phố Cần Thơ").pk, make_unit("Sở Tư pháp thành phố Cần Thơ").pk]
    outcomes = at_once(
        lambda n: redirect_delivery(
            delivery=officers.delivery, unit=Unit.objects.get(pk=units[n]), **officers.act(n, note="reason")
        )
    )
    assert refused(outcomes) == [AlreadyDone]
    assert Delivery.objects.filter(unit__in=units).count() == 1
    assert officers.delivery.redirected_to_id == Delivery.objects.get(unit__in=units).unit_id
    assert Obligation.objects.counted().count() == 4


def test_an_exemption_and_a_redirect_do_not_both_take_a_unit_out(officers):
    unit = make_unit("Sở Nội vụ thành phố Cần Thơ").pk
    acts = [
        lambda: exempt_unit(delivery=officers.delivery, instruction=None, **officers.act(0, note="reason")),
        lambda: redirect_delivery(
            delivery=officers.delivery, unit=Unit.objects.get(pk=unit), **officers.act(1, note="reason")
        ),
    ]
    refused(at_once(lambda n: acts[n]()))
    assert set(officers.delivery.obligations.values_list("progress", "counted")) == {(Progress.NOT_APPLICABLE, False)}
    assert logged("exempted") in (0, 2)


def test_a_redirect_and_the_first_action_of_the_unit_do_not_wait_for_each_other(cast, officers):
    unit, key, focal = make_unit("Sở Nội vụ thành phố Cần Thơ").pk, cast.obligation().pk, cast.focal.pk
    acts = [
        lambda: redirect_delivery(
            delivery=officers.delivery, unit=Unit.objects.get(pk=unit), **officers.act(0, note="reason")
        ),
        lambda: make_action(Obligation.objects.get(pk=key), actor=User.objects.get(pk=focal), now=NOW),
    ]
    told = refused(at_once(lambda n: acts[n]()))
    assert len(told) == 1 - Action.objects.count()
    assert Delivery.objects.filter(unit=unit).count() == 1
    assert Obligation.objects.get(pk=key).progress == Progress.NOT_APPLICABLE


# --- Words ------------------------------------------------------------------------------------------------------------
def test_one_instruction_is_replaced_once_and_its_action_carried_once(cast, officers):
    action, key = make_action(cast.obligation(), actor=cast.focal).pk, cast.obligation().instruction_id

    def replace(number: int):
        return supersede(old=Instruction.objects.get(pk=key), text=f"Lời văn {number}", **officers.act(number))

    assert refused(at_once(replace)) == [AlreadyDone]
    new = Instruction.objects.get(supersedes=key)
    assert Obligation.objects.counted().filter(instruction=new).count() == 2
    assert Action.objects.get(pk=action).obligations.count() == 2


def test_new_words_and_a_new_action_lose_nothing(cast, officers):
    old, focal = cast.obligation(), cast.focal
    acts = [
        lambda: supersede(old=Instruction.objects.get(pk=old.instruction_id), text="Khác", **officers.act(0)),
        lambda: make_action(Obligation.objects.get(pk=old.pk), actor=User.objects.get(pk=focal.pk), now=NOW),
    ]
    outcomes = at_once(lambda n: acts[n]())
    told = refused(outcomes)
    heir = Obligation.objects.get(instruction__supersedes=old.instruction_id, unit=cast.ninh_kieu)
    assert heir.actions.count() == 1 - len(told) == Action.objects.count()


# --- A letter about the letter ----------------------------------------------------------------------------------------
def draft(cast, *tasks: str) -> Directive:
    row = make_draft(cast.department, cast.officer, dated_on=NOW.date(), due_on=NEW_DAY)
    add_group(row, "Các phòng", [cast.ninh_kieu, cast.o_mon], *tasks)
    return row


def confirmed(officers, later: int, kind: str, number: int, *pairs: Pair):
    row = Directive.objects.get(pk=later)
    said = Terms(officers.directive, kind, pairs)
    seen = plan_of(later=row, terms=said, today=NOW.date()).fingerprint
    act = {"actor": User.objects.get(pk=officers.keys[number]), "now": NOW}
    return confirm_relation(later=row, terms=said, seen=seen, **act)


@pytest.mark.parametrize("kind", ["extends", "recalls", "urges"])
def test_two_officers_confirm_one_draft_once(cast, officers, kind):
    later = draft(cast).pk
    outcomes = at_once(lambda n: confirmed(officers, later, kind, n))
    assert refused(outcomes) in ([AlreadyDone], [Refused])
    assert DirectiveRelation.objects.count() == 1
    assert Delivery.objects.filter(directive=later).count() == 2
    assert logged(Event.ISSUED, directive=later, about="directive") == 1


def test_a_replacement_confirmed_twice_copies_each_action_once(cast, officers):
    make_action(cast.obligation(), actor=cast.focal)
    later = draft(cast, "Đăng lại")
    pair = Pair(cast.obligation().instruction_id, later.instructions.get().pk)
    outcomes = at_once(lambda n: confirmed(officers, later.pk, "replaces", n, pair))
    assert len(refused(outcomes)) == 1
    assert Action.objects.filter(directive=later).count() == 1


def test_of_two_recalling_letters_one_recalls(cast, officers):
    letters = [draft(cast).pk, draft(cast).pk]
    outcomes = at_once(lambda n: confirmed(officers, letters[n], "recalls", n))
    assert refused(outcomes) == [Refused]
    assert DirectiveRelation.objects.count() == 1
    assert sorted(Directive.objects.filter(pk__in=letters).values_list("issued_at", flat=True), key=bool) == [None, NOW]
    assert logged("recalled", about="directive") == 1


def test_an_extending_letter_and_an_extension_by_hand_leave_one_whole_state(cast, officers):
    later = draft(cast).pk
    acts = [
        lambda: confirmed(officers, later, "extends", 0),
        lambda: extend(directive=officers.directive, due_on=date(2024, 12, 5), **officers.act(1)),
    ]
    refused(at_once(lambda n: acts[n]()))
    stands = officers.directive.due_on
    assert set(Obligation.objects.filter(delivery__directive=officers.letter).values_list("due_on", flat=True)) == {
        stands
    }
    assert (Directive.objects.get(pk=later).issued_at is None) == (DirectiveRelation.objects.count() == 0)


def test_setting_aside_and_addressing_at_once_keep_both(cast, officers):
    later = draft(cast).pk
    acts = [
        lambda row, actor: set_aside(draft=row, actor=actor, now=NOW),
        lambda row, actor: as_before(draft=row, earlier=officers.directive, actor=actor, now=NOW),
        lambda row, actor: as_before(draft=row, earlier=officers.directive, actor=actor, now=NOW),
    ]
    outcomes = at_once(
        lambda n: acts[n](Directive.objects.get(pk=later), User.objects.get(pk=officers.keys[0])), times=3
    )
    assert refused(outcomes) == []
    row = Directive.objects.get(pk=later)
    assert row.reading["set_aside"] is True
    assert row.groups.filter(phrase__startswith="Các đơn vị đã nhận").count() == 1
