"""What the issuing unit, or the unit that passed the work on, decides on work declared complete. A decision is never
changed; reversing it is a new one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.access import decides_on
from directives.models import About, Event, Obligation, Progress
from directives.services.changes import note_about
from directives.services.obligations import locked, set_progress
from reports.models import Action, ActionObligation, Review
from reports.queries.seen import seen_marks

from .claims import refuse_claimed
from .declaring import PENDING, set_state
from .phrases import remember_phrase


@dataclass(frozen=True)
class Batch:
    """What became of several rows decided at once: `refused` says of each why it stays as it was."""

    accepted: list[Obligation] = field(default_factory=list)
    refused: list[tuple[Obligation, str]] = field(default_factory=list)


def accept(*, obligation: Obligation, actor, now: datetime, seen: int | None = None) -> Review:
    """Confirm an obligation as done, and with it the actions that wait; of one already done, what was mended since.

    What units below declared of work passed to them, at every depth, is confirmed along with it: it may rest on that.
    `seen` is the last that had happened to it as the reviewer saw it (`seen_marks`). Raises `Refused` when the
    obligation no longer waits, waits again with something else, or an action was changed once more.
    """
    with transaction.atomic():
        row = _reviewable(obligation, actor)
        _require_unchanged(row, seen)
        accepted = [row]
        if not _changed(row).exists():
            act = {"event": Event.ACCEPTED, "actor": actor, "now": now, "acting_unit": _judge(row)}
            below = Obligation.objects.below([row]).filter(progress=Progress.WAITING).order_by("pk")
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
    """Return work with a reason. Only the actions named are re-opened; without names, those that wait, and
    where none does, because the work was done, all of them: else it could be declared again as it stands.

    `seen` as for `accept`; `phrase` is what the issuing unit keeps of the reason for the next time.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Hãy ghi lý do trả lại để đơn vị biết cần bổ sung gì."))
    with transaction.atomic():
        row = _reviewable(obligation, actor)
        _require_unchanged(row, seen)
        _require_undecided_above(row)
        row = set_progress(
            obligation=row, event=Event.RETURNED, actor=actor, now=now, acting_unit=_judge(row), note=reason
        )
        for action in _to_mend(row, actions):
            set_state(action=action, state=Action.State.RETURNED, now=now)
            Review.objects.create(
                action=action, verdict=Review.Verdict.RETURNED, reason=reason, reviewer=actor, decided_at=now
            )
        review = Review.objects.create(
            obligation=row, verdict=Review.Verdict.RETURNED, reason=reason, reviewer=actor, decided_at=now
        )
        _log(review, row, Event.RETURNED, actor, now)
        if phrase:
            remember_phrase(unit=_judge(row), text=phrase, actor=actor, now=now)
    return review


def _to_mend(row: Obligation, named: Iterable[Action] | None) -> list[Action]:
    kept = row.actions.kept()
    if named:
        return list(kept.filter(pk__in=[each.pk for each in named]))
    return list(kept.filter(state__in=PENDING)) or list(kept)


def _reviewable(obligation: Obligation, actor) -> Obligation:
    row = locked(obligation)
    if not decides_on(actor, row):
        raise PermissionDenied
    refuse_claimed(row)
    return row


def _require_unchanged(row: Obligation, seen: int | None) -> None:
    """Nobody decides on what they have not seen: a unit may have taken its work back, and sent something else."""
    asks = row.progress == Progress.WAITING or _changed(row).exists()
    if seen is not None and asks and seen_marks([row.pk])[row.pk] != seen:
        raise Refused(_("Việc này đã đổi sau khi anh/chị mở trang. Hãy xem lại rồi quyết định."))


def _changed(row: Obligation):
    """Actions of work that is done which were mended after they had been accepted."""
    mended = row.actions.filter(state=Action.State.RESUBMITTED, accepted_at__isnull=False)
    return mended if row.progress == Progress.DONE else mended.none()


def _require_undecided_above(row: Obligation) -> None:
    """What was confirmed below may rest in what the unit above has handed in: that is taken back first."""
    if row.parent and row.progress == Progress.DONE and not row.parent.is_open:
        raise Refused(
            _("Việc của %(unit)s đã gửi xác nhận hoặc đã hoàn thành, nên việc cấp dưới không trả lại được nữa.")
            % {"unit": row.parent.responsible_unit.name}
        )


def _judge(obligation: Obligation):
    parent = obligation.parent
    return parent.responsible_unit if parent else obligation.delivery.directive.issuer


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
        acting_unit=_judge(obligation),
        after={"verdict": review.verdict},
        note=review.reason,
    )
