import django.db.models.deletion
from django.db import migrations, models


def remember(apps, _schema_editor):
    """What is registered now is what the addresses were judged by: nothing is looked at again for the update's sake."""
    homes = apps.get_model("reports", "LinkHome").objects
    units = apps.get_model("units", "Unit").objects.exclude(website="", pages="")
    rows = units.values_list("pk", "website", "pages")
    homes.bulk_create(homes.model(unit_id=pk, homes=_known(f"{website}\n{pages}")) for pk, website, pages in rows)


def _known(text: str) -> str:
    """As `judge.homes` read them when this was written."""
    parts = text.replace(",", " ").replace(";", " ").split()
    hosts = [each.partition("://")[2] or each for each in parts]
    return " ".join(each for each, host in zip(parts, hosts, strict=True) if "." in host.partition("/")[0])


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0009_drafts_of_mending"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkHome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("homes", models.TextField()),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
