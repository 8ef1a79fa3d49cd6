"""The officer says whom words of a letter mean: remembered for the issuer, applied to the draft, taken back whole."""

from datetime import date, timedelta

import pytest

from campaign_portal.lib.errors import Refused
from directives.models import Directive
from directives.recipients import understand
from directives.recipients.known import names_on
from directives.services.drafting import choose_units
from directives.services.issuing import issue
from directives.services.naming import say_who, take_back
from directives.tests.factories import add_group, make_draft
from directives.tests.officer import NOW, SHORT, SmallCity
from units.models import Succession, UnitAlias, UnitKind
from units.services.aliases import remember_alias, withdraw_alias
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.services]
DAY = date(2024, 10, 28)


def letter(small: SmallCity, line: str) -> Directive:
    """A draft of one addressee line and one group of tasks, that of Sở Nội vụ."""
    return small.draft(SHORT.replace("Kính gửi: Sở Nội vụ.", f"Kính gửi: {line}."))


def ticked(draft: Directive, source: str = "addressee") -> list[str]:
    group = draft.groups.get(source=source)
    return [member.unit.name for member in group.members.filter(chosen=True).order_by("unit__sort_key")]


def listed(draft: Directive) -> list[str]:
    group = draft.groups.get(source="addressee")
    return [member.unit.name for member in group.members.order_by("unit__sort_key")]


def say(small: SmallCity, draft: Directive, phrase: str, *units, **more) -> UnitAlias:
    ids = [unit.pk for unit in units]
    return say_who(directive=draft, phrase=phrase, unit_ids=ids, actor=small.officer, now=NOW, **more)


# --- Saying who -------------------------------------------------------------------------------------------------------
def test_a_misspelt_name_is_ticked_once_the_officer_says_who_it_is(small):
    draft = letter(small, "Sở Nộ vụ, Sở Tư pháp")
    assert ticked(draft) == ["Sở Tư pháp"]
    alias = say(small, draft, "Sở Nộ vụ", small.home_affairs)
    assert (ticked(draft), alias.issuer, alias.remembered_by) == (
        ["Sở Nội vụ", "Sở Tư pháp"],
        small.department,
        small.officer,
    )


def test_the_next_letter_of_the_issuer_is_read_with_it_and_another_issuer_s_is_not(small):
    say(small, letter(small, "Sở Nộ vụ"), "Sở Nộ vụ", small.home_affairs)
    assert ticked(letter(small, "Sở Nộ vụ")) == ["Sở Nội vụ"]
    [unclear] = understand("Sở Nộ vụ", names_on(DAY, issuer=small.justice)).unclear
    assert unclear.near == (small.home_affairs,)


def test_one_answer_counts_in_every_line_that_holds_the_words(small):
    draft = letter(small, "Ngành nội vụ")
    add_group(draft, "Sở Tư pháp, ngành nội vụ", [])
    say(small, draft, "Ngành nội vụ", small.home_affairs)
    groups = [group for group in draft.groups.all() if "ngành" in group.phrase.lower()]
    assert [[m.unit.name for m in group.members.filter(chosen=True)] for group in groups if group.members.exists()] == [
        ["Sở Nội vụ"],
        ["Sở Nội vụ", "Sở Tư pháp"],
        ["Sở Nội vụ", "Sở Tư pháp"],
    ]


def test_words_may_mean_several_units(small):
    draft = letter(small, "Thành viên Ban Chỉ đạo")
    say(small, draft, "Thành viên Ban Chỉ đạo", small.home_affairs, small.justice)
    assert ticked(draft) == ["Sở Nội vụ", "Sở Tư pháp"]


def test_words_may_mean_nobody(small):
    draft = letter(small, "Doanh nghiệp bưu chính")
    say(small, draft, "Doanh nghiệp bưu chính", nobody=True)
    answer = understand("Doanh nghiệp bưu chính", names_on(DAY, issuer=small.department))
    assert (ticked(draft), answer.unclear, answer.matches) == ([], [], [])
    assert [each.phrase for each in answer.remembered] == ["Doanh nghiệp bưu chính"]


