"""The admin looks at units and people and changes nothing, so that nothing goes past the log."""

import pytest
from django.urls import reverse

from units.models import Unit
from units.tests.factories import make_unit, make_user

MODELS = ["area", "unit", "unitalias", "succession", "user", "membership"]


@pytest.fixture
def superuser(db, client):
    user = make_user(make_unit("Sở Y tế"), is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_listed_and_none_is_added(client, superuser, model):
    assert client.get(reverse(f"admin:units_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:units_{model}_add")).status_code == 403


def test_a_row_is_shown_and_neither_changed_nor_deleted(client, superuser):
    unit = Unit.objects.get()
    page = reverse("admin:units_unit_change", args=[unit.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "Tên mới"}).status_code == 403
    assert client.post(reverse("admin:units_unit_delete", args=[unit.pk]), {"post": "yes"}).status_code == 403
    assert Unit.objects.get().name == "Sở Y tế"


def test_a_password_hash_is_not_shown(client, superuser):
    body = client.get(reverse("admin:units_user_change", args=[superuser.pk])).content.decode()
    assert superuser.email in body
    assert superuser.password not in body
