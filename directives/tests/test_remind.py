"""`manage.py remind`: plans and sends without a worker, and tells beforehand what would go out."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.models import JobRun
from directives.models import Message, Reminder
from directives.reminders.health import PLAN_JOB, SEND_JOB
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import finish
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def remind(now: str, **options) -> list[str]:
    out = StringIO()
    with time_machine.travel(local(now), tick=False):
        call_command("remind", stdout=out, **options)
    return out.getvalue().splitlines()


def test_without_options_it_plans_and_sends_and_leaves_rows_about_both_runs(cast):
    assert remind("2024-11-13 08:05") == []
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert list(JobRun.objects.order_by("pk").values_list("name", "state")) == [(PLAN_JOB, "done"), (SEND_JOB, "done")]
    remind("2024-11-13 08:06")
    assert Message.objects.count() == 2


HEAD = ["Người nhận", "Đơn vị", "Gửi đến", "Kênh", "Bước nhắc", "Thư hoặc lý do", "Văn bản"]


def test_a_dry_run_prints_one_line_per_person_then_the_silent_with_the_reason_and_sends_nothing(cast):
    for row in cast.obligations(cast.o_mon):
        finish(row, cast.other_focal, "2024-11-04 10:00")
    sentence, note, *rows = remind("2024-11-12 10:00", at="2024-11-13T08:00", dry_run=True)
    assert sentence == "Sáng thứ Tư 13/11/2024, 08:00: 1 người của 1 đơn vị nhận thư; 1 đơn vị không nhận gì."
    assert note.startswith("Theo tình hình lúc này.")
    mail, letter = "Còn 7 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều", cast.directive.reference
    silent = "trước hạn 7 ngày: Đơn vị không còn việc nào phải làm."
    told = [str(cast.focal), cast.ninh_kieu.name, cast.focal.email, "Thư điện tử", "trước hạn 7 ngày", mail, letter]
    assert [row.split("\t") for row in rows] == [
        HEAD,
        told,
        ["–", cast.o_mon.name, "–", "–", "–", silent, letter],
    ]
    assert (Reminder.objects.count(), Message.objects.count(), JobRun.objects.count()) == (0, 0, 0)


def test_who_heard_by_one_step_is_not_listed_as_silent_for_another(cast):
    """The step of the morning stands in the ledger; in the afternoon the list is as long as its figure."""
    remind("2024-11-13 08:05")
    sentence, _note, _head, *rows = remind("2024-11-13 15:00", dry_run=True)
    assert sentence.endswith("không ai nhận thư; 2 đơn vị không nhận gì.")
    assert [row.split("\t")[1] for row in rows] == [cast.ninh_kieu.name, cast.o_mon.name]
    assert all("Bước này đã có trong sổ: đã gửi lúc 08:05 ngày 13/11/2024." in row for row in rows)


def test_of_a_past_moment_it_says_what_is_taken_as_it_is_now(cast):
    note = remind("2024-12-01 10:00", at="2024-11-13T08:00", dry_run=True)[1]
    assert note.startswith("Theo dữ liệu đã ghi và cách nhận mỗi người đã chọn đến lúc 08:00 ngày 13/11/2024.")
    assert "Địa chỉ và các con số tổng trong thư lấy theo hiện tại" in note


def test_outside_office_hours_it_prints_one_sentence(cast):
    assert remind("2024-11-12 10:00", at="2024-11-13T07:00", dry_run=True) == [
        "Ngoài giờ làm việc: không có thư nào được gửi lúc 07:00 ngày 13/11/2024."
    ]


@pytest.mark.parametrize("at", ["2024-11-13T08:00", "2024-11-13T08:00+07:00", "2024-11-13T01:00+00:00"])
def test_a_moment_without_a_zone_is_local_time(cast, at):
    assert remind("2024-11-12 10:00", at=at, dry_run=True)[0].startswith("Sáng thứ Tư 13/11/2024, 08:00: 2 người")


def test_without_a_moment_the_dry_run_is_about_now(cast):
    assert remind("2024-11-13 15:10", dry_run=True)[0].startswith("Chiều thứ Tư 13/11/2024, 15:10: 2 người")


def test_it_can_be_asked_about_one_letter(cast):
    third = make_user(make_unit("Sở Y tế", kind=UnitKind.DEPARTMENT), email="daumoi@soyte.example")
    other = make_issued(cast.department, cast.officer, groups=[("Sở", [third.memberships.get().unit], "Tuyên truyền")])
    lines = remind("2024-11-12 10:00", at="2024-11-13T08:00", dry_run=True, directive=other.pk)
    assert [row.split("\t")[:5] for row in lines[3:]] == [
        [str(third), "Sở Y tế", "daumoi@soyte.example", "Thư điện tử", "trước hạn 7 ngày"]
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"at": "2024-11-13T08:00"}, "Chỉ diễn tập được cho một lúc khác hoặc một văn bản: hãy thêm --dry-run."),
        ({"directive": 1}, "Chỉ diễn tập được cho một lúc khác hoặc một văn bản: hãy thêm --dry-run."),
        ({"at": "mai", "dry_run": True}, "Không đọc được “mai”. Hãy nhập như 2024-11-13T08:00."),
        ({"at": "2024-02-30T08:00", "dry_run": True}, "Không đọc được “2024-02-30T08:00”."),
        ({"directive": 987654, "dry_run": True}, "Không có văn bản đã ban hành nào mang mã 987654."),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence_and_does_nothing(cast, options, words):
    with pytest.raises(CommandError, match="^" + words.replace("(", r"\(").replace(".", r"\.")):
        remind("2024-11-13 08:05", **options)
    assert Message.objects.count() == 0


def test_the_cost_is_the_same_for_one_unit_and_for_many(cast):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            remind("2024-11-12 10:00", at="2024-11-13T08:00", dry_run=True)
        return len(found)

    few = queries()
    units = [make_unit(f"Sở số {n}", kind=UnitKind.DEPARTMENT) for n in range(4)]
    for each in units[:3]:
        make_user(each)
    make_issued(cast.department, cast.officer, groups=[("Sở", units, "Tuyên truyền", "Tập huấn")])
    assert queries() == few
