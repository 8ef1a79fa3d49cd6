"""Rows ticked to be accepted together, as the page that asks once more names them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from directives.models import Obligation

from .doubts import asking
from .questions import talk_about
from .shelves import claimed, reviewable
from .work import title


@dataclass(frozen=True)
class Ticked:
    """One row: `value` is the box as it was ticked."""

    pk: int
    value: str
    unit: str
    title: str
    has_doubt: bool
    talk: str
    is_claim: bool
    """Not to be accepted with the others, nor as work at all: see `Line`."""

    @property
    def is_held(self) -> bool:
        return not self.is_claim and (self.has_doubt or bool(self.talk))


def ticked(chosen: Iterable[tuple[Obligation, int | None]], user, *, now: datetime) -> list[Ticked]:
    """Those the person may decide on, in their order. The same number of queries for one and for many."""
    chosen = list(chosen)
    keys = [row.pk for row, _seen in chosen]
    own = set(reviewable(user).filter(pk__in=keys).values_list("pk", flat=True))
    doubts, talk, claims = asking(own, user, now=now, is_long=False), talk_about(keys), claimed(own)
    return [
        Ticked(
            pk=row.pk,
            value=f"{row.pk}-{seen}" if seen else str(row.pk),
            unit=row.delivery.unit_name,
            title=title(row.instruction),
            has_doubt=row.pk in doubts,
            talk=talk.get(row.pk, ""),
            is_claim=row.pk in claims,
        )
        for row, seen in chosen
        if row.pk in own
    ]
