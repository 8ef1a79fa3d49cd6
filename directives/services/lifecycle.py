"""Dated acts on what was issued: more time, an end, a late joiner, a successor.

Each writes `Change` rows from its own day on, so that figures of earlier days stay what they were.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import (
    About,
    Campaign,
    Delivery,
    Directive,
    DirectiveRelation,
    Event,
    Instruction,
    Obligation,
    Progress,
    Reminder,
)
from units.models import Unit

from .chain import FINISHED, carry_days, held
from .changes import build, move
from .issuing import Share, deliver
from .reminding import cancel_planned, work_steps
from .telling import tell


def extend(*, directive: Directive, due_on: date, actor, now: datetime, note: str = "") -> Directive:
    """Move the end of the period and with it the day of every obligation that followed it and is not finished.

    What units passed on follows the work it came from: an earlier day stays, a day after the new one does not.
    Reminders planned for the old day are cancelled; the planner finds the new one. Raises `AlreadyDone` when the period
    ends on that day already, `Refused` for an earlier one than `earliest_end` allows.
    """
    with transaction.atomic():
        row = in_force(directive)
        if due_on == row.due_on:
            raise AlreadyDone(_("Văn bản đã có hạn đến hết ngày %(day)s từ trước.") % {"day": short_date(due_on)})
        if why_not := too_early(row, due_on, today=local_day(now)):
            raise Refused(why_not)
        followers = obligations_of(row).filter(due_on=row.due_on, parent=None).exclude(progress__in=FINISHED)
        act = {"event": Event.EXTENDED, "actor": actor, "now": now, "acting_unit": row.issuer, "note": note}
        moved = {}
        for obligation in followers:
            moved[obligation.pk] = (obligation.due_on, due_on)
            move(obligation, **act, due_on=due_on)
        carry_days(directive=row, moved=moved, **act)
        reason = _("Hạn đã đổi sang ngày %(day)s.") % {"day": short_date(due_on)}
        cancel_planned(work_steps(row.reminders.filter(deadline=row.due_on)), now=now, reason=reason)
        move(row, **act, due_on=due_on)
    return row


def earliest_end(directive: Directive) -> date:
    """The first day on which the period may end: its own, or the one before a letter set it that was recalled since.

    A recalled letter has no effect any more (Decree 30/2020, article 18), but units were told the later day: only the
    officer brings the earlier one back.
    """
    given = directive.relations_in.filter(kind=DirectiveRelation.Kind.EXTENDS, later__recalled_at__isnull=False)
    told = directive.changes.filter(
        about=About.DIRECTIVE, event=Event.EXTENDED, recorded_at__in=given.values("confirmed_at")
    )
    stands = directive.due_on.isoformat()
    days = [date.fromisoformat(row.before["due_on"]) for row in told if row.after["due_on"] == stands]
    return min([directive.due_on, *days])


def too_early(directive: Directive, due_on: date, *, today: date) -> str:
    """Why the period cannot end on a day; empty where it can. A day is brought back only from today on."""
    if due_on >= directive.due_on:
        return ""
    first = earliest_end(directive)
    if first == directive.due_on:
        return _("Ngày gia hạn phải sau ngày %(day)s.") % {"day": short_date(first)}
    if due_on < max(first, today):
        return _("Hạn chỉ đưa về được từ ngày %(day)s trở đi.") % {"day": short_date(max(first, today))}
    return ""


def recall(*, directive: Directive, actor, now: datetime, note: str) -> Directive:
    """Take the letter back (Decree 30/2020, article 18): obligations end from this moment, earlier figures stay."""
    with transaction.atomic():
        row = in_force(directive)
        end(obligations_of(row).exclude(progress=Progress.ENDED), event=Event.RECALLED, actor=actor, now=now, note=note)
        cancel_planned(row.reminders.all(), now=now, reason=_("Văn bản đã được thu hồi."))
        move(row, event=Event.RECALLED, actor=actor, now=now, acting_unit=row.issuer, note=note, recalled_at=now)
    return row


def end(obligations, *, event: Event, actor, now: datetime, note: str) -> None:
    for obligation in obligations:
        move(
            obligation,
            event=event,
            actor=actor,
            now=now,
            note=note,
            progress=Progress.ENDED,
            progress_at=now,
            counted=False,
        )


def add_late(
    *,
    directive: Directive,
    unit: Unit,
    instructions: list[Instruction],
    actor,
    now: datetime,
    note: str,
    due_on: date | None = None,
) -> Delivery:
    """A unit joins after issue; it counts from this day on. `due_on` is its own day, else the letter's days hold."""
    with transaction.atomic():
        row = in_force(directive)
        if row.deliveries.filter(unit=unit).exists():
            raise AlreadyDone(_("%(unit)s đã nhận văn bản này.") % {"unit": unit})
        if unit.pk == row.issuer_id:
            raise Refused(_("Đơn vị ban hành không nhận văn bản của chính mình. Hãy chọn đơn vị khác."))
        if not instructions:
            raise Refused(_("Hãy chọn ít nhất một nội dung cho đơn vị được bổ sung."))
        share = Share(unit=unit, group_phrases=[_("Bổ sung sau khi ban hành")], instructions=instructions)
        deliver(directive=row, shares=[share], actor=actor, now=now, event=Event.ADDED_LATE, note=note, due_on=due_on)
    return row.deliveries.get(unit=unit)


