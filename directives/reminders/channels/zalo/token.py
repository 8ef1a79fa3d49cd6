"""The access token of the office's Zalo account, kept in the database, where every worker of every machine finds it.

A refresh token works once: whoever renews claims the row first, and everybody else waits for the next run. A process
killed between Zalo's answer and the row loses the token for good; then the office grants anew (ZALO_REFRESH_TOKEN).
Tokens stand in no log, no error and no page.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from directives.models import ZaloToken

from .client import renew

EARLY = timedelta(minutes=5)
CLAIM = timedelta(minutes=2)  # longer than any exchange with Zalo takes


class Renewing(OSError):
    """Another process is renewing the token at this moment."""


def access_token(*, now: datetime) -> str:
    """A token that works for some minutes yet. Raises Renewing, OSError, or Zalo's Refusal."""
    row = _row(now)
    if row.access_token and row.expires_at > now + EARLY:
        return row.access_token
    return _renewed(row, now)


def replaced(worn_out: str, *, now: datetime) -> str:
    """Another token than the one that Zalo has just refused."""
    row = _row(now)
    return row.access_token if row.access_token not in ("", worn_out) else _renewed(row, now)


def _row(now: datetime) -> ZaloToken:
    """The row of this app. A grant that the operator has newly put into the settings replaces what was kept."""
    grant = hashlib.sha256(settings.ZALO_REFRESH_TOKEN.encode()).hexdigest()
    fresh = {"refresh_token": settings.ZALO_REFRESH_TOKEN, "access_token": "", "expires_at": now, "grant": grant}
    row, _made = ZaloToken.objects.get_or_create(app_id=settings.ZALO_APP_ID, defaults=fresh)
    if row.grant != grant:
        ZaloToken.objects.filter(pk=row.pk, grant=row.grant).update(**fresh, claimed_at=None)
        row.refresh_from_db()
    return row


def _renewed(row: ZaloToken, now: datetime) -> str:
    rows = ZaloToken.objects.filter(pk=row.pk, refresh_token=row.refresh_token)
    if not rows.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)).update(claimed_at=now):
        raise Renewing("the token is being renewed")
    try:
        access, refresh, seconds = renew(row.refresh_token)
    except Exception:
        rows.update(claimed_at=None)
        raise
    expires = now + timedelta(seconds=seconds)
    rows.update(access_token=access, refresh_token=refresh, expires_at=expires, claimed_at=None)
    return access
