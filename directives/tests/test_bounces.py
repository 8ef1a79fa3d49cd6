"""Mail that came back: what is read of a report, what follows, and what is nobody's business to believe."""

import imaplib
from collections import Counter
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from campaign_portal.lib.models import JobRun
from directives.models import AddressTrouble, Message, Preference, Reminder
from directives.reminders.bounces.apply import read_mailbox, take_report
from directives.reminders.bounces.mailbox import ImapMailbox, Letter
from directives.reminders.bounces.proof import key_of
from directives.reminders.bounces.report import MOST_BYTES, Unreadable, read_report
from directives.reminders.health import READ_JOB
from directives.tests.dsn import HEAD, STATUS, dsn
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, run
from units.tests.factories import local, make_user

FOCAL, EIGHT = "daumoi@ninhkieu.example", "2024-11-13 08:00"
LATER = local("2024-11-13 08:10")


# --- Reading ----------------------------------------------------------------------------------------------------------
def only(raw: bytes):
    (bounce,) = read_report(raw)
    return bounce


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_message_address_status_and_words(returned):
    bounce = only(dsn("<a-1@portal.example>", "An@So.example", returned=returned))
    assert (bounce.message_id, bounce.address) == ("<a-1@portal.example>", "an@so.example")
    assert (bounce.action, bounce.status) == ("failed", "5.1.1")
    assert bounce.words == "không có hộp thư này (550 5.1.1 no such user)"
    assert (bounce.is_final, bounce.is_about_the_address) == (True, True)


@pytest.mark.parametrize(
    ("status", "action", "is_final", "is_about_the_address"),
    [
        ("5.1.1", "failed", True, True),
        ("5.2.2", "failed", True, True),
        ("4.4.7", "failed", True, False),  # given up after days: this mail is lost, the address may be good
        ("4.2.2", "delayed", False, False),
        ("5.1.1", "", True, True),
        ("4.2.2", "", False, False),
        ("2.0.0", "delivered", False, False),
    ],
)
def test_a_lasting_failure_is_told_from_a_delay(status, action, is_final, is_about_the_address):
    bounce = only(dsn("<a@b>", "an@so.example", status=status, action=action, diagnostic=""))
    assert (bounce.is_final, bounce.is_about_the_address) == (is_final, is_about_the_address)


@pytest.mark.parametrize(
    ("status", "diagnostic", "words"),
    [
        ("5.1.2", "", "tên miền của địa chỉ không tồn tại (5.1.2)"),
        ("5.2.2", "smtp; 552 5.2.2 full", "hộp thư đã đầy (552 5.2.2 full)"),
        ("5.7.1", "smtp; 554 spam", "máy chủ nơi nhận từ chối thư (554 spam)"),
        ("5.4.4", "", "không tìm được máy chủ nơi nhận (5.4.4)"),
        ("5.9.9", "", "máy chủ nơi nhận báo không giao được thư (5.9.9)"),
        ("", "", "máy chủ nơi nhận báo không giao được thư"),
        ("", "smtp; 550 5.1.1 Unknown", "không có hộp thư này (550 5.1.1 Unknown)"),
    ],
)
def test_the_officer_reads_what_it_means_and_the_servers_own_words(status, diagnostic, words):
    assert only(dsn("<a@b>", "an@so.example", status=status, diagnostic=diagnostic)).words == words


def test_the_address_that_was_written_to_comes_before_where_it_was_forwarded():
    raw = dsn("<a@b>", "noi-khac@gmail.example", Original_Recipient="rfc822;an@so.example")
    assert only(raw).address == "an@so.example"


def test_a_report_without_the_mail_is_known_by_what_it_answers():
    raw = dsn("", "an@so.example", returned="").replace(
        b"MIME-Version", b"In-Reply-To: <a-1@portal.example>\nMIME-Version"
    )
    assert only(raw).message_id == "<a-1@portal.example>"


