"""The workbook of units that pass work down: each writes its own lines, and who is above reads those below it."""

from dataclasses import replace

import pytest
import time_machine

from directives.tests.relays import make_tree
from reports.models import Action
from reports.queries.workbook import held, whole_file
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, lead
from reports.tests.workbook.sheets import TODAY
from reports.tests.workbook.test_pages_workbook import fetched, sent
from reports.workbook.read import read_lines
from reports.workbook.write import workbook
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-12 10:00")
EARLIER = local("2024-11-06 09:00")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tree():
    tree = make_tree()
    tree.child, tree.grandchild = tree.both()
    return tree


def keys(data: bytes) -> list[str]:
    return sorted(each.key for each in read_lines(data))


def test_an_office_beside_its_wards_reads_every_level_below_it_and_a_ward_its_own(client, tree):
    actions = [
        make_action(row, actor=person, now=EARLIER)
        for row, person in (
            (tree.root, tree.cast.focal),
            (tree.child, tree.ward_person),
            (tree.grandchild, tree.team_people[0]),
        )
    ]
    every = [str(action.client_uuid) for action in actions]
    office = as_person(client, tree.cast.focal)
    assert keys(fetched(office)) == every[:1]
    assert keys(fetched(office, "/workbook/all.xlsx?below=1")) == sorted(every)
    assert keys(fetched(as_person(client, tree.ward_person))) == every[1:2]


def test_a_wards_lines_come_back_as_they_went_and_a_change_is_stored_once(client, tree):
    action = make_action(tree.child, actor=tree.ward_person, now=EARLIER, reach=30)
    client = as_person(client, tree.ward_person)
    untouched, _address = sent(client, whole_file(tree.ward_person, today=TODAY))
    assert lead(untouched) == "Mọi dòng đã có trên cổng, không còn gì để lưu."
    assert Action.objects.get(pk=action.pk).reach == 30
    lines = [
        replace(each, cells=each.cells | {"reach": 45})
        for each in read_lines(whole_file(tree.ward_person, today=TODAY))
    ]
    data = workbook(duties=held(tree.ward_person).duties, lines=lines, about={}, fresh=(), heading="x")
    page, address = sent(client, data)
    client.post(address, {"fingerprint": hidden(page, "fingerprint")[0]})
    assert list(Action.objects.values_list("pk", "reach")) == [(action.pk, 45)]


def test_an_office_may_not_write_a_wards_line(client, tree):
    action = make_action(tree.child, actor=tree.ward_person, now=EARLIER, reach=30)
    client = as_person(client, tree.cast.focal)
    (line,) = [each for each in read_lines(fetched(client, "/workbook/all.xlsx?below=1")) if each.key]
    changed = replace(line, cells=line.cells | {"reach": 5})
    page, _address = sent(client, workbook(duties=(), lines=[changed], about={}, fresh=(), heading="x"))
    assert lead(page) == "1 dòng không nhận."
    assert Action.objects.get(pk=action.pk).reach == 30
