"""An office that passed work to two wards, for tests of the pages on which it follows what became of it."""

import pytest
from django.urls import reverse

from directives.models import Obligation
from directives.tests.relays import make_tree
from reports.tests.factories import make_action
from reports.tests.reading import as_person
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

EARLIER = local("2024-11-06 09:00")


@pytest.fixture
def tree():
    tree = make_tree()
    tree.tan_an = make_unit("UBND phường Tân An", kind=UnitKind.WARD_COMMITTEE, parent=tree.cast.district)
    tree.tan_an_person = make_user(tree.tan_an)
    return tree


def did(row: Obligation, person, **more):
    return make_action(row, actor=person, now=EARLIER, **more)


def get(client, person, name: str, *args, **data):
    return as_person(client, person).get(reverse(f"reports:{name}", args=args), data)


def post(client, person, name: str, *args, **data):
    return as_person(client, person).post(reverse(f"reports:{name}", args=args), data, follow=True)
