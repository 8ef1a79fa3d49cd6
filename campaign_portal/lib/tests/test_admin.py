from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from campaign_portal.lib import activity, jobs
from campaign_portal.lib.models import Holiday, JobRun, OutboxMail, StoredFile

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)
LOOKED_AT = ["activityentry", "jobrun", "outboxmail", "storedfile"]

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


def test_an_administrator_adds_a_day_off(administrator):
    form = {"day": "02/01/2029", "name": "Nghỉ bù", "source": "Thông báo 1/TB-BNV"}
    answer = administrator.post(reverse("admin:ground_holiday_add"), form)
    assert answer.status_code == 302
    assert Holiday.objects.get(name="Nghỉ bù").day == date(2029, 1, 2)


def test_a_day_stands_in_the_table_once(administrator):
    Holiday.objects.create(day=date(2029, 1, 2), name="Nghỉ bù")
    answer = administrator.post(reverse("admin:ground_holiday_add"), {"day": "02/01/2029", "name": "Lần hai"})
    assert answer.status_code == 200
    assert Holiday.objects.filter(day=date(2029, 1, 2)).count() == 1
