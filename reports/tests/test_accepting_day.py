"""After the accepting day: nothing is offered to a unit and nothing taken, but what the department sent back."""

import uuid
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaign_portal.lib.errors import Refused
from directives.models import Progress
from directives.services.accepting import accept_until
from directives.services.relaying import relay
from reports.models import Action, Claim
from reports.queries.workbook import held, whole_file
from reports.services.actions import record_action
from reports.services.claims import claim, refuse_claim
from reports.services.declaring import declare_complete, withdraw_declaration
from reports.services.mending import edit_action, withdraw_action
from reports.services.reviews import accept, send_back
from reports.services.workbook import save_lines
from reports.tests.factories import LINK, make_action, what
from reports.tests.reading import as_person, words
from reports.workbook.compare import compare
from reports.workbook.read import read_lines
from units.models import UnitKind
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
SET = local("2024-11-14 09:00")
LAST = date(2024, 11, 30)
LAST_SECOND = local("2024-11-30 23:59:59")
MIDNIGHT = local("2024-12-01 00:00")
MOVED = local("2024-12-02 10:00")
OVER = "Đã hết hạn nhận, đến hết ngày 30/11/2024. Hãy liên hệ Sở Thông tin và Truyền thông nếu cần ghi hoặc sửa thêm."


@pytest.fixture
def cast(cast):
    accept_until(campaign=cast.directive.campaign, until=LAST, actor=cast.officer, now=SET)
    return cast


def recorded(cast, **more) -> Action:
    return make_action(cast.obligation(), actor=cast.focal, now=SET, **more)


def mend(cast, action, now, **more) -> Action:
    return edit_action(action=action, what=what(reach=7), proofs=[], removed=set(), actor=cast.focal, now=now, **more)


# --- What the services take -------------------------------------------------------------------------------------------
def do_record(cast, now):
    make_action(cast.obligation(), actor=cast.focal, now=now)


def do_edit(cast, now):
    mend(cast, Action.objects.get(), now)


def do_withdraw(cast, now):
    withdraw_action(action=Action.objects.get(), actor=cast.focal, now=now)


def do_declare(cast, now):
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=now)


def do_claim(cast, now):
    claim(obligation=cast.obligations()[1], kind=Claim.Kind.NOTHING, reason="Không có", actor=cast.focal, now=now)


@pytest.mark.parametrize("act", [do_record, do_edit, do_withdraw, do_declare, do_claim])
def test_every_act_is_taken_to_the_last_second_and_refused_from_midnight(cast, act):
    recorded(cast)
    with pytest.raises(Refused) as refused:
        act(cast, MIDNIGHT)
    assert str(refused.value) == OVER
    act(cast, LAST_SECOND)


def test_a_declaration_is_taken_back_in_time_only(cast):
    recorded(cast, declare=True)
    with pytest.raises(Refused, match="Đã hết hạn nhận"):
        withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=MIDNIGHT)
    assert cast.obligation().progress == Progress.WAITING
    withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=LAST_SECOND)


def test_what_was_accepted_is_corrected_in_time_only(cast):
    action = recorded(cast, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=SET)
    with pytest.raises(Refused, match="Đã hết hạn nhận"):
        mend(cast, action, MIDNIGHT, reason="Gõ nhầm")
    assert mend(cast, action, LAST_SECOND, reason="Gõ nhầm").reach == 7


def test_work_is_passed_on_in_time_only(cast):
    ward = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    to = {"obligations": [cast.obligation()], "units": [ward], "actor": cast.focal}
    with pytest.raises(Refused):
        relay(**to, due_on=date(2024, 12, 1), now=MIDNIGHT)
    assert len(relay(**to, due_on=date(2024, 11, 20), now=local("2024-11-20 23:59"))) == 1


