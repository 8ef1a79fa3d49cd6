"""Reasons for returning work that an issuing unit keeps for the next time."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from campaign_portal.lib.text import nfc
from reports.models import ReasonPhrase
from units.access import acts_for
from units.models import Role, Unit
from units.services.registry import record

LONGEST = ReasonPhrase._meta.get_field("text").max_length


def remember_phrase(*, unit: Unit, text: str, actor, now: datetime) -> ReasonPhrase:
    """Keep words for the returns of a unit's letters; the same words give the phrase that stands, unlogged.

    Raises `Refused` for no words and for too many.
    """
    text = " ".join(nfc(text).split())
    if not text:
        raise Refused(_("Chưa có lời nhắn để lưu mẫu."))
    if len(text) > LONGEST:
        raise Refused(_("Lời nhắn dài quá %(count)d ký tự nên không lưu mẫu được.") % {"count": LONGEST})
    _require(actor, unit)
    with transaction.atomic():
        unit = lock(unit)  # one officer of the unit after the other
        standing = ReasonPhrase.objects.in_force().filter(unit=unit, text=text).first()
        if standing:
            return standing
        phrase = ReasonPhrase.objects.create(unit=unit, text=text, remembered_at=now, remembered_by=actor)
        record(actor=actor, verb="phrase.remembered", unit=unit, now=now, detail={"phrase": phrase.pk, "text": text})
    return phrase


def withdraw_phrase(*, phrase: ReasonPhrase, actor, now: datetime) -> ReasonPhrase:
    """Offer the words no longer. Raises `AlreadyDone` when somebody withdrew them before."""
    _require(actor, phrase.unit)
    with transaction.atomic():
        unit = lock(phrase.unit)
        row = lock(phrase)
        if row.withdrawn_at:
            raise AlreadyDone(_("Mẫu “%(text)s” đã được bỏ trước đó.") % {"text": row.text})
        row.withdrawn_at, row.withdrawn_by = max(now, row.remembered_at), actor  # who waited has an older clock
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(actor=actor, verb="phrase.withdrawn", unit=unit, now=now, detail={"phrase": row.pk, "text": row.text})
    return row


def _require(actor, unit: Unit) -> None:
    if not acts_for(actor, unit.pk, Role.COORDINATOR):
        raise PermissionDenied
