"""The newest actions that the issuing unit has accepted, with what proves them, as things stood on a day.

What they cost does not depend on how many actions there are: the log is asked for a few at a time, newest first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import count, islice

from django.db.models import Prefetch, Q

from campaign_portal.lib.dates import closes_at, local_day
from directives.history import Folded
from directives.models import About, Change, Directive, Event
from reports.models import Action, Evidence, Review
from reports.queries.deeds import Proof, proof

from .reach import Deed, standing
from .scope import Scope

SHOWN = 6
AT_ONCE = 24
"""Actions looked at together: an acceptance may have been reversed, or the action corrected since."""


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


def latest_accepted(directive: Directive, *, scope: Scope, day: date, shown: int = SHOWN) -> list[Accepted]:
    """The last ones accepted by the end of the day, of those the reader may see; an acceptance that was reversed by
    then is none, and what the unit corrected since waits for another."""
    end = closes_at(day)
    found = list(islice(_accepted_by(directive, scope, end, day), shown))
    rows = Action.objects.select_related("unit").prefetch_related(
        Prefetch("evidence", queryset=_kept_until(end)),
        "serves__obligation__instruction",
        "serves__obligation__delivery",
    )
    known = rows.in_bulk([deed.pk for deed, _at in found])
    return [_accepted(known[deed.pk], deed, at) for deed, at in found]


def _accepted_by(directive: Directive, scope: Scope, end: datetime, day: date) -> Iterator[tuple[Deed, datetime]]:
    """Actions whose last word by then was an acceptance, and when it was given, newest first."""
    newest = (each for keys in _newest(directive, end) for each in _good(keys, scope, end, day))
    again = _good(_accepted_again(directive, end), scope, end, day)
    return merge(newest, again, key=lambda each: (each[1], each[0].pk), reverse=True)


def _newest(directive: Directive, end: datetime) -> Iterator[list[int]]:
    """Keys of actions by when they were accepted, some at a time."""
    rows = Action.objects.filter(directive=directive, accepted_at__lt=end).order_by("-accepted_at", "-pk")
    for start in count(0, AT_ONCE):
        keys = list(rows.values_list("pk", flat=True)[start : start + AT_ONCE])
        yield keys
        if len(keys) < AT_ONCE:
            return


def _accepted_again(directive: Directive, end: datetime) -> list[int]:
    """Actions accepted by then that were accepted once more afterwards: their rows know the later moment only."""
    later = Review.objects.filter(action__directive=directive, action__accepted_at__gte=end)
    earlier = later.filter(verdict=Review.Verdict.ACCEPTED, decided_at__lt=end)
    return list(earlier.order_by().values_list("action", flat=True).distinct())


def _good(keys: list[int], scope: Scope, end: datetime, day: date) -> list[tuple[Deed, datetime]]:
    """Of these actions, those the reader may see that stood as accepted, newest first. Two queries."""
    seen = [pk for pk in keys if scope.has_action(pk)]
    if not seen:
        return []
    said = Review.objects.filter(action__in=seen, decided_at__lt=end).order_by("pk")
    last = {pk: (verdict, at) for pk, verdict, at in said.values_list("action", "verdict", "decided_at")}
    accepted = {pk: at for pk, (verdict, at) in last.items() if verdict == Review.Verdict.ACCEPTED}
    deeds = [(deed, accepted[deed.pk]) for deed in _as_of(accepted, day)]
    return sorted(deeds, key=lambda each: (each[1], each[0].pk), reverse=True)


def _as_of(accepted: dict[int, datetime], day: date) -> list[Deed]:
    """Those that stood at the end of the day uncorrected since they were accepted, in the words they had then."""
    log = Change.objects.filter(about=About.ACTION, about_id__in=accepted, local_day__lte=day).order_by("pk")
    folded: dict[int, Folded] = {}
    corrected = set()
    columns = ("directive", "unit", "about_id", "after", "local_day", "note", "event", "recorded_at")
    for directive_id, unit_id, pk, after, changed_on, note, event, at in log.values_list(*columns):
        known = folded.setdefault(pk, Folded(directive_id, unit_id, {}, changed_on, note))
        known.values.update(after)
        if event == Event.EDITED and at > accepted[pk] and "done_on" in after:
            corrected.add(pk)
    return [deed for deed in standing(folded) if deed.pk not in corrected]


def _kept_until(end: datetime):
    kept = Q(removed_at=None) | Q(removed_at__gte=end)
    return Evidence.objects.filter(kept, added_at__lt=end).select_related("stored__display")


def _accepted(row: Action, deed: Deed, decided_at: datetime) -> Accepted:
    served = [each.obligation for each in row.serves.all()]
    named = {each.delivery.unit_id: each.delivery.unit_name for each in served}
    return Accepted(
        deed=deed,
        unit=named.get(row.unit_id, row.unit.name),
        accepted_on=local_day(decided_at),
        obligation_id=served[0].pk if served else None,
        title=served[0].instruction.title if served else "",
        proofs=[proof(each) for each in row.evidence.all()],
    )
