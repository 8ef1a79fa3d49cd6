"""What a unit does about work it passed down: it confirms or returns, calls who is silent, settles what came back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.models import Change, Event, Obligation, Progress
from directives.refusals import refused_below
from directives.services.receipts import refuse
from directives.services.relaying import give_elsewhere
from directives.tests.relays import WARD_DAY, states
from reports.models import Review
from reports.queries.gathered import gathered
from reports.services.declaring import checklist, declare_complete
from reports.services.reviews import accept, send_back
from reports.tests.below import EARLIER, did, get, post, tree
from reports.tests.reading import as_person, lead, words
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 08:00")
__all__ = ["tree"]  # a fixture


# --- Confirming -------------------------------------------------------------------------------------------------------
def test_the_office_confirms_what_a_ward_declared_and_both_pages_say_so(client, tree):
    child = tree.to_ward()
    action = did(child, tree.ward_person, declare=True)
    shown = words(get(client, tree.cast.focal, "obligation", child.pk))
    assert "UBND phường An Cư chờ anh/chị xác nhận" in shown
    response = post(client, tree.cast.focal, "obligation-below-confirm", child.pk)
    assert "Đã xác nhận việc của UBND phường An Cư." in words(response)
    action.refresh_from_db()
    assert (states(child), action.state) == ([Progress.DONE], "accepted")
    assert Change.objects.filter(obligation=child, event=Event.ACCEPTED, acting_unit=tree.cast.ninh_kieu).exists()
    assert (
        lead(get(client, tree.ward_person, "obligation", child.pk))
        == "Việc này đã hoàn thành, xác nhận ngày 08/11/2024."
    )


def test_confirming_a_ward_confirms_what_its_teams_declared_to_it(tree):
    child, grandchild = tree.both()
    did(grandchild, tree.team_people[0], declare=True)
    did(child, tree.ward_person, declare=True)
    accept(obligation=child, actor=tree.cast.focal, now=NOW)
    assert states(tree.root, child, grandchild) == [Progress.NOT_STARTED, Progress.DONE, Progress.DONE]


def test_the_issuers_word_on_the_office_goes_down_every_level(tree):
    child, grandchild = tree.both()
    did(grandchild, tree.team_people[0], declare=True)
    own = declare_complete(obligation=tree.root, actor=tree.cast.focal, now=EARLIER)
    accept(obligation=own, actor=tree.cast.officer, now=NOW)
    assert states(tree.root, child, grandchild) == [Progress.DONE, Progress.NOT_STARTED, Progress.DONE]


def test_a_decision_on_what_has_changed_since_is_refused(client, tree):
    child = tree.to_ward()
    did(child, tree.ward_person, declare=True)
    response = post(client, tree.cast.focal, "obligation-below-confirm", child.pk, seen="1")
    assert "đã đổi sau khi anh/chị mở trang" in words(response)
    assert states(child) == [Progress.WAITING]


# --- Returning --------------------------------------------------------------------------------------------------------
def test_the_office_returns_a_wards_work_and_the_ward_reads_why_from_whom_and_mends(client, tree):
    child = tree.to_ward()
    did(child, tree.ward_person, declare=True)
    assert "Hãy ghi lý do" in words(post(client, tree.cast.focal, "obligation-below-return", child.pk, reason=" "))
    post(client, tree.cast.focal, "obligation-below-return", child.pk, reason="Ảnh mờ")
    assert states(child) == [Progress.RETURNED]
    shown = words(get(client, tree.ward_person, "obligation", child.pk))
    assert "Ảnh mờ" in shown
    assert "Phòng Văn hóa và Thông tin quận Ninh Kiều, 08/11/2024" in shown
    assert "Việc này cần bổ sung" in shown
    assert "1 việc bị trả lại" in words(get(client, tree.ward_person, "my-work"))


def test_returned_work_proves_nothing_for_the_office_until_it_is_mended(tree):
    child = tree.to_ward()
    did(child, tree.ward_person, declare=True)
    assert [proved for _item, proved in checklist(tree.root)] == [True, True]
    send_back(obligation=child, reason="Ảnh mờ", actor=tree.cast.focal, now=NOW)
    assert [proved for _item, proved in checklist(tree.root)] == [False, False]


def test_a_ward_whose_action_was_returned_does_not_stand_in_the_way_of_the_offices_own_mending(tree):
    child = tree.to_ward()
    did(child, tree.ward_person, declare=True)
    did(tree.root, tree.cast.focal, declare=True)
    send_back(obligation=tree.root, reason="Thiếu", actor=tree.cast.officer, now=NOW, actions=[])
    send_back(obligation=child, reason="Ảnh mờ", actor=tree.cast.focal, now=NOW)
    tree.root.actions.update(state="resubmitted")
    assert all(proved for _item, proved in checklist(tree.root))


def test_confirmed_work_is_returned_only_while_the_office_has_not_handed_in_its_own(tree):
    child = tree.to_ward()
    did(child, tree.ward_person, declare=True)
    accept(obligation=child, actor=tree.cast.focal, now=EARLIER)
    own = declare_complete(obligation=tree.root, actor=tree.cast.focal, now=EARLIER)
    with pytest.raises(Refused, match="đã gửi xác nhận hoặc đã hoàn thành"):
        send_back(obligation=child, reason="Ảnh mờ", actor=tree.cast.focal, now=NOW)
    send_back(obligation=own, reason="Thiếu", actor=tree.cast.officer, now=NOW)
    send_back(obligation=child, reason="Ảnh mờ", actor=tree.cast.focal, now=NOW)
    assert states(tree.root, child) == [Progress.RETURNED, Progress.RETURNED]


# --- Late additions ---------------------------------------------------------------------------------------------------
def test_a_ward_that_declares_after_the_offices_work_is_done_is_confirmed_by_the_office_as_an_addition(client, tree):
    child = tree.to_ward()
    did(tree.root, tree.cast.focal, declare=True)
    accept(obligation=tree.root, actor=tree.cast.officer, now=EARLIER)
    did(child, tree.ward_person, declare=True, reach=40, channel="zalo")
    shown = words(get(client, tree.cast.focal, "obligation", child.pk))
    assert "Hoạt động này được tính là bổ sung" in shown
    assert "1 đơn vị chờ anh/chị xác nhận" in words(get(client, tree.cast.focal, "my-work"))
    post(client, tree.cast.focal, "obligation-below-confirm", child.pk)
    assert states(tree.root, child) == [Progress.DONE, Progress.DONE]
    assert [(cell.channel, cell.below) for cell in gathered(tree.root).cells if cell.below] == [("Zalo", 40)]
    assert Review.objects.filter(obligation=tree.root).count() == 1


# --- Who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "seen", "acts"),
    [
        ("office", 200, 302),
        ("ward", 200, 403),
        ("team", 404, 404),
        ("sibling", 404, 404),
        ("committee", 200, 403),
        ("officer", 200, 403),
        ("leader", 200, 403),
        ("other office", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_only_who_passed_work_on_decides_on_it(client, tree, who, seen, acts):
    child, _grandchild = tree.both()
    did(child, tree.ward_person, declare=True)
    cast = tree.cast
    person = {
        "office": cast.focal,
        "ward": tree.ward_person,
        "team": tree.team_people[0],
        "sibling": tree.tan_an_person,
        "committee": make_user(cast.district),
        "officer": cast.officer,
        "leader": cast.leader,
        "other office": cast.other_focal,
        "stranger": cast.people["stranger_officer"],
    }[who]
    assert get(client, person, "obligation", child.pk).status_code == seen
    for name in ("obligation-below-confirm", "obligation-below-return"):
        address = reverse(f"reports:{name}", args=[child.pk])
        assert as_person(client, person).post(address, {"reason": "Ảnh mờ"}).status_code == acts
    if acts != 302:
        for act in (lambda **k: accept(**k), lambda **k: send_back(reason="Ảnh mờ", **k)):
            with pytest.raises(PermissionDenied):
                act(obligation=child, actor=person, now=NOW)
        assert states(child) == [Progress.WAITING]


def test_what_the_letter_itself_asks_is_decided_by_the_issuer_alone(client, tree):
    did(tree.root, tree.cast.focal, declare=True)
    for person in (tree.cast.focal, tree.cast.officer):
        response = as_person(client, person).post(reverse("reports:obligation-below-confirm", args=[tree.root.pk]))
        assert response.status_code == 403


# --- Sent back as misaddressed ----------------------------------------------------------------------------------------
def sent_back_child(tree, reason="Không có điểm truyền thanh") -> Obligation:
    child = tree.to_ward()
    refuse(delivery=child.delivery, actor=tree.ward_person, now=EARLIER, reason=reason)
    return child


def test_the_office_reads_why_a_ward_sent_it_back_and_gives_it_to_another(client, tree):
    child = sent_back_child(tree)
    work = words(get(client, tree.cast.focal, "my-work"))
    assert "1 đơn vị cấp dưới trả lại văn bản vì sai nơi nhận" in work
    assert "Không có điểm truyền thanh" in work
    assert "Không có điểm truyền thanh" in words(
        get(client, tree.cast.focal, "delivery-below", tree.cast.delivery().pk)
    )
    response = post(
        client,
        tree.cast.focal,
        "delivery-below-refusal",
        child.delivery_id,
        unit_id=tree.tan_an.pk,
        due_on="15/11/2024",
    )
    assert "Đã giao cho UBND phường Tân An, hạn đến hết ngày 15/11/2024." in words(response)
    other = Obligation.objects.get(unit=tree.tan_an)
    assert (other.parent, other.due_on) == (tree.root, WARD_DAY)
    told = Change.objects.get(obligation=other, event=Event.RELAYED)
    assert told.note == "Chuyển từ UBND phường An Cư: Không có điểm truyền thanh"
    assert "trả lại văn bản vì sai nơi nhận" not in words(get(client, tree.cast.focal, "my-work"))
    assert list(refused_below(tree.cast.officer)) == []


def test_the_office_agrees_and_the_matter_is_closed(client, tree):
    child = sent_back_child(tree)
    response = post(client, tree.cast.focal, "delivery-below-refusal", child.delivery_id, agree="1")
    assert "Đã xác nhận: UBND phường An Cư không phải làm việc này." in words(response)
    assert not refused_below(tree.cast.focal).exists()
    with pytest.raises(AlreadyDone):
        give_elsewhere(delivery=child.delivery, unit=tree.tan_an, due_on=WARD_DAY, actor=tree.cast.focal, now=NOW)


def test_a_letter_goes_elsewhere_only_by_who_passed_it_on_to_units_below_by_a_day_that_fits(client, tree):
    child = sent_back_child(tree)
    act = {"delivery": child.delivery, "unit": tree.tan_an, "due_on": WARD_DAY, "actor": tree.cast.focal, "now": NOW}
    with pytest.raises(PermissionDenied):
        give_elsewhere(**(act | {"actor": tree.tan_an_person}))
    with pytest.raises(Refused, match="không thuộc cấp dưới"):
        give_elsewhere(**(act | {"unit": tree.cast.o_mon}))
    with pytest.raises(Refused, match="không được sau hạn"):
        give_elsewhere(**(act | {"due_on": date(2024, 11, 21)}))
    typed = {"unit_id": tree.tan_an.pk, "due_on": "21/11/2024"}
    response = post(client, tree.cast.focal, "delivery-below-refusal", child.delivery_id, **typed)
    assert "Hạn giao xuống không được sau hạn của đơn vị (20/11/2024)" in words(response)
    assert not Obligation.objects.filter(unit=tree.tan_an).exists()
    for person in (tree.ward_person, tree.tan_an_person, tree.cast.officer, tree.cast.leader, tree.cast.other_focal):
        assert get(client, person, "delivery-below-refusal", child.delivery_id).status_code == 404


def test_nothing_open_is_left_to_give_and_the_page_offers_to_agree(client, tree):
    child = sent_back_child(tree)
    did(tree.root, tree.cast.focal, declare=True)
    shown = words(get(client, tree.cast.focal, "delivery-below-refusal", child.delivery_id))
    assert "việc của đơn vị không còn mở" in shown
    assert "Đồng ý, không giao cho ai khác" in shown
