"""New words in the place of an issued instruction."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Change, Event, Instruction, Obligation, Progress
from directives.tallies.keeping import begun

from .changes import build
from .issuing import initial_state
from .lifecycle import end, in_force, obligations_of

LEFT = (Progress.ENDED, Progress.NOT_APPLICABLE)
"""A unit that was exempted or sent the letter back does not come back into the count with the new words."""


def supersede(
    *, old: Instruction, text: str, actor, now: datetime, note: str = "", due_on: date | None = None
) -> Instruction:
    """Put new words in the place of an issued instruction; the old one ends, its units owe the new one instead.

    Each unit keeps its own due day, or all get `due_on`; what units passed on follows the work it came from, at every
    depth: an earlier day stays, none comes after its parent's. Raises `AlreadyDone` when the words were replaced
    before, `Refused` for empty or equal words.
    """
    with transaction.atomic():
        directive = in_force(old.directive)
        old = lock(old)
        if old.ended_at:
            raise AlreadyDone(_("Nội dung này đã được thay trước đó. Hãy tải lại trang để xem nội dung hiện nay."))
        text = text.strip()
        if not text or text == old.text.strip():
            raise Refused(_("Hãy nhập nội dung mới, khác nội dung đang thực hiện."))
        owed = list(obligations_of(directive).filter(instruction=old).exclude(progress=Progress.ENDED).order_by("pk"))
        heirs_of = [each for each in owed if each.progress not in LEFT]
        end(owed, event=Event.SUPERSEDED, actor=actor, now=now, note=note)
        Instruction.objects.filter(pk=old.pk).update(ended_at=now)
        new = _successor(old, directive, text, due_on, now)
        _inherit(heirs_of, new, due_on, actor, now, note)
    return new


def _successor(old: Instruction, directive, text: str, due_on: date | None, now: datetime) -> Instruction:
    return Instruction.objects.create(
        directive=directive,
        group=old.group,
        order=old.order,
        label=old.label,
        text=text,
        binding=old.binding,
        due_on=due_on or old.due_on,
        due_time=old.due_time,
        proof=old.proof,
        supersedes=old,
        issued_at=now,
    )


def _inherit(olds: list[Obligation], new: Instruction, due_on, actor, now: datetime, note: str) -> None:
    """Roots first, then level by level what units had passed down, each under its parent's heir."""
    heirs: dict[int, Obligation] = {}
    known = {each.pk: each for each in olds}
    level = [each for each in olds if each.parent_id is None]
    while level:
        made = [_heir(each, new, known.get(each.parent_id), heirs.get(each.parent_id), due_on, now) for each in level]
        heirs |= dict(zip([each.pk for each in level], Obligation.objects.bulk_create(made), strict=True))
        level = [each for each in olds if each.parent_id in heirs and each.pk not in heirs]
    common = {"event": Event.SUPERSEDED, "actor": actor, "now": now, "note": note}
    Change.objects.bulk_create(build(subject=heir, after=initial_state(heir), **common) for heir in heirs.values())
    begun(heirs.values(), timezone.localdate(now))


def _heir(
    old: Obligation, new: Instruction, above: Obligation | None, parent: Obligation | None, due_on, now: datetime
) -> Obligation:
    """`above` is the old parent, `parent` its heir."""
    day = due_on or old.due_on
    if parent:
        day = parent.due_on if old.due_on == above.due_on else min(old.due_on, parent.due_on)
    return Obligation(
        instruction=new,
        delivery=old.delivery,
        unit_id=old.unit_id,
        responsible_unit_id=old.responsible_unit_id,
        parent=parent,
        due_on=day,
        due_time=new.due_time,
        progress_at=now,
        counted=new.binding and parent is None,
    )
