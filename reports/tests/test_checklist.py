"""Work is declared complete when its checklist is proved, not before; the page says what is missing and leads there."""

import re
from datetime import date

import pytest
from django.urls import reverse

from campaign_portal.lib.errors import Refused
from directives.models import Progress
from directives.services.relaying import relay
from reports.models import Action
from reports.services.declaring import declare_complete, missing
from reports.services.mending import edit_action, withdraw_action
from reports.services.reviews import accept, send_back
from reports.tests.factories import DONE_ON, make_action, what
from reports.tests.reading import as_person, words
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 09:00")
ACTION, PROOF, MENDED = "Ít nhất một hoạt động", "Ảnh, tệp hoặc liên kết làm minh chứng", "Bổ sung hoạt động bị trả lại"
MENDED_WHICH = f"{MENDED} (cổng, trang thông tin điện tử ngày {DONE_ON:%d/%m/%Y})"


def nothing(cast):
    """The unit has done nothing."""


def bare(cast):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, proofs=[])


def two_bare(cast):
    bare(cast)
    bare(cast)


def taken_off(cast):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW)
    gone = {action.evidence.get().pk}
    edit_action(action=action, what=what(), proofs=[], removed=gone, actor=cast.focal, now=NOW)


def withdrawn(cast):
    withdraw_action(action=make_action(cast.obligation(), actor=cast.focal, now=NOW), actor=cast.focal, now=NOW)


def for_the_other(cast):
    make_action(cast.obligations()[1], actor=cast.focal, now=NOW)


def returned(cast) -> Action:
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW, declare=True)
    send_back(obligation=cast.obligation(), reason="Ảnh mờ", actor=cast.officer, now=NOW)
    return action


def returned_after_acceptance(cast):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=NOW)
    send_back(obligation=cast.obligation(), reason="Ảnh mờ", actor=cast.officer, now=NOW)


def another_beside_the_returned(cast):
    returned(cast)
    make_action(cast.obligation(), actor=cast.focal, now=NOW)


def returned_and_withdrawn(cast):
    withdraw_action(action=returned(cast), actor=cast.focal, now=NOW)


def bare_below(cast):
    ward = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    to = {"obligations": [cast.obligation()], "units": [ward], "due_on": date(2024, 11, 15)}
    (child,) = relay(**to, actor=cast.focal, now=NOW)
    make_action(child, actor=make_user(ward), now=NOW, proofs=[])


LACKING = [
    (nothing, [ACTION, PROOF]),
    (bare, [PROOF]),
    (two_bare, [PROOF]),
    (taken_off, [PROOF]),
    (withdrawn, [ACTION, PROOF]),
    (for_the_other, [ACTION, PROOF]),
    (returned, [MENDED]),
    (returned_after_acceptance, [MENDED]),
    (another_beside_the_returned, [MENDED_WHICH]),
    (returned_and_withdrawn, [ACTION, PROOF, MENDED]),
    (bare_below, [PROOF]),
]


@pytest.mark.parametrize(("done", "lacking"), LACKING, ids=[done.__name__ for done, _lacking in LACKING])
def test_unproved_work_is_not_declared_by_the_service_nor_by_the_button(client, cast, done, lacking):
    done(cast)
    row = cast.obligation()
    before = row.progress
    assert missing(row) == lacking
    with pytest.raises(Refused) as refused:
        declare_complete(obligation=row, actor=cast.focal, now=NOW)
    said = f"Chưa gửi được, còn thiếu: {'; '.join(lacking).lower()}."
    assert str(refused.value) == said
    response = as_person(client, cast.focal).post(reverse("reports:obligation-declare", args=[row.pk]), follow=True)
    assert said in words(response)
    assert ">Gửi xác nhận hoàn thành</button>" not in response.content.decode()
    assert cast.obligation().progress == before


def places(client, cast) -> list[tuple[str, str]]:
    """The open items of the checklist on the page, each with the address it leads to."""
    body = (
        as_person(client, cast.focal).get(reverse("reports:obligation", args=[cast.obligation().pk])).content.decode()
    )
    shown = re.search(r'<ul class="checklist">(.*?)</ul>', body, flags=re.DOTALL)[1]
    return [(text, url) for url, text in re.findall(r'<a href="([^"]+)">([^<]+)</a>', shown)]


def test_each_missing_item_leads_to_where_it_is_put_right(client, cast):
    new = reverse("reports:action-new", args=[cast.obligation().pk])
    assert places(client, cast) == [(ACTION, new), (PROOF, new)]
    bare(cast)
    assert places(client, cast) == [(PROOF, reverse("reports:action-edit", args=[Action.objects.get().pk]))]


def test_a_returned_action_is_where_its_item_leads(client, cast):
    action = returned(cast)
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    assert places(client, cast) == [(MENDED_WHICH, reverse("reports:action-edit", args=[action.pk]))]


def test_what_is_proved_leads_nowhere_and_is_declared(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    assert places(client, cast) == []
    row = declare_complete(obligation=cast.obligation(), actor=cast.focal, now=NOW)
    assert row.progress == Progress.WAITING


def test_who_only_looks_on_is_led_to_no_form(client, cast):
    response = as_person(client, cast.officer).get(reverse("reports:obligation", args=[cast.obligation().pk]))
    assert ACTION in words(response)
    assert "/actions/new/" not in response.content.decode()
