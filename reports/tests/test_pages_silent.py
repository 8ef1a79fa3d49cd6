"""Who below is silent: the figures a unit sees of work it passed down, their rows, whom it calls, and what it costs."""

from datetime import date

import pytest
from django.urls import reverse

from directives.models import Obligation, Progress
from directives.services.lifecycle import hand_over
from directives.services.receipts import mark_seen
from directives.services.relaying import relay
from directives.tests.relays import NOW as GIVEN_AT
from directives.tests.relays import WARD_DAY, fresh
from reports.tests.below import EARLIER, did, get, tree
from reports.tests.reading import as_person, lead, queries, words
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 08:00")
__all__ = ["tree"]  # a fixture


# --- Who below is silent ----------------------------------------------------------------------------------------------
def test_each_figure_of_the_sentence_opens_its_rows(client, tree):
    done, unseen, late = (
        relay(obligations=[tree.root], units=[unit], due_on=day, actor=tree.cast.focal, now=GIVEN_AT)[0]
        for unit, day in ((tree.ward, WARD_DAY), (tree.tan_an, WARD_DAY), (tree.teams[0], date(2024, 11, 7)))
    )
    mark_seen(delivery=late.delivery, actor=tree.team_people[0], now=EARLIER)
    did(done, tree.ward_person, declare=True)
    letter = tree.cast.delivery().pk
    response = get(client, tree.cast.focal, "delivery-below", letter)
    assert lead(response) == "1/3 đơn vị đã báo hoàn thành, 1 chưa xem, 1 quá hạn."
    figures = {
        "done": [done],
        "waiting": [done],
        "unseen": [unseen],
        "late": [late],
        "silent": [unseen, late],
        "refused": [],
    }
    for name, rows in figures.items():
        shown = get(client, tree.cast.focal, "delivery-below", letter, show=name)
        assert sorted(row.pk for row in shown.context["rows"].rows) == sorted(row.pk for row in rows)
        assert shown.context["figures"][name] == len(rows)
        assert f"?show={name}" in response.content.decode() or name in ("silent", "refused")
    assert "1/3 đơn vị đã báo hoàn thành , 1 chưa xem , 1 quá hạn ." in words(get(client, tree.cast.focal, "my-work"))


def test_the_words_to_send_name_who_is_to_do_what_by_when_and_the_numbers_to_call(client, tree):
    tree.tan_an_person.phone = "0292 3 822 222"
    tree.tan_an_person.save(update_fields=["phone"])
    for unit in (tree.ward, tree.tan_an):
        relay(obligations=[tree.root], units=[unit], due_on=WARD_DAY, actor=tree.cast.focal, now=GIVEN_AT)
    did(Obligation.objects.get(unit=tree.ward), tree.ward_person, declare=True)
    response = get(client, tree.cast.focal, "delivery-below", tree.cast.delivery().pk)
    lines = response.context["urging"].split("\n")
    assert lines[1:2] == ["- UBND phường Tân An: chưa xem văn bản, hạn 15/11/2024 (còn 7 ngày)"]
    assert len(lines) == 3
    assert 'href="tel:0292 3 822 222"' in response.content.decode()
    page = get(client, tree.cast.officer, "delivery-below", tree.cast.delivery().pk)
    assert (page.context["urging"], "tel:" in page.content.decode()) == ("", False)


def test_the_whole_tree_stands_on_the_page_each_level_under_its_own(client, tree):
    child = tree.to_ward()
    tree.to_teams(child, 0, 1)
    relay(obligations=[tree.root], units=[tree.tan_an], due_on=WARD_DAY, actor=tree.cast.focal, now=GIVEN_AT)
    response = get(client, tree.cast.focal, "delivery-below", tree.cast.delivery().pk)
    assert [(row.unit, row.level) for row in response.context["rows"].rows] == [
        ("UBND phường An Cư", 1),
        (tree.teams[0].name, 2),
        (tree.teams[1].name, 2),
        ("UBND phường Tân An", 1),
    ]
    assert lead(response) == "0/2 đơn vị đã báo hoàn thành, 2 chưa xem, 0 quá hạn."
    assert "Các đơn vị này giao tiếp cho 2 đơn vị: 0 đã báo hoàn thành, 2 chưa làm gì." in words(response)
    own = get(client, tree.ward_person, "delivery-below", child.delivery_id)
    assert lead(own) == "0/2 đơn vị đã báo hoàn thành, 2 chưa xem, 0 quá hạn."


def test_who_takes_over_from_the_office_goes_on_with_what_it_passed_down(client, tree):
    tree.to_ward()
    successor = make_unit("Phòng Văn hóa quận", kind=UnitKind.DISTRICT_OFFICE, parent=tree.cast.district)
    person = make_user(successor)
    hand_over(predecessor=tree.cast.ninh_kieu, successor=successor, actor=tree.cast.officer, now=EARLIER)
    letter = tree.cast.delivery().pk
    for name in ("delivery-below", "delivery-relay", "delivery-below-take-back"):
        assert get(client, person, name, letter).status_code == 200
    assert lead(get(client, person, "delivery-below", letter)) == "0/1 đơn vị đã báo hoàn thành, 1 chưa xem, 0 quá hạn."


# --- Cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["delivery-below", "obligation", "my-work", "delivery"])
def test_pages_ask_as_often_for_three_units_on_two_levels_as_for_one(client, tree, name):
    child = tree.to_ward()
    did(child, tree.ward_person, declare=True)
    args = {"obligation": [tree.root.pk], "my-work": []}.get(name, [tree.cast.delivery().pk])
    user, address = as_person(client, tree.cast.focal), reverse(f"reports:{name}", args=args)
    user.get(address)  # the first opening marks the letter seen
    one = queries(user, address)
    second = relay(obligations=[tree.root], units=[tree.tan_an], due_on=WARD_DAY, actor=tree.cast.focal, now=GIVEN_AT)[
        0
    ]
    did(second, tree.tan_an_person, declare=True)
    third = relay(obligations=[tree.root], units=[tree.teams[1]], due_on=WARD_DAY, actor=tree.cast.focal, now=GIVEN_AT)[
        0
    ]
    did(third, tree.team_people[1])
    assert fresh(third)[0].progress == Progress.IN_PROGRESS
    assert queries(user, address) == one
