"""The list of public holidays is called by what it is."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

OLD, NEW = "Thư viện holidays ", "Danh mục ngày lễ Việt Nam bản "


def rename(apps, old: str, new: str) -> None:
    rows = apps.get_model("ground", "Holiday").objects.filter(source__startswith=old)
    rows.update(source=Replace("source", Value(old), Value(new)))


def forwards(apps, _editor) -> None:
    rename(apps, OLD, NEW)


def backwards(apps, _editor) -> None:
    rename(apps, NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [("ground", "0005_outbox_attachments")]

    operations = [migrations.RunPython(forwards, backwards)]