def test_each_recipient_has_a_line_of_their_own():
    raw = (
        HEAD + STATUS + "".join(f"Final-Recipient: rfc822; {n}@so.example\nStatus: 5.1.1\n\n" for n in "ab")
    ).encode()
    assert [bounce.address for bounce in read_report(raw)] == ["a@so.example", "b@so.example"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Hello\n\nNgay mai hop",
        b"Content-Type: multipart/report; boundary=x\n\nno parts",
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\na\n--x--\n',
        HEAD.encode(),
        (HEAD + STATUS).encode(),
        (HEAD + "--=_x\nContent-Type: message/delivery-status\n\n\n\n--=_x--\n").encode(),
    ],
)
def test_what_is_no_report_says_nothing(raw):
    assert read_report(raw) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"x" * (MOST_BYTES + 1),
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)),
    ],
)
def test_what_is_made_to_be_expensive_is_not_read(raw):
    with pytest.raises(Unreadable):
        read_report(raw)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"Content-Type: multipart/report; boundary*=utf-16''%FF%FE\n\n", 0),
        (b"Content-Type: message/delivery-status; charset=khong-co\n\n\xff\xff", 0),
        (b"Content-Type: message/delivery-status\n\nFinal-Recipient: \xff;\xff\nStatus: 5.1.1\n\n", 1),
        (b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n%%%", 0),
    ],
)
def test_broken_mime_is_read_as_far_as_it_goes_and_names_no_mail_of_ours(raw, found):
    assert [bounce.message_id for bounce in read_report(raw)] == [""] * found


# --- What follows -----------------------------------------------------------------------------------------------------
@pytest.fixture
def cast(db):
    """Reminders went out at eight; what comes back later is up to the test."""
    found = make_cast()
    run(EIGHT, transport=Server())
    return found


def sent(address: str = FOCAL) -> Message:
    return Message.objects.get(person__email=address, channel="email")


def report(**more) -> bytes:
    return dsn(sent().message_id, FOCAL, **more)


def test_a_lasting_failure_fails_message_and_reminder_and_marks_the_address(cast):
    assert take_report(raw=report(), now=LATER) == Counter(bounced=1)
    words = "không có hộp thư này (550 5.1.1 no such user)"
    assert (sent().state, sent().state_at, sent().reason) == ("failed", LATER, f"Thư bị trả lại: {words}")
    reminder = Reminder.objects.get(delivery=cast.delivery())
    assert (reminder.state, reminder.reason) == ("failed", f"Thư bị trả lại: {words}")
    trouble = AddressTrouble.objects.get()
    assert (trouble.address, trouble.status, trouble.words, trouble.since) == (FOCAL, "5.1.1", words, LATER)
    assert trouble.sentence == f"Địa chỉ {FOCAL} không nhận thư từ 13/11/2024: {words}."
    assert Reminder.objects.get(delivery=cast.delivery(cast.o_mon)).state == "sent"


def test_the_same_report_twice_is_one_report(cast):
    take_report(raw=report(), now=LATER)
    assert take_report(raw=report(diagnostic="smtp; 550 5.1.1 khac"), now=local("2024-11-14 08:00")) == Counter(
        bounced=1
    )
    assert sent().state_at == AddressTrouble.objects.get().since == LATER


def test_a_dead_address_is_written_to_no_more_until_somebody_says_so(cast):
    take_report(raw=report(), now=LATER)
    server = Server()
    run("2024-11-15 08:00", transport=server)
    assert [mail["to"] for mail in server.inbox] == [["daumoi@omon.example"]]
    AddressTrouble.objects.update(over_at=local("2024-11-15 09:00"))
    run("2024-11-19 08:00", transport=server)
    assert sorted(mail["to"][0] for mail in server.inbox[1:]) == [FOCAL, "daumoi@omon.example"]


def test_a_reminder_that_a_colleague_got_stays_sent(db):
    cast = make_cast()
    make_user(cast.ninh_kieu)
    run(EIGHT, transport=Server())
    take_report(raw=report(), now=LATER)
    assert (sent().state, Reminder.objects.get(delivery=cast.delivery()).state) == ("failed", "sent")


def test_a_reminder_that_came_by_another_channel_stays_sent(db):
    cast = make_cast()
    Preference.objects.create(person_id=cast.focal.pk, inbox=True, changed_at=local(EIGHT))
    run(EIGHT, transport=Server())
    take_report(raw=report(), now=LATER)
    assert Reminder.objects.get(delivery=cast.delivery()).state == "sent"


