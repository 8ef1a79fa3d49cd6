"""Words are written for many messages at once: what may happen between the writing and the sending of one."""

from datetime import date

import pytest
from django.db import DatabaseError

from directives.models import Message, MessageReminder, Obligation, Reminder
from directives.reminders import assemble as assembling
from directives.reminders import plan_reminders, writing
from directives.reminders import send as sending
from directives.reminders.channels import EmailChannel
from directives.reminders.hands import mark_sent
from directives.reminders.settle import settle_sent, take_back
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import WEEKENDS, Server, finish, ledger, run
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
FOCAL, OTHER = "daumoi@ninhkieu.example", "daumoi@omon.example"
EIGHT = "2024-11-13 08:00"
NOW = local(EIGHT)


@pytest.fixture
def cast():
    return make_cast()


def assembled() -> list[int]:
    """The keys of the messages that wait at eight."""
    plan_reminders(now=NOW, calendar=WEEKENDS)
    assembling.assemble(now=NOW)
    return list(Message.objects.order_by("pk").values_list("pk", flat=True))


def another_letter(cast):
    return make_issued(cast.department, cast.officer, groups=[("Các quận", [cast.ninh_kieu], "Việc khác")])


def more_along(cast) -> None:
    """A second letter reaches the unit, and its reminder joins the message that waits, as another run would do it."""
    another_letter(cast)
    plan_reminders(now=NOW, calendar=WEEKENDS)
    assembling.assemble(now=NOW)


def between_writing_and_sending(monkeypatch, act) -> None:
    """Let something happen once, right after the words of the first batch were written."""

    def and_then(keys, channel, *, now):
        written = writing.write(keys, channel, now=now)
        monkeypatch.setattr(sending, "write", writing.write)
        act()
        return written

    monkeypatch.setattr(sending, "write", and_then)


def finishing_the_others_work(cast, server):
    """A mail server during whose first mail the unit that is told next finishes all its work."""

    def take(**mail):
        if not server.inbox:
            for row in Obligation.objects.filter(responsible_unit=cast.o_mon):
                finish(row, cast.officer, EIGHT)
        server(**mail)

    return take


def test_a_message_that_takes_more_along_does_not_go_with_its_old_words(cast, monkeypatch):
    server = Server()
    between_writing_and_sending(monkeypatch, lambda: more_along(cast))
    assert run(EIGHT, transport=server) == {"swept": 0, "sent": 1, "taken": 1}
    assert [mail["to"] for mail in server.inbox] == [[OTHER]]
    assert run("2024-11-13 08:01", transport=server) == {"swept": 0, "sent": 1}
    assert "Việc khác" in server.inbox[-1]["text"]
    assert ledger() == [("before-7", "sent")] * 3


def test_a_message_that_another_run_took_is_left_to_it(cast, monkeypatch):
    between_writing_and_sending(monkeypatch, lambda: Message.objects.filter(person=cast.focal).update(state="sending"))
    server = Server()
    assert run(EIGHT, transport=server) == {"swept": 0, "sent": 1, "taken": 1}
    assert [mail["to"] for mail in server.inbox] == [[OTHER]]


def test_words_that_waited_long_are_written_anew_from_what_is_open_by_then(cast, monkeypatch):
    monkeypatch.setattr(sending, "FRESH", -1.0)
    server = Server()
    take = finishing_the_others_work(cast, server)
    assert run(EIGHT, transport=take) == {"swept": 0, "sent": 1, "cancelled": 1}
    assert [mail["to"] for mail in server.inbox] == [[FOCAL]]


def test_words_that_are_fresh_go_as_they_were_written(cast):
    server = Server()
    take = finishing_the_others_work(cast, server)
    assert run(EIGHT, transport=take) == {"swept": 0, "sent": 2}
    assert [mail["to"] for mail in server.inbox] == [[FOCAL], [OTHER]]


def test_what_the_words_leave_out_has_ended_before_the_message_goes(cast):
    letter = another_letter(cast)
    assembled()
    finish(letter.deliveries.get().obligations.get(), cast.officer, EIGHT)
    seen = []

    def take(**_mail):
        seen.append(list(Reminder.objects.filter(directive=letter).values_list("state", "served_by")))

    run(EIGHT, transport=take)
    assert seen[0] == [("cancelled", None)]
    assert sorted(ledger()) == [("before-7", "cancelled"), ("before-7", "sent"), ("before-7", "sent")]