def test_what_was_stored_in_time_is_answered_again_after_it(cast):
    """The answer was lost on the way: the queue of the browser asks once more and gets its receipt."""
    key = uuid.uuid4()
    about = {"what": what(), "proofs": [LINK], "client_uuid": key, "actor": cast.focal}
    first = record_action(obligations=[cast.obligation()], now=LAST_SECOND, **about)
    assert record_action(obligations=[cast.obligation()], now=MIDNIGHT, **about) == first


def test_the_officer_moves_the_day_and_everything_is_taken_again(cast):
    recorded(cast)
    campaign = cast.directive.campaign
    accept_until(campaign=campaign, until=date(2024, 12, 5), actor=cast.officer, now=MOVED)
    mend(cast, Action.objects.get(), MOVED)
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=local("2024-12-05 23:59"))
    assert cast.obligation().progress == Progress.WAITING


# --- What was sent back -----------------------------------------------------------------------------------------------
def test_what_was_returned_after_the_day_is_mended_and_sent_again(cast):
    action = recorded(cast, declare=True)
    send_back(obligation=cast.obligation(), reason="Ảnh mờ", actor=cast.officer, now=MIDNIGHT)
    assert mend(cast, action, MOVED, declare=True).reach == 7
    assert cast.obligation().progress == Progress.WAITING
    accept(obligation=cast.obligation(), actor=cast.officer, now=MOVED)


def test_a_return_opens_nothing_but_the_work_it_returns(cast):
    recorded(cast, declare=True)
    second = make_action(cast.obligations()[1], actor=cast.focal, now=SET)
    send_back(obligation=cast.obligation(), reason="Ảnh mờ", actor=cast.officer, now=MIDNIGHT)
    with pytest.raises(Refused, match="Đã hết hạn nhận"):
        mend(cast, second, MOVED)
    with pytest.raises(Refused, match="Đã hết hạn nhận"):
        make_action(*cast.obligations(), actor=cast.focal, now=MOVED)


def test_a_claim_refused_after_the_day_lets_the_unit_do_the_work(cast):
    found = claim(obligation=cast.obligation(), kind="nothing", reason="Không có", actor=cast.focal, now=SET)
    refuse_claim(claim=found, reason="Có chợ", actor=cast.officer, now=MIDNIGHT)
    make_action(cast.obligation(), actor=cast.focal, now=MOVED, declare=True)
    assert cast.obligation().progress == Progress.WAITING


# --- What the pages offer ---------------------------------------------------------------------------------------------
def at(when, client, user, address: str, **more):
    with time_machine.travel(when, tick=False):
        return as_person(client, user).get(address, **more)


def own_pages(cast) -> list[str]:
    obligation, delivery = cast.obligation().pk, cast.delivery().pk
    return [
        reverse("reports:obligation", args=[obligation]),
        reverse("reports:my-work"),
        reverse("reports:delivery", args=[delivery]),
        reverse("reports:workbook"),
    ]


def acts_on(response) -> set[str]:
    """The ways to record, mend, send and pass on that a page offers, wherever it puts them."""
    body = response.content.decode()
    offered = ("/actions/new/", "/edit/", "/withdraw/", "/declare/", "/take-back/", "/claim/", "/relay/", 'type="file"')
    return {each for each in offered if each in body}


@pytest.mark.parametrize("declared", [False, True])
def test_no_page_offers_what_is_refused_after_the_day(client, cast, declared):
    make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    recorded(cast, declare=declared)
    in_time = [acts_on(at(LAST_SECOND, client, cast.focal, page)) for page in own_pages(cast)]
    assert [bool(each) for each in in_time] == [True, True, True, True]
    after = [acts_on(at(MIDNIGHT, client, cast.focal, page)) for page in own_pages(cast)]
    assert after == [set(), set(), set(), set()]


def test_the_pages_say_why_and_whom_to_ask(client, cast):
    recorded(cast)
    work, mine, _letter, book = [words(at(MIDNIGHT, client, cast.focal, page)) for page in own_pages(cast)]
    assert OVER in work
    assert "Việc này chưa gửi xác nhận, hạn nhận đã hết ngày 30/11/2024." in work
    assert "Đã hết hạn nhận ngày 30/11/2024. Xem cách liên hệ" in mine
    assert OVER in book


