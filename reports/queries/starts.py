"""What a new action may start from: the unit's latest action, or an event it has recorded for another letter."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from directives.models import Obligation
from reports.models import Action, ActionDraft, Evidence
from reports.services.what import Proof

EVENTS_SHOWN = 5


def latest_action(obligation: Obligation) -> Action | None:
    """What the responsible unit recorded last, for whichever letter, and has not withdrawn."""
    return (
        Action.objects.kept()
        .filter(unit=obligation.responsible_unit_id)
        .prefetch_related("materials")
        .order_by("-recorded_at", "-pk")
        .first()
    )


def drafts_of(person, obligations: Iterable[int]) -> set[int]:
    """Which of the obligations the person has begun to record an action for without sending it."""
    rows = ActionDraft.objects.filter(person=person, obligation__in=obligations)
    return set(rows.values_list("obligation", flat=True))


def events_elsewhere(obligation: Obligation) -> QuerySet[Action]:
    """Events the unit recorded for other letters and not yet for this one, the latest first, each under its first
    action."""
    letter = obligation.delivery.directive_id
    here = Action.objects.kept().filter(copy_of=OuterRef("pk"), directive=letter)
    proofs = Prefetch("evidence", queryset=Evidence.objects.kept().select_related("stored__display"))
    return (
        Action.objects.kept()
        .filter(unit=obligation.responsible_unit_id, copy_of=None)
        .exclude(directive=letter)
        .exclude(Exists(here))
        .select_related("directive")
        .prefetch_related("materials", proofs)
        .order_by("-done_on", "-pk")
    )


def proofs_of_event(action: Action) -> tuple[list[Proof], list[str]]:
    """The files that prove an action, and its addresses."""
    rows = list(action.evidence.all())
    files = [Proof(stored=row.stored, name=row.original_name) for row in rows if row.stored_id]
    return files, [row.url for row in rows if row.url]