def test_an_uncertain_unit_is_ticked_when_the_officer_names_it(small):
    draft = letter(small, "Ngành công an")
    say(small, draft, "Ngành công an", small.police)
    assert ticked(draft) == ["Công an thành phố"]


def test_an_exception_nobody_understood_takes_its_unit_out_once_it_is_named(small):
    draft = letter(small, "Các sở (trừ ngành tư pháp)")
    assert (ticked(draft), listed(draft)) == ([], ["Sở Nội vụ", "Sở Tư pháp", "Công an thành phố"])
    say(small, draft, "ngành tư pháp", small.justice)
    assert (ticked(draft), listed(draft)) == (["Sở Nội vụ"], ["Sở Nội vụ", "Công an thành phố"])


def test_ticks_of_the_same_form_and_of_before_are_kept(small):
    draft = letter(small, "Sở Nộ vụ, Sở Tư pháp")
    group = draft.groups.get(source="addressee")
    say(small, draft, "Sở Nộ vụ", small.home_affairs, chosen={group.pk: {small.police.pk}})
    assert ticked(draft) == ["Sở Nội vụ", "Công an thành phố"]
    assert listed(draft) == ["Sở Nội vụ", "Sở Tư pháp", "Công an thành phố"]


def test_said_twice_nothing_changes(small):
    draft = letter(small, "Sở Nộ vụ")
    first = say(small, draft, "Sở Nộ vụ", small.home_affairs)
    group = draft.groups.get(source="addressee")
    choose_units(directive=draft, chosen={group.pk: set()}, actor=small.officer, now=NOW)
    assert say(small, draft, "Sở Nộ vụ", small.home_affairs) == first
    assert (ticked(draft), UnitAlias.objects.count()) == ([], 1)


# --- Refused ----------------------------------------------------------------------------------------------------------
def test_words_no_line_holds_are_refused_and_the_ticks_kept(small):
    draft = letter(small, "Sở Tư pháp")
    group = draft.groups.get(source="addressee")
    with pytest.raises(Refused, match="Không còn dòng nào ghi “Sở Lạ”"):
        say(small, draft, "Sở Lạ", small.home_affairs, chosen={group.pk: {small.police.pk}})
    assert (ticked(draft), UnitAlias.objects.count()) == (["Công an thành phố"], 0)


def test_no_unit_named_is_refused_and_the_ticks_kept(small):
    draft = letter(small, "Sở Nộ vụ, Sở Tư pháp")
    group = draft.groups.get(source="addressee")
    with pytest.raises(Refused, match="Hãy chọn ít nhất một đơn vị"):
        say(small, draft, "Sở Nộ vụ", chosen={group.pk: set()})
    assert (ticked(draft), UnitAlias.objects.count()) == ([], 0)


def test_a_unit_of_another_day_and_the_issuer_itself_are_nobody(small):
    later = make_unit("Sở Dân tộc và Tôn giáo", valid_from=date(2025, 3, 1))
    draft = letter(small, "Sở Nộ vụ")
    for unit in (later, small.department):
        with pytest.raises(Refused, match="Hãy chọn ít nhất một đơn vị"):
            say(small, draft, "Sở Nộ vụ", unit)


def test_an_issued_letter_is_not_read_anew(small):
    draft = small.ready()
    issue(directive=draft, actor=small.officer, now=NOW)
    with pytest.raises(Refused, match="đã được ban hành"):
        say(small, draft, "Sở Nội vụ", small.justice)
    with pytest.raises(Refused, match="đã được ban hành"):
        take_back(directive=draft, alias_id=1, actor=small.officer, now=NOW)
    assert UnitAlias.objects.count() == 0


# --- Taking back ------------------------------------------------------------------------------------------------------
def test_taking_back_leaves_the_line_as_it_was_before(small):
    draft = letter(small, "Sở Nộ vụ, Sở Tư pháp")
    alias = say(small, draft, "Sở Nộ vụ", small.home_affairs)
    take_back(directive=draft, alias_id=alias.pk, actor=small.officer, now=NOW)
    assert (ticked(draft), listed(draft)) == (["Sở Tư pháp"], ["Sở Tư pháp"])
    assert UnitAlias.objects.in_force().count() == 0


