import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from campaign_portal.lib.triggers import RefuseChange


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0010_names_of_steps"),
        ("units", "0003_official_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="about",
            field=models.CharField(
                choices=[
                    ("directive", "văn bản"),
                    ("delivery", "gửi – nhận"),
                    ("obligation", "nhiệm vụ"),
                    ("action", "hoạt động"),
                    ("review", "ý kiến xác nhận"),
                    ("report", "báo cáo của đơn vị"),
                    ("question", "câu hỏi"),
                    ("faq", "hỏi đáp chung"),
                    ("reminder", "nhắc bằng tay"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="event",
            field=models.CharField(
                choices=[
                    ("issued", "ban hành"),
                    ("added_late", "bổ sung đơn vị"),
                    ("seen", "đã xem"),
                    ("received", "đã tiếp nhận"),
                    ("refused", "trả lại vì sai nơi nhận"),
                    ("redirected", "chuyển đơn vị khác"),
                    ("started", "bắt đầu thực hiện"),
                    ("submitted", "gửi xác nhận hoàn thành"),
                    ("withdrawn", "rút lại"),
                    ("accepted", "xác nhận"),
                    ("claimed", "đề nghị không thực hiện"),
                    ("confirmed", "đồng ý với đề nghị của đơn vị"),
                    ("returned", "trả lại"),
                    ("reopened", "mở lại"),
                    ("exempted", "miễn thực hiện"),
                    ("extended", "gia hạn"),
                    ("accepting", "đặt thời hạn nhận bổ sung"),
                    ("relayed", "giao xuống"),
                    ("handed_over", "chuyển giao do kế thừa"),
                    ("superseded", "thay bằng nội dung mới"),
                    ("recalled", "thu hồi"),
                    ("closed", "kết thúc"),
                    ("recorded", "ghi hoạt động"),
                    ("edited", "sửa"),
                    ("discarded", "bỏ bản nháp"),
                    ("restored", "khôi phục bản nháp"),
                    ("asked", "hỏi"),
                    ("replied", "trả lời"),
                    ("published", "đăng hỏi đáp chung"),
                    ("reminded", "nhắc bằng tay"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="HandReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("phone", "điện thoại"), ("zalo", "Zalo"), ("direct", "trực tiếp")],
                        max_length=8,
                        verbose_name="cách nhắc",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("recorded_at", models.DateTimeField()),
                ("client_uuid", models.UUIDField(unique=True)),
                (
                    "acting_unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_reminders",
                        to="directives.delivery",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "spoken_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdraws",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="directives.handreminder",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhắc bằng tay",
                "verbose_name_plural": "nhắc bằng tay",
                "ordering": ["-recorded_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("withdraws", None), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="hand_reminder_taken_back_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "zalo", "direct"])),
                        name="hand_reminder_goes_a_known_way",
                    ),
                ],
            },
        ),
        RefuseChange(
            "hand_reminder_is_never_altered",
            table="directives_handreminder",
            message="a reminder by hand stays as it was written down",
            delete=True,
        ),
    ]
