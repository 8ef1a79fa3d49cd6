"""Dated acts on single units: exact counts, boundary days, second runs, and past figures that stay."""

from datetime import date

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import deliveries_as_of, obligations_as_of
from directives.models import Change, Event, Obligation, Progress
from directives.services.adjusting import exempt_unit, extend_unit, redirect_delivery
from directives.services.lifecycle import add_late
from directives.services.obligations import exempt, extend_one, set_progress
from directives.services.receipts import confirm_receipt, refuse
from directives.services.relaying import relay
from directives.services.superseding import supersede
from directives.tests.factories import DUE_ON, make_cast
from units.models import UnitKind
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
NOW = local("2024-11-08 09:00")
TODAY, YESTERDAY = date(2024, 11, 8), date(2024, 11, 7)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def newcomer():
    return make_unit("Phòng Văn hóa và Thông tin quận Cái Răng")


def figures(directive, day) -> tuple[int, int]:
    """Units and binding obligations in the count at the end of a day."""
    units = [each for each in deliveries_as_of(directive, day) if not each.refused_at]
    return len(units), sum(each.counted for each in obligations_as_of(directive, day))


# --- More time and exemption ------------------------------------------------------------------------------------------
def test_one_unit_gets_more_time_for_one_instruction(cast):
    first, second = cast.obligations()
    act = {"due_on": date(2024, 11, 25), "actor": cast.officer, "now": NOW, "note": "Mất điện"}
    rows = extend_unit(delivery=cast.delivery(), instruction=first.instruction, **act)
    assert [row.pk for row in rows] == [first.pk]
    assert [each.due_on for each in cast.obligations()] == [date(2024, 11, 25), DUE_ON]
    assert [each.due_on for each in cast.obligations(cast.o_mon)] == [DUE_ON, DUE_ON]
    with pytest.raises(Refused, match="25/11/2024"):
        extend_unit(delivery=cast.delivery(), instruction=first.instruction, **act)
    assert Change.objects.filter(event=Event.EXTENDED).count() == 1
    days = {each.obligation.pk: each.due_on for each in obligations_as_of(cast.directive, YESTERDAY)}
    assert days[first.pk] == DUE_ON


@pytest.mark.parametrize("act", [extend_unit, exempt_unit])
def test_an_act_without_a_reason_is_refused(cast, act):
    more = {"due_on": date(2024, 11, 25), "note": " "} if act is extend_unit else {"reason": " "}
    with pytest.raises(Refused, match="lý do"):
        act(delivery=cast.delivery(), instruction=None, actor=cast.officer, now=NOW, **more)
    assert Change.objects.filter(local_day=TODAY).count() == 0


def test_an_exempt_unit_leaves_the_count_from_this_day(cast):
    act = {"delivery": cast.delivery(), "instruction": None, "actor": cast.officer, "now": NOW, "reason": "Sáp nhập"}
    assert len(exempt_unit(**act)) == 2
    assert (figures(cast.directive, YESTERDAY), figures(cast.directive, TODAY)) == ((2, 4), (2, 2))
    with pytest.raises(AlreadyDone):
        exempt_unit(**act)


# --- Another addressee ------------------------------------------------------------------------------------------------
def redirect(cast, unit, **more):
    act = {"delivery": cast.delivery(), "actor": cast.officer, "now": NOW, "reason": "Sai nơi nhận"} | more
    return redirect_delivery(unit=unit, **act)


def test_what_a_unit_sent_back_goes_to_another(cast, newcomer):
    refuse(
        delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-05 09:00"), reason="Không phải việc của phòng"
    )
    new = redirect(cast, newcomer)
    assert [figures(cast.directive, day) for day in (date(2024, 11, 4), YESTERDAY, TODAY)] == [(2, 4), (1, 2), (2, 4)]
    assert (new.added_late, [each.due_on for each in new.obligations.all()]) == (True, [DUE_ON, DUE_ON])
    old = cast.delivery()
    assert (old.redirected_to, old.refusal_reason) == (newcomer, "Không phải việc của phòng")
    with pytest.raises(AlreadyDone):
        redirect(cast, make_unit())