def test_taking_back_an_exception_unticks_its_kind_again(small):
    draft = letter(small, "Các sở (trừ ngành tư pháp)")
    alias = say(small, draft, "ngành tư pháp", small.justice)
    take_back(directive=draft, alias_id=alias.pk, actor=small.officer, now=NOW)
    assert (ticked(draft), listed(draft)) == ([], ["Sở Nội vụ", "Sở Tư pháp", "Công an thành phố"])


def test_taken_back_twice_nothing_changes_and_the_ticks_are_kept(small):
    draft = letter(small, "Sở Nộ vụ, Sở Tư pháp")
    alias = say(small, draft, "Sở Nộ vụ", small.home_affairs)
    group = draft.groups.get(source="addressee")
    for chosen in ({}, {group.pk: {small.police.pk}}):
        take_back(directive=draft, alias_id=alias.pk, actor=small.officer, now=NOW, chosen=chosen)
    assert ticked(draft) == ["Công an thành phố"]


def test_words_of_another_issuer_are_not_taken_back(small):
    alias = remember_alias(issuer=small.justice, phrase="ngành y", units=[], actor=None, now=NOW)
    with pytest.raises(Refused, match="Không tìm thấy"):
        take_back(directive=letter(small, "ngành y"), alias_id=alias.pk, actor=small.officer, now=NOW)
    assert UnitAlias.objects.in_force().get() == alias


# --- Remembered words on a day ----------------------------------------------------------------------------------------
@pytest.fixture
def taught(small):
    """ "Thành viên Ban Chỉ đạo" are two units, one of which ends with October 2024."""
    small.justice.valid_to = date(2024, 10, 31)
    small.justice.save(update_fields=["valid_to"])
    units = [small.home_affairs, small.justice]
    return remember_alias(issuer=small.department, phrase="Thành viên BCĐ", units=units, actor=None, now=NOW)


def meant(small: SmallCity, day: date) -> list[str] | None:
    answer = understand("Thành viên BCĐ", names_on(day, issuer=small.department))
    return None if answer.unclear else [found.unit.name for found in answer.matches if found.chosen]


def follow(small: SmallCity, *heirs) -> None:
    for heir in heirs:
        Succession.objects.create(
            predecessor=small.justice,
            successor=heir,
            effective_on=date(2024, 11, 1),
            decision="NQ",
            recorded_at=local("2024-10-20 08:00"),
        )


def test_a_unit_that_ended_is_left_out_of_remembered_words(small, taught):
    assert meant(small, date(2024, 10, 31)) == ["Sở Nội vụ", "Sở Tư pháp"]
    assert meant(small, date(2024, 11, 1)) == ["Sở Nội vụ"]


def test_its_one_heir_stands_in_its_place(small, taught):
    heir = make_unit("Sở Tư pháp và Hộ tịch", valid_from=date(2024, 11, 1))
    follow(small, heir)
    assert meant(small, date(2024, 11, 1)) == ["Sở Nội vụ", "Sở Tư pháp và Hộ tịch"]


def test_after_a_split_the_officer_is_asked_anew(small, taught):
    follow(small, *(make_unit(f"Sở Mới {n}", valid_from=date(2024, 11, 1)) for n in (1, 2)))
    assert meant(small, date(2024, 11, 1)) is None


def test_withdrawn_words_are_unclear_again(small, taught):
    withdraw_alias(alias=taught, actor=None, now=NOW + timedelta(hours=1))
    assert meant(small, date(2024, 10, 31)) is None


def test_reading_with_remembered_words_costs_four_queries(small, taught, django_assert_num_queries):
    for number in range(3):
        remember_alias(
            issuer=small.department, phrase=f"nhóm {number} x", units=[small.home_affairs], actor=None, now=NOW
        )
    with django_assert_num_queries(4):
        names_on(DAY, issuer=small.department)


def test_a_letter_s_groups_without_a_reading_follow_too(small):
    """A draft typed by hand has groups of its own and no reading."""
    draft = make_draft(small.department, small.officer)
    group = add_group(draft, "Các phường ven sông", [])
    ward = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE)
    say(small, draft, "Các phường ven sông", ward)
    assert [member.unit for member in group.members.filter(chosen=True)] == [ward]
