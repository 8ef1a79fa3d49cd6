"""Keys for programs: made, shown once, revoked, and turned back into the person they act for."""

import hashlib
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.dates import closes_at, local_day, short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from units.access import unit_ids
from units.models import ApiToken, Unit, User

LETTERS = string.ascii_letters + string.digits
BEGINNING = "cdcd_"
SHOWN = len(BEGINNING) + 6
MOST_LIVE = 20
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is known: reading writes at most once in this time."""


class NotOpened(Exception):
    """The key opens nothing. `str(error)` is a Vietnamese sentence for whoever looks after the program."""


@dataclass(frozen=True)
class Made:
    """A new token with its key, which nobody can be shown again."""

    token: ApiToken
    key: str


def make_token(*, person: User, unit: Unit | None, name: str, scope: str, days: int, now: datetime) -> Made:
    """A token for all the person's units or for one, good to the end of the local day `days` days ahead.

    Raises `Refused` for a unit that is not the person's, a name in use and too many tokens at once.
    """
    if not person.seats or (unit and unit.pk not in unit_ids(person)):
        raise Refused(_("Anh/chị không còn trong đơn vị này."))
    key = BEGINNING + "".join(secrets.choice(LETTERS) for _letter in range(40))
    last_day = local_day(now) + timedelta(days=days)
    try:
        with transaction.atomic():
            own = ApiToken.objects.filter(person=person, name=name.strip(), revoked_at=None, expires_at__lte=now)
            own.update(revoked_at=now, revoked_by=person)  # an expired one leaves its name to the next
            if ApiToken.objects.live(now).filter(person=person).count() >= MOST_LIVE:
                words = _("Anh/chị đang có %(most)d mã còn hạn. Hãy thu hồi mã không dùng nữa trước.")
                raise Refused(words % {"most": MOST_LIVE})
            token = ApiToken.objects.create(
                person=person,
                unit=unit,
                name=name.strip(),
                prefix=key[:SHOWN],
                digest=digest(key),
                scope=scope,
                made_at=now,
                expires_at=closes_at(last_day),
            )
            _log(token, person, "token.made", now)
    except IntegrityError:
        words = _("Anh/chị đã có mã truy cập tên “%(name)s”. Hãy đặt tên khác, hoặc thu hồi mã cũ trước.")
        raise Refused(words % {"name": name.strip()}) from None
    return Made(token, key)


def revoke_token(*, token: ApiToken, actor: User, now: datetime) -> ApiToken:
    """Close a token for ever, at once. Raises `AlreadyDone` for one that was closed before."""
    with transaction.atomic():
        row = lock(token)
        if row.revoked_at:
            raise AlreadyDone(_("Mã truy cập này đã được thu hồi trước đó."))
        row.revoked_at, row.revoked_by = now, actor
        row.save(update_fields=["revoked_at", "revoked_by"])
        _log(row, actor, "token.revoked", now)
    return row


def open_token(*, key: str, now: datetime) -> ApiToken:
    """The token a key belongs to, with its person as `acting_person` sees them. Raises `NotOpened`."""
    token = ApiToken.objects.select_related("person", "unit").filter(digest=digest(key)).first()
    if token is None:
        raise NotOpened(_("Mã truy cập không đúng. Hãy chép lại cả mã, hoặc tạo mã mới."))
    if token.revoked_at:
        raise NotOpened(_("Mã truy cập đã được thu hồi. Hãy tạo mã mới ở trang Kết nối phần mềm."))
    if token.expires_at <= now:
        words = _("Mã truy cập đã hết hạn ngày %(day)s. Hãy tạo mã mới ở trang Kết nối phần mềm.")
        raise NotOpened(words % {"day": short_date(token.last_day)})
    if not token.person.is_active:
        raise NotOpened(_("Tài khoản của người tạo mã đã ngừng dùng, nên mã không dùng được nữa."))
    token.person = acting_person(token)
    if not token.person.seats:
        raise NotOpened(_("Người tạo mã không còn trong đơn vị, nên mã không dùng được nữa."))
    _note_use(token, now)
    return token


def acting_person(token: ApiToken) -> User:
    """The person with the seats the token is for, and no others: whatever starts from `visible_to` is narrowed so.

    A token of one unit does not administer the portal, whoever made it.
    """
    person = token.person
    if token.unit_id:
        person.seats = [seat for seat in person.seats if seat.unit_id == token.unit_id]
        person.is_staff = person.is_superuser = False
    return person


def digest(key: str) -> str:
    """SHA-256: the key is random and long, so there is nothing to slow down a guess of."""
    return hashlib.sha256(key.encode()).hexdigest()


def _note_use(token: ApiToken, now: datetime) -> None:
    stale = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    if token.used_at is None or token.used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now)


def _log(token: ApiToken, actor: User, verb: str, now: datetime) -> None:
    detail = {"token": token.pk, "scope": token.scope, "unit": token.unit_id, "person": token.person_id}
    activity.record(actor=actor, verb=verb, subject=str(token), detail=detail, now=now)
