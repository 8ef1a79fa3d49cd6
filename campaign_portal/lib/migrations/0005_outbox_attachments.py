from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0004_pdf_previews"),
    ]

    operations = [
        migrations.AddField("outboxmail", "reply_to", models.TextField(blank=True, verbose_name="trả lời về")),
        migrations.AddField(
            "outboxmail", "attachments", models.JSONField(blank=True, default=list, verbose_name="tệp đính kèm")
        ),
    ]
