import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from campaign_portal.lib.triggers import RefuseChange


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_drafts_and_uploads"),
        ("units", "0002_unit_aliases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReasonPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="lý do trả lại")),
                ("remembered_at", models.DateTimeField(verbose_name="lưu lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="bỏ lúc")),
                (
                    "remembered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị ban hành",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mẫu lý do trả lại",
                "verbose_name_plural": "mẫu lý do trả lại",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="reasonphrase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("unit", "text"), name="phrase_once_per_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="reasonphrase",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="phrase_has_words"),
        ),
        migrations.AddConstraint(
            model_name="reasonphrase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), ("withdrawn_at__gte", models.F("remembered_at")), _connector="OR"
                ),
                name="phrase_withdrawn_after_remembered",
            ),
        ),
        RefuseChange(
            "phrase_is_never_altered",
            table="reports_reasonphrase",
            columns=["unit_id", "text", "remembered_at", "remembered_by_id"],
            message="a phrase is never altered: other words are another phrase",
            delete=True,
        ),
        RefuseChange(
            "phrase_is_withdrawn_once",
            table="reports_reasonphrase",
            when="OLD.withdrawn_at IS NOT NULL",
            message="a withdrawn phrase stays withdrawn",
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["state", "accepted_at"], name="action_by_state"),
        ),
    ]