def test_forms_left_open_lead_back_with_the_words(client, cast):
    action = recorded(cast)
    row = cast.obligation()
    make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    forms = [
        reverse("reports:action-new", args=[row.pk]),
        reverse("reports:action-edit", args=[action.pk]),
        reverse("reports:action-withdraw", args=[action.pk]),
        reverse("reports:obligation-claim", args=[row.pk]),
        reverse("reports:delivery-relay", args=[row.delivery_id]),
    ]
    for form in forms:
        response = at(MIDNIGHT, client, cast.focal, form, follow=True)
        assert response.redirect_chain, form
        assert OVER in words(response), form


def test_the_queue_of_a_browser_is_told_what_to_do_and_keeps_what_it_has(client, cast):
    form = {
        "channel": "website",
        "day": "2024-11-30",
        "audience": "residents",
        "links": "https://ninhkieu.example/bai",
        "client_uuid": str(uuid.uuid4()),
    }
    with time_machine.travel(MIDNIGHT, tick=False):
        address = reverse("reports:action-new", args=[cast.obligation().pk])
        response = as_person(client, cast.focal).post(address, form, headers={"accept": "application/json"})
    assert (response.status_code, response.json()) == (422, {"errors": [OVER]})
    accept_until(campaign=cast.directive.campaign, until=date(2024, 12, 5), actor=cast.officer, now=MOVED)
    with time_machine.travel(MOVED, tick=False):
        response = client.post(address, form, headers={"accept": "application/json"})
    assert response.status_code == 200
    assert response.json()["receipt"] == Action.objects.get().receipt


def test_returned_work_says_that_it_may_still_be_mended_and_offers_it(client, cast):
    recorded(cast, declare=True)
    send_back(obligation=cast.obligation(), reason="Ảnh mờ", actor=cast.officer, now=MIDNIGHT)
    work, mine, _letter, book = [at(MOVED, client, cast.focal, page) for page in own_pages(cast)]
    assert "nhưng việc này được trả lại nên đơn vị vẫn bổ sung và gửi lại được" in words(work)
    assert {"/edit/", "/actions/new/"} <= acts_on(work)
    assert "/edit/" in acts_on(mine)
    assert acts_on(book) == {'type="file"'}


# --- The workbook -----------------------------------------------------------------------------------------------------
def test_a_workbook_sent_after_the_day_is_not_taken(client, cast):
    recorded(cast)
    data = whole_file(cast.focal, today=LAST)
    with time_machine.travel(MIDNIGHT, tick=False):
        file = SimpleUploadedFile("bang.xlsx", data)
        response = as_person(client, cast.focal).post(reverse("reports:workbook"), {"file": file})
    assert response.status_code == 200
    assert OVER in words(response)


def test_lines_compared_before_midnight_are_refused_one_by_one_after_it(cast):
    recorded(cast)
    (line,) = read_lines(whole_file(cast.focal, today=LAST))
    line.cells["reach"] = 150
    in_time = compare([line], held(cast.focal, today=LAST), today=LAST)
    saved = save_lines(comparison=in_time, actor=cast.focal, now=MIDNIGHT)
    assert (saved.changed, saved.refused) == (0, [(line.number, OVER)])
    late = compare([line], held(cast.focal, today=MIDNIGHT.date()), today=MIDNIGHT.date())
    assert [(each.kind, each.why) for each in late.verdicts] == [("refused", OVER)]


def test_an_accepted_action_is_corrected_on_the_portal_not_in_a_workbook(cast):
    recorded(cast, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=SET)
    (line,) = read_lines(whole_file(cast.focal, today=LAST))
    line.cells["reach"] = 150
    (verdict,) = compare([line], held(cast.focal, today=LAST), today=LAST).verdicts
    assert verdict.why == "Hoạt động đã được xác nhận. Muốn sửa, hãy mở hoạt động trên cổng và ghi lý do sửa."
