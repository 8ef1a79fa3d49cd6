from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parseaddr

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError
from django.template import TemplateDoesNotExist

from campaign_portal.lib.mail import (
    Attachment,
    Envelope,
    build_mail,
    message_id_for,
    one_click_unsubscribe,
    render_mail,
    send_mail_message,
)
from campaign_portal.lib.models import OutboxMail

NOW = datetime(2024, 11, 13, 1, 0, tzinfo=UTC)
OUTBOX = "campaign_portal.lib.mail.OutboxBackend"
MAIL = {"to": ["lan@cantho.example"], "subject": "Còn 7 ngày", "text": "Kính gửi…\n", "html": "<p>Kính gửi…</p>"}


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "emails").mkdir()
    backend = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path], "OPTIONS": {}}
    settings.TEMPLATES = [backend]

    def write(name: str, text: str) -> None:
        (tmp_path / "emails" / name).write_text(text, encoding="utf-8")

    write("nhac-subject.txt", "Nhắc việc:\n {{ unit }}\n")
    write("nhac-body.txt", "\n{{ unit }} còn 7 ngày.\n\n")
    write("nhac-body.html", "<p>{{ unit }}</p>")
    return write


def test_the_three_templates_are_rendered_and_only_html_is_escaped(templates):
    assert render_mail("nhac", {"unit": "Sở A & B"}) == (
        "Nhắc việc: Sở A & B",
        "Sở A & B còn 7 ngày.\n",
        "<p>Sở A &amp; B</p>",
    )


def test_a_missing_template_is_an_error(templates):
    templates("la-subject.txt", "a")
    templates("la-body.txt", "b")
    with pytest.raises(TemplateDoesNotExist, match="la-body.html"):
        render_mail("la", {})


def test_a_mail_goes_out_with_both_bodies_and_its_id(settings):
    assert send_mail_message(**MAIL, message_id="<a@b.example>", headers={"X-Campaign": "1"}) == 1
    sent = django_mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (MAIL["to"], MAIL["subject"], MAIL["text"])
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
    assert [tuple(part) for part in sent.alternatives] == [("<p>Kính gửi…</p>", "text/html")]
    assert sent.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Campaign": "1",
        "Message-ID": "<a@b.example>",
    }


def test_a_built_mail_keeps_the_bytes_it_was_built_with():
    built = build_mail(**MAIL, message_id="<a@b.example>")
    assert built.lines == built.message().as_bytes(linesep="\r\n")
    arrived = message_from_bytes(built.lines, policy=policy.default)
    assert (arrived["Message-ID"], arrived["Subject"]) == ("<a@b.example>", MAIL["subject"])
    assert arrived.get_body(("html",)).get_content().strip() == MAIL["html"]


def test_a_mail_server_is_told_bare_addresses(settings):
    settings.DEFAULT_FROM_EMAIL = "Cổng thông tin <no-reply@cantho.example>"
    built = build_mail(**MAIL | {"to": ["Lê Thị Ơn <on@a.example>"]})
    assert parseaddr(built.sender)[1] == "no-reply@cantho.example"
    assert [parseaddr(each)[1] for each in built.receivers] == ["on@a.example"]


