"""Acts on what an issuing unit's words mean: remembering and withdrawing."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from campaign_portal.lib.text import fold_keeping_marks, nfc
from units.models import Unit, UnitAlias, UnitAliasUnit

from .registry import record


def remember_alias(*, issuer: Unit, phrase: str, units: Collection[Unit], actor, now: datetime) -> UnitAlias:
    """From now on these words mean these units in the letters of `issuer`; no units: they name nobody in the registry.

    The same words with the same units give the alias that stands, unlogged. With other units the one that stands is
    withdrawn: what is said last holds. Raises `Refused` for words without a letter or digit, and for too many.
    """
    phrase = " ".join(nfc(phrase).split())
    spelling = fold_keeping_marks(phrase)
    if not spelling:
        raise Refused(_("Chưa có cách gọi nào để ghi nhớ."))
    if max(len(phrase), len(spelling)) > UnitAlias._meta.get_field("phrase").max_length:
        raise Refused(_("Cách gọi dài quá nên không ghi nhớ được. Hãy chọn đơn vị trong danh sách."))
    wanted = {unit.pk: unit for unit in units}
    with transaction.atomic():
        issuer = lock(issuer)  # one officer of the unit after the other
        standing = UnitAlias.objects.in_force().filter(issuer=issuer, spelling=spelling).first()
        if standing and set(standing.members.values_list("unit_id", flat=True)) == wanted.keys():
            return standing
        if standing:
            _withdraw(standing, actor, now)
        alias = UnitAlias.objects.create(
            issuer=issuer, phrase=phrase, spelling=spelling, remembered_at=now, remembered_by=actor
        )
        UnitAliasUnit.objects.bulk_create(UnitAliasUnit(alias=alias, unit_id=pk) for pk in wanted)
        _log("alias.remembered", alias, actor, now)
    return alias


def withdraw_alias(*, alias: UnitAlias, actor, now: datetime) -> UnitAlias:
    """The words mean nothing special any more. Letters issued by then keep their recipients.

    Raises `AlreadyDone` when somebody withdrew it before.
    """
    with transaction.atomic():
        lock(alias.issuer)
        row = lock(alias)
        if row.withdrawn_at:
            raise AlreadyDone(_("Cách gọi “%(phrase)s” đã được bỏ ghi nhớ trước đó.") % {"phrase": row.phrase})
        _withdraw(row, actor, now)
    return row


def _withdraw(alias: UnitAlias, actor, now: datetime) -> None:
    alias.withdrawn_at, alias.withdrawn_by = max(now, alias.remembered_at), actor  # who waited has an older clock
    alias.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _log("alias.withdrawn", alias, actor, now)


def _log(verb: str, alias: UnitAlias, actor, now: datetime) -> None:
    names = list(alias.units.order_by("sort_key").values_list("name", flat=True))
    detail = {"alias": alias.pk, "phrase": alias.phrase, "units": names}
    record(actor=actor, verb=verb, unit=alias.issuer, now=now, detail=detail)
