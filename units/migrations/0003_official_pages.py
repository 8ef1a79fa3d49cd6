from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_unit_aliases"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="pages",
            field=models.TextField(
                blank=True, help_text="Mỗi dòng một địa chỉ.", verbose_name="trang, kênh chính thức khác"
            ),
        ),
    ]
