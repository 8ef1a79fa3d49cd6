"""The admin looks at materials and changes nothing, so that nothing goes past the log."""

import pytest
from django.urls import reverse

from directives.tests.factories import make_cast
from materials.tests.factories import make_material
from units.tests.factories import make_user


@pytest.mark.parametrize("model", ["material", "materialversion", "materialtake", "trackedlink"])
def test_rows_are_listed_and_none_is_added_changed_or_deleted(client, db, model):
    cast = make_cast()
    material = make_material(cast.directive.campaign, cast.officer)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(reverse(f"admin:materials_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:materials_{model}_add")).status_code == 403
    for act in ("change", "delete"):
        page = reverse(f"admin:materials_material_{act}", args=[material.pk])
        assert client.post(page, {"title": "Khác", "post": "yes"}).status_code == 403
    material.refresh_from_db()
    assert material.title == "Cẩm nang"
