"""The act of issuing: the moment from which a directive is frozen and its units owe what it asks."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Change, Delivery, Directive, Event, Instruction, Obligation, RecipientGroupUnit, Tallied
from directives.tallies.keeping import begun

from .changes import build, move
from .planning import Share, preview
from .telling import tell

OUT_OF_THE_WAY = 10_000
"""Added to every order while instructions change places, because two may not stand at one place even for a moment."""


def issue(*, directive: Directive, actor, now: datetime, seen: str = "", about_letter: bool = False) -> Directive:
    """Freeze the draft and send it: one delivery per unit, one obligation per instruction and unit, all logged.

    `seen` is the fingerprint of the preview the officer looked at; empty when nobody looked. A letter `about_letter`
    may ask for nothing of its own: it extends, recalls or corrects another. Raises `AlreadyDone` when another officer
    issued it first, `Refused` while something is missing or what was seen is no longer what would go.
    """
    with transaction.atomic():
        row = lock(directive)
        if row.is_issued:
            raise AlreadyDone(
                _("Văn bản này đã được %(who)s ban hành lúc %(when)s.")
                % {"when": clock_words(row.issued_at), "who": row.issued_by}
            )
        if row.is_discarded:
            raise Refused(_("Bản nháp này đã được bỏ. Hãy khôi phục bản nháp trước khi ban hành."))
        plan = preview(directive=row, today=timezone.localdate(now), about_letter=about_letter)
        if not plan.can_issue:
            raise Refused(" ".join(str(problem) for problem in plan.problems))
        if seen and seen != plan.fingerprint:
            raise Refused(_("Bản nháp vừa được sửa sau khi anh/chị mở trang này. Hãy xem lại rồi ban hành."))
        _put_in_order(row)
        _freeze(row, now)
        deliver(directive=row, shares=plan.shares, actor=actor, now=now)
        Tallied.objects.create(directive=row, built_at=now)
        issued = {"issued_at": now, "issued_by": actor, "year": row.dated_on.year}
        move(row, event=Event.ISSUED, actor=actor, now=now, acting_unit=row.issuer, **issued)
    return row


def _put_in_order(directive: Directive) -> None:
    """Number the instructions as they are read: each group's together where the group begins, labels "1.1", "1.2".

    While it is a draft an instruction keeps the place it has in the letter's reading, so that it points at its words.
    """
    instructions = list(directive.instructions.select_related("group").order_by("order"))
    begins: dict[int, int] = {}
    for each in instructions:
        begins.setdefault(each.group_id, each.order)
    instructions.sort(key=lambda each: (begins[each.group_id] if each.group_id else each.order, each.order))
    nth: dict[int, int] = {}
    for order, each in enumerate(instructions):
        nth[each.group_id] = nth.get(each.group_id, 0) + 1
        each.order, each.label = order, f"{each.group.order + 1}.{nth[each.group_id]}" if each.group else ""
    directive.instructions.update(order=F("order") + OUT_OF_THE_WAY)
    Instruction.objects.bulk_update(instructions, ["order", "label"])


def _freeze(directive: Directive, now: datetime) -> None:
    """From here the database refuses to change the letter's groups and instructions."""
    directive.instructions.update(issued_at=now)
    RecipientGroupUnit.objects.filter(group__directive=directive).update(issued_at=now)
    directive.groups.update(issued_at=now)


def deliver(
    *,
    directive: Directive,
    shares: list[Share],
    actor,
    now: datetime,
    event: str = Event.ISSUED,
    note: str = "",
    due_on: date | None = None,
) -> None:
    """Write deliveries and obligations with their log rows and tallies; a constant number of queries.

    `due_on` is a day of these units' own; without it each instruction's day holds, else the letter's.
    """
    deliveries = Delivery.objects.bulk_create(
        [_delivery(directive, share, now, late=event == Event.ADDED_LATE) for share in shares]
    )
    obligations = Obligation.objects.bulk_create(
        [
            _obligation(instruction, delivery, now, due_on)
            for delivery, share in zip(deliveries, shares, strict=True)
            for instruction in share.instructions
        ]
    )
    common = {"event": event, "actor": actor, "now": now, "acting_unit": directive.issuer, "note": note}
    rows = [build(subject=delivery, after={"issued_at": now}, **common) for delivery in deliveries]
    rows += [build(subject=each, after=initial_state(each), **common) for each in obligations]
    tell(Change.objects.bulk_create(rows))
    begun([*deliveries, *obligations], timezone.localdate(now))


def initial_state(obligation: Obligation) -> dict:
    """The columns whose history is folded, as they stand at the start."""
    return {
        "progress": obligation.progress,
        "due_on": obligation.due_on,
        "counted": obligation.counted,
        "responsible_unit": obligation.responsible_unit_id,
        "submitted_at": None,
    }


def _delivery(directive: Directive, share: Share, now: datetime, *, late: bool) -> Delivery:
    unit = share.unit
    return Delivery(
        directive=directive,
        unit=unit,
        unit_name=unit.name,
        unit_brief=unit.brief,
        unit_sort_key=unit.sort_key,
        area=unit.area,
        area_name=unit.area.name if unit.area else "",
        group_phrases=share.group_phrases,
        addressee=share.group_phrases[0] if share.group_phrases else "",
        issued_at=now,
        added_late=late,
    )


def _obligation(instruction: Instruction, delivery: Delivery, now: datetime, due_on: date | None) -> Obligation:
    directive = delivery.directive
    return Obligation(
        instruction=instruction,
        delivery=delivery,
        unit_id=delivery.unit_id,
        responsible_unit_id=delivery.unit_id,
        due_on=due_on or instruction.due_on or directive.due_on,
        due_time=instruction.due_time,
        progress_at=now,
        counted=instruction.binding,
    )
