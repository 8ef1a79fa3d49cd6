"""The pages of acts on an issued directive: form, preview that writes nothing, act, second press, and who may."""

from datetime import date

import pytest
from django.utils import timezone

from directives.models import Change, Obligation, Progress
from directives.services.lifecycle import recall
from directives.tests.factories import DUE_ON, make_cast
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
PATHS = ("extend", "recall", "exempt", "add-unit", "redirect")


@pytest.fixture
def cast(client):
    cast = make_cast()
    client.force_login(cast.officer)
    return cast


def url(cast, name: str) -> str:
    return f"/directives/{cast.directive.pk}/{name}/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def press_twice(client, cast, name: str, data: dict):
    """The preview, which must write nothing, then the act."""
    logged = Change.objects.count()
    shown = client.post(url(cast, name), data)
    assert (shown.status_code, Change.objects.count()) == (200, logged)
    return text(shown), client.post(url(cast, name), data | {"confirm": "1"}, follow=True)


def test_more_time_is_shown_then_given(client, cast):
    shown, done = press_twice(client, cast, "extend", {"due_on": "30/11/2024", "reason": "Mưa lũ"})
    assert "4 nhiệm vụ chưa xong của 2 đơn vị có hạn mới: hết thứ Bảy, 30/11/2024." in shown
    assert "Đã gia hạn." in text(done)
    assert {each.due_on for each in Obligation.objects.all()} == {date(2024, 11, 30)}


@pytest.mark.parametrize(("day", "refused"), [("19/11/2024", True), ("20/11/2024", True), ("21/11/2024", False)])
def test_more_time_ends_after_the_day_that_stands(client, cast, day, refused):
    body = text(client.post(url(cast, "extend"), {"due_on": day, "reason": "Mưa lũ"}))
    assert ("Ngày gia hạn phải sau ngày 20/11/2024." in body, "Ngay khi xác nhận" in body) == (refused, not refused)


def test_a_second_press_on_more_time_is_told_and_an_earlier_day_refused(client, cast):
    data = {"due_on": "30/11/2024", "reason": "Mưa lũ"}
    press_twice(client, cast, "extend", data)
    logged = Change.objects.count()
    again = client.post(url(cast, "extend"), data | {"confirm": "1"}, follow=True)
    assert "Văn bản đã có hạn đến hết ngày 30/11/2024 từ trước." in text(again)
    earlier = client.post(url(cast, "extend"), data | {"due_on": "29/11/2024", "confirm": "1"})
    assert (earlier.status_code, "Ngày gia hạn phải sau ngày 30/11/2024." in text(earlier)) == (200, True)
    assert Change.objects.count() == logged


def test_one_unit_gets_more_time(client, cast):
    data = {"delivery": cast.delivery().pk, "due_on": "30/11/2024", "reason": "Mất điện"}
    shown, _done = press_twice(client, cast, "extend", data)
    assert "2 nhiệm vụ của Phòng Văn hóa và Thông tin quận Ninh Kiều có hạn mới" in shown
    assert {each.due_on for each in cast.obligations(cast.o_mon)} == {DUE_ON}


def test_a_second_press_on_more_time_for_a_unit_is_told(client, cast):
    data = {"delivery": cast.delivery().pk, "due_on": "30/11/2024", "reason": "Mất điện"}
    press_twice(client, cast, "extend", data)
    logged = Change.objects.count()
    again = client.post(url(cast, "extend"), data | {"confirm": "1"}, follow=True)
    assert "Các việc này đã có hạn từ ngày 30/11/2024 trở đi." in text(again)
    assert Change.objects.count() == logged


def test_an_act_that_would_touch_nothing_is_refused_before_its_preview(client, cast):
    unit = {"delivery": cast.delivery().pk, "reason": "Mất điện"}
    early = text(client.post(url(cast, "extend"), unit | {"due_on": "20/11/2024"}))
    assert ("Các việc này đã có hạn từ ngày 20/11/2024 trở đi." in early, "Ngay khi xác nhận" in early) == (True, False)
    press_twice(client, cast, "exempt", unit)
    for name, data in (("extend", unit | {"due_on": "30/11/2024"}), ("exempt", unit)):
        body = text(client.post(url(cast, name), data))
        assert ("không còn việc chưa xong" in body, "Ngay khi xác nhận" in body) == (True, False), name


def test_an_instruction_alone_needs_its_unit(client, cast):
    data = {"instruction": cast.obligation().instruction_id, "due_on": "30/11/2024", "reason": "Mất điện"}
    assert "Hãy chọn đơn vị được gia hạn nội dung này." in text(client.post(url(cast, "extend"), data))


def test_a_recall_is_shown_then_done_and_a_second_press_is_told(client, cast):
    shown, done = press_twice(client, cast, "recall", {"reason": "Sai nội dung"})
    assert "4 nhiệm vụ chưa xong của 2 đơn vị kết thúc ngay bây giờ." in shown
    assert "Đã thu hồi văn bản." in text(done)
    again = client.post(url(cast, "recall"), {"reason": "Sai", "confirm": "1"}, follow=True)
    assert "đã thu hồi hoặc chiến dịch đã kết thúc" in text(again)


def test_a_unit_is_exempted_and_a_second_press_is_told(client, cast):
    data = {"delivery": cast.delivery().pk, "reason": "Đã sáp nhập"}
    shown, done = press_twice(client, cast, "exempt", data)
    assert "được miễn 2 nhiệm vụ từ hôm nay." in shown
    assert "4 nhiệm vụ hiện nay, 2 từ hôm nay" in shown
    assert "Đã miễn thực hiện." in text(done)
    again = client.post(url(cast, "exempt"), data | {"confirm": "1"}, follow=True)
    assert "không cần miễn" in text(again)


