import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0002_picture_hashes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "holiday", "is_set_aside", models.BooleanField(default=False, verbose_name="đã bỏ khỏi lịch")
        ),
        migrations.AddField(
            "holiday", "changed_at", models.DateTimeField(blank=True, null=True, verbose_name="sửa lúc")
        ),
        migrations.AddField(
            "holiday",
            "changed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người sửa",
            ),
        ),
        migrations.AddConstraint(
            "holiday",
            models.CheckConstraint(
                condition=models.Q(("is_set_aside", False), ("changed_by__isnull", False), _connector="OR"),
                name="who_set_a_day_aside_is_known",
            ),
        ),
    ]
