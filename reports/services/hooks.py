"""Where programs of units are told of what happens: set up, tried, given a new secret, ended; a message sent again."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.models import Hook, HookMessage
from directives.models.hook import new_secret
from reports.hooks.payload import PING
from reports.hooks.sending import State
from units.models import Unit, User

MOST_LIVE = 10


def make_hook(*, unit: Unit, name: str, url: str, events: Sequence[str], actor: User, now: datetime) -> Hook:
    """Tell a program of the unit of these events from now on. Raises `Refused` for an address it has already."""
    if not reports_for(actor, unit.pk):
        raise PermissionDenied
    try:
        with transaction.atomic():
            if Hook.objects.live().filter(unit=unit).count() >= MOST_LIVE:
                words = _("Mỗi đơn vị có tối đa %(most)d nơi nhận tin. Hãy dừng nơi không dùng nữa.")
                raise Refused(words % {"most": MOST_LIVE})
            hook = Hook.objects.create(unit=unit, name=name, url=url, events=list(events), made_at=now, made_by=actor)
            _log(hook, actor, "hook.made", now)
    except IntegrityError:
        raise Refused(_("Đơn vị đã đăng ký nhận tin ở địa chỉ này rồi.")) from None
    return hook


def renew_secret(*, hook: Hook, actor: User, now: datetime) -> Hook:
    """Another secret; what is sent from now on, older messages too, is signed with it."""
    with transaction.atomic():
        row = _live(hook, actor)
        row.secret = new_secret()
        row.save(update_fields=["secret"])
        _log(row, actor, "hook.secret", now)
    return row


def end_hook(*, hook: Hook, actor: User, now: datetime) -> Hook:
    """Tell the program of nothing more; what still waits is dropped."""
    with transaction.atomic():
        row = _live(hook, actor)
        row.ended_at, row.ended_by = now, actor
        row.save(update_fields=["ended_at", "ended_by"])
        row.messages.filter(state=State.WAITING).update(state=State.DROPPED)
        _log(row, actor, "hook.ended", now)
    return row


def ping(*, hook: Hook, actor: User, now: datetime) -> HookMessage:
    """A message that says nothing but that the program can be reached; sent with the others."""
    with transaction.atomic():
        row = _live(hook, actor)
        if row.messages.filter(event=PING, state=State.WAITING).exists():
            raise AlreadyDone(_("Tin thử trước còn đang chờ gửi."))
        return row.messages.create(event=PING, made_at=now, next_at=now)


def send_again(*, message: HookMessage, actor: User, now: datetime) -> HookMessage:
    """Try a message at once and, if need be, as often again as the first time."""
    with transaction.atomic():
        _live(message.hook, actor)
        row = lock(message)
        if row.state == State.WAITING and row.next_at <= now:
            raise AlreadyDone(_("Tin này đang chờ gửi, sẽ gửi trong vòng một phút."))
        row.state, row.attempts, row.next_at = State.WAITING, 0, now
        row.save(update_fields=["state", "attempts", "next_at"])
    return row


def _live(hook: Hook, actor: User) -> Hook:
    row = lock(hook)
    if not reports_for(actor, row.unit_id):
        raise PermissionDenied
    if row.ended_at:
        raise AlreadyDone(_("Đăng ký nhận tin này đã dừng trước đó."))
    return row


def _log(hook: Hook, actor: User, verb: str, now: datetime) -> None:
    detail = {"hook": hook.pk, "unit": hook.unit_id, "events": hook.events}
    activity.record(actor=actor, verb=verb, subject=f"{hook.name} – {hook.url}", detail=detail, now=now)
