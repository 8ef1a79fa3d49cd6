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


def test_a_dry_run_prints_one_line_per_person_then_the_silent_with_the_reason_and_sends_nothing(cast):
    for row in cast.obligations(cast.o_mon):
        finish(row, cast.other_focal, "2024-11-04 10:00")
    assert remind("2024-11-12 10:00", at="2024-11-13T08:00", dry_run=True) == [
        "Sáng thứ Tư 13/11/2024, 08:00: 1 người của 1 đơn vị nhận thư; 1 đơn vị không nhận gì.",
        "daumoi@ninhkieu.example\temail\ttrước hạn 7 ngày\t"
        "Còn 7 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều",
        "–\tPhòng Văn hóa và Thông tin quận Ô Môn\ttrước hạn 7 ngày\tĐơn vị không còn việc nào phải làm.",
    ]
    assert (Reminder.objects.count(), Message.objects.count(), JobRun.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("at", ["2024-11-13T08:00", "2024-11-13T08:00+07:00", "2024-11-13T01:00+00:00"])
def test_a_moment_without_a_zone_is_local_time(cast, at):
    assert remind("2024-11-12 10:00", at=at, dry_run=True)[0].startswith("Sáng thứ Tư 13/11/2024, 08:00: 2 người")


def test_without_a_moment_the_dry_run_is_about_now(cast):
    assert remind("2024-11-13 15:10", dry_run=True)[0].startswith("Chiều thứ Tư 13/11/2024, 15:10: 2 người")


def test_it_can_be_asked_about_one_letter(cast):
    third = make_user(make_unit("Sở Y tế", kind=UnitKind.DEPARTMENT), email="daumoi@soyte.example")
    other = make_issued(cast.department, cast.officer, groups=[("Sở", [third.memberships.get().unit], "Tuyên truyền")])
    lines = remind("2024-11-12 10:00", at="2024-11-13T08:00", dry_run=True, directive=other.pk)
    assert lines[1:] == ["daumoi@soyte.example\temail\ttrước hạn 7 ngày\tCòn 7 ngày: 1 việc của Sở Y tế"]


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
