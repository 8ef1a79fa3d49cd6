"""The filters of the review queue, all in its address; days of waiting; work that comes again, with what changed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from directives.models import Progress
from directives.tests.factories import make_issued
from reports.models import Action, Review
from reports.services.mending import edit_action
from reports.services.reviews import accept, send_back
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action, what
from reports.tests.reading import as_person, lead, words
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
REVIEWS = "/reviews/"


@pytest.fixture
def waiting(cast):
    """Both of Ninh Kiều's obligations, and Ô Môn's first."""
    rows = [cast.obligation(), cast.obligations()[1], cast.obligation(cast.o_mon)]
    people = [cast.focal, cast.focal, cast.other_focal]
    for hours, (row, person) in enumerate(zip(rows, people, strict=True)):
        make_action(row, actor=person, now=FIRST + timedelta(hours=hours), declare=True)
    return rows


def shown(client, cast, query: str) -> list[int]:
    """The keys of the obligations in the list."""
    response = as_person(client, cast.officer).get(f"{REVIEWS}?{query}")
    assert response.status_code == 200
    return [line.pk for line in response.context["page"].lines]


def keys(*rows) -> list[int]:
    return [row.pk for row in rows]


# --- What the letter says ---------------------------------------------------------------------------------------------
def test_the_instruction_is_a_filter(client, cast, waiting):
    assert shown(client, cast, f"instruction={waiting[1].instruction_id}") == keys(waiting[1])


def test_the_kind_of_unit_is_a_filter(client, cast, waiting):
    school = make_unit("Trường Cao đẳng Cần Thơ", kind=UnitKind.COLLEGE)
    other = make_issued(cast.department, cast.officer, groups=[("Các trường", [school], "Việc khác")])
    row = other.deliveries.get().obligations.get()
    make_action(row, actor=make_user(school), now=FIRST, declare=True)
    assert shown(client, cast, "kind=college") == keys(row)
    assert shown(client, cast, "kind=district_office") == keys(*waiting)
    assert shown(client, cast, "kind=academy") == keys(waiting[0], row, *waiting[1:])  # no such recipient: not asked


def test_the_group_is_a_filter(client, cast, waiting):
    alone = make_issued(cast.department, cast.officer, groups=[("Phòng Ô Môn", [cast.o_mon], "Việc khác")], number="7")
    row = alone.deliveries.get().obligations.get()
    make_action(row, actor=cast.other_focal, now=FIRST, declare=True)
    assert shown(client, cast, f"group={alone.groups.get(source='addressee').pk}") == keys(row)
    ours = cast.directive.groups.get(source="addressee")
    assert shown(client, cast, f"group={ours.pk}") == keys(*waiting)
    assert shown(client, cast, f"directive={alone.pk}&group={ours.pk}") == keys(row)  # not of that letter: not asked


@pytest.mark.parametrize("typed", ["Ô Môn", "o mon", "quận ô", "omon", "zzz"])
def test_a_unit_is_found_by_a_part_of_its_name(client, cast, waiting, typed):
    found = keys(waiting[2]) if typed not in ("omon", "zzz") else []
    assert shown(client, cast, f"unit={typed}") == found


def test_filters_combine_and_stand_in_every_address(client, cast, waiting):
    query = f"instruction={waiting[0].instruction_id}&unit={cast.o_mon.pk}"
    response = as_person(client, cast.officer).get(f"{REVIEWS}?{query}")
    assert [line.pk for line in response.context["page"].lines] == keys(waiting[2])
    assert f"?{query.replace('&', '&amp;')}" in response.content.decode()


def test_a_filter_that_nothing_fits_says_so_and_offers_to_drop_it(client, cast, waiting):
    response = as_person(client, cast.officer).get(f"{REVIEWS}?unit=zzz")
    assert lead(response) == "Không có việc nào chờ xác nhận khớp với bộ lọc."
    assert "Hãy bỏ bớt điều kiện lọc, hoặc chọn danh sách khác." in words(response)
    assert 'href="/reviews/">Bỏ lọc</a>' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["longer=-1", "longer=x", "longer=999999", "longer=1.5", "finding=x", "kind=x", "group=0"],
)
def test_a_filter_without_sense_is_not_asked(client, cast, waiting, query):
    assert shown(client, cast, query) == keys(*waiting)


def test_choices_of_another_department_are_not_offered(client, cast, waiting):
    secret = make_issued(cast.elsewhere, cast.stranger_officer, groups=[("Phòng", [cast.o_mon], "Việc bí mật")])
    text = words(as_person(client, cast.officer).get(REVIEWS))
    assert "Việc bí mật" not in text
    assert secret.reference not in text


# --- Clocks -----------------------------------------------------------------------------------------------------------
def test_waiting_is_told_in_working_days_and_pointed_out_after_five(client, cast, waiting):
    as_person(client, cast.officer)
    page = reverse("reports:review", args=[waiting[0].pk])
    with time_machine.travel(local("2024-11-19 08:00"), tick=False):  # Wednesday to Tuesday, a weekend between
        text = words(client.get(page))
        assert "chờ 5 ngày làm việc" in text
        assert "Quá 5 ngày làm việc" not in text
    with time_machine.travel(local("2024-11-20 08:00"), tick=False):
        text = words(client.get(page))
        assert "Quá 5 ngày làm việc" in text
        assert "gửi 12/11, chờ 6 ngày làm việc" in text


@pytest.mark.parametrize(("days", "found"), [(0, True), (4, True), (5, True), (6, False), (250, False)])
def test_who_waits_longer_than_so_many_working_days_is_a_filter(client, cast, waiting, days, found):
    with time_machine.travel(local("2024-11-20 08:00"), tick=False):
        assert shown(client, cast, f"longer={days}") == (keys(*waiting) if found else [])


# --- Findings ---------------------------------------------------------------------------------------------------------
def test_every_finding_is_a_filter(client, cast):
    first, second = cast.obligations()
    theirs = cast.obligation(cast.o_mon)
    with time_machine.travel(local("2024-11-22 08:00"), tick=False):
        late, now = date(2024, 11, 21), local("2024-11-21 10:00")
        make_action(first, actor=cast.focal, now=now, done_on=late, declare=True)
        make_action(second, actor=cast.focal, now=now, done_on=date(2024, 11, 20), declare=True, proofs=[LINK])
        make_action(theirs, actor=cast.other_focal, now=FIRST, reach=None, declare=True, done_on=date(2024, 10, 27))
        cast.ninh_kieu.website = "khac.example"
        cast.ninh_kieu.save(update_fields=["website"])
        asked = {name: shown(client, cast, f"finding={name}") for name in ("late", "entered", "uncounted", "early")}
        assert asked == {
            "late": keys(first),
            "entered": keys(second),
            "uncounted": keys(theirs),
            "early": keys(theirs),
        }
        assert shown(client, cast, "finding=host") == keys(first, second)
        assert shown(client, cast, "finding=any") == keys(theirs, first, second)
        assert shown(client, cast, "finding=far") == shown(client, cast, "finding=reused") == []


def test_work_without_any_finding_is_left_out(client, cast, waiting):
    assert shown(client, cast, "finding=any") == []


# --- Work that comes again --------------------------------------------------------------------------------------------
def sent_again(cast, row, **more) -> Action:
    """Ninh Kiều's work returned on the 13th and sent again on the 14th, with other columns and another link."""
    action = Action.objects.get(obligations=row)
    send_back(obligation=row, reason="Số liệu chưa rõ", actor=cast.officer, now=local("2024-11-13 10:00"))
    gone = set(action.evidence.values_list("pk", flat=True))
    edit_action(
        action=action,
        what=what(**more),
        proofs=[Proof(url="https://ninhkieu.example/bai-moi")],
        removed=gone,
        actor=cast.focal,
        now=local("2024-11-13 15:00"),
        declare=True,
    )
    return action


