"""Confirming receipt by the address in a mail: who may, until when, what is written down, and what is not shown."""

from datetime import UTC, date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Q

from campaign_portal.lib.dates import at_local, closes_at
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from directives.mailed import Standing, open_mail
from directives.models import Change, Delivery, Event, Message
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.receipt_link import Ticket, read_ticket, receipt_link, write_ticket
from directives.services.lifecycle import close_campaign, hand_over, recall
from directives.services.mailed import confirm_by_mail
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS, Server
from units.models import Membership
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-13 08:00")
LATER = local("2024-11-13 09:30")
LAST = date(2024, 12, 20)
"""Thirty days after the due day, 20/11/2024."""


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def mail(cast):
    """The mail to the focal point of Ninh Kiều, a week before the due day."""
    plan_reminders(now=NOW, calendar=WEEKENDS)
    send_due_messages(now=NOW, transport=Server(), calendar=WEEKENDS)
    return Message.objects.select_related("person").get(person=cast.focal)


def token_of(message, delivery, person, deadline=date(2024, 11, 20)) -> str:
    return receipt_link(message, delivery, person, deadline).rstrip("/").rpartition("/")[2]


@pytest.fixture
def token(cast, mail):
    return token_of(mail, cast.delivery(), cast.focal)


def standing(token, now=LATER) -> str:
    return str(open_mail(token, now=now).standing)


# --- The address ------------------------------------------------------------------------------------------------------
def test_the_address_is_the_same_each_time_and_short_enough_for_one_line(cast, mail, settings):
    settings.SITE_URL = "https://tuyentruyen.cantho.example"
    first = receipt_link(mail, cast.delivery(), cast.focal, date(2024, 11, 20))
    assert first == receipt_link(mail, cast.delivery(), cast.focal, date(2024, 11, 20))
    assert first.startswith("https://tuyentruyen.cantho.example/receipts/")
    assert len(first) < 120


@pytest.mark.parametrize(
    "deadline, last_day",
    [
        (date(2024, 11, 20), date(2024, 12, 20)),
        (date(2024, 11, 13), date(2024, 12, 13)),
        (date(2024, 11, 1), date(2024, 12, 13)),  # an overdue mail: thirty days from the mail
        (None, date(2024, 12, 13)),
    ],
)
def test_it_may_be_used_until_thirty_days_after_the_due_day_or_the_mail(cast, mail, deadline, last_day):
    ticket = read_ticket(token_of(mail, cast.delivery(), cast.focal, deadline))
    assert ticket == Ticket(mail.pk, cast.delivery().pk, cast.focal.pk, last_day)


def test_a_mail_that_is_only_rehearsed_shows_the_letters_page(cast, settings):
    settings.SITE_URL = "https://a.example"
    rehearsed = Message(person=cast.focal, slot=NOW)
    assert receipt_link(rehearsed, cast.delivery(), cast.focal) == f"https://a.example/deliveries/{cast.delivery().pk}/"


@pytest.mark.parametrize(
    "now, found",
    [
        (closes_at(LAST) - timedelta(seconds=1), "ready"),
        (closes_at(LAST), "expired"),
        (at_local(LAST, closes_at(LAST).time()), "ready"),
        (closes_at(LAST).astimezone(UTC), "expired"),
    ],
)
def test_it_ends_with_the_last_second_of_its_last_day(token, now, found):
    assert standing(token, now) == found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: token.upper(),
        lambda token: token.partition(".")[0],
        lambda token: "1-1-1-fhx4." + token.partition(".")[2],
        lambda token: "",
        lambda token: "." * 10,
        lambda token: "x" * 5000,
    ],
)
def test_what_this_portal_did_not_write_opens_nothing(token, spoil):
    page = open_mail(spoil(token), now=LATER)
    assert (page.standing, page.ticket, page.message, page.work) == (Standing.UNKNOWN, None, None, [])


def test_another_persons_name_cannot_be_put_into_an_address(cast, mail, token):
    other = write_ticket(Ticket(mail.pk, cast.delivery().pk, cast.other_focal.pk, LAST))
    mixed = f"{other.partition('.')[0]}.{token.partition('.')[2]}"
    assert standing(mixed) == "unknown"


def test_a_signature_made_for_another_purpose_opens_nothing(token):
    from django.core.signing import Signer

    value = token.partition(".")[0]
    for salt in ("", "directives.unsubscribe", "django.core.signing.Signer"):
        assert standing(Signer(salt=salt or None, sep=".").sign(value)) == "unknown"


def test_a_new_secret_key_ends_all_addresses(token, settings):
    settings.SECRET_KEY = "k" * 60
    assert standing(token) == "unknown"


def test_a_row_that_is_gone_is_no_address(cast, mail):
    assert standing(write_ticket(Ticket(10**6, cast.delivery().pk, cast.focal.pk, LAST))) == "unknown"
    assert standing(write_ticket(Ticket(mail.pk, 10**6, cast.focal.pk, LAST))) == "unknown"
    assert standing(write_ticket(Ticket(mail.pk, cast.delivery().pk, 10**6, LAST))) == "unknown"


# --- Confirming -------------------------------------------------------------------------------------------------------
def test_confirming_is_written_down_as_the_persons_act_by_the_mail(cast, token):
    confirm_by_mail(token=token, now=LATER, incoming_number="123", incoming_on=date(2024, 11, 13))
    delivery = cast.delivery()
    assert (delivery.received_at, delivery.received_by, delivery.seen_at) == (LATER, cast.focal, LATER)
    assert (delivery.incoming_number, delivery.incoming_on) == ("123", date(2024, 11, 13))
    change = Change.objects.get(delivery=delivery, event=Event.RECEIVED)
    assert (change.actor, change.acting_unit, change.recorded_at) == (cast.focal, cast.ninh_kieu, LATER)
    assert change.note == "Xác nhận bằng liên kết trong thư nhắc 08:00 ngày 13/11/2024."