def hand_over(*, predecessor: Unit, successor: Unit, actor, now: datetime, note: str = "") -> int:
    """After a merger the successor carries what the predecessor still owes; `unit` and the denominator stay.

    Returns how many obligations moved.
    """
    with transaction.atomic():
        owed = Obligation.objects.select_for_update(of=("self",)).filter(responsible_unit=predecessor)
        moved = 0
        for obligation in owed.exclude(progress__in=FINISHED).select_related("delivery__directive"):
            move(obligation, event=Event.HANDED_OVER, actor=actor, now=now, note=note, responsible_unit=successor)
            moved += 1
    return moved


def close_campaign(*, campaign: Campaign, actor, now: datetime) -> Campaign:
    """End a campaign: nothing more is recorded or sent for its directives; what was not done stays not done.

    Planned reminders are cancelled in the same transaction, and with them the messages that serve no other reminder.
    """
    with transaction.atomic():
        row = lock(campaign)
        if row.closed_at:
            raise AlreadyDone(_("Chiến dịch này đã kết thúc trước đó."))
        row.closed_at, row.closed_by = now, actor
        row.save(update_fields=["closed_at", "closed_by"])
        for directive in row.directives.filter(issued_at__isnull=False):
            change = build(
                subject=directive,
                event=Event.CLOSED,
                actor=actor,
                now=now,
                acting_unit=directive.issuer,
                after={"closed_at": now},
            )
            change.save()
            tell([change])
        rows = Reminder.objects.filter(directive__campaign=row)
        cancel_planned(rows, now=now, reason=_("Chiến dịch đã kết thúc."))
    return row


def in_force(directive: Directive) -> Directive:
    """The directive read again under a lock; raises `Refused` when it is not in force."""
    row = lock(directive)
    if not row.is_in_force:
        raise Refused(_("Văn bản chưa ban hành, đã thu hồi hoặc chiến dịch đã kết thúc."))
    return row


def obligations_of(directive: Directive):
    """Its obligations, roots and children, locked when read, in the order in which a unit locks its own."""
    return held(Obligation.objects.filter(delivery__directive=directive)).select_related("delivery__directive")


def closing_stops(*, campaign: Campaign, now: datetime) -> dict[str, int]:
    """What closing would stop, for the preview: letters, drafts, open obligations (those overdue apart), those waiting
    for review, the units that owe either, and reminders not yet sent."""
    obligations = Obligation.objects.counted().filter(
        delivery__directive__campaign=campaign, delivery__directive__recalled_at=None
    )
    waiting = obligations.filter(progress=Progress.WAITING)
    reminders = Reminder.objects.filter(directive__campaign=campaign, state=Reminder.State.PLANNED)
    return {
        "directives": campaign.directives.filter(issued_at__isnull=False, recalled_at=None).count(),
        "drafts": campaign.directives.drafts().count(),
        "open": obligations.open().count(),
        "overdue": obligations.overdue(timezone.localdate(now)).count(),
        "waiting": waiting.count(),
        "units": (obligations.open() | waiting).values("unit").distinct().count(),
        "reminders": reminders.count(),
    }
