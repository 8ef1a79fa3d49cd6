"""What the issuing unit decides on work declared complete. A decision is never changed; reversing it is a new one."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.access import coordinates
from directives.models import About, Event, Obligation
from directives.services.changes import note_about
from directives.services.obligations import locked, set_progress
from reports.models import Action, Review

from .actions import PENDING, set_state


def accept(*, obligation: Obligation, actor, now: datetime) -> Review:
    """Confirm an obligation as done, and with it the actions that wait. Raises `Refused` when it no longer waits."""
    with transaction.atomic():
        row = _reviewable(obligation, actor)
        row = set_progress(obligation=row, event=Event.ACCEPTED, actor=actor, now=now, acting_unit=_issuer(row))
        for action in row.actions.filter(state__in=PENDING):
            set_state(action=action, state=Action.State.ACCEPTED, now=now)
            Review.objects.create(action=action, verdict=Review.Verdict.ACCEPTED, reviewer=actor, decided_at=now)
        review = Review.objects.create(obligation=row, verdict=Review.Verdict.ACCEPTED, reviewer=actor, decided_at=now)
        _log(review, row, Event.ACCEPTED, actor, now)
    return review


def send_back(
    *, obligation: Obligation, reason: str, actor, now: datetime, actions: Iterable[Action] | None = None
) -> Review:
    """Return work with a reason. Only the actions named are re-opened; without names, those that wait."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Hãy ghi lý do trả lại để đơn vị biết cần bổ sung gì."))
    with transaction.atomic():
        row = _reviewable(obligation, actor)
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
    return review


def _reviewable(obligation: Obligation, actor) -> Obligation:
    row = locked(obligation)
    if not coordinates(actor, row.delivery.directive):
        raise PermissionDenied
    return row


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
