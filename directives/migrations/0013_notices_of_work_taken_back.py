import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The table of notices has no triggers, so nothing is to be put back after SQLite has rebuilt it."""

    dependencies = [("directives", "0012_ladders")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="change",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="directives.change",
            ),
        ),
        migrations.RemoveConstraint(model_name="notice", name="notice_is_of_one_thing"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(post__isnull=False, faq=None, delivery=None, change=None)
                | Q(post=None, faq__isnull=False, delivery__isnull=False, change=None)
                | Q(post=None, faq=None, delivery__isnull=False, change__isnull=False),
                name="notice_is_of_one_thing",
            ),
        ),
    ]