def test_when_the_last_of_two_fails_after_the_first_came_back_the_reminder_has_failed(db):
    cast = make_cast()
    make_user(cast.ninh_kieu, email="hai@ninhkieu.example")
    run(EIGHT, transport=Server([None, OSError("xa")]))
    assert sent("hai@ninhkieu.example").state == "planned"
    take_report(raw=report(), now=LATER)
    assert Reminder.objects.get(delivery=cast.delivery()).state == "sent"  # the other may still get through
    run("2024-11-13 08:20", transport=Server([ValueError("xấu")]))
    assert Reminder.objects.get(delivery=cast.delivery()).state == "failed"


def test_a_delay_is_noted_and_changes_nothing_else(cast):
    raw = report(status="4.2.2", action="delayed", diagnostic="smtp; 452 4.2.2 full")
    assert take_report(raw=raw, now=LATER) == Counter(noted=1)
    assert (sent().state, sent().reason) == ("sent", "Tạm thời chưa giao được: hộp thư đã đầy (452 4.2.2 full)")
    assert AddressTrouble.objects.count() == 0


def test_a_mail_given_up_for_want_of_an_answer_failed_but_its_address_may_be_good(cast):
    raw = report(status="4.4.7", diagnostic="")
    assert take_report(raw=raw, now=LATER) == Counter(bounced=1)
    assert (sent().state, AddressTrouble.objects.count()) == ("failed", 0)


@pytest.mark.parametrize(
    "raw",
    [
        dsn("<person9-email-20241113T0100Z-0@localhost>", FOCAL),
        dsn("", FOCAL),
        dsn("<x@y>", "ai-do@noi-khac.example"),
    ],
)
def test_a_report_about_no_mail_of_ours_is_counted_and_believed_by_nobody(cast, raw):
    assert take_report(raw=raw, now=LATER) == Counter(unknown=1)
    assert (sent().state, AddressTrouble.objects.count()) == ("sent", 0)


def test_a_report_about_our_mail_and_another_address_is_not_believed(cast):
    raw = dsn(sent().message_id, "daumoi@omon.example")
    assert take_report(raw=raw, now=LATER) == Counter(unknown=1)
    assert AddressTrouble.objects.count() == 0


@pytest.mark.parametrize("state", ["planned", "sending", "cancelled"])
def test_a_report_about_a_mail_that_never_went_out_is_not_believed(cast, state):
    Message.objects.filter(person__email=FOCAL).update(state=state, reason="x")
    assert take_report(raw=report(), now=LATER) == Counter(unknown=1)


@pytest.mark.parametrize("more", [{"key": ""}, {"key": "0" * 32}, {"returned": ""}])
def test_a_report_that_anybody_could_have_made_up_is_noted_and_silences_nobody(cast, more):
    raw = report(**more).replace(b"MIME-Version", f"In-Reply-To: {sent().message_id}\nMIME-Version".encode(), 1)
    assert take_report(raw=raw, now=LATER) == Counter(unproven=1)
    words = "Có tin báo chưa kiểm chứng: không có hộp thư này (550 5.1.1 no such user)"
    assert (sent().state, sent().reason, AddressTrouble.objects.count()) == ("sent", words, 0)


def test_the_word_of_one_mail_proves_nothing_of_another(cast):
    other = sent("daumoi@omon.example")
    assert take_report(raw=report(key=key_of(other.message_id)), now=LATER) == Counter(unproven=1)


def test_good_news_is_none_of_our_business(cast):
    assert take_report(raw=report(status="2.0.0", action="delivered", diagnostic=""), now=LATER) == Counter(unrelated=1)
    assert sent().state == "sent"


def test_words_of_any_length_fit(cast):
    take_report(raw=report(diagnostic="smtp; 550 5.1.1 " + "x " * 4000), now=LATER)
    assert (len(sent().reason) <= 300, len(AddressTrouble.objects.get().words) <= 300) == (True, True)


