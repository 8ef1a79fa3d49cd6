"""What the issuing unit decides on work declared complete. A decision is never changed; reversing it is a new one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.access import coordinates
from directives.models import About, Event, Obligation, Progress
from directives.services.changes import note_about
from directives.services.obligations import locked, set_progress
from reports.models import Action, ActionObligation, Review

from .actions import PENDING, set_state
from .claims import refuse_claimed
from .phrases import remember_phrase


@dataclass(frozen=True)
class Batch:
    """What became of several rows decided at once: `refused` says of each why it stays as it was."""

    accepted: list[Obligation] = field(default_factory=list)
    refused: list[tuple[Obligation, str]] = field(default_factory=list)


def accept(*, obligation: Obligation, actor, now: datetime, seen: int | None = None) -> Review:
    """Confirm an obligation as done, and with it the actions that wait; of one already done, what was mended since.

    What units below declared of work passed to them, on which the obligation may rest, is confirmed along with it.
    `seen` is the obligation's last change as the reviewer saw it. Raises `Refused` when the obligation no longer waits,
    or waits again with something else.
    """
    with transaction.atomic():
        row = _reviewable(obligation, actor)
        _require_unchanged(row, seen)
        accepted = [row]
        if not _changed(row).exists():
            act = {"event": Event.ACCEPTED, "actor": actor, "now": now, "acting_unit": _issuer(row)}
            below = row.children.filter(progress=Progress.WAITING).order_by("pk")
            accepted = [set_progress(obligation=each, **act) for each in (row, *below)]
            row = accepted[0]
        for action in Action.objects.filter(pk__in=_pending(accepted)).order_by("pk"):
            set_state(action=action, state=Action.State.ACCEPTED, now=now)
            Review.objects.create(action=action, verdict=Review.Verdict.ACCEPTED, reviewer=actor, decided_at=now)
        review = Review.objects.create(obligation=row, verdict=Review.Verdict.ACCEPTED, reviewer=actor, decided_at=now)
        _log(review, row, Event.ACCEPTED, actor, now)
    return review


def _pending(obligations: list[Obligation]):
    served = ActionObligation.objects.filter(obligation__in=obligations, action__state__in=PENDING)
    return served.values("action")


def accept_many(*, obligations: Iterable[tuple[Obligation, int | None]], actor, now: datetime) -> Batch:
    """Confirm several obligations, each with what was seen of it: one that is refused never stops the others."""
    batch = Batch()
    for obligation, seen in obligations:
        try:
            accept(obligation=obligation, actor=actor, now=now, seen=seen)
        except Refused as error:
            batch.refused.append((obligation, str(error)))
        except PermissionDenied:
            batch.refused.append((obligation, _("Chỉ đơn vị ban hành văn bản xác nhận được việc này.")))
        else:
            batch.accepted.append(obligation)
    return batch


def send_back(
    *,
    obligation: Obligation,
    reason: str,
    actor,
    now: datetime,
    actions: Iterable[Action] | None = None,
    seen: int | None = None,
    phrase: str = "",
) -> Review:
    """Return work with a reason. Only the actions named are re-opened; without names, those that wait.

    `seen` as for `accept`; `phrase` is what the issuing unit keeps of the reason for the next time.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Hãy ghi lý do trả lại để đơn vị biết cần bổ sung gì."))
    with transaction.atomic():
        row = _reviewable(obligation, actor)
        _require_unchanged(row, seen)
        row = set_progress(
            obligation=row, event=Event.RETURNED, actor=actor, now=now, acting_unit=_issuer(row), note=reason
        )
        kept = row.actions.kept()
        named = kept.filter(pk__in=[each.pk for each in actions]) if actions else kept.filter(state__in=PENDING)
        for action in named:
            set_state(action=action, state=Action.State.RETURNED, now=now)
            Review.objects.create(
                action=action, verdict=Review.Verdict.RETURNED, reason=reason, reviewer=actor, decided_at=now
            )
        review = Review.objects.create(
            obligation=row, verdict=Review.Verdict.RETURNED, reason=reason, reviewer=actor, decided_at=now
        )
        _log(review, row, Event.RETURNED, actor, now)
        if phrase:
            remember_phrase(unit=_issuer(row), text=phrase, actor=actor, now=now)
    return review


def _reviewable(obligation: Obligation, actor) -> Obligation:
    row = locked(obligation)
    if not coordinates(actor, row.delivery.directive):
        raise PermissionDenied
    refuse_claimed(row)
    return row


def _require_unchanged(row: Obligation, seen: int | None) -> None:
    """Nobody decides on what they have not seen: a unit may have taken its work back, and sent something else."""
    if seen is not None and row.progress == Progress.WAITING and row.last_change_id != seen:
        raise Refused(_("Việc này đã đổi sau khi anh/chị mở trang. Hãy xem lại rồi quyết định."))


def _changed(row: Obligation):
    """Actions of work that is done which were mended after they had been accepted."""
    mended = row.actions.filter(state=Action.State.RESUBMITTED, accepted_at__isnull=False)
    return mended if row.progress == Progress.DONE else mended.none()


def _issuer(obligation: Obligation):
    return obligation.delivery.directive.issuer


def _log(review: Review, obligation: Obligation, event: Event, actor, now: datetime) -> None:
    note_about(
        about=About.REVIEW,
        about_id=review.pk,
        directive=obligation.delivery.directive,
        event=event,
        actor=actor,
        now=now,
        unit=obligation.unit,
        delivery=obligation.delivery,
        obligation=obligation,
        acting_unit=_issuer(obligation),
        after={"verdict": review.verdict},
        note=review.reason,
    )
