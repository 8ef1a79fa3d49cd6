import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0003_holidays_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="preview",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="previewed",
                to="ground.storedfile",
            ),
        ),
    ]
