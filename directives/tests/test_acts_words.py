"""What the pages of acts say: days that stay after a recall, reminders of the unit named, who is asked for what."""

from datetime import date, timedelta

import pytest
import time_machine

from campaign_portal.lib.errors import Refused
from directives.models import Directive, DirectiveRelation, Obligation
from directives.services.issuing import issue
from directives.services.lifecycle import extend, recall
from directives.tests.factories import DUE_ON, add_group, make_cast, make_draft
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
NOW = local("2024-11-08 09:00")
LATER = local("2024-11-09 09:00")
NEW_DAY = date(2024, 11, 30)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(client):
    cast = make_cast(number="7")
    client.force_login(cast.officer)
    return cast


def url(directive: Directive, name: str) -> str:
    return f"/directives/{directive.pk}/{name}/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def again(directive: Directive) -> Directive:
    return Directive.objects.get(pk=directive.pk)


def extended(cast, due_on: date = NEW_DAY, at=NOW) -> Directive:
    """A letter that gave the cast's letter more time, as confirming leaves it."""
    columns = {"campaign": cast.directive.campaign, "due_on": due_on}
    draft = make_draft(cast.department, cast.officer, **columns)
    add_group(draft, "Phòng Văn hóa và Thông tin", [cast.ninh_kieu, cast.o_mon])
    later = issue(directive=draft, actor=cast.officer, now=at, about_letter=True)
    act = {"actor": cast.officer, "now": at, "note": f"Theo {later.reference}"}
    extend(directive=again(cast.directive), due_on=due_on, **act)
    DirectiveRelation.objects.create(
        later=later, earlier=cast.directive, kind="extends", confirmed_at=at, confirmed_by=cast.officer
    )
    return later


def recalled(cast, letter: Directive) -> None:
    recall(directive=again(letter), actor=cast.officer, now=LATER, note="Ban hành nhầm")


# --- A letter that gave more time, recalled ---------------------------------------------------------------------------
def test_recalling_an_extension_says_which_day_stays_and_leads_to_it(client, cast):
    later = extended(cast)
    body = text(client.post(url(later, "recall"), {"reason": "Ban hành nhầm"}))
    earlier = again(cast.directive)
    assert f"Văn bản này đã gia hạn {earlier.reference} ngày 28/10/2024." in body
    assert f"hạn của {earlier.reference} vẫn là hết thứ Bảy, 30/11/2024." in body
    assert f'href="{url(earlier, "extend")}"' in body


def test_recalling_a_letter_that_extended_nothing_in_force_says_no_such_thing(client, cast):
    later = extended(cast)
    assert "đã gia hạn" not in text(client.post(url(cast.directive, "recall"), {"reason": "Sai"}))
    recalled(cast, cast.directive)
    assert "đã gia hạn" not in text(client.post(url(later, "recall"), {"reason": "Sai"}))


def test_after_the_recall_the_earlier_day_is_brought_back(client, cast):
    recalled(cast, extended(cast, at=local("2024-11-07 09:00")))
    assert {each.due_on for each in cast.obligations()} == {NEW_DAY}
    path = url(cast.directive, "extend")
    assert "có thể đưa hạn của mọi đơn vị về từ ngày 20/11/2024." in text(client.get(path))
    data = {"due_on": "20/11/2024", "reason": "Văn bản gia hạn đã thu hồi"}
    shown = text(client.post(path, data))
    assert "4 nhiệm vụ chưa xong của 2 đơn vị có hạn mới: hết thứ Tư, 20/11/2024." in shown
    client.post(path, data | {"confirm": "1"})
    assert again(cast.directive).due_on == DUE_ON
    assert set(Obligation.objects.filter(delivery__directive=cast.directive).values_list("due_on", flat=True)) == {
        DUE_ON
    }
    assert "Ngày gia hạn phải sau ngày 20/11/2024." in text(client.post(path, data | {"due_on": "19/11/2024"}))
    assert "Đưa hạn văn bản về: từ 30/11/2024 về 20/11/2024" in text(client.get(url(cast.directive, "log")))


@pytest.mark.parametrize(("day", "words"), [("19/11/2024", "từ ngày 20/11/2024 trở đi"), ("20/11/2024", "")])
def test_no_day_before_the_one_that_stood(client, cast, day, words):
    recalled(cast, extended(cast))
    body = text(client.post(url(cast.directive, "extend"), {"due_on": day, "reason": "Đưa về"}))
    assert ("Ngay khi xác nhận" in body, "Hạn chỉ đưa về được" in body) == (not words, bool(words))
    assert words in body


