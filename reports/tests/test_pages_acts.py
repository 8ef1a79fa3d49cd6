"""What a unit and its issuer read after acts on a letter: the unit's own day, who moved a letter, days of a recalled
one."""

from datetime import date

import pytest
from django.urls import reverse

from directives.services.adjusting import extend_unit, redirect_delivery
from directives.services.lifecycle import add_late, recall
from directives.services.obligations import exempt
from directives.services.receipts import refuse
from directives.tests.factories import make_cast
from reports.tests.reading import as_person, lead, words
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 09:00")
WORK = "reports:my-work"


@pytest.fixture
def cast():
    return make_cast(report_due_on=date(2024, 11, 25), no_report=False)


def letter(client, person, delivery):
    return as_person(client, person).get(reverse("reports:delivery", args=[delivery.pk]))


def act(cast) -> dict:
    return {"actor": cast.officer, "now": NOW}


def joined(cast, due_on: date):
    """A unit that joined late with a day of its own, and its focal point."""
    unit = make_unit("Sở Nội vụ thành phố Cần Thơ")
    tasks = list(cast.directive.instructions.all())
    row = add_late(directive=cast.directive, unit=unit, instructions=tasks, due_on=due_on, note="Thiếu", **act(cast))
    return row, make_user(unit)


# --- The day of the unit itself ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("day", "left"), [(date(2024, 11, 10), "còn 2 ngày"), (date(2024, 12, 18), "còn 40 ngày")])
def test_the_letter_counts_down_to_the_units_own_day(client, cast, day, left):
    row, person = joined(cast, day)
    assert lead(letter(client, person, row)) == f"Sở Thông tin và Truyền thông giao đơn vị 2 việc, {left}."
    card = words(client.get(reverse(WORK)))
    assert f"văn bản mới {left} ({day:%d/%m/%Y})" in card.lower()


def test_the_nearest_open_day_counts_and_the_last_is_named(client, cast):
    first, second = cast.obligations()
    more = {"due_on": date(2024, 12, 1), "note": "Mất điện"}
    extend_unit(delivery=cast.delivery(), instruction=first.instruction, **more, **act(cast))
    response = letter(client, cast.focal, cast.delivery())
    assert lead(response).endswith("2 việc, còn 12 ngày.")
    assert "20/11/2024, việc khác đến hết 01/12/2024" in words(response)
    exempt(obligation=second, reason="Không có trang", **act(cast))
    assert "còn 23 ngày" in lead(letter(client, cast.focal, cast.delivery()))
    assert "còn 23 ngày" in words(client.get(reverse(WORK))).lower()


# --- Who moved a letter -----------------------------------------------------------------------------------------------
def moved(cast, **more) -> None:
    unit = make_unit("Sở Nội vụ thành phố Cần Thơ")
    redirect_delivery(delivery=cast.delivery(), unit=unit, reason="Gửi nhầm", **act(cast), **more)


def page(client, cast) -> str:
    return words(as_person(client, cast.officer).get(reverse("directives:detail", args=[cast.directive.pk])))


def test_a_letter_the_officer_moved_was_not_sent_back_by_the_unit(client, cast):
    moved(cast)
    body = page(client, cast)
    assert "1 đơn vị nhận nhầm, đã chuyển đơn vị khác" in body
    assert "trả lại vì sai nơi nhận" not in body
    assert lead(letter(client, cast.focal, cast.delivery())) == (
        "Sở Thông tin và Truyền thông đã chuyển văn bản này cho đơn vị khác ngày 08/11/2024."
    )


def test_a_letter_the_unit_sent_back_stays_so_after_it_is_moved(client, cast):
    refuse(
        delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-07 09:00"), reason="Không phải việc của phòng"
    )
    assert "1 đơn vị trả lại vì sai nơi nhận" in page(client, cast)
    work = as_person(client, cast.officer).get(reverse(WORK)).content.decode()
    assert f'/redirect/?delivery={cast.delivery().pk}"' in work
    moved(cast)
    body = page(client, cast)
    assert ("1 đơn vị trả lại vì sai nơi nhận" in body, "nhận nhầm" in body) == (True, False)
    assert "Đơn vị đã trả lại văn bản này ngày 07/11/2024." in lead(letter(client, cast.focal, cast.delivery()))


# --- After a recall ---------------------------------------------------------------------------------------------------
def test_a_recalled_letter_has_its_days_crossed_out_for_the_unit(client, cast):
    recall(directive=cast.directive, note="Sai", **act(cast))
    for response in (
        letter(client, cast.focal, cast.delivery()),
        client.get(reverse("reports:obligation", args=[cast.obligation().pk])),
        as_person(client, cast.officer).get(reverse("directives:detail", args=[cast.directive.pk])),
    ):
        body = " ".join(response.content.decode().split())
        assert "<s>20/11/2024</s> đã thu hồi ngày 08/11/2024" in body
        assert body.count("20/11/2024") == body.count("<s>20/11/2024</s>")
        assert body.count("25/11/2024") == body.count("<s>25/11/2024</s>")
        assert "còn 12 ngày" not in body.lower()


def test_before_the_recall_no_day_is_crossed_out(client, cast):
    assert "<s>" not in letter(client, cast.focal, cast.delivery()).content.decode()


# --- The acts stand in sight ------------------------------------------------------------------------------------------
def test_the_acts_are_buttons_in_sight_and_only_for_who_may_press_them(client, cast):
    assert "Điều chỉnh văn bản Gia hạn Bổ sung đơn vị" in page(client, cast)
    reader = as_person(client, cast.leader).get(reverse("directives:detail", args=[cast.directive.pk]))
    assert "Điều chỉnh văn bản" not in words(reader)
    assert "Nhật ký" in words(reader)
