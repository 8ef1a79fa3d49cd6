"""The ladders of campaigns and letters: setting one, following the campaign's again, keeping one under a name."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.access import coordinates
from directives.ladder import Rung, joined_later, ladder_in_force, read_ladder, write_rung
from directives.ladder_news import ladder_news
from directives.models import Campaign, Directive, Event, Ladder
from units.access import unit_ids
from units.models import Role, Unit

from .changes import build

Stored = list | dict | None


def set_campaign_ladder(*, campaign: Campaign, rungs: Sequence[Rung], actor, now: datetime) -> Campaign:
    """Set the usual ladder of a campaign; the log of every letter in force that follows it says so.

    A rung that is new counts from now on: what it would have asked for before is neither sent nor called missed.
    Raises `AlreadyDone` for the ladder that stands, `Refused` for an empty one and for a campaign that has ended;
    PermissionDenied for who does not coordinate its owner.
    """
    _require_coordinator(campaign.owner_id, actor)
    with transaction.atomic():
        row = lock(campaign)
        if row.closed_at:
            raise Refused(_("Chiến dịch đã kết thúc, không còn lần nhắc nào để đặt."))
        followers = [each for each in row.directives.in_force().select_related("issuer") if follows(each)]
        before, row.ladder = row.ladder, _written(rungs, _known(None, row.ladder), now if followers else None)
        _require_news(before, row.ladder)
        row.save(update_fields=["ladder"])
        for directive in followers:
            _log(directive, before, row.ladder, actor, now)
        activity.record(actor=actor, verb="campaign.ladder", subject=row.name, detail={"campaign": row.pk}, now=now)
    return row


def set_directive_ladder(*, directive: Directive, rungs: Sequence[Rung] | None, actor, now: datetime) -> Directive:
    """Give a letter a ladder of its own; with None it follows its campaign's again. Refusals as for a campaign."""
    if not coordinates(actor, directive):
        raise PermissionDenied
    with transaction.atomic():
        row = lock(directive)
        if row.is_issued and not row.is_in_force:
            raise Refused(_("Văn bản không còn hiệu lực, không còn lần nhắc nào để đặt."))
        usual = row.campaign.ladder if row.campaign else []
        known = _known(row.ladder, usual)
        since = now if row.is_issued else None
        before = row.ladder
        row.ladder = _following(row, since) if rungs is None else _written(rungs, known, since)
        _require_news(before, row.ladder)
        change = _log(row, before, row.ladder, actor, now)
        row.last_change = change if row.is_issued else row.last_change
        row.save(update_fields=["ladder", "last_change"])
    return row


def keep_ladder(*, owner: Unit, name: str, rungs: Sequence[Rung], actor, now: datetime) -> Ladder:
    """Keep a ladder under a name for the unit's other letters; one of that name is replaced, no letter changes."""
    _require_coordinator(owner.pk, actor)
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Hãy đặt tên cho bộ nhắc việc."))
    steps = _written([replace(rung, since=None) for rung in rungs], lambda rung: rung, None)
    with transaction.atomic():
        lock(owner)
        row, _made = Ladder.objects.standing().update_or_create(
            owner=owner, name=name, defaults={"steps": steps, "saved_at": now, "saved_by": actor}
        )
        activity.record(actor=actor, verb="ladder.kept", subject=name, detail={"ladder": row.pk}, now=now)
    return row


def withdraw_ladder(*, ladder: Ladder, actor, now: datetime) -> Ladder:
    """Offer a named ladder no more; what was copied from it stays. Raises `AlreadyDone` the second time."""
    _require_coordinator(ladder.owner_id, actor)
    with transaction.atomic():
        row = lock(ladder)
        if row.withdrawn_at:
            raise AlreadyDone(_("Bộ nhắc việc này đã được bỏ từ trước."))
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        activity.record(actor=actor, verb="ladder.withdrawn", subject=row.name, detail={"ladder": row.pk}, now=now)
    return row


def follows(directive: Directive) -> bool:
    """Whether the letter goes by its campaign's ladder: it has none, or took it up again at a moment."""
    return not directive.ladder or isinstance(directive.ladder, dict)


def _following(directive: Directive, since: datetime | None) -> Stored:
    if follows(directive):
        return directive.ladder
    return {"since": since.isoformat()} if since else None


def _known(own: Stored, usual: list) -> Callable[[Rung], Rung | None]:
    """Finds the rung of the same name in the ladder that was in force; in one that cannot be read, none."""
    rungs = {rung.name: rung for rung in _readable(own, usual)}
    return lambda rung: rungs.get(rung.name)


def _written(rungs: Sequence[Rung], known: Callable[[Rung], Rung | None], since: datetime | None) -> list:
    """The rungs as they are stored: one that stood there keeps the moment at which it joined, a new one joins now."""
    if not rungs:
        raise Refused(_("Hãy giữ ít nhất một bước nhắc."))
    found = []
    for rung in rungs:
        old = known(rung)
        found.append(replace(rung, since=old.since) if old else joined_later(replace(rung, since=None), since))
    return [write_rung(rung) for rung in read_ladder([write_rung(rung) for rung in found])]


def _require_news(before: Stored, after: Stored) -> None:
    if before == after:
        raise AlreadyDone(_("Các lần nhắc đã như vậy từ trước."))


def _note(directive: Directive, before: Stored, after: Stored) -> str:
    """Whose ladder it is now, and which steps came, went or were reworded."""
    whose = _("theo chiến dịch") if follows(directive) else _("riêng của văn bản")
    usual = directive.campaign.ladder if directive.campaign else []
    old, new = (_readable(stored, usual) for stored in (before, after))
    return "; ".join(filter(None, (whose, ladder_news(old, new))))


def _readable(stored: Stored, usual: list) -> list[Rung]:
    try:
        return ladder_in_force(stored, usual)
    except ValueError:
        return []


def _log(directive: Directive, before: Stored, after: Stored, actor, now: datetime):
    change = build(
        subject=directive,
        event=Event.LADDER_SET,
        actor=actor,
        now=now,
        acting_unit=directive.issuer,
        before={"ladder": before},
        after={"ladder": after},
        note=_note(directive, before, after),
    )
    change.save()
    return change


def _require_coordinator(unit_id: int, actor) -> None:
    if unit_id not in unit_ids(actor, Role.COORDINATOR):
        raise PermissionDenied
