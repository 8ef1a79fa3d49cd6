import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_drafts_of_mending(apps, schema_editor):
    """Before `action` goes: a draft about no obligation has no place in the table as it was."""
    apps.get_model("reports", "ActionDraft").objects.filter(obligation=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0009_channels"),
        ("reports", "0008_calendar_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "actiondraft",
            "obligation",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="directives.obligation",
            ),
        ),
        migrations.AddField(
            "actiondraft",
            "action",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="reports.action",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_drafts_of_mending),
        migrations.AddConstraint(
            "actiondraft",
            models.UniqueConstraint(fields=["action", "person"], name="draft_of_mending_once_per_person"),
        ),
        migrations.AddConstraint(
            "actiondraft",
            models.CheckConstraint(
                condition=models.Q(("action", None), ("obligation__isnull", False))
                | models.Q(("action__isnull", False), ("obligation", None)),
                name="draft_of_a_new_action_or_of_mending_one",
            ),
        ),
    ]