# --- The mailbox ------------------------------------------------------------------------------------------------------
class Box:
    """A mailbox in memory; `done` holds what was put aside."""

    def __init__(self, *mails: bytes | None):
        self.mails, self.done = mails, []

    @contextmanager
    def opened(self):
        yield (Letter(raw, lambda n=n: self.done.append(n)) for n, raw in enumerate(self.mails))


def test_every_mail_is_taken_in_counted_and_put_aside(cast):
    box = Box(None, b"Subject: Chao\n\n", report(), dsn("<la@x>", FOCAL), b"x" * (MOST_BYTES + 1))
    assert read_mailbox(box, now=LATER) == {"too_long": 1, "unrelated": 1, "bounced": 1, "unknown": 1, "broken": 1}
    assert box.done == [0, 1, 2, 3, 4]


def test_a_crash_leaves_the_mail_for_the_next_run(cast, monkeypatch):
    box = Box(report())
    with monkeypatch.context() as patch:
        patch.setattr("directives.reminders.bounces.apply.take_report", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            read_mailbox(box, now=LATER)
    assert box.done == []


class Imap:
    """What `imaplib` shows of a server that holds these mails unread."""

    def __init__(self, mails: dict[str, bytes], answer: str = "OK"):
        self.mails, self.answer, self.said, self.seen = mails, answer, [], []

    def login(self, user, password):
        self.said.append(("login", user, password))

    def select(self, folder):
        self.said.append(("select", folder))
        return self.answer, [b"1"]

    def uid(self, verb, *words):
        if verb == "SEARCH":
            return self.answer, [" ".join(self.mails).encode()]
        if verb == "STORE":
            self.seen.append(words[0])
            return "OK", [None]
        raw = self.mails[words[0]]
        if "SIZE" in words[1]:
            return "OK", [b"1 (UID 1 RFC822.SIZE %d)" % len(raw)]
        assert words[1] == f"(BODY.PEEK[]<0.{MOST_BYTES}>)"
        return "OK", [(b"1 (UID 1 BODY[]<0> {%d}" % len(raw), raw), b")"]

    def logout(self):
        self.said.append(("logout",))


@pytest.fixture
def mailbox_settings(settings):
    settings.BOUNCE_IMAP_HOST, settings.BOUNCE_IMAP_USER = "imap.example", "tra-lai"
    settings.BOUNCE_IMAP_PASSWORD, settings.BOUNCE_IMAP_FOLDER = "mat-khau", 'Thư "bị trả"'


def test_unread_mails_are_read_marked_and_a_long_one_is_not_fetched(cast, mailbox_settings):
    server = Imap({"7": report(), "9": b"x" * (MOST_BYTES + 1)})
    assert read_mailbox(ImapMailbox(lambda: server), now=LATER) == {"bounced": 1, "too_long": 1}
    assert server.seen == ["7", "9"]
    assert server.said == [("login", "tra-lai", "mat-khau"), ("select", '"Thư \\"bị trả\\""'), ("logout",)]


def test_an_empty_mailbox_is_nothing_new(cast, mailbox_settings):
    assert read_mailbox(ImapMailbox(lambda: Imap({})), now=LATER) == {}


def test_a_mailbox_that_refuses_is_closed_and_the_run_fails_aloud(cast, mailbox_settings):
    server = Imap({}, answer="NO")
    with pytest.raises(imaplib.IMAP4.error, match="the mailbox answered NO"):
        read_mailbox(ImapMailbox(lambda: server), now=LATER)
    assert server.said[-1] == ("logout",)


def test_the_command_says_what_it_found_and_leaves_a_row_about_its_run(cast, mailbox_settings, monkeypatch, capsys):
    monkeypatch.setattr("directives.reminders.bounces.mailbox._connect", lambda: Imap({"7": report()}))
    call_command("read_bounces")
    assert capsys.readouterr().out == "bounced 1\n"
    assert list(JobRun.objects.values_list("name", "state", "detail")) == [(READ_JOB, "done", {"bounced": 1})]


def test_the_command_without_a_mailbox_says_what_to_set(settings):
    with pytest.raises(CommandError, match="BOUNCE_IMAP_HOST"):
        call_command("read_bounces")
