"""The ticks of "Nơi nhận": one question per set of units, and a form that cannot reach beyond its letter."""

from datetime import date

import pytest
from django.http import QueryDict

from directives.services.drafting import choose_units
from directives.tests.factories import add_group, make_draft
from directives.tests.officer import NOW, City, SmallCity
from directives.ticks import bundles_of, found_units, ticks_of

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 28)


@pytest.fixture
def small():
    return SmallCity()


def sent(**fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, [str(value) for value in values])
    return data


def test_the_real_letter_asks_four_questions_and_not_six():
    city = City()
    bundles = bundles_of(city.draft())
    assert [(len(bundle.groups), bundle.chosen, bundle.tasks) for bundle in bundles] == [
        (2, 19, 2),
        (2, 9, 3),
        (1, 8, 0),
        (1, 9, 1),
    ]
    assert [(kind.key, kind.certain, len(kind.members)) for kind in bundles[0].kinds] == [
        ("department", True, 18),
        ("affiliate", True, 1),
        ("affiliate", False, 5),
        ("central", False, 12),
    ]


def test_groups_ticked_apart_are_asked_apart(small):
    draft = small.draft()
    assert [len(bundle.groups) for bundle in bundles_of(draft)] == [2]
    draft.groups.get(source="task").members.update(chosen=False)
    assert [len(bundle.groups) for bundle in bundles_of(draft)] == [1, 1]


def test_lines_that_mean_nobody_stay_apart(small):
    draft = make_draft(small.department, small.officer)
    add_group(draft, "Doanh nghiệp", [])
    assert [bundle.phrase for bundle in bundles_of(draft)] == ["Doanh nghiệp", "Doanh nghiệp"]


def test_the_ticks_of_a_bundle_are_those_of_all_its_groups(small):
    bundles = bundles_of(small.draft())
    key = bundles[0].key
    ticks = ticks_of(sent(**{"bundle": [key], f"u{key}": [small.justice.pk]}), bundles)
    assert ticks.chosen == {group.pk: {small.justice.pk} for group in bundles[0].groups}


def test_a_bundle_sent_without_ticks_is_emptied_and_one_not_sent_is_left_alone(small):
    bundles = bundles_of(small.draft())
    assert ticks_of(sent(bundle=[bundles[0].key]), bundles).chosen == dict.fromkeys(
        (group.pk for group in bundles[0].groups), set()
    )
    assert ticks_of(sent(), bundles).chosen == {}


def test_groups_of_another_letter_and_nonsense_are_passed_over(small):
    bundles = bundles_of(small.draft())
    other = bundles_of(small.draft())
    data = sent(bundle=[other[0].key, "x", "²", "9" * 40])
    assert ticks_of(data, bundles).chosen == {}


def test_one_press_ticks_a_whole_kind(small):
    draft = small.draft()
    choose_units(
        directive=draft,
        chosen={group.pk: {small.justice.pk, small.police.pk} for group in draft.groups.all()},
        actor=small.officer,
        now=NOW,
    )
    draft.groups.first().members.update(chosen=False)
    bundles = bundles_of(draft)
    key = bundles[0].key
    ticks = ticks_of(sent(bundle=[key], tick_kind=[f"{key}:central"]), bundles)
    assert ticks.chosen == {bundles[0].groups[0].pk: {small.police.pk}}


def test_found_units_are_added_only_when_the_button_says_so(small):
    bundles = bundles_of(small.draft())
    key = bundles[0].key
    fields = {"bundle": [key], "add": [small.justice.pk], "add_to": [key]}
    assert ticks_of(sent(**fields), bundles).added == 0
    ticks = ticks_of(sent(**fields, adding=["1"]), bundles)
    assert (ticks.added, ticks.chosen[bundles[0].groups[0].pk]) == (1, {small.justice.pk})


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", []),
        ("  ", []),
        ("noi vu", ["Sở Nội vụ"]),
        ("SNV", ["Sở Nội vụ"]),
        ("vụ sở", ["Sở Nội vụ"]),
        ("thông tin", []),
        ("không có", []),
    ],
)
def test_units_are_found_by_any_words_of_their_name_but_never_the_issuer(small, query, names):
    draft = small.draft()
    assert [unit.name for unit in found_units(draft, query, day=DAY)] == names
