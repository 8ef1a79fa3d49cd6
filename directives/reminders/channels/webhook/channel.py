import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import User

from ..base import Channel, Failure, Outgoing, Reach, Send, in_short, named
from ..post import Answer, post
from .sign import headers

TAKEN_BEFORE = 409
FOR_NOW = (408, 425, 429)


class Refusal(Exception):
    """The gateway answered that it does not take the message."""

    def __init__(self, answer: Answer):
        super().__init__(answer.status)
        self.status, self.said = answer.status, answer.body[:200].decode(errors="replace")


class WebhookChannel(Channel):
    key = "webhook"
    label = gettext_lazy("Cổng tin nhắn")

    def is_on(self) -> bool:
        return bool(settings.WEBHOOK_URL and settings.WEBHOOK_SECRET)

    def address_of(self, person: User) -> Reach:
        """The number a gateway needs, else the address by which a platform knows the person."""
        address = person.phone or person.email
        words = _("%(person)s chưa có số điện thoại và địa chỉ thư.")
        return Reach(address, "" if address else words % {"person": person})

    @contextmanager
    def opened(self) -> Iterator[Send]:
        yield _send

    def judge(self, error: Exception) -> Failure:
        if not isinstance(error, Refusal):
            is_network = isinstance(error, OSError)
            words = _("Không gửi được qua cổng tin nhắn: %(answer)s") % {"answer": named(error)}
            return Failure(is_network, is_network, in_short(words))
        words = _("Cổng tin nhắn từ chối: %(answer)s") % {"answer": f"{error.status} {error.said}"}
        is_ours_to_mend = 300 <= error.status < 400 or error.status in (401, 403, 404, 405)
        is_busy = error.status in FOR_NOW or error.status > 500
        return Failure(is_ours_to_mend or is_busy or error.status == 500, is_ours_to_mend or is_busy, in_short(words))


def _send(message: Outgoing) -> None:
    body = json.dumps(payload(message), ensure_ascii=False).encode()
    answer = post(
        settings.WEBHOOK_URL,
        body=body,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message.message_id,
            **headers(settings.WEBHOOK_SECRET, body, now=message.sent_at),
        },
        public_only=settings.WEBHOOK_PUBLIC_ONLY,
    )
    if not 200 <= answer.status < 300 and answer.status != TAKEN_BEFORE:
        raise Refusal(answer)


def payload(message: Outgoing) -> dict:
    return {
        "id": message.message_id,
        "person": {"name": message.person.full_name, "phone": message.person.phone, "email": message.person.email},
        "subject": message.subject,
        "text": message.text,
        "link": message.link,
        "sent_at": message.sent_at.isoformat(),
    }