def test_a_confirmation_on_the_page_of_the_letter_has_no_such_note(cast):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=LATER)
    assert Change.objects.get(event=Event.RECEIVED).note == ""


def test_a_second_press_changes_nothing(cast, token):
    confirm_by_mail(token=token, now=LATER)
    with pytest.raises(AlreadyDone, match="đã được xác nhận tiếp nhận từ trước"):
        confirm_by_mail(token=token, now=LATER + timedelta(minutes=1), incoming_number="9")
    assert (cast.delivery().received_at, cast.delivery().incoming_number) == (LATER, "")
    assert Change.objects.filter(event=Event.RECEIVED).count() == 1


def test_a_colleague_who_was_first_is_named(cast, token):
    colleague = make_user(cast.ninh_kieu, full_name="Đồng Nghiệp")
    confirm_receipt(delivery=cast.delivery(), actor=colleague, now=LATER)
    page = open_mail(token, now=LATER)
    assert (page.standing, page.delivery.received_by) == (Standing.RECEIVED, colleague)


def test_the_other_units_letter_is_not_confirmed_along(cast, token):
    confirm_by_mail(token=token, now=LATER)
    assert cast.delivery(cast.o_mon).received_at is None


def put_end(cast, what: str) -> None:
    """What may have happened between the mail and the press."""
    act = {"actor": cast.officer, "now": NOW}
    if what == "recalled":
        recall(directive=cast.directive, note="nhầm", **act)
    elif what == "closed":
        close_campaign(campaign=cast.directive.campaign, **act)
    elif what == "refused":
        refuse(delivery=cast.delivery(), actor=cast.focal, now=NOW, reason="không thuộc phạm vi")
    elif what == "left":
        Membership.objects.filter(user=cast.focal).update(ends_on=date(2024, 11, 13))
    elif what == "inactive":
        cast.focal.is_active = False
        cast.focal.save(update_fields=["is_active"])
    elif what == "viewer":
        Membership.objects.filter(user=cast.focal).update(role="viewer")
    elif what == "merged":
        move_work(cast)


def move_work(cast) -> None:
    """A merger: from now on Ô Môn carries the work of Ninh Kiều."""
    hand_over(predecessor=cast.ninh_kieu, successor=cast.o_mon, actor=cast.officer, now=NOW)


@pytest.mark.parametrize(
    "what, found",
    [
        ("recalled", "recalled"),
        ("closed", "closed"),
        ("refused", "refused"),
        ("left", "not_focal"),
        ("inactive", "not_focal"),
        ("viewer", "not_focal"),
        ("merged", "moved"),
    ],
)
def test_what_happened_since_the_mail_is_said_and_nothing_is_confirmed(cast, token, what, found):
    put_end(cast, what)
    assert standing(token) == found
    with pytest.raises(Refused, match="Không xác nhận được bằng liên kết này"):
        confirm_by_mail(token=token, now=LATER)
    assert cast.delivery().received_at is None


def test_a_person_who_left_learns_nothing_of_what_became_of_the_letter(cast, token):
    put_end(cast, "recalled")
    put_end(cast, "left")
    assert standing(token) == "not_focal"


def test_after_a_merger_the_reader_of_the_new_unit_goes_on_to_the_work(cast, mail):
    move_work(cast)
    token = token_of(mail, cast.delivery(), cast.other_focal)
    page = open_mail(token, now=LATER)
    assert (page.standing, page.reports, page.carriers) == (Standing.MOVED, True, [cast.o_mon.name])


def test_after_a_merger_the_old_units_reader_has_nothing_to_do(cast, token):
    move_work(cast)
    page = open_mail(token, now=LATER)
    assert (page.standing, page.reports, page.carriers) == (Standing.MOVED, False, [cast.o_mon.name])


# --- What is shown ----------------------------------------------------------------------------------------------------
def test_only_work_of_which_the_mail_spoke_is_shown(cast, mail, token):
    first, second = cast.obligations()
    assert [row.pk for row in open_mail(token, now=LATER).told] == [first.pk, second.pk]
    Message.objects.filter(pk=mail.pk).update(text=mail.text.replace(second.instruction.title, "…"))
    assert [row.pk for row in open_mail(token, now=LATER).told] == [first.pk]


def test_a_due_day_moved_since_is_not_told(cast, mail, token):
    page = open_mail(token, now=LATER)
    assert (page.due_on, page.was_moved) == (date(2024, 11, 20), False)
    Message.objects.filter(pk=mail.pk).update(text=mail.text.replace("20/11/2024", "18/11/2024"))
    page = open_mail(token, now=LATER)
    assert (page.due_on, page.was_moved) == (None, True)


def test_reading_it_a_hundred_times_changes_no_row(cast, token):
    def rows():
        deliveries = list(Delivery.objects.order_by("pk").values())
        kept = [model.objects.count() for model in (Change, Message, ActivityEntry, Session)]
        return deliveries, kept, list(Message.objects.values())

    before = rows()
    for _each in range(100):
        open_mail(token, now=LATER)
    assert rows() == before


def test_the_page_costs_as_many_queries_for_one_piece_of_work_as_for_three(token, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        open_mail(token, now=LATER)


def test_nothing_else_is_asked_of_the_database_for_a_forged_address(django_assert_num_queries):
    with django_assert_num_queries(0):
        open_mail("1-1-1-fhx4.forged", now=LATER)


def test_no_signature_is_kept_in_the_ledger(cast, mail, token):
    assert not Message.objects.filter(Q(dedupe_key__contains=token) | Q(message_id__contains=token)).exists()
