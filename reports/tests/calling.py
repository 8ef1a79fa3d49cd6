"""What the tests of reminding by hand share: opening the call list, reading it, ticking units on it."""

from datetime import date
from uuid import uuid4

from django.urls import reverse

from directives.services.receipts import confirm_receipt
from reports.tests.factories import make_action
from reports.tests.reading import as_person
from units.tests.factories import local

NOW = local("2024-11-14 08:30")
TODAY = date(2024, 11, 14)


def address(cast) -> str:
    return reverse("reports:directive-calls", args=[cast.directive.pk])


def get(client, cast, person=None, **data):
    return as_person(client, person or cast.officer).get(address(cast), data)


def listed(response) -> list[str]:
    return [row["call"].unit for row in response.context["page"]]


def tick(client, cast, *units, person=None, page="", **data):
    form = {"units": [cast.delivery(unit).pk for unit in units], "way": "phone", "note": "", "client_uuid": uuid4()}
    return as_person(client, person or cast.officer).post(page or address(cast), form | data)


def started(cast, unit=None):
    """The unit has received the letter and recorded something, within its days."""
    unit = unit or cast.ninh_kieu
    person = cast.focal if unit == cast.ninh_kieu else cast.other_focal
    confirm_receipt(delivery=cast.delivery(unit), actor=person, now=local("2024-10-29 09:00"))
    for row in cast.obligations(unit):
        make_action(row, actor=person, now=local("2024-11-06 09:00"))
