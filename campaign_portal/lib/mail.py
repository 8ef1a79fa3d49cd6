"""Mail: render the three templates of a message, send it, and keep it in the database where no mail server is set."""

import re
from collections.abc import Mapping, Sequence
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from campaign_portal.lib.models import OutboxMail

# Tells out-of-office robots not to answer (RFC 3834; the second one is Exchange's).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class RenderedMail(NamedTuple):
    subject: str
    text: str
    html: str


class Attachment(NamedTuple):
    """A small text file that goes along: `kind` is the second half of text/…, `params` go into that header too."""

    name: str
    text: str
    kind: str = "plain"
    params: Mapping[str, str] = {}


class Envelope(NamedTuple):
    """What goes out around the words of a mail; its parts are arguments of `build_mail` by name."""

    headers: Mapping[str, str] = {}
    reply_to: Sequence[str] = ()
    attachments: Sequence[Attachment] = ()


def render_mail(name: str, context: Mapping) -> RenderedMail:
    """Render templates/emails/<name>-subject.txt, -body.txt and -body.html, in the language of the product.

    The subject comes out as one line; the two .txt are not HTML-escaped.
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = _render(f"emails/{name}-subject.txt", context, escape=False)
        text = _render(f"emails/{name}-body.txt", context, escape=False)
        html = _render(f"emails/{name}-body.html", context, escape=True)
    return RenderedMail(" ".join(subject.split()), text.strip() + "\n", html)


def message_id_for(key: str) -> str:
    """Return the Message-ID of a message known by `key` (letters, digits, dot, dash): sent twice, it stays one mail."""
    if not re.fullmatch(r"[A-Za-z0-9.\-]+", key):
        raise ValueError("a message key is made of letters, digits, dots and dashes")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    return f"<{key}@{domain or 'localhost'}>"


def one_click_unsubscribe(url: str) -> dict[str, str]:
    """Headers by which a mail program offers to stop such mails with one press (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


class BuiltMail(EmailMultiAlternatives):
    """A mail whose bytes are made once, before a connection waits for them. Nobody changes it after `build`."""

    def build(self) -> "BuiltMail":
        self._built = super().message()
        self.sender, *self.receivers = (
            sanitize_address(each, "utf-8") for each in [self.from_email, *self.recipients()]
        )
        self.lines = self._built.as_bytes(linesep="\r\n")
        return self

    def message(self, **policy):
        return super().message(**policy) if policy else self._built


def hand_over(mail: BuiltMail, connection) -> None:
    """Give a mail to an open connection of Django; to a mail server as the bytes that are ready."""
    if isinstance(connection, smtp.EmailBackend):
        connection.connection.sendmail(mail.sender, mail.receivers, mail.lines)
    else:
        connection.send_messages([mail])


def build_mail(
    *,
    to: list[str],
    subject: str,
    text: str,
    html: str = "",
    message_id: str = "",
    headers: Mapping[str, str] | None = None,
    reply_to: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> BuiltMail:
    """A mail from the product's address, ready to go. Raises ValueError for line breaks in headers."""
    extra = AUTOMATIC | dict(headers or {}) | ({"Message-ID": message_id} if message_id else {})
    mail = BuiltMail(subject, text, to=to, headers=extra, reply_to=list(reply_to))
    if html:
        mail.attach_alternative(html, "text/html")
    for each in attachments:
        mail.attach(_part(each))
    return mail.build()


def send_mail_message(*, connection=None, **mail) -> int:
    """Send one mail, told as to `build_mail`, and return how many went out (0 or 1).

    Never call it inside a transaction. Raises what the mail server answers (smtplib.SMTPException, OSError).
    """
    return (connection or get_connection()).send_messages([build_mail(**mail)]) or 0


def _part(file: Attachment) -> MIMEText:
    part = MIMEText(file.text, file.kind, "utf-8")
    for name, value in file.params.items():
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def stays_here() -> bool:
    """Whether no mail server is set, so that every mail is kept on the outbox page and reaches nobody."""
    return settings.EMAIL_BACKEND.endswith(".OutboxBackend")


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend for an office without a mail server: each message becomes a row of the outbox page."""

    def send_messages(self, email_messages) -> int:
        rows = [_outbox_row(message) for message in email_messages if message.recipients()]
        OutboxMail.objects.bulk_create(rows)
        return len(rows)


def _outbox_row(message) -> OutboxMail:
    alternatives = getattr(message, "alternatives", None) or []
    built = message.message()  # as for a server: refuses line breaks in headers, sets a Message-ID
    return OutboxMail(
        created_at=timezone.now(),
        to=", ".join(message.recipients()),
        sender=message.from_email,
        subject=message.subject,
        text=message.body,
        html=next((content for content, kind in alternatives if kind == "text/html"), ""),
        reply_to=", ".join(message.reply_to),
        attachments=[_attached(part) for part in built.walk() if part.get_content_disposition() == "attachment"],
        message_id=built["Message-ID"],
    )


def _attached(part) -> dict:
    """An attachment as the outbox page shows it; the words of a text, of anything else the name alone."""
    is_text = part.get_content_maintype() == "text"
    return {
        "name": part.get_filename() or "",
        "text": part.get_payload(decode=True).decode("utf-8", "replace") if is_text else "",
    }


def _render(name: str, context: Mapping, *, escape: bool) -> str:
    return get_template(name).template.render(Context(dict(context), autoescape=escape))
