import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from campaign_portal.lib.triggers import RefuseChange

TABLE = "directives_directive"
FROZEN = (
    "campaign_id",
    "issuer_id",
    "doc_type",
    "number",
    "symbol",
    "year",
    "place",
    "dated_on",
    "subject",
    "text",
    "links",
    "signer_name",
    "signer_title",
    "signer_authority",
    "starts_on",
    "reading",
    "issued_at",
    "issued_by_id",
    "public_id",
    "client_uuid",
)
LOGGED = ("due_on", "report_due_on", "no_report", "recalled_at")
UNLOGGED = "OLD.last_change_id IS NOT DISTINCT FROM NEW.last_change_id"


def differ(*columns: str) -> str:
    return "(" + " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns) + ")"


def frozen(*columns: str) -> RefuseChange:
    return RefuseChange(
        "directive_is_frozen_once_issued",
        table=TABLE,
        when=f"{differ(*columns)} AND OLD.issued_at IS NOT NULL",
        message="directive is frozen once issued",
        delete=True,
        delete_when="OLD.issued_at IS NOT NULL",
    )


def logged() -> RefuseChange:
    return RefuseChange(
        "directive_moves_only_with_a_change",
        table=TABLE,
        when=f"{differ(*LOGGED)} AND {UNLOGGED} AND OLD.issued_at IS NOT NULL",
        message="directive moves only with a change",
    )


def going_back(guard: RefuseChange) -> migrations.RunPython:
    """SQLite rebuilds the table on the way back too, and its triggers go with it."""
    return migrations.RunPython(migrations.RunPython.noop, guard.code)


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0002_words_of_reviews"),
        ("ground", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        going_back(frozen(*FROZEN)),
        going_back(logged()),
        migrations.AddField(
            model_name="directive",
            name="discarded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="directive",
            name="intake_place",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="directive",
            name="saved_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="directive",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
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
                    ("returned", "trả lại"),
                    ("reopened", "mở lại"),
                    ("exempted", "miễn thực hiện"),
                    ("extended", "gia hạn"),
                    ("relayed", "giao xuống"),
                    ("handed_over", "chuyển giao do kế thừa"),
                    ("superseded", "thay bằng nội dung mới"),
                    ("recalled", "thu hồi"),
                    ("closed", "kết thúc"),
                    ("recorded", "ghi hoạt động"),
                    ("edited", "sửa"),
                    ("discarded", "bỏ bản nháp"),
                    ("restored", "khôi phục bản nháp"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_uuid", models.UUIDField(editable=False, unique=True)),
                ("created_at", models.DateTimeField(verbose_name="tải lên lúc")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="đã chọn lúc")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị ban hành",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần tải văn bản lên",
                "verbose_name_plural": "lần tải văn bản lên",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("readings", models.JSONField(blank=True, default=list)),
                ("letter_count", models.PositiveSmallIntegerField(default=0, verbose_name="số văn bản")),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="directives.intake"
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp tải lên",
                "verbose_name_plural": "tệp tải lên",
                "ordering": ["order"],
            },
        ),
        migrations.AddField(
            model_name="directive",
            name="intake_file",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="directives",
                to="directives.intakefile",
            ),
        ),
        migrations.AddConstraint(
            model_name="directive",
            constraint=models.CheckConstraint(
                condition=models.Q(("discarded_at", None), ("issued_at", None), _connector="OR"),
                name="only_a_draft_is_discarded",
            ),
        ),
        migrations.AddConstraint(
            model_name="directive",
            constraint=models.UniqueConstraint(
                fields=("intake_file", "intake_place"), name="one_directive_per_letter_read"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.UniqueConstraint(fields=("intake", "order"), name="one_intake_file_per_place"),
        ),
        frozen(*FROZEN, "intake_file_id", "intake_place"),
        logged(),
        RefuseChange(
            "directive_is_put_away_only_with_a_change",
            table=TABLE,
            when=f"{differ('discarded_at')} AND {UNLOGGED}",
            message="directive is put away only with a change",
        ),
    ]
