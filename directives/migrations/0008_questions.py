import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from campaign_portal.lib.triggers import RefuseChange


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0007_accepting_until"),
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
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opened_side",
                    models.CharField(
                        choices=[("unit", "đơn vị thực hiện"), ("issuer", "cơ quan giao việc")], max_length=8
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="hỏi lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "chờ trả lời"), ("answered", "đã trả lời"), ("closed", "đã kết thúc")],
                        default="open",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("client_uuid", models.UUIDField(editable=False, unique=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="directives.delivery"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="directives.directive"
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="directives.obligation",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "passed_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_to",
                        to="directives.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu hỏi",
                "verbose_name_plural": "câu hỏi",
                "ordering": ["state_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Faq",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField(verbose_name="câu hỏi")),
                ("answer", models.TextField(verbose_name="trả lời")),
                ("published_at", models.DateTimeField(verbose_name="đăng lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc")),
                ("client_uuid", models.UUIDField(editable=False, unique=True)),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="faqs", to="directives.directive"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="directives.faq",
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
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faqs",
                        to="directives.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "hỏi đáp chung",
                "verbose_name_plural": "hỏi đáp chung",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("unit", "đơn vị thực hiện"), ("issuer", "cơ quan giao việc")], max_length=8
                    ),
                ),
                ("text", models.TextField(verbose_name="nội dung")),
                ("at", models.DateTimeField()),
                ("client_uuid", models.UUIDField(editable=False, unique=True)),
                (
                    "acting_unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="directives.question"
                    ),
                ),
            ],
            options={
                "verbose_name": "trao đổi",
                "verbose_name_plural": "trao đổi",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dedupe_key", models.CharField(max_length=60, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "sẽ gửi"),
                            ("sending", "đang gửi"),
                            ("sent", "đã gửi"),
                            ("failed", "gửi không được"),
                            ("cancelled", "đã hủy"),
                            ("missed", "đã lỡ"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("planned_at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="directives.delivery",
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="directives.directive"
                    ),
                ),
                (
                    "faq",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="directives.faq",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="directives.questionpost",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo tin",
                "verbose_name_plural": "báo tin",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="directives.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(default="email", max_length=12)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tells", to="directives.message"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="served_by", to="directives.notice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "person", "channel"), name="notice_once_per_person_and_channel"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["directive", "state", "state_at"], name="question_by_letter"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "answered", "closed"])), name="question_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened_side__in", ["unit", "issuer"])), name="question_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_by", None)),
                    _connector="OR",
                ),
                name="closed_question_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_at__gte", models.F("opened_at")), ("state_at__gte", models.F("opened_at"))),
                name="question_moves_after_it_was_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("passed_from",), name="question_is_passed_on_once"),
        ),
        migrations.AddConstraint(
            model_name="faq",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("question", ""), _negated=True), models.Q(("answer", ""), _negated=True)),
                name="faq_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="faq",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length(models.F("question")), 4000
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length(models.F("answer")), 4000
                    ),
                ),
                name="faq_is_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="faq",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(
                        ("withdrawn_at__gte", models.F("published_at")),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="faq_is_withdrawn_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="faq",
            constraint=models.UniqueConstraint(fields=("replaces",), name="faq_is_replaced_once"),
        ),
        migrations.AddConstraint(
            model_name="faq",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("source",), name="one_faq_in_force_per_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="post_has_words"),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("text")), 4000
                ),
                name="post_is_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["unit", "issuer"])), name="post_side_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "planned")), fields=["planned_at"], name="notice_to_send"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delivery", None), ("faq", None), ("post__isnull", False)),
                    models.Q(("delivery__isnull", False), ("faq__isnull", False), ("post", None)),
                    _connector="OR",
                ),
                name="notice_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("failed", "cancelled", "missed")), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="notice_not_sent_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionreading",
            constraint=models.UniqueConstraint(
                fields=("question", "person"), name="one_reading_per_question_and_person"
            ),
        ),
        RefuseChange(
            "question_is_what_was_asked",
            table="directives_question",
            columns=[
                "directive_id",
                "delivery_id",
                "obligation_id",
                "passed_from_id",
                "opened_side",
                "opened_by_id",
                "opened_at",
                "client_uuid",
            ],
            message="whom a question is between and what it is about never changes",
            delete=True,
        ),
        RefuseChange(
            "question_post_is_never_altered",
            table="directives_questionpost",
            message="what was written in a question is never altered",
            delete=True,
        ),
        RefuseChange(
            "faq_is_never_altered",
            table="directives_faq",
            columns=[
                "directive_id",
                "question",
                "answer",
                "source_id",
                "replaces_id",
                "published_by_id",
                "published_at",
                "client_uuid",
            ],
            message="a published answer is never altered: other words are a new version",
            delete=True,
        ),
        RefuseChange(
            "faq_is_withdrawn_once",
            table="directives_faq",
            when="OLD.withdrawn_at IS NOT NULL",
            message="a withdrawn answer stays withdrawn",
        ),
    ]