def test_work_sent_again_has_a_state_of_its_own_and_says_what_became_of_what(client, cast, waiting):
    sent_again(cast, waiting[0], reach=80, channel="zalo", description="Đã đếm lại")
    text = words(as_person(client, cast.officer).get(reverse("reports:review", args=[waiting[0].pk])))
    assert "Đã gửi lại" in text
    for part in (
        "Khác với lần bị trả lại",
        "Hình thức cổng, trang thông tin điện tử → Zalo",
        "Số lượt tiếp cận 120 → 80",
        "Nội dung đã làm Đã đếm lại",
        "Minh chứng bỏ đi https://ninhkieu.example/bai-viet",
        "Minh chứng thêm https://ninhkieu.example/bai-moi",
    ):
        assert part in text
    assert "Ngày thực hiện 05/11/2024 →" not in text


def test_work_sent_for_the_first_time_has_no_differences(client, cast, waiting):
    response = as_person(client, cast.officer).get(reverse("reports:review", args=[waiting[0].pk]))
    assert response.context["page"].current.differences == {}
    assert "Khác với lần bị trả lại" not in words(response)


def test_work_sent_again_is_a_filter(client, cast, waiting):
    sent_again(cast, waiting[0])
    assert shown(client, cast, "resubmitted=on") == keys(waiting[0])
    assert shown(client, cast, "resubmitted=false") == keys(waiting[1], waiting[2], waiting[0])


