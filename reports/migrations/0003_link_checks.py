import django.db.models.deletion
from django.db import migrations, models

from campaign_portal.lib.triggers import RefuseChange


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0001_initial"),
        ("reports", "0002_words_of_reviews"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="lần thứ")),
                ("at", models.DateTimeField(verbose_name="kiểm tra lúc")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("verified", "đã kiểm chứng"),
                            ("unverified", "chưa kiểm chứng được"),
                            ("contradicts", "có điểm không khớp"),
                        ],
                        max_length=12,
                        verbose_name="kết quả",
                    ),
                ),
                ("findings", models.JSONField(default=list, verbose_name="từng điểm")),
                ("failed", models.BooleanField(default=False, verbose_name="không mở được")),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="mã trả lời")),
                ("final_url", models.TextField(blank=True, verbose_name="địa chỉ cuối")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="tên trang")),
                ("body_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "copy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.storedfile",
                        verbose_name="bản lưu",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link_checks",
                        to="reports.evidence",
                        verbose_name="minh chứng",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần kiểm tra liên kết",
                "verbose_name_plural": "lần kiểm tra liên kết",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LinkWatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("next_at", models.DateTimeField(verbose_name="lần tới")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="đang kiểm tra từ")),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="số lần thử")),
                ("step", models.PositiveSmallIntegerField(default=0, verbose_name="bậc giãn")),
                ("failing_since", models.DateField(blank=True, null=True, verbose_name="không mở được từ")),
                ("dead_since", models.DateField(blank=True, null=True, verbose_name="đã mất từ")),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watch",
                        to="reports.evidence",
                        verbose_name="minh chứng",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.linkcheck",
                        verbose_name="lần có bản lưu",
                    ),
                ),
                (
                    "latest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.linkcheck",
                        verbose_name="lần gần nhất",
                    ),
                ),
            ],
            options={
                "verbose_name": "theo dõi liên kết",
                "verbose_name_plural": "theo dõi liên kết",
                "ordering": ["next_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="linkcheck",
            index=models.Index(
                condition=models.Q(("status__isnull", False)), fields=["at"], name="link_check_answered"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkcheck",
            constraint=models.UniqueConstraint(fields=("evidence", "number"), name="link_check_once_per_attempt"),
        ),
        migrations.AddConstraint(
            model_name="linkcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["verified", "unverified", "contradicts"])),
                name="link_check_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("failed", False), models.Q(("copy", None), ("result", "unverified")), _connector="OR"
                ),
                name="failed_link_check_proves_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="linkwatch",
            index=models.Index(condition=models.Q(("claimed_at", None)), fields=["next_at"], name="link_watch_due"),
        ),
        migrations.AddIndex(
            model_name="linkwatch",
            index=models.Index(
                condition=models.Q(("claimed_at__isnull", False)), fields=["claimed_at"], name="link_watch_claimed"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkwatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dead_since", None),
                    models.Q(("failing_since", models.F("dead_since")), ("failing_since__isnull", False)),
                    _connector="OR",
                ),
                name="dead_link_has_been_failing",
            ),
        ),
        RefuseChange(
            "link_check_is_append_only",
            table="reports_linkcheck",
            message="a look at a link is never changed",
            delete=True,
        ),
    ]
