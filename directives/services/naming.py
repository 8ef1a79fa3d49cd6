"""The officer says who the letter's words mean: remembered for the issuer, and applied to the draft at once."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.text import fold
from directives.models import Directive, RecipientGroup, RecipientGroupUnit
from directives.recipients import Names, match
from directives.recipients.known import names_on
from units.models import Unit, UnitAlias
from units.services.aliases import remember_alias, withdraw_alias

from .drafting import choose_units, locked_draft


def say_who(
    *,
    directive: Directive,
    phrase: str,
    unit_ids: Collection[int],
    actor,
    now: datetime,
    chosen: dict[int, set[int]] | None = None,
    nobody: bool = False,
) -> UnitAlias:
    """Remember what words of the letter mean to its issuer, and read the draft's lines anew with it.

    What the words newly say is ticked; every other tick stays. `chosen` are ticks made in the same form, kept even when
    the words are then refused: no unit was named (unless `nobody` says that none is meant), the units did not exist on
    the letter's day, or no line holds the words any more. Said twice, nothing changes.
    """
    choose_units(directive=directive, chosen=chosen or {}, actor=actor, now=now)
    with transaction.atomic():
        row = locked_draft(directive)
        day = row.reading_day(timezone.localdate(now))
        if not any(fold(phrase) in fold(group.phrase) for group in row.groups.all()):
            raise Refused(_("Không còn dòng nào ghi “%(phrase)s”. Hãy xem lại các dòng.") % {"phrase": phrase})
        units = list(Unit.objects.valid_on(day).exclude(pk=row.issuer_id).filter(pk__in=unit_ids))
        if not units and not nobody:
            raise Refused(_("Chưa chọn đơn vị nào cho “%(phrase)s”. Hãy chọn ít nhất một đơn vị.") % {"phrase": phrase})
        before = names_on(day, issuer=row.issuer)
        alias = remember_alias(issuer=row.issuer, phrase=phrase, units=units, actor=actor, now=now)
        _read_anew(row, before, names_on(day, issuer=row.issuer))
    return alias


def take_back(
    *, directive: Directive, alias_id: int, actor, now: datetime, chosen: dict[int, set[int]] | None = None
) -> UnitAlias:
    """Withdraw what the issuer's words meant, and what they ticked in this draft with it. Done twice, nothing changes.

    Raises `Refused` for an alias that is not the issuer's; `chosen` are kept as in `say_who`.
    """
    choose_units(directive=directive, chosen=chosen or {}, actor=actor, now=now)
    with transaction.atomic():
        row = locked_draft(directive)
        alias = UnitAlias.objects.filter(pk=alias_id, issuer=row.issuer).first()
        if alias is None:
            raise Refused(_("Không tìm thấy cách gọi đã ghi nhớ này. Hãy tải lại trang."))
        day = row.reading_day(timezone.localdate(now))
        before = names_on(day, issuer=row.issuer)
        with suppress(AlreadyDone):
            alias = withdraw_alias(alias=alias, actor=actor, now=now)
        _read_anew(row, before, names_on(day, issuer=row.issuer))
    return alias


def _read_anew(directive: Directive, before: Names, after: Names) -> None:
    for group in directive.groups.prefetch_related("members"):
        old, new = _proposal(group, before), _proposal(group, after)
        if old != new:
            _follow(group, old, new)


def _proposal(group: RecipientGroup, names: Names) -> dict[int, bool]:
    return {found.unit.pk: found.chosen for found in match(group.phrase, names)}


def _follow(group: RecipientGroup, old: dict[int, bool], new: dict[int, bool]) -> None:
    """Where the words say something else of a unit than before, the group follows them."""
    members = {member.unit_id: member for member in group.members.all()}
    group.members.filter(unit_id__in=old.keys() - new.keys()).delete()
    changed = [members[pk] for pk in new if pk in members and new[pk] != old.get(pk)]
    for member in changed:
        member.chosen = new[member.unit_id]
    RecipientGroupUnit.objects.bulk_update(changed, ["chosen"])
    RecipientGroupUnit.objects.bulk_create(
        RecipientGroupUnit(group=group, unit_id=pk, chosen=new[pk]) for pk in new if pk not in members
    )
