"""The example beside a step in the editor of a ladder: its days, the step that it gives way to, its words filled in."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from directives.ladder import Rung, read_ladder
from directives.reminders.samples import Sample, sample_of
from directives.reminders.timeline import coming_rounds, instead_words
from directives.services.issuing import issue
from directives.tests.factories import Cast, add_group, make_cast, make_draft
from directives.tests.reminding import WEEKENDS, finish
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-14 10:00")
WORDS = "{don_vi}: {so_viec}, hạn {han}, {con_lai}"


def sample(letter, *steps, now=NOW) -> Sample:
    return sample_of(letter, now=now, calendar=WEEKENDS, rungs=read_ladder(steps))


def rung(step: str) -> Rung:
    return read_ladder([{"step": step, "text": WORDS}])[0]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def make(cast):
    """A letter to one unit or to two, with a work for each due day."""

    def made(*days: date, units=None):
        draft = make_draft(cast.department, cast.officer)
        for day in days:
            add_group(draft, f"Nhóm đến {day}", units or [cast.ninh_kieu], f"Việc đến {day}", due_on=day)
        return issue(directive=draft, actor=cast.officer, now=local("2024-10-28 09:00"))

    return made


# --- The example ------------------------------------------------------------------------------------------------------
def test_the_example_speaks_of_the_next_day_on_which_the_step_goes_out(cast, make):
    letter = make(date(2024, 11, 14), date(2024, 11, 21), date(2024, 12, 4))
    assert sample(letter).words(rung("before-2")) == f"{cast.ninh_kieu.name}: 1 việc, hạn 21/11/2024, còn 2 ngày"
    assert sample(letter).words(rung("before-9")) == f"{cast.ninh_kieu.name}: 1 việc, hạn 04/12/2024, còn 9 ngày"


def test_the_example_names_a_unit_that_still_owes_something_and_how_much(cast):
    for row in cast.obligations():
        finish(row, cast.focal, "2024-11-12 09:00")
    finish(cast.obligation(cast.o_mon), cast.other_focal, "2024-11-12 09:00")
    assert sample(cast.directive).words(rung("before-1")) == f"{cast.o_mon.name}: 1 việc, hạn 20/11/2024, còn 1 ngày"


def test_of_a_step_that_has_passed_for_all_days_it_is_as_it_was_for_the_last(cast, make):
    letter = make(date(2024, 11, 15), date(2024, 11, 18))
    assert sample(letter).has_passed(rung("before-6"))
    assert sample(letter).words(rung("before-6")) == f"{cast.ninh_kieu.name}: 1 việc, hạn 18/11/2024, còn 6 ngày"


def test_the_example_of_a_campaign_is_never_about_a_day_gone_by(cast):
    later = local("2025-02-06 10:00")  # a Thursday, long after the letter's day
    words = sample(cast.directive.campaign, now=later).words(rung("before-2"))
    assert words.endswith("2 việc, hạn 09/02/2025, còn 2 ngày")
    assert sample(cast.directive.campaign, now=later).words(rung("after-3")).endswith("hạn 04/02/2025, quá hạn 3 ngày")


# --- The days ---------------------------------------------------------------------------------------------------------
def test_up_to_three_days_are_named_with_the_reason_of_a_moved_one(make):
    letter = make(date(2024, 11, 17), date(2024, 11, 19), date(2024, 11, 26))
    found = sample(letter)
    assert found.when(rung("before-0")) == (
        "gửi thứ Sáu, 15/11/2024 (17/11/2024 là Chủ nhật); thứ Ba, 19/11/2024; thứ Ba, 26/11/2024"
    )


def test_of_more_than_three_days_the_rest_is_counted_and_all_are_listed(make):
    days = [date(2024, 11, day) for day in (19, 20, 21, 22, 26)]
    found = sample(make(*days))
    assert found.when(rung("before-0")) == (
        "gửi thứ Ba, 19/11/2024; thứ Tư, 20/11/2024; thứ Năm, 21/11/2024 và 2 ngày khác"
    )
    assert [words[-10:] for words in found.sent_on(rung("before-0"))] == [f"{day:%d/%m/%Y}" for day in days]


def test_two_due_days_that_meet_on_one_working_day_are_one_day(make):
    found = sample(make(date(2024, 11, 16), date(2024, 11, 17)))
    assert found.when(rung("before-0")) == ("gửi thứ Sáu, 15/11/2024 (16/11/2024 là thứ Bảy; 17/11/2024 là Chủ nhật)")


# --- Steps that give way ----------------------------------------------------------------------------------------------
SUNDAY = date(2024, 11, 24)


def test_a_step_that_falls_on_the_day_of_a_nearer_one_has_no_day_and_says_so(make):
    found = sample(make(SUNDAY), "before-2", "before-1", "before-0")
    told = "hạn 24/11/2024: rơi vào cùng ngày gửi với “ngày đến hạn” nên không gửi riêng"
    assert [(found.when(rung(step)), found.gives_way(rung(step))) for step in ("before-2", "before-1", "before-0")] == [
        ("", told),
        ("", told),
        ("gửi thứ Sáu, 22/11/2024 (24/11/2024 là Chủ nhật)", ""),
    ]


def test_the_editor_shows_it_beside_the_step(cast, make, client):
    letter = make(SUNDAY)
    typed = {"count": "2", "0-trigger": "before", "0-days": "2", "1-trigger": "before", "1-days": "0", "show": "1"}
    typed |= {f"{nth}-audience": "unit" for nth in range(2)}
    client.force_login(cast.officer)
    with time_machine.travel(NOW, tick=False):
        response = client.post(reverse("directives:ladder", args=[letter.pk]), typed)
    words = response.content.decode().replace("\u00a0", " ")
    assert "Hạn 24/11/2024: rơi vào cùng ngày gửi với “ngày đến hạn” nên không gửi riêng." in words
    assert "gửi thứ Sáu, 22/11/2024 (24/11/2024 là Chủ nhật)" in words


def test_it_keeps_the_days_on_which_it_does_not_give_way(make):
    found = sample(make(date(2024, 11, 20), SUNDAY), "before-2", "before-0")
    assert found.when(rung("before-2")) == "gửi thứ Hai, 18/11/2024"
    assert found.gives_way(rung("before-2")).startswith("hạn 24/11/2024:")
    assert found.words(rung("before-2")).endswith("hạn 20/11/2024, còn 2 ngày")


def test_steps_for_other_people_or_by_another_day_give_way_to_nobody(make):
    found = sample(make(SUNDAY), "before-2", "before-0-head", "report-before-0")
    assert found.gives_way(rung("before-2")) == ""


def test_the_line_of_days_names_the_steps_that_gave_way(cast, make):
    letter = make(SUNDAY)
    letter.ladder = ["before-2", "before-1", "before-0"]
    rounds = coming_rounds(letter, now=NOW, calendar=WEEKENDS)
    assert [(each.step, instead_words(each)) for each in rounds] == [
        ("before-0", "Thay cho “trước hạn 2 ngày”, “trước hạn 1 ngày” rơi vào cùng ngày gửi.")
    ]
