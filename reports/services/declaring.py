"""When work is complete: what must be proved, the unit's own word on it, and taking that word back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import Refused
from directives.access import reports_for
from directives.chain import below_q
from directives.models import Event, Obligation, Progress
from directives.services.accepting import require_accepting
from directives.services.obligations import locked, set_progress
from reports.models import Action, ActionObligation

from .claims import take_back_claim

PENDING = (Action.State.SUBMITTED, Action.State.RESUBMITTED)
"""What waits for the reviewer with the work it serves."""


def checklist(obligation: Obligation) -> list[tuple[str, bool]]:
    """What must be proved before an obligation may be declared complete, and whether it is. Two queries.

    What units below, at any depth, did for work passed to them proves it as well, unless it was sent back to them.
    """
    own = ActionObligation.objects.filter(obligation=obligation)
    below = ActionObligation.objects.filter(obligation__instruction=obligation.instruction_id)
    below = below.filter(below_q("pk", obligation.pk, "obligation__"))
    good = Q(pk__in=below.values("action")) & ~Q(state=Action.State.RETURNED)
    rows = Action.objects.kept().filter(good | Q(pk__in=own.values("action")))
    actions = list(rows.prefetch_related("evidence"))
    proved = any(evidence.removed_at is None for action in actions for evidence in action.evidence.all())
    items = [
        (_("Ít nhất một hoạt động"), bool(actions)),
        (_("Ảnh, tệp hoặc liên kết làm minh chứng"), proved),
    ]
    if obligation.progress == Progress.RETURNED:
        left = [action for action in actions if action.state == Action.State.RETURNED]
        items.append((_mending(left if len(actions) > 1 else []), bool(actions) and not left))
    return items


def _mending(left: list[Action]) -> str:
    """What is still to be mended; among several actions, which."""
    words = _("Bổ sung hoạt động bị trả lại")
    named = [
        _("%(channel)s ngày %(day)s") % {"channel": each.get_channel_display(), "day": short_date(each.done_on)}
        for each in left
    ]
    return f"{words} ({', '.join(named)})" if named else words


def missing(obligation: Obligation) -> list[str]:
    """The checklist items not yet proved."""
    return [item for item, proved in checklist(obligation) if not proved]


def declare_complete(*, obligation: Obligation, actor, now: datetime) -> Obligation:
    """The unit says the work is done; the clock stops here.

    Raises `Refused` while the checklist is not proved, and after the accepting day for what was not sent back.
    """
    with transaction.atomic():
        row = locked(obligation)
        require_reporter(actor, row)
        require_accepting(row, now)
        if lacking := missing(row):
            raise Refused(_("Chưa gửi được, còn thiếu: %(items)s.") % {"items": "; ".join(lacking).lower()})
        row = set_progress(
            obligation=row, event=Event.SUBMITTED, actor=actor, now=now, acting_unit=row.responsible_unit
        )
        for action in row.actions.filter(state=Action.State.RECORDED):
            set_state(action=action, state=Action.State.SUBMITTED, now=now)
    return row


def withdraw_declaration(*, obligation: Obligation, actor, now: datetime) -> Obligation:
    """Take a declaration back before it is reviewed, to mend something; the clock runs again.

    Raises `Refused` after the accepting day, when it could not be declared again.
    """
    with transaction.atomic():
        row = locked(obligation)
        require_reporter(actor, row)
        require_accepting(row, now)
        take_back_claim(obligation=row, actor=actor, now=now)
        row = set_progress(
            obligation=row, event=Event.WITHDRAWN, actor=actor, now=now, acting_unit=row.responsible_unit
        )
        for action in row.actions.filter(state=Action.State.SUBMITTED):
            if not action.obligations.filter(progress=Progress.WAITING).exists():
                set_state(action=action, state=Action.State.RECORDED, now=now)
    return row


def set_state(*, action: Action, state: str, now: datetime) -> None:
    action.state, action.state_at = state, now
    columns = ["state", "state_at"]
    if state == Action.State.ACCEPTED:
        action.accepted_at = now
        columns.append("accepted_at")
    action.save(update_fields=columns)


def require_reporter(actor, obligation: Obligation) -> None:
    if not reports_for(actor, obligation.responsible_unit_id):
        raise PermissionDenied
