"""Who may be late: by rules that stand on the page, each at its boundary day."""

from datetime import date

import pytest
from django.urls import reverse

from directives.models import Directive
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_issued
from reports.services.reviews import accept
from reports.summary.forecast import Record, foresee, records
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from reports.tests.summaries import make_letter
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-18 08:00")
SILENT = "đã qua nửa thời gian mà chưa có hoạt động nào"
NOT_BEGUN = "còn không quá 3 ngày mà có nhiệm vụ chưa bắt đầu"


@pytest.fixture
def letter():
    """Issued on 28/10/2024 and due on 20/11/2024: 23 days, of which 12 are more than half."""
    return make_letter()


def reasons(letter, day: date, past=()) -> dict[str, tuple[str, ...]]:
    named = {unit.pk: name for name, unit in letter.units.items()}
    found = foresee(letter.summary(day), dict(past))
    return {named[each.unit.unit_id]: each.reasons for each in found}


# --- Silence ----------------------------------------------------------------------------------------------------------
def test_before_half_of_the_time_silence_says_nothing(letter):
    assert reasons(letter, date(2024, 11, 8)) == {}


def test_from_half_of_the_time_on_who_is_silent_may_be_late(letter):
    letter.act("gd", 0, "2024-11-05 10:00")
    assert reasons(letter, date(2024, 11, 9)) == dict.fromkeys(["yt", "nk", "ac", "om"], (SILENT,))


def test_in_the_last_three_days_work_that_was_not_begun_may_be_late(letter):
    letter.act("gd", 0, "2024-11-05 10:00")
    assert "gd" not in reasons(letter, date(2024, 11, 16))
    assert reasons(letter, date(2024, 11, 17))["gd"] == (NOT_BEGUN,)
    assert reasons(letter, date(2024, 11, 17))["yt"] == (SILENT, NOT_BEGUN)


def test_who_has_begun_everything_is_not_named(letter):
    letter.act("yt", 0, "2024-11-05 10:00")
    letter.act("yt", 1, "2024-11-05 10:00")
    assert "yt" not in reasons(letter, date(2024, 11, 19))


def test_who_waits_for_the_department_is_not_named(letter):
    for nth in (0, 1):
        letter.act("yt", nth, "2024-11-05 10:00", declare=True)
    assert "yt" not in reasons(letter, date(2024, 11, 19))


def test_on_the_due_day_it_is_still_a_forecast_and_on_the_next_it_is_a_fact(letter):
    assert set(reasons(letter, date(2024, 11, 20))) == {"gd", "yt", "nk", "ac", "om"}
    assert reasons(letter, date(2024, 11, 21)) == {}


# --- The past ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tasks", "on_time", "is_poor"), [(3, 0, False), (4, 1, True), (4, 2, False), (5, 2, True), (100, 50, False)]
)
def test_less_than_half_of_at_least_four_is_a_poor_record(tasks, on_time, is_poor):
    assert Record(tasks, on_time).is_poor is is_poor


def test_a_poor_record_is_told_with_its_numbers(letter):
    past = {letter.units["gd"].pk: Record(6, 2)}
    assert reasons(letter, date(2024, 10, 30), past) == {"gd": ("các chiến dịch trước chỉ 2/6 nhiệm vụ đúng hạn",)}


@pytest.fixture
def earlier(letter):
    """A letter of an earlier campaign: four tasks of which the unit did one on time and one late, now closed."""
    unit, person = letter.units["gd"], letter.people["gd"]
    tasks = [f"Việc {n}" for n in range(4)]
    old = make_issued(
        letter.directive.issuer,
        letter.officer,
        groups=[("Sở", [unit], *tasks)],
        now=local("2024-05-02 09:00"),
        due_on=date(2024, 5, 20),
        dated_on=date(2024, 5, 2),
    )
    owed = list(old.deliveries.get().obligations.order_by("pk"))
    for row, when in zip(owed, ("2024-05-10 10:00", "2024-05-25 10:00"), strict=False):
        make_action(row, actor=person, now=local(when), declare=True, done_on=local(when).date())
        accept(obligation=row, actor=letter.officer, now=local(when))
    return old


def read(letter, reader=None):
    directive = Directive.objects.select_related("campaign").get(pk=letter.directive.pk)
    return records(directive, reader or letter.officer)


def test_the_record_counts_letters_of_campaigns_that_were_over_before_this_one(letter, earlier):
    close_campaign(campaign=earlier.campaign, actor=letter.officer, now=local("2024-06-30 17:00"))
    assert read(letter) == {letter.units["gd"].pk: Record(4, 1)}


def test_a_campaign_that_still_runs_is_no_past(letter, earlier):
    assert read(letter) == {}


def test_who_does_not_see_the_earlier_letter_whole_learns_nothing_of_it(letter, earlier):
    close_campaign(campaign=earlier.campaign, actor=letter.officer, now=local("2024-06-30 17:00"))
    assert read(letter, make_user(make_unit(), Role.COORDINATOR)) == {}


def test_the_record_costs_one_query(letter, django_assert_num_queries):
    directive = Directive.objects.select_related("campaign").get(pk=letter.directive.pk)
    assert letter.officer.seats  # read once per request
    with django_assert_num_queries(1):
        records(directive, letter.officer)


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_names_them_with_the_rule(client, letter):
    page = as_person(client, letter.officer).get(reverse("reports:directive-summary", args=[letter.directive.pk]))
    text = words(page)
    assert "5 đơn vị có thể trễ hạn" in text
    assert f"Quy tắc, chỉ cần một điều: {SILENT}" in text
    assert len(page.context["foreseen"]) == 5


def test_of_a_campaign_that_is_over_nothing_is_foretold(client, letter):
    close_campaign(campaign=letter.directive.campaign, actor=letter.officer, now=local("2024-11-17 08:00"))
    page = as_person(client, letter.officer).get(reverse("reports:directive-summary", args=[letter.directive.pk]))
    assert "có thể trễ hạn" not in words(page)
