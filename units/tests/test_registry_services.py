from contextlib import nullcontext

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from units.history import story_of
from units.models import Certainty, Membership, Role, Unit, UnitKind, User
from units.queries import exact_first, find_units, having_words
from units.services.people import add_first_officer, add_person, end_membership
from units.services.registry import confirm_unit, correct_unit, create_unit, succeed, unit_columns
from units.tests.factories import date, local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")


# --- Units ------------------------------------------------------------------------------------------------------------
def test_a_new_unit_stands_in_the_tree_and_in_the_log():
    parent, officer = make_unit(), make_user()
    unit = create_unit(name="  Sở   Y tế ", kind=UnitKind.DEPARTMENT, parent=parent, actor=officer, now=NOW)
    assert (unit.name, unit.path) == ("Sở Y tế", f"{parent.path}{unit.pk}/")
    entry = ActivityEntry.objects.get(verb="unit.created")
    assert (entry.actor, entry.at, entry.detail) == (officer, NOW, {"kind": "department", "unit": unit.pk})


def test_a_name_in_use_is_refused_and_one_of_an_ended_unit_is_free():
    make_unit("Sở Y tế", valid_to=date(2024, 10, 31))
    create_unit(name="Sở Y tế", kind=UnitKind.DEPARTMENT, actor=None, now=NOW)
    with pytest.raises(Refused, match="Đã có đơn vị tên “Sở Y tế”"):
        create_unit(name="Sở Y tế", kind=UnitKind.DEPARTMENT, actor=None, now=NOW)


def test_a_correction_is_logged_with_what_was_there_before():
    unit = make_unit("Sở Y Tế", website="")
    correct_unit(unit=unit, actor=None, now=NOW, name="Sở Y tế", website="soyte.cantho.gov.vn", note="")
    unit.refresh_from_db()
    assert (unit.name, unit.website) == ("Sở Y tế", "soyte.cantho.gov.vn")
    assert ActivityEntry.objects.get().detail == {
        "before": {"name": "Sở Y Tế", "website": ""},
        "after": {"name": "Sở Y tế", "website": "soyte.cantho.gov.vn"},
        "unit": unit.pk,
    }


def test_a_correction_keeps_the_search_words_and_the_order_in_step():
    unit = make_unit("Sở Y tê")
    correct_unit(unit=unit, actor=None, now=NOW, name="Sở Y tế", symbol="SYT")
    unit.refresh_from_db()
    expected = unit_columns("Sở Y tế", unit.kind, "", "SYT")
    assert {"sort_key": unit.sort_key, "folded": unit.folded} == expected


def test_a_correction_that_changes_nothing_is_not_logged():
    unit = make_unit("Sở Y tế")
    correct_unit(unit=unit, actor=None, now=NOW, name=" Sở Y  tế", website="")
    assert ActivityEntry.objects.count() == 0


def test_a_correction_to_a_taken_name_is_refused_and_writes_nothing():
    make_unit("Sở Y tế")
    other = make_unit("Sở Nội vụ")
    with pytest.raises(Refused, match="Đã có đơn vị khác tên “Sở Y tế”"):
        correct_unit(unit=other, actor=None, now=NOW, name="Sở Y tế")
    other.refresh_from_db()
    assert (other.name, ActivityEntry.objects.count()) == ("Sở Nội vụ", 0)


def test_a_confirmation_takes_the_doubt_away_once():
    unit = make_unit(certainty=Certainty.UNCONFIRMED, certainty_note="tên chưa chắc")
    confirm_unit(unit=unit, actor=None, now=NOW)
    unit.refresh_from_db()
    assert (unit.certainty, unit.certainty_note) == (Certainty.VERIFIED, "")
    with pytest.raises(AlreadyDone):
        confirm_unit(unit=unit, actor=None, now=NOW)


def test_the_office_of_the_committee_stands_before_the_departments():
    names = ["Ban Dân tộc", "Sở Y tế", "Văn phòng UBND thành phố"]
    keys = {
        name: unit_columns(name, UnitKind.DEPARTMENT, "", "VPUB" if "Văn" in name else "")["sort_key"] for name in names
    }
    assert sorted(names, key=keys.get) == ["Văn phòng UBND thành phố", "Ban Dân tộc", "Sở Y tế"]


def test_the_story_is_told_in_sentences_the_latest_first():
    unit = create_unit(
        name="UBND phường An Cu", kind=UnitKind.WARD_COMMITTEE, actor=None, now=local("2024-10-01 08:00")
    )
    heir = make_unit("UBND phường Thới Bình")
    correct_unit(unit=unit, actor=make_user(full_name="Trần Thị Bình"), now=NOW, name="UBND phường An Cư")
    facts = {"effective_on": date(2024, 11, 1), "decision": "Nghị quyết 1192", "ends_on": date(2024, 10, 31)}
    succeed(predecessor=unit, successor=heir, actor=None, now=local("2024-11-06 08:00"), **facts)
    assert [(line["words"], line.get("note"), line.get("by")) for line in story_of(unit, with_log=True)] == [
        ("Từ ngày 01/11/2024, UBND phường Thới Bình kế thừa UBND phường An Cư.", "Nghị quyết 1192", None),
        ("Sửa thông tin.", "tên đơn vị: “UBND phường An Cu” → “UBND phường An Cư”", "Trần Thị Bình"),
        ("Đưa vào danh bạ.", None, "hệ thống"),
    ]
    assert len(story_of(unit, with_log=False)) == 1