# --- Changed after acceptance -----------------------------------------------------------------------------------------
@pytest.fixture
def changed(cast):
    """One action for two obligations: the first is accepted, the second returned and mended: the action is another."""
    first, second = cast.obligations()
    action = make_action(first, second, actor=cast.focal, now=FIRST, declare=True)
    accept(obligation=first, actor=cast.officer, now=local("2024-11-12 14:00"))
    send_back(
        obligation=second, actions=[action], reason="Ghi rõ số", actor=cast.officer, now=local("2024-11-13 10:00")
    )
    edit_action(
        action=action,
        what=what(reach=900),
        proofs=[],
        removed=set(),
        actor=cast.focal,
        now=local("2024-11-13 15:00"),
    )
    return first


def test_what_changed_after_acceptance_comes_back_with_the_difference(client, cast, changed):
    assert shown(client, cast, "state=changed") == keys(changed)
    response = as_person(client, cast.officer).get(reverse("reports:review", args=[changed.pk]) + "?state=changed")
    text = words(response)
    assert "Đổi sau khi xác nhận 1" in text
    assert "Đơn vị đã sửa hoạt động sau khi việc này được xác nhận." in text
    assert "Đã đổi sau khi được xác nhận Số lượt tiếp cận 120 → 900" in text
    assert '<span class="count">1</span>' in response.content.decode()  # in the menu, too


def test_it_is_accepted_again_and_leaves_the_list(client, cast, changed):
    address = reverse("reports:review-accept", args=[changed.pk]) + "?state=changed"
    response = as_person(client, cast.officer).post(address, follow=True)
    assert "Đã xác nhận:" in words(response)
    changed.refresh_from_db()
    action = Action.objects.get(obligations=changed)
    assert (changed.progress, action.state, action.accepted_at) == (Progress.DONE, Action.State.ACCEPTED, NOW)
    assert list(Review.objects.filter(obligation=changed).values_list("verdict", flat=True)) == ["accepted"] * 2
    assert shown(client, cast, "state=changed") == []


def test_it_may_be_returned_instead(client, cast, changed):
    address = reverse("reports:review-return", args=[changed.pk]) + "?state=changed"
    as_person(client, cast.officer).post(address, {"say": "Số lượt không khớp"})
    changed.refresh_from_db()
    assert (changed.progress, Action.objects.get(obligations=changed).state) == (Progress.RETURNED, "returned")


def test_what_is_accepted_and_unchanged_is_not_in_that_list(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.officer, now=NOW)
    assert shown(client, cast, "state=changed") == []
    assert "Đổi sau khi xác nhận" not in words(as_person(client, cast.officer).get(REVIEWS))