def test_a_unit_is_found_and_joins(client, cast):
    newcomer = make_unit("Sở Nội vụ thành phố Cần Thơ")
    assert "Sở Nội vụ thành phố Cần Thơ" in text(client.get(url(cast, "add-unit"), {"q": "noi vu thanh pho"}))
    task = cast.directive.instructions.first()
    day = date(timezone.localdate().year + 1, 1, 15)
    data = {"unit": newcomer.pk, "instructions": [task.pk], "due_on": f"{day:%d/%m/%Y}", "reason": "Thiếu"}
    shown, done = press_twice(client, cast, "add-unit", data)
    assert "Sở Nội vụ thành phố Cần Thơ nhận 1 nội dung từ hôm nay." in shown
    assert "4 nhiệm vụ hiện nay, 5 từ hôm nay" in shown
    assert "Đã bổ sung đơn vị." in text(done)
    assert [each.due_on for each in cast.delivery(newcomer).obligations.all()] == [day]


def test_the_search_offers_who_lacks_the_letter_and_names_who_has_it(client, cast):
    make_unit("UBND phường An Khánh quận Ninh Kiều")
    body = text(client.get(url(cast, "add-unit"), {"q": "quan ninh kieu"}))
    assert "Đã nhận văn bản này: Phòng Văn hóa và Thông tin quận Ninh Kiều." in body
    assert body.count('type="radio"') == 2  # the ward and the district's own committee


def test_before_a_search_there_is_only_the_search(client, cast):
    body = text(client.get(url(cast, "add-unit")))
    assert ('id="unit-search"' in body, 'id="act-form"' in body) == (True, False)


def test_a_day_gone_by_is_no_day_of_ones_own(client, cast):
    data = {"unit": make_unit().pk, "instructions": [cast.obligation().instruction_id], "reason": "Thiếu"}
    assert "Hạn này đã qua." in text(client.post(url(cast, "add-unit"), data | {"due_on": "01/11/2024"}))


def test_a_letter_goes_to_another_unit(client, cast):
    newcomer = make_unit("Sở Nội vụ thành phố Cần Thơ")
    data = {"delivery": cast.delivery().pk, "unit": newcomer.pk, "reason": "Sai nơi nhận"}
    shown, done = press_twice(client, cast, "redirect", data)
    assert "Chuyển văn bản từ Phòng Văn hóa và Thông tin quận Ninh Kiều sang Sở Nội vụ thành phố Cần Thơ." in shown
    assert "Đã chuyển văn bản." in text(done)
    assert {each.progress for each in cast.obligations()} == {Progress.NOT_APPLICABLE}
    assert cast.delivery(newcomer).obligations.count() == 2


def test_what_stands_in_the_way_is_said_and_what_was_typed_stays(client, cast):
    data = {"delivery": cast.delivery().pk, "unit": cast.o_mon.pk, "reason": "Gửi nhầm phòng", "confirm": "1"}
    body = text(client.post(url(cast, "redirect"), data))
    assert "đã nhận văn bản này" in body
    assert "Gửi nhầm phòng" in body


@pytest.mark.parametrize("name", PATHS)
def test_no_act_without_a_reason(client, cast, name):
    logged = Change.objects.count()
    response = client.post(url(cast, name), {"confirm": "1"})
    assert "Hãy ghi lý do" in text(response)
    assert Change.objects.count() == logged


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("focal", 403), ("stranger_officer", 404)])
def test_only_coordinators_of_the_issuer_act(client, cast, name, who, status):
    client.force_login(cast.people[who])
    path = url(cast, name)
    assert (client.get(path).status_code, client.post(path, {"confirm": "1"}).status_code) == (status, status)


@pytest.mark.parametrize("name", PATHS)
def test_a_recalled_letter_is_not_acted_on(client, cast, name):
    recall(directive=cast.directive, actor=cast.officer, now=local("2024-11-08 09:00"), note="Sai")
    assert client.get(url(cast, name)).url == f"/directives/{cast.directive.pk}/"


def test_the_log_tells_each_act_once_with_who_and_why(client, cast):
    press_twice(client, cast, "exempt", {"delivery": cast.delivery().pk, "reason": "Đã sáp nhập"})
    press_twice(client, cast, "extend", {"due_on": "30/11/2024", "reason": "Mưa lũ"})
    body = text(client.get(url(cast, "log")))
    assert "3 lần điều chỉnh và mốc của văn bản" in body
    assert "Gia hạn văn bản: từ 20/11/2024 đến 30/11/2024" in body
    assert "Miễn thực hiện: Phòng Văn hóa và Thông tin quận Ninh Kiều" in body
    assert "Ban hành, 2 đơn vị" in body
    assert ("Đã sáp nhập" in body, "Mưa lũ" in body, "Trần Thị Cán Bộ" in body) == (True, True, True)


def test_the_page_of_the_letter_leads_to_the_acts_for_its_officer_alone(client, cast):
    path = f"/directives/{cast.directive.pk}/"
    assert [url(cast, name) in text(client.get(path)) for name in (*PATHS, "log")] == [True] * 6
    client.force_login(cast.leader)
    assert [url(cast, name) in text(client.get(path)) for name in (*PATHS, "log")] == [False] * 5 + [True]
