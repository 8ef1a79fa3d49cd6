"""How a person hears from the portal: their own choice, and the press that stops the regular mails."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import Refused
from directives.models import Preference
from directives.reminders.channels.zalo.phones import mobile
from units.models import User


def set_preference(
    *,
    person: User,
    now: datetime,
    email: bool,
    inbox: bool,
    zalo: bool = False,
    zalo_phone: str = "",
    digests: bool = True,
    digest_hour: int = 8,
) -> Preference:
    """Keep what a person chose for themselves. Raises `Refused` for Zalo without a number that has it.

    With no channel at all, returned and overdue work still comes by e-mail (see `slots_for`).
    """
    if zalo and not mobile(zalo_phone or person.phone):
        raise Refused(_("Nhập số di động đã đăng ký Zalo, ví dụ 0912 345 678, hoặc bỏ chọn Zalo."))
    columns = {
        "email": email,
        "inbox": inbox,
        "zalo": zalo,
        "zalo_phone": zalo_phone,
        "digests": digests,
        "digest_hour": digest_hour,
    }
    return _keep(person, columns, "preference.changed", now)


def unsubscribe(*, person: User, now: datetime) -> Preference:
    """Stop the regular reminders; returned and overdue work is still written about. Done twice, it is done once."""
    known = Preference.objects.filter(person=person, digests=False).first()
    return known or _keep(person, {"digests": False}, "preference.unsubscribed", now)


def subscribe_again(*, person: User, now: datetime) -> Preference | None:
    """Take up the regular reminders again, as the person chose them before; None where they never stopped."""
    if not Preference.objects.filter(person=person, digests=False).exists():
        return None
    return _keep(person, {"digests": True}, "preference.subscribed", now)


def _keep(person: User, columns: dict, verb: str, now: datetime) -> Preference:
    with transaction.atomic():
        row, _made = Preference.objects.update_or_create(person=person, defaults=columns | {"changed_at": now})
        activity.record(actor=person, verb=verb, subject=person.email, detail=columns, now=now)
    return row
