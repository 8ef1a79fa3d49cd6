"""One event reported under several letters: its reach stands with the first action, the others are linked to it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.models import About, Event, Obligation
from directives.services.changes import note_about
from reports.models import Action
from reports.tallies.deeds import linked_in_log
from reports.tallies.keeping import relinked


def original(action: Action, obligation: Obligation) -> Action:
    """The action under which the event was first recorded, locked, so that it is not withdrawn meanwhile.

    Raises `Refused` for an event withdrawn or of the same letter, PermissionDenied for another unit's.
    """
    row = lock(action)
    first = lock(row.copy_of) if row.copy_of_id else row
    if first.unit_id != obligation.responsible_unit_id:
        raise PermissionDenied
    if obligation.delivery.directive_id in (row.directive_id, first.directive_id):
        raise Refused(_("Sự kiện này đã được ghi cho chính văn bản này. Hãy mở hoạt động đó và bấm Sửa."))
    if Action.State.WITHDRAWN in (row.state, first.state):
        raise Refused(_("Hoạt động gốc đã được rút. Hãy bỏ liên kết rồi ghi như một hoạt động mới."))
    return first


def logged(first: Action | None) -> dict:
    """What the log says of a linked action, so that the figures of any day leave its reach out."""
    return {"copy_of": first.pk} if first else {}


def pass_on(action: Action, *, actor, now: datetime) -> None:
    """The first action is withdrawn, the event is not: the oldest linked action left bears the reach from now on."""
    left = list(Action.objects.filter(copy_of=action).kept().select_related("directive", "unit").order_by("pk"))
    if not left:
        return
    heir, *others = left
    _link(heir, None, actor, now)
    for each in others:
        _link(each, heir, actor, now)


def _link(action: Action, first: Action | None, actor, now: datetime) -> None:
    before, was_linked = {"copy_of": action.copy_of_id}, bool(linked_in_log([action]))
    action.copy_of = first
    action.save(update_fields=["copy_of"])
    note_about(
        about=About.ACTION,
        about_id=action.pk,
        directive=action.directive,
        event=Event.EDITED,
        actor=actor,
        now=now,
        unit=action.unit,
        acting_unit=action.unit,
        before=before,
        after={"copy_of": first and first.pk},
        note=_("Hoạt động gốc ở văn bản khác đã được rút"),
    )
    relinked(action, timezone.localdate(now), was_linked=was_linked, is_linked=first is not None)
