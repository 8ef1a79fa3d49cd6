"""Confirming receipt by the address in a mail: in the name of the person it was written to, without signing in."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.mailed import Mailed, Standing, open_mail
from directives.models import Delivery

from .receipts import confirm_receipt


def confirm_by_mail(
    *, token: str, now: datetime, incoming_number: str = "", incoming_on: date | None = None
) -> Delivery:
    """Record "đã tiếp nhận" as the mail's reader; the log says that it came by the mail.

    Raises `AlreadyDone` when the unit has confirmed before, `Refused` where the address is good for nothing (any more);
    its page says why.
    """
    page = open_mail(token, now=now)
    if page.standing == Standing.RECEIVED:
        raise AlreadyDone(_("Văn bản này đã được xác nhận tiếp nhận từ trước."))
    if page.standing != Standing.READY:
        raise Refused(_("Không xác nhận được bằng liên kết này. Hãy đăng nhập, hoặc liên hệ đơn vị ban hành."))
    return confirm_receipt(
        delivery=page.delivery,
        actor=page.person,
        now=now,
        incoming_number=incoming_number,
        incoming_on=incoming_on,
        note=_how(page),
    )


def _how(page: Mailed) -> str:
    return _("Xác nhận bằng liên kết trong thư nhắc %(at)s.") % {"at": clock_words(page.message.slot)}