def test_what_a_sender_left_behind_after_its_mail_had_gone_is_sent_by_the_next_sweep(cast):
    assembled()
    Message.objects.filter(person=cast.focal).update(state="sent")
    server = Server()
    assert run("2024-11-13 08:05", transport=server) == {"swept": 0, "sent": 1}
    assert [mail["to"] for mail in server.inbox] == [[OTHER]]
    assert ledger() == [("before-7", "sent")] * 2


def test_a_mail_that_came_back_before_its_batch_was_settled_has_failed(cast):
    [first, _second] = assembled()
    Message.objects.filter(pk=first).update(state="sent")
    message = Message.objects.get(pk=first)
    assert take_back(message, reason="Hộp thư đầy.", now=NOW)
    settle_sent([message], now=NOW)
    assert ledger() == [("before-7", "failed"), ("before-7", "sending")]


def test_a_run_that_ends_early_leaves_the_rest_planned_and_settles_what_has_gone(cast, monkeypatch):
    monkeypatch.setattr(sending, "MOST_SECONDS", -1.0)
    assert run(EIGHT) == {"swept": 0, "sent": 1}
    assert sorted(ledger()) == [("before-7", "sending"), ("before-7", "sent")]
    assert sorted(Message.objects.values_list("state", flat=True)) == ["planned", "sent"]


def test_a_mail_that_has_gone_is_written_down_though_the_claim_of_the_next_one_breaks(cast, monkeypatch):
    whole = sending.claim

    def breaking(message, **more):
        if message.person != cast.focal:
            raise DatabaseError("the line to the database was cut")
        return whole(message, **more)

    monkeypatch.setattr(sending, "claim", breaking)
    assert run(EIGHT) == {"swept": 0, "sent": 1, "errors": 1}
    assert dict(Message.objects.values_list("person__email", "state")) == {FOCAL: "sent", OTHER: "planned"}


def test_a_mail_that_came_back_at_once_is_not_called_sent_again(cast):
    [first, _second] = assembled()
    message = Message.objects.get(pk=first)
    Message.objects.filter(pk=first).update(state="sent")
    assert take_back(message, reason="Hộp thư đầy.", now=NOW)
    mark_sent(message, now=NOW)
    assert Message.objects.get(pk=first).state == "failed"


def test_a_mail_that_cannot_be_written_fails_in_words_and_the_others_go(cast, monkeypatch):
    whole = writing.compose.render

    def broken(composed, message, *, now):
        if message.person == cast.focal:
            raise KeyError("ten_don_vi")
        return whole(composed, message, now=now)

    monkeypatch.setattr(writing.compose, "render", broken)
    assert run(EIGHT) == {"swept": 0, "sent": 1, "failed": 1}
    failed = Message.objects.get(person=cast.focal)
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.reason.startswith("Không soạn được thư: KeyError")


@pytest.mark.parametrize("units", [1, 3])
def test_writing_costs_the_same_for_one_message_and_for_many(cast, units, django_assert_num_queries):
    keys = assembled()
    for _number in range(units - 1):
        another_letter(cast)
    plan_reminders(now=NOW, calendar=WEEKENDS)
    assembling.assemble(now=NOW)
    channel = EmailChannel()
    with django_assert_num_queries(12):  # two of them begin and end the transaction
        written = writing.write(keys, channel, now=NOW)
    assert [len(each.message.text) > 0 for each in written] == [True, True]


def test_the_mail_to_each_reader_bears_a_link_of_its_own_though_they_share_its_words(cast):
    """Two people of one unit hear the same: what is written for one must not stand in the mail to the other."""
    colleague = make_user(cast.ninh_kieu, email="dongnghiep@ninhkieu.example")
    server = Server()
    run(EIGHT, transport=server)
    mails = {mail["to"][0]: mail["text"] for mail in server.inbox}
    keys = [set(receipt_links(mails[address])) for address in (FOCAL, colleague.email)]
    assert [len(found) for found in keys] == [1, 1]
    assert keys[0].isdisjoint(keys[1])


def receipt_links(text: str) -> list[str]:
    return [word for word in text.split() if "/receipts/" in word]


def test_links_of_what_is_left_out_are_gone_and_the_rest_stays(cast):
    letter = another_letter(cast)
    assembled()
    finish(letter.deliveries.get().obligations.get(), cast.officer, EIGHT)
    run(EIGHT)
    left = MessageReminder.objects.filter(message__person=cast.focal)
    assert [each.reminder.deadline for each in left.select_related("reminder")] == [date(2024, 11, 20)]
