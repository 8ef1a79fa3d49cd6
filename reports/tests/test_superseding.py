"""New words for an instruction carry over what units have done."""

from datetime import date

import pytest

from directives.history import obligations_as_of
from directives.models import Obligation, Progress
from directives.tests.factories import make_cast
from reports.models import Action
from reports.services.declaring import declare_complete
from reports.services.reviews import accept
from reports.services.superseding import supersede
from reports.tests.factories import make_action
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-08 09:00")


def test_actions_serve_the_new_words_too_and_may_be_declared_again():
    cast = make_cast()
    old = cast.obligation()
    action = make_action(old, actor=cast.focal, declare=True)
    before = [(each.obligation.pk, each.progress) for each in obligations_as_of(cast.directive, date(2024, 11, 7))]
    new = supersede(old=old.instruction, text="Đăng và ghim", actor=cast.officer, now=NOW)
    heir = Obligation.objects.get(instruction=new, unit=cast.ninh_kieu)
    action.refresh_from_db()
    assert (heir.progress, action.state) == (Progress.IN_PROGRESS, Action.State.RECORDED)
    assert set(action.obligations.all()) == {old, heir}
    assert Obligation.objects.get(instruction=new, unit=cast.o_mon).progress == Progress.NOT_STARTED
    after = [(each.obligation.pk, each.progress) for each in obligations_as_of(cast.directive, date(2024, 11, 7))]
    assert after == before
    assert declare_complete(obligation=heir, actor=cast.focal, now=NOW).progress == Progress.WAITING


def test_accepted_actions_stay_accepted():
    cast = make_cast()
    old = cast.obligation()
    action = make_action(old, actor=cast.focal, declare=True)
    accept(obligation=Obligation.objects.get(pk=old.pk), actor=cast.officer, now=local("2024-11-06 09:00"))
    new = supersede(old=old.instruction, text="Đăng và ghim", actor=cast.officer, now=NOW)
    action.refresh_from_db()
    heir = Obligation.objects.get(instruction=new, unit=cast.ninh_kieu)
    assert (heir.progress, action.state) == (Progress.IN_PROGRESS, Action.State.ACCEPTED)