def test_the_story_of_unit_5_holds_nothing_of_unit_15():
    unit = make_unit()
    other = make_unit()
    for each in (unit, other):
        correct_unit(unit=each, actor=None, now=NOW, website=f"a{each.pk}.vn")
    assert [line["note"] for line in story_of(unit, with_log=True)] == [
        f"trang thông tin điện tử: (trống) → “a{unit.pk}.vn”"
    ]


# --- Finding ----------------------------------------------------------------------------------------------------------
def test_words_without_marks_find_the_unit_in_any_order():
    unit = make_unit("Phòng Văn hóa và Thông tin quận Bình Thủy")
    make_unit("Sở Y tế")
    assert list(having_words(Unit.objects.all(), "thuy BINH", "folded")) == [unit]


def test_a_unit_is_found_by_its_symbol():
    unit = make_unit("Sở Thông tin và Truyền thông", symbol="STTTT")
    assert find_units(Unit.objects.all(), "stttt") == [unit]


def test_the_very_marks_stand_before_the_others():
    names = ["UBND xã Thanh An", "UBND xã Thạnh An", "UBND xã Thánh An"]
    assert exact_first(names, "thạnh an", str) == ["UBND xã Thạnh An", "UBND xã Thanh An", "UBND xã Thánh An"]


def test_both_spellings_of_a_tone_are_one():
    assert exact_first(["Thủy", "Thùy"], "thuỷ", str) == ["Thủy", "Thùy"]
    assert exact_first(["Thùy", "Thủy"], "thuỷ", str) == ["Thủy", "Thùy"]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "—!"])
def test_words_that_say_nothing_filter_nothing(text):
    for _each in range(2):
        make_unit()
    assert len(find_units(Unit.objects.all(), text)) == 2


# --- People -----------------------------------------------------------------------------------------------------------
def person(unit, **more) -> Membership:
    facts = {"email": "Hoa@Don-Vi.example", "full_name": " Lê Thị Hoa ", "role": Role.FOCAL, "actor": None, "now": NOW}
    return add_person(unit=unit, **(facts | more))


def test_a_new_person_gets_an_account_without_a_password():
    membership = person(make_unit())
    assert (membership.user.email, membership.user.full_name) == ("hoa@don-vi.example", "Lê Thị Hoa")
    assert membership.user.has_usable_password() is False
    assert (membership.starts_on, membership.ends_on) == (date(2024, 11, 5), None)


def test_the_part_starts_on_the_local_day():
    assert person(make_unit(), now=local("2024-11-05 00:30")).starts_on == date(2024, 11, 5)


def test_a_known_address_gets_a_second_part_whatever_its_case():
    first, second = person(make_unit()), person(make_unit(), email="HOA@don-vi.EXAMPLE", full_name="Tên khác")
    assert first.user == second.user
    assert User.objects.get(email="hoa@don-vi.example").full_name == "Lê Thị Hoa"


def test_the_same_part_twice_is_said_and_stored_once():
    unit = make_unit("Sở Y tế")
    person(unit)
    with pytest.raises(AlreadyDone, match="Lê Thị Hoa đã là đầu mối của Sở Y tế."):
        person(unit)
    assert Membership.objects.count() == 1


def test_an_ended_part_may_begin_again():
    unit = make_unit()
    end_membership(membership=person(unit), actor=None, now=NOW)
    person(unit, now=local("2024-11-06 10:00"))
    assert Membership.objects.in_force().count() == 1


def test_a_switched_off_account_is_not_revived():
    make_user(email="hoa@don-vi.example", is_active=False)
    with pytest.raises(Refused, match="đã ngừng dùng"):
        person(make_unit())


@pytest.mark.parametrize(("day", "is_refused"), [(date(2024, 11, 4), True), (date(2024, 11, 5), False)])
def test_a_unit_takes_people_until_its_last_day(day, is_refused):
    unit = make_unit(valid_to=day)
    with pytest.raises(Refused, match="đã kết thúc hoạt động") if is_refused else nullcontext():
        person(unit)
    assert Membership.objects.count() == (0 if is_refused else 1)


def test_ending_a_part_keeps_the_row_and_logs_it():
    membership = end_membership(membership=person(make_unit()), actor=None, now=local("2024-11-30 23:59"))
    assert (Membership.objects.get().ends_on, membership.ends_on) == (date(2024, 11, 30), date(2024, 11, 30))
    assert ActivityEntry.objects.filter(verb="membership.ended").count() == 1


def test_ending_a_part_twice_is_said():
    membership = person(make_unit())
    end_membership(membership=membership, actor=None, now=NOW)
    with pytest.raises(AlreadyDone):
        end_membership(membership=membership, actor=None, now=NOW)


def test_nobody_ends_their_own_part():
    membership = person(make_unit())
    with pytest.raises(Refused, match="không thể tự kết thúc"):
        end_membership(membership=membership, actor=membership.user, now=NOW)


def test_the_first_officer_administers_and_the_second_does_not():
    unit = make_unit()
    first = add_first_officer(email="a@don-vi.example", full_name="A", unit=unit, now=NOW)
    second = add_first_officer(email="b@don-vi.example", full_name="B", unit=unit, now=NOW)
    assert [(each.role, each.user.is_staff) for each in (first, second)] == [
        ("coordinator", True),
        ("coordinator", False),
    ]
