from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.core.mail import get_connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.mail import BuiltMail, Envelope, build_mail, hand_over
from units.models import User

from ...bounces.proof import HEADER, key_of
from ..base import Channel, Failure, Outgoing, Reach, Send
from .failures import in_words, is_about_the_server, is_transient

Transport = Callable[..., object]
"""Takes what `lib.mail.build_mail` does, by name; raises what the mail server answers."""


class EmailChannel(Channel):
    """`transport` replaces the mail server, for tests and for the seed, which writes the past and mails nobody."""

    key = "email"
    label = gettext_lazy("Thư điện tử")

    def __init__(self, transport: Transport | None = None):
        self._transport = transport

    def is_on(self) -> bool:
        return True

    def address_of(self, person: User) -> Reach:
        return Reach(person.email, "" if person.email else _("%(person)s chưa có địa chỉ thư.") % {"person": person})

    def packed(self, message: Outgoing) -> dict | BuiltMail:
        mail = arguments(message)
        if self._transport:
            return mail
        headers = dict(mail.pop("headers", {})) | {HEADER: key_of(message.message_id)}
        return build_mail(headers=headers, **mail)

    @contextmanager
    def opened(self) -> Iterator[Send]:
        if self._transport:
            yield lambda mail: self._transport(**mail)
            return
        with mail_server() as send:
            yield send

    def judge(self, error: Exception) -> Failure:
        return Failure(is_transient(error), is_about_the_server(error), in_words(error))


def arguments(mail: Outgoing) -> dict:
    """A message as `build_mail` takes it."""
    around = zip(Envelope._fields, mail.envelope, strict=True)
    return {
        "to": [mail.address],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "message_id": mail.message_id,
        **{name: value for name, value in around if value},
    }


@contextmanager
def mail_server() -> Iterator[Send]:
    """One connection for all mails of a run, opened by the first and anew after a failure."""
    connection = get_connection()

    def send(mail: BuiltMail) -> None:
        try:
            connection.open()
            hand_over(mail, connection)
        except Exception:
            _close(connection)
            raise

    try:
        yield send
    finally:
        _close(connection)


def _close(connection) -> None:
    with suppress(OSError):  # a server that is gone does not answer to a farewell
        connection.close()
