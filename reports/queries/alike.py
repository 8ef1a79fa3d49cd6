"""Files that stand on more than one action: the same bytes, the same picture, or one that looks nearly the same.

The same event is no doubt: one action with a picture twice, or a linked copy under another letter, which is told as a
fact. Nor are two actions of one obligation, which the reviewer sees side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.models import NearPair, StoredFile
from reports.models import Action, Evidence

from .deeds import Deed, Proof, proof

AT_ONCE = 500
"""Files asked about by one query."""


@dataclass(frozen=True)
class Place:
    """Where a file stands: an action of a unit, of the same one or another."""

    proof: Proof
    unit: str
    is_own: bool
    done_on: date
    receipt: str

    @property
    def shown(self) -> int:
        return self.proof.stored.shown.pk


@dataclass(frozen=True)
class Twin:
    """One of the files under review, and where else it stands. `distance` counts bits; None: it is the very same."""

    ours: Proof
    place: Place
    distance: int | None

    @property
    def is_near(self) -> bool:
        return self.distance is not None

    @property
    def is_soft(self) -> bool:
        """A unit may well show one hall twice."""
        return self.is_near and self.place.is_own

    @property
    def rank(self) -> tuple:
        """The weightiest first: the very same before the alike, another unit before the same one."""
        return self.is_near, self.place.is_own, self.distance or 0, self.place.proof.pk

    @property
    def words(self) -> str:
        about = {"name": self.ours.name, "day": short_date(self.place.done_on)}
        if self.is_soft:
            return _("Ảnh gần giống ảnh đơn vị đã dùng cho hoạt động ngày %(day)s: %(name)s") % about
        if self.is_near:
            return _("Ảnh gần giống ảnh đã nộp: %(name)s") % about
        return _("Đã nộp cho hoạt động khác: %(name)s") % about

    @property
    def detail(self) -> str:
        return _("%(unit)s, hoạt động ngày %(day)s, biên nhận %(receipt)s.") % {
            "unit": self.place.unit,
            "day": short_date(self.place.done_on),
            "receipt": self.place.receipt,
        }


def twins(found: list[Deed], user) -> list[Twin]:
    """For each file the weightiest other place the person may see. Four queries, that of rights included."""
    own = [_place(deed, each) for deed in found for each in deed.proofs if each.is_file]
    if not own:
        return []
    near = alike({place.shown for place in own})
    asked = {place.shown for place in own} | {pk for each in near.values() for pk in each}
    places = list(_others(asked, found, user))
    chosen = (
        min(_twins_of(place, near[place.shown], places), key=lambda twin: twin.rank, default=None) for place in own
    )
    return [each for each in chosen if each]


@dataclass(frozen=True)
class SameEvent:
    """Another action for the same event, under another letter."""

    letter: str
    done_on: date
    receipt: str

    @property
    def words(self) -> str:
        about = {"letter": self.letter, "day": short_date(self.done_on)}
        return _("Cùng sự kiện đã ghi cho %(letter)s, ngày %(day)s") % about

    @property
    def detail(self) -> str:
        return _("Biên nhận %(receipt)s. Số lượt của sự kiện chỉ tính một lần.") % {"receipt": self.receipt}


def same_events(found: list[Deed], user) -> list[SameEvent]:
    """Under which other letters, of those the person may see, the events of these actions stand. One query."""
    events = {each.event for each in found}
    rows = Action.objects.filter(Q(pk__in=events) | Q(copy_of__in=events)).exclude(pk__in=[each.pk for each in found])
    rows = rows.kept().visible_to(user).select_related("directive").order_by("pk")
    return [SameEvent(each.directive.reference, each.done_on, each.receipt) for each in rows] if events else []


def _twins_of(ours: Place, near: dict[int, int], places: list[Place]) -> Iterator[Twin]:
    for place in places:
        if place.shown == ours.shown:
            yield Twin(ours.proof, place, None)
        elif place.shown in near:
            yield Twin(ours.proof, place, near[place.shown])


def _place(deed: Deed, file: Proof) -> Place:
    return Place(file, deed.unit, True, deed.done_on, deed.receipt)


def _others(shown: Iterable[int], found: list[Deed], user) -> Iterator[Place]:
    """The oldest place of each of these files with another unit, and with the same one; some stand everywhere."""
    events, units = {each.event for each in found}, {each.unit_id for each in found}
    rows = standing(shown, user).exclude(action__in=events).exclude(action__copy_of__in=events)
    is_own = Case(When(action__unit__in=units, then=Value(1)), default=Value(0))
    oldest = rows.order_by().annotate(is_own=is_own).values("stored", "is_own").annotate(first=Min("pk"))
    chosen = Evidence.objects.filter(pk__in=oldest.values("first")).select_related("action__unit", "stored__display")
    for row in chosen:
        action = row.action
        yield Place(proof(row), action.unit.name, action.unit_id in units, action.done_on, action.receipt)


# --- For one row and for many -----------------------------------------------------------------------------------------
def event_of(action: int, copy_of: int | None) -> int:
    """The action under which an event was recorded first."""
    return copy_of or action


def alike(shown: Iterable[int]) -> dict[int, dict[int, int]]:
    """By the key of a shown picture, those that look like it, with the distance."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for some in batched(sorted(shown)):
        for one, other, distance in NearPair.objects.filter(one__in=some).values_list("one", "other", "distance"):
            found[one][other] = distance
    return found


def standing(shown: Iterable[int], user) -> QuerySet[Evidence]:
    """Evidence the person may see with these files, or with originals that are shown by these copies."""
    keys = [*shown]
    same = {*keys, *StoredFile.objects.filter(display__in=keys).values_list("pk", flat=True)}
    rows = Evidence.objects.kept().filter(stored__in=same).exclude(action__state=Action.State.WITHDRAWN)
    return rows.few_visible_to(user)


def events_with(shown: Iterable[int], user) -> dict[int, set[int]]:
    """By the key of a shown file, the events where it, or a picture that looks like it, stands."""
    near, stands = alike(shown), defaultdict(set)
    columns = ("stored", "stored__display", "action", "action__copy_of")
    for some in batched(sorted({*shown, *(pk for each in near.values() for pk in each)})):
        for stored, display, action, copy_of in standing(some, user).order_by().values_list(*columns):
            stands[display or stored].add(event_of(action, copy_of))
    return {pk: stands[pk].union(*(stands[other] for other in near[pk])) for pk in shown}


def batched(items: list[int]) -> Iterator[list[int]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
