import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def take_as_read(apps, _editor):
    """What went out before there was a page to read it on is no news to anybody."""
    apps.get_model("directives", "Message").objects.filter(state="sent").update(read_at=F("state_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0008_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressTrouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("status", models.CharField(blank=True, max_length=20)),
                ("words", models.CharField(max_length=300)),
                ("since", models.DateTimeField()),
                ("over_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "địa chỉ không nhận thư",
                "verbose_name_plural": "địa chỉ không nhận thư",
                "ordering": ["-since", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.BooleanField(default=True, verbose_name="thư điện tử")),
                ("inbox", models.BooleanField(default=False, verbose_name="trang Thông báo")),
                ("zalo", models.BooleanField(default=False, verbose_name="Zalo")),
                ("zalo_phone", models.CharField(blank=True, max_length=30, verbose_name="số Zalo")),
                ("digests", models.BooleanField(default=True, verbose_name="nhận nhắc việc định kỳ")),
                ("digest_hour", models.PositiveSmallIntegerField(default=8, verbose_name="giờ nhận")),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "cách nhận thông báo",
                "verbose_name_plural": "cách nhận thông báo",
            },
        ),
        migrations.CreateModel(
            name="ZaloToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("app_id", models.CharField(max_length=40, unique=True)),
                ("access_token", models.TextField(blank=True)),
                ("refresh_token", models.TextField()),
                ("expires_at", models.DateTimeField()),
                ("grant", models.CharField(max_length=64)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="link",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="message",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(take_as_read, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("read_at", None), ("state", "sent")), fields=["person"], name="message_unread"
            ),
        ),
        migrations.AddField(
            model_name="addresstrouble",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directives.message",
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="preference", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="addresstrouble",
            constraint=models.UniqueConstraint(
                condition=models.Q(("over_at", None)), fields=("address",), name="one_open_trouble_per_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="addresstrouble",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="trouble_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest_hour__gte", 8), ("digest_hour__lte", 16)),
                name="digest_hour_is_an_office_hour",
            ),
        ),
    ]
