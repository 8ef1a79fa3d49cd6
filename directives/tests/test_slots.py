"""By which channels a person hears of something, and when."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from directives.models import AddressTrouble, Preference
from directives.reminders.slots import AddressBook, slots_for
from units.tests.factories import local, make_user

EIGHT, NINE = local("2024-11-13 08:00"), local("2024-11-13 09:30")
ALL = ("email", "inbox", "zalo", "webhook")


def chosen(**columns) -> Preference:
    return Preference(**columns)


@pytest.mark.parametrize(
    ("preference", "is_immediate", "reach", "expected"),
    [
        (None, False, ALL[:2], ["email"]),
        (None, True, ALL[:2], ["email"]),
        (chosen(inbox=True), False, ALL[:2], ["email", "inbox"]),
        (chosen(email=False, inbox=True), False, ALL[:2], ["inbox"]),
        (chosen(email=False, zalo=True), False, ALL[:3], ["zalo"]),
        (chosen(email=False, zalo=True), False, ALL[:2], ["email"]),  # Zalo is off here, or has no number
        (chosen(email=False), False, ALL, []),
        (chosen(email=False), True, ALL[:3], ["email"]),  # what was returned is told whatever was chosen
        (chosen(digests=False, inbox=True), False, ALL, []),
        (chosen(digests=False, inbox=True), True, ALL[:3], ["email", "inbox"]),
        (None, False, ["inbox"], []),  # a dead address: the page alone counts only for who chose it
        (None, True, ["inbox"], []),
        (chosen(inbox=True), True, ["inbox"], ["inbox"]),
        (None, False, ALL, ["email", "webhook"]),
        (chosen(email=False), False, ["webhook"], []),
        (None, False, ["webhook"], ["webhook"]),  # a dead address, and a gateway that knows the number
        (chosen(digests=False), False, ["webhook"], []),
    ],
)
def test_channels_are_those_chosen_that_reach_the_person(preference, is_immediate, reach, expected):
    assert [key for key, _slot in slots_for(preference, EIGHT, is_immediate, reach=reach)] == expected


@pytest.mark.parametrize(
    ("hour", "send_at", "is_immediate", "slot"),
    [
        (8, EIGHT, False, EIGHT),
        (14, EIGHT, False, local("2024-11-13 14:00")),
        (16, EIGHT, False, local("2024-11-13 16:00")),
        (8, NINE, False, NINE),  # never before the step is due
        (14, EIGHT, True, EIGHT),  # what is immediate waits for nobody's hour
        (14, local("2024-11-13 07:00"), False, local("2024-11-13 14:00")),
    ],
)
def test_a_digest_goes_at_the_persons_hour_of_the_steps_own_local_day(hour, send_at, is_immediate, slot):
    assert slots_for(chosen(digest_hour=hour), send_at, is_immediate) == [("email", slot)]


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [7, 17])
def test_the_database_refuses_an_hour_outside_the_office(hour):
    with pytest.raises(IntegrityError, match="digest_hour_is_an_office_hour"):
        Preference.objects.create(person=make_user(), digest_hour=hour, changed_at=EIGHT)


@pytest.mark.django_db
def test_the_database_refuses_a_second_row_for_a_person():
    person = make_user()
    Preference.objects.create(person=person, changed_at=EIGHT)
    with pytest.raises(IntegrityError):
        Preference.objects.create(person=person, changed_at=EIGHT)


# --- The address book -------------------------------------------------------------------------------------------------
@pytest.fixture
def dead():
    """A person whose address bounced on 13 November."""
    person = make_user(email="hong@don-vi.example", full_name="Trần Văn Hỏng")
    AddressTrouble.objects.create(address=person.email, status="5.1.1", words="không có hộp thư này", since=EIGHT)
    return person


@pytest.mark.django_db
def test_a_dead_address_is_as_good_as_none_and_the_book_says_why(dead):
    book = AddressBook([dead])
    assert book.slots(dead, EIGHT, is_immediate=True) == []
    assert book.why_nothing(dead) == ("Địa chỉ hong@don-vi.example không nhận thư từ 13/11/2024: không có hộp thư này.")


@pytest.mark.django_db
def test_who_chose_the_page_of_the_portal_is_reached_there_when_the_address_is_dead(dead):
    Preference.objects.create(person=dead, inbox=True, changed_at=EIGHT)
    assert AddressBook([dead]).slots(dead, EIGHT, is_immediate=False) == [("inbox", EIGHT)]


@pytest.mark.django_db
def test_an_address_whose_trouble_is_over_works_again(dead):
    AddressTrouble.objects.update(over_at=NINE)
    assert AddressBook([dead]).slots(dead, EIGHT, is_immediate=False) == [("email", EIGHT)]


@pytest.mark.django_db
def test_a_new_address_is_not_in_the_old_ones_trouble(dead):
    dead.email = "moi@don-vi.example"
    dead.save(update_fields=["email"])
    assert AddressBook([dead]).slots(dead, EIGHT, is_immediate=False) == [("email", EIGHT)]


@pytest.mark.django_db
def test_the_book_says_of_who_wants_nothing_that_they_chose_so():
    person = make_user(full_name="Lê Thị Yên")
    Preference.objects.create(person=person, digests=False, changed_at=EIGHT)
    book = AddressBook([person])
    assert book.slots(person, EIGHT, is_immediate=False) == []
    assert book.why_nothing(person) == "Lê Thị Yên đã chọn không nhận nhắc việc định kỳ."


@pytest.mark.django_db
def test_a_person_without_an_address_is_named():
    person = make_user(full_name="Lê Thị Không")
    person.email = ""
    book = AddressBook([person])
    assert book.slots(person, EIGHT, is_immediate=True) == []
    assert book.why_nothing(person) == "Lê Thị Không chưa có địa chỉ thư."


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_book_costs_two_queries_for_one_person_and_for_three(count):
    people = [make_user() for _ in range(count)]
    Preference.objects.create(person_id=people[0].pk, changed_at=EIGHT)
    with CaptureQueriesContext(connection) as captured:
        book = AddressBook([*people, people[0]])
        for person in people:
            book.slots(person, EIGHT, is_immediate=False)
    assert len(captured) == 2


@pytest.mark.django_db
def test_zalo_goes_to_the_number_given_for_it(settings):
    settings.ZALO_APP_ID = settings.ZALO_APP_SECRET = settings.ZALO_REFRESH_TOKEN = settings.ZALO_TEMPLATE_ID = "x"
    person = make_user(phone="0292 3820 536")
    row = Preference.objects.create(person=person, email=False, zalo=True, changed_at=EIGHT)
    assert AddressBook([make_fresh(person)]).slots(person, EIGHT, is_immediate=False) == [("email", EIGHT)]
    row.zalo_phone = "0912 345 678"
    row.save()
    assert AddressBook([make_fresh(person)]).slots(person, EIGHT, is_immediate=False) == [("zalo", EIGHT)]


def make_fresh(person):
    """The person as a new run reads them."""
    return type(person).objects.get(pk=person.pk)