def test_what_was_wrongly_sent_and_received_goes_to_another(cast, newcomer):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-05 09:00"))
    new = redirect(cast, newcomer, due_on=date(2024, 11, 30))
    assert [each.due_on for each in new.obligations.all()] == [date(2024, 11, 30)] * 2
    assert (figures(cast.directive, YESTERDAY), figures(cast.directive, TODAY)) == ((2, 4), (2, 4))
    received = {each.delivery.unit_id: bool(each.received_at) for each in deliveries_as_of(cast.directive, YESTERDAY)}
    assert received[cast.ninh_kieu.pk] is True
    assert {each.progress for each in cast.obligations()} == {Progress.NOT_APPLICABLE}


def test_a_redirect_to_a_recipient_or_the_issuer_is_refused(cast):
    for unit in (cast.o_mon, cast.ninh_kieu, cast.department):
        with pytest.raises(Refused):
            redirect(cast, unit)
    assert figures(cast.directive, TODAY) == (2, 4)


def test_finished_work_is_not_sent_elsewhere(cast, newcomer):
    set_progress(obligation=cast.obligation(), event=Event.SUBMITTED, actor=cast.focal, now=NOW)
    with pytest.raises(Refused, match="không chuyển đi được"):
        redirect(cast, newcomer)


# --- Late joiners -----------------------------------------------------------------------------------------------------
def test_a_late_joiner_has_its_own_day(cast, newcomer):
    chosen = [cast.directive.instructions.first()]
    act = {"directive": cast.directive, "unit": newcomer, "actor": cast.officer, "now": NOW, "note": "Thiếu"}
    delivery = add_late(**act, instructions=chosen, due_on=date(2024, 11, 29))
    assert [each.due_on for each in delivery.obligations.all()] == [date(2024, 11, 29)]
    assert (figures(cast.directive, YESTERDAY), figures(cast.directive, TODAY)) == ((2, 4), (3, 5))
    with pytest.raises(AlreadyDone):
        add_late(**act, instructions=chosen)


def test_the_issuer_does_not_join_and_a_joiner_owes_something(cast, newcomer):
    act = {"directive": cast.directive, "actor": cast.officer, "now": NOW, "note": "Thiếu"}
    with pytest.raises(Refused):
        add_late(**act, unit=cast.department, instructions=list(cast.directive.instructions.all()))
    with pytest.raises(Refused):
        add_late(**act, unit=newcomer, instructions=[])


# --- New words --------------------------------------------------------------------------------------------------------
def test_the_exempt_stay_out_and_own_days_stay(cast):
    extend_one(obligation=cast.obligation(), due_on=date(2024, 11, 25), actor=cast.officer, now=NOW, note="Mất điện")
    exempt(obligation=cast.obligation(cast.o_mon), actor=cast.officer, now=NOW, reason="Không có trang")
    old = cast.directive.instructions.first()
    new = supersede(old=old, text="Đăng và ghim", actor=cast.officer, now=NOW)
    heirs = Obligation.objects.filter(instruction=new)
    assert [(each.unit, each.due_on) for each in heirs] == [(cast.ninh_kieu, date(2024, 11, 25))]
    assert figures(cast.directive, TODAY) == (2, 3)


def test_relayed_work_is_relayed_under_the_new_words_and_never_counted(cast):
    parent = cast.obligation()
    ward = make_unit("UBND phường Tân An", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    relay(obligations=[parent], units=[ward], due_on=DUE_ON, actor=cast.focal, now=NOW)
    new = supersede(old=parent.instruction, text="Đăng và ghim", actor=cast.officer, now=NOW)
    heirs = Obligation.objects.filter(instruction=new)
    child = heirs.get(unit=ward)
    assert (child.parent, child.counted) == (heirs.get(unit=cast.ninh_kieu), False)
    assert heirs.filter(counted=True).count() == 2


def test_equal_or_no_words_are_refused_and_a_second_replacement_is_told(cast):
    old = cast.directive.instructions.first()
    for text in (" ", old.text):
        with pytest.raises(Refused):
            supersede(old=old, text=text, actor=cast.officer, now=NOW)
    supersede(old=old, text="Đăng và ghim", actor=cast.officer, now=NOW)
    with pytest.raises(AlreadyDone):
        supersede(old=old, text="Đăng lại", actor=cast.officer, now=NOW)
