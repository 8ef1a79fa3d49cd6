"""`manage.py remind --at … --dry-run` on the campaign of 2024: every step, from the state recorded then."""

from collections import Counter
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from directives.models import Delivery, Directive, Message, Reminder
from reports.seed.campaigns import NAME_2024
from reports.tests.seeded import NOW, seeded

__all__ = ["seeded"]  # a fixture


@pytest.fixture
def told(seeded, db):
    """The printed lines for a moment, in columns: the sentence, those who hear, those who do not."""
    letter = Directive.objects.get(campaign__name=NAME_2024)

    def ask(at: str) -> tuple[str, list[list[str]], list[list[str]]]:
        out = StringIO()
        with time_machine.travel(NOW, tick=False):
            call_command("remind", at=at, dry_run=True, directive=letter.pk, stdout=out)
        sentence, *lines = out.getvalue().splitlines()
        rows = [line.split("\t") for line in lines[2:]]  # below what it rests on, and the names of the columns
        return sentence, [row for row in rows if row[0] != "–"], [row for row in rows if row[0] == "–"]

    return ask


@pytest.mark.parametrize(
    ("at", "day", "step"),
    [
        ("2024-11-06T08:00", "thứ Tư 06/11/2024", "trước hạn 14 ngày"),
        ("2024-11-13T08:00", "thứ Tư 13/11/2024", "trước hạn 7 ngày"),
        ("2024-11-15T08:00", "thứ Sáu 15/11/2024", "trước hạn 3 ngày"),  # 17/11 is a Sunday
        ("2024-11-19T08:00", "thứ Ba 19/11/2024", "trước hạn 1 ngày"),
        ("2024-11-20T08:00", "thứ Tư 20/11/2024", "ngày đến hạn"),
        ("2024-11-21T08:00", "thứ Năm 21/11/2024", "quá hạn 1 ngày"),
        ("2024-11-25T08:00", "thứ Hai 25/11/2024", "quá hạn 3 ngày"),  # 23/11 is a Saturday
        ("2024-11-27T08:00", "thứ Tư 27/11/2024", "quá hạn 7 ngày"),
    ],
)
def test_each_step_of_2024_goes_out_on_its_working_day_to_those_who_still_owed_something(told, at, day, step):
    sentence, heard, silent = told(at)
    assert sentence.startswith(f"Sáng {day}, 08:00: ")
    assert any(step in row[4].replace("; ", ", ").split(", ") for row in heard)
    people, units = {row[1] for row in heard}, {row[1] for row in silent}
    assert {row[3] for row in heard} == {"Thư điện tử"}
    assert f"{len(people)} đơn vị nhận thư; {len(units)} đơn vị không nhận gì." in sentence
    asked = set(Delivery.objects.filter(directive__campaign__name=NAME_2024).values_list("unit_name", flat=True))
    assert len(silent) == len(units) == 36 - len(people & asked)  # on Mondays the issuer and its leaders hear as well
    assert units <= asked - people
    assert all(name and "@" in address for name, _unit, address, *_rest in heard)


def test_the_two_that_never_finished_hear_of_work_and_report_in_one_mail(told):
    sentence, heard, silent = told("2024-11-27T08:00")
    assert sentence == "Sáng thứ Tư 27/11/2024, 08:00: 2 người của 2 đơn vị nhận thư; 34 đơn vị không nhận gì."
    steps = "quá hạn 7 ngày; ngày đến hạn báo cáo"
    assert [row[2:6] for row in heard] == [
        [
            "daumoi@pvhtt-vinhthanh.example",
            "Thư điện tử",
            steps,
            "Việc gần nhất quá hạn 7 ngày: 4 việc của PVHTT Vĩnh Thạnh",
        ],
        ["daumoi@sotuphap.example", "Thư điện tử", steps, "Việc gần nhất quá hạn 7 ngày: 3 việc của Sở Tư pháp"],
    ]
    assert Counter(row[5] for row in silent) == {
        "quá hạn 7 ngày: Đơn vị không còn việc nào phải làm.; ngày đến hạn báo cáo: Đơn vị đã nộp báo cáo.": 34,
    }


def test_the_subject_states_the_days_really_left_when_a_step_moved_to_friday(told):
    _sentence, heard, _silent = told("2024-11-15T08:00")
    assert {row[5].partition(":")[0] for row in heard} == {"Còn 5 ngày"}


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2024-11-17T08:00", "Ngày nghỉ: không có thư nào được gửi trong ngày Chủ nhật, 17/11/2024."),
        ("2024-11-13T07:59", "Ngoài giờ làm việc: không có thư nào được gửi lúc 07:59 ngày 13/11/2024."),
        ("2024-11-20T17:00", "Ngoài giờ làm việc: không có thư nào được gửi lúc 17:00 ngày 20/11/2024."),
    ],
)
def test_on_a_sunday_and_outside_office_hours_one_sentence_says_that_nothing_goes_out(told, at, words):
    assert told(at) == (words, [], [])


def test_a_rehearsal_of_the_past_writes_nothing(told):
    before = Reminder.objects.count(), Message.objects.count()
    told("2024-11-13T08:00")
    assert (Reminder.objects.count(), Message.objects.count()) == before
