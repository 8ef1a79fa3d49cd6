from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import clock_words
from units.models import User

from ..base import Channel, Failure, Outgoing, Reach, Send, in_short, named
from . import codes
from .client import MOST_NAME, MOST_WORDS, send_template
from .phones import mobile
from .token import access_token, replaced


class ZaloChannel(Channel):
    key = "zalo"
    label = gettext_lazy("Zalo")

    def is_on(self) -> bool:
        needed = (
            settings.ZALO_APP_ID,
            settings.ZALO_APP_SECRET,
            settings.ZALO_REFRESH_TOKEN,
            settings.ZALO_TEMPLATE_ID,
        )
        return all(needed)

    def address_of(self, person: User) -> Reach:
        """The number the person gave for Zalo, else the office's, when that is a mobile one."""
        chosen = getattr(person, "preference", None)
        typed = (chosen and chosen.zalo_phone) or person.phone
        if number := mobile(typed):
            return Reach(number)
        if not typed:
            return Reach("", _("%(person)s chưa có số điện thoại để nhận Zalo.") % {"person": person})
        words = _("%(phone)s của %(person)s không phải số di động nên không nhận được Zalo.")
        return Reach("", words % {"phone": typed, "person": person})

    @contextmanager
    def opened(self) -> Iterator[Send]:
        yield _send

    def judge(self, error: Exception) -> Failure:
        if isinstance(error, codes.Refusal):
            return codes.judge(error)
        is_network = isinstance(error, OSError)
        words = _("Không gửi được qua Zalo: %(answer)s") % {"answer": named(error)}
        return Failure(is_network, is_network, in_short(words))


def _send(message: Outgoing) -> None:
    """Hand over one notice; a token that wore out meanwhile is renewed once."""
    token = access_token(now=message.sent_at)
    parts = {"phone": message.address, "data": template_data(message), "tracking_id": message.message_id.strip("<>")}
    try:
        send_template(token=token, **parts)
    except codes.Refusal as refusal:
        if refusal.code not in codes.WORN_OUT:
            raise
        send_template(token=replaced(token, now=message.sent_at), **parts)


def template_data(message: Outgoing) -> dict[str, str]:
    return {
        "ten": message.person.full_name[:MOST_NAME],
        "noi_dung": message.subject[:MOST_WORDS],
        "ngay": clock_words(message.sent_at),
        "duong_dan": message.link,
    }
