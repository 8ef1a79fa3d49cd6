from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from campaign_portal.lib import activity, jobs
from campaign_portal.lib.models import Holiday, JobRun, OutboxMail, StoredFile

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)
LOOKED_AT = ["activityentry", "holiday", "jobrun", "outboxmail", "storedfile"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    person = get_user_model().objects.create(email="quantri@cantho.example", is_staff=True, is_superuser=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def rows():
    with jobs.run("directives.plan_reminders", clock=lambda: NOW):
        pass
    mail = {"to": "a@b.example", "sender": "c@d.example", "subject": "s", "text": "t", "message_id": "<1@b.example>"}
    return {
        "activityentry": activity.record(actor=None, verb="exported", subject="Công văn", now=NOW),
        "holiday": Holiday.objects.create(day=date(2029, 1, 2), name="Nghỉ bù"),
        "jobrun": JobRun.objects.get(),
        "outboxmail": OutboxMail.objects.create(created_at=NOW, **mail),
        "storedfile": StoredFile.objects.create(sha256="a" * 64, size=1, content_type="text/plain", created_at=NOW),
    }


@pytest.mark.parametrize("name", LOOKED_AT)
def test_the_machine_s_own_rows_are_only_looked_at(administrator, rows, name):
    pk = rows[name].pk
    assert administrator.get(reverse(f"admin:ground_{name}_changelist")).status_code == 200
    assert administrator.get(reverse(f"admin:ground_{name}_change", args=[pk])).status_code == 200
    assert administrator.post(reverse(f"admin:ground_{name}_change", args=[pk]), {}).status_code == 403
    assert administrator.post(reverse(f"admin:ground_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    assert administrator.get(reverse(f"admin:ground_{name}_add")).status_code == 403
