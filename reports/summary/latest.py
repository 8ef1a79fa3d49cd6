"""The newest actions that the issuing unit has accepted, with what proves them, as things stood on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from campaign_portal.lib.dates import closes_at, local_day
from directives.models import About, Change, Event
from reports.models import Action, Evidence, Review
from reports.queries.deeds import Proof, proof

from .reach import Deed

SHOWN = 6


@dataclass(frozen=True)
class Accepted:
    """An accepted action: what it was, when it was accepted, its proofs, and an obligation whose page shows it."""

    deed: Deed
    unit: str
    accepted_on: date
    obligation_id: int | None
    title: str
    proofs: list[Proof]

    @property
    def picture(self) -> Proof | None:
        return next((proof for proof in self.proofs if proof.is_picture), None)


def latest_accepted(deeds: Iterable[Deed], *, day: date, shown: int = SHOWN) -> list[Accepted]:
    """Of these actions, the last accepted by the end of the day; an acceptance that was reversed by then is none, and
    what the unit corrected since waits for another.

    Three queries.
    """
    known = {deed.pk: deed for deed in deeds}
    end = closes_at(day)
    last = Review.objects.filter(action=OuterRef("pk"), decided_at__lt=end).order_by("-pk")
    rows = (
        Action.objects.filter(pk__in=known)
        .annotate(verdict=Subquery(last.values("verdict")[:1]), decided_at=Subquery(last.values("decided_at")[:1]))
        .filter(verdict=Review.Verdict.ACCEPTED)
        .exclude(Exists(_corrected_until(end)))
        .select_related("unit")
        .prefetch_related(
            Prefetch("evidence", queryset=_kept_until(end)),
            "serves__obligation__instruction",
            "serves__obligation__delivery",
        )
        .order_by("-decided_at", "-pk")[:shown]
    )
    return [_accepted(row, known[row.pk]) for row in rows]


def _corrected_until(end):
    """Changes of an action after it was accepted: nobody has confirmed what it says now."""
    edited = Change.objects.filter(about=About.ACTION, about_id=OuterRef("pk"), event=Event.EDITED)
    return edited.filter(recorded_at__gt=OuterRef("decided_at"), recorded_at__lt=end, after__has_key="done_on")


def _kept_until(end):
    kept = Q(removed_at=None) | Q(removed_at__gte=end)
    return Evidence.objects.filter(kept, added_at__lt=end).select_related("stored__display")


def _accepted(row: Action, deed: Deed) -> Accepted:
    served = [each.obligation for each in row.serves.all()]
    named = {each.delivery.unit_id: each.delivery.unit_name for each in served}
    return Accepted(
        deed=deed,
        unit=named.get(row.unit_id, row.unit.name),
        accepted_on=local_day(row.decided_at),
        obligation_id=served[0].pk if served else None,
        title=served[0].instruction.title if served else "",
        proofs=[proof(each) for each in row.evidence.all()],
    )
