import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.models.feed


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_doubts"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(default=reports.models.feed.new_key, editable=False, max_length=43, unique=True),
                ),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "lịch đăng ký",
                "verbose_name_plural": "lịch đăng ký",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None), ("unit__isnull", False)),
                        fields=("person", "unit"),
                        name="one_calendar_per_person_and_unit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None), ("unit", None)),
                        fields=("person",),
                        name="one_calendar_per_person_for_all_units",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[A-Za-z0-9_-]{32,43}$")), name="calendar_key_is_long"
                    ),
                ],
            },
        ),
    ]