def test_no_day_gone_by_is_brought_back(cast):
    recalled(cast, extended(cast))
    act = {"directive": again(cast.directive), "actor": cast.officer, "now": local("2024-11-22 09:00")}
    with pytest.raises(Refused, match="từ ngày 22/11/2024 trở đi"):
        extend(**act, due_on=date(2024, 11, 21))
    assert extend(**act, due_on=date(2024, 11, 22)).due_on == date(2024, 11, 22)


def test_while_the_letter_that_set_the_day_is_in_force_no_earlier_one_is_taken(cast):
    first = extended(cast)
    extended(cast, date(2024, 12, 15), NOW + timedelta(hours=1))
    recalled(cast, first)
    with pytest.raises(Refused, match="phải sau ngày 15/12/2024"):
        extend(directive=again(cast.directive), due_on=NEW_DAY, actor=cast.officer, now=LATER)


# --- Reminders of the unit named --------------------------------------------------------------------------------------
def test_the_next_reminder_is_that_of_the_unit_that_joins(client, cast):
    newcomer = make_unit("Sở Nội vụ thành phố Cần Thơ")
    data = {"unit": newcomer.pk, "instructions": [cast.obligation().instruction_id], "reason": "Thiếu"}
    assert "trước hạn 7 ngày, 08:00 ngày 13/11/2024" in text(client.post(url(cast.directive, "add-unit"), data))
    own = text(client.post(url(cast.directive, "add-unit"), data | {"due_on": "31/12/2024"}))
    assert "trước hạn 7 ngày, 08:00 ngày 24/12/2024" in own
    assert "13/11/2024" not in own


def test_the_next_reminder_is_that_of_the_unit_a_letter_goes_to(client, cast):
    data = {"delivery": cast.delivery().pk, "unit": make_unit().pk, "reason": "Sai nơi nhận", "due_on": "08/11/2024"}
    body = text(client.post(url(cast.directive, "redirect"), data))
    assert "không còn lần nào theo hạn của đơn vị này" in body


# --- What is asked for ------------------------------------------------------------------------------------------------
def test_a_redirect_asks_first_who_got_the_letter_by_mistake(client, cast):
    body = text(client.get(url(cast.directive, "redirect")))
    assert body.index("Đơn vị đã nhận nhầm") < body.index("Tìm đơn vị nhận đúng theo tên")
    make_unit("Sở Nội vụ thành phố Cần Thơ")
    chosen = cast.delivery(cast.o_mon).pk
    found = text(client.get(url(cast.directive, "redirect"), {"delivery": chosen, "q": "noi vu thanh pho"}))
    assert f'<option value="{chosen}" selected>' in found
    assert found.count('id="id_delivery"') == 1
    assert "Đơn vị nhận đúng" in found


def test_a_late_joiner_is_looked_for_by_name_and_given_something(client, cast):
    assert "Tìm đơn vị cần bổ sung theo tên" in text(client.get(url(cast.directive, "add-unit")))
    data = {"unit": make_unit().pk, "reason": "Thiếu"}
    body = text(client.post(url(cast.directive, "add-unit"), data))
    assert "Hãy tích ít nhất một nội dung đơn vị phải thực hiện." in body
    assert "Ngay khi xác nhận" not in body


def test_more_time_for_nobody_in_particular_is_for_everybody(client, cast):
    assert "Để trống là mọi đơn vị." in text(client.get(url(cast.directive, "extend")))


@pytest.mark.parametrize(("day", "words"), [(date(2024, 11, 25), "giữ nguyên, hết thứ Hai, 25/11/2024"), (None, "")])
def test_more_time_for_the_work_leaves_the_day_of_the_report(client, day, words):
    cast = make_cast(report_due_on=day, no_report=day is None)
    client.force_login(cast.officer)
    body = text(client.post(url(cast.directive, "extend"), {"due_on": "30/11/2024", "reason": "Mưa lũ"}))
    assert ("<dt>Hạn báo cáo</dt>" in body, words in body) == (bool(day), True)


def test_a_letter_without_tasks_shows_no_empty_card_of_them(client, cast):
    assert 'id="asked"' not in text(client.get(f"/directives/{extended(cast).pk}/"))
    assert 'id="asked"' in text(client.get(f"/directives/{cast.directive.pk}/"))