def test_what_goes_out_around_the_words_arrives_with_them():
    file = Attachment("hạn.ics", "BEGIN:VCALENDAR\r\nSUMMARY:Hạn Ô Môn\r\n", "calendar", {"method": "PUBLISH"})
    around = Envelope(one_click_unsubscribe("https://a.example/x/"), ["Lê Thị Ơn <on@a.example>"], [file])
    assert send_mail_message(**MAIL, **around._asdict()) == 1
    arrived = message_from_bytes(django_mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert arrived["List-Unsubscribe"] == "<https://a.example/x/>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived["Reply-To"] == "Lê Thị Ơn <on@a.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in arrived.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    *_bodies, part = arrived.walk()
    assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
    assert part.get_filename() == "hạn.ics"
    assert part.get_payload(decode=True).decode() == file.text


@pytest.mark.parametrize("header", ["List-Unsubscribe", "Precedence"])
def test_no_other_header_can_smuggle_one_either(header):
    with pytest.raises(BadHeaderError):
        send_mail_message(**MAIL, headers={header: "a\nBcc: x@y.example"})


def test_a_subject_cannot_smuggle_a_header():
    with pytest.raises(BadHeaderError):
        send_mail_message(**MAIL | {"subject": "a\nBcc: x@y.example"})


def test_the_message_id_of_a_key_is_always_the_same(settings):
    settings.DEFAULT_FROM_EMAIL = "Cổng <no-reply@cantho.example>"
    assert message_id_for("message.12") == "<message.12@cantho.example>" == message_id_for("message.12")


@pytest.mark.parametrize("key", ["", "a b", "a@b", "<a>", "ă"])
def test_a_key_that_would_break_the_header_is_refused(key):
    with pytest.raises(ValueError):
        message_id_for(key)


@pytest.mark.django_db
def test_without_a_mail_server_a_mail_becomes_a_row(settings):
    with time_machine.travel(NOW, tick=False):
        assert send_mail_message(**MAIL, message_id="<a@b.example>", connection=get_connection(OUTBOX)) == 1
    row = OutboxMail.objects.get()
    assert (row.created_at, row.to, row.sender) == (NOW, "lan@cantho.example", settings.DEFAULT_FROM_EMAIL)
    assert (row.subject, row.text, row.html) == (MAIL["subject"], MAIL["text"], MAIL["html"])
    assert row.message_id == "<a@b.example>"


@pytest.mark.django_db
def test_the_outbox_keeps_what_goes_along_and_whom_to_answer():
    file = Attachment("hạn.ics", "BEGIN:VCALENDAR\r\n", "calendar", {"method": "PUBLISH"})
    around = Envelope({}, ["Lê Thị Ơn <on@a.example>"], [file])
    send_mail_message(**MAIL, **around._asdict(), connection=get_connection(OUTBOX))
    row = OutboxMail.objects.get()
    assert row.reply_to == "Lê Thị Ơn <on@a.example>"
    assert row.attachments == [{"name": "hạn.ics", "text": "BEGIN:VCALENDAR\r\n"}]


@pytest.mark.django_db
def test_of_an_attachment_that_is_no_text_the_outbox_keeps_the_name():
    message = EmailMessage("a", "b", to=["a@b.example"], connection=get_connection(OUTBOX))
    message.attach("anh.png", b"\x89PNG", "image/png")
    message.send()
    assert OutboxMail.objects.get().attachments == [{"name": "anh.png", "text": ""}]


@pytest.mark.django_db
def test_a_plain_mail_of_another_package_is_kept_as_well():
    message = EmailMessage("Đặt mật khẩu", "Bấm vào…", to=["a@b.example"], cc=["c@d.example"], bcc=["e@f.example"])
    message.connection = get_connection(OUTBOX)
    assert message.send() == 1
    row = OutboxMail.objects.get()
    assert (row.to, row.html) == ("a@b.example, c@d.example, e@f.example", "")
    assert row.message_id.startswith("<")
    assert row.message_id.endswith(">")


@pytest.mark.django_db
def test_a_mail_for_nobody_is_not_kept():
    assert get_connection(OUTBOX).send_messages([EmailMessage("a", "b")]) == 0
    assert OutboxMail.objects.count() == 0


@pytest.mark.django_db
def test_the_outbox_refuses_the_header_a_server_would_refuse():
    with pytest.raises(BadHeaderError):
        send_mail_message(**MAIL | {"subject": "a\nBcc: x@y.example"}, connection=get_connection(OUTBOX))
    assert OutboxMail.objects.count() == 0


@pytest.mark.django_db
def test_several_mails_are_kept_newest_first():
    for n in range(3):
        with time_machine.travel(NOW.replace(minute=n), tick=False):
            send_mail_message(**MAIL | {"subject": str(n)}, connection=get_connection(OUTBOX))
    assert list(OutboxMail.objects.values_list("subject", flat=True)) == ["2", "1", "0"]
