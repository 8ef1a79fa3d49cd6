"""What the pages of the registry read: units found by words, people by words, and what happened to a unit."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from campaign_portal.lib.models import ActivityEntry
from campaign_portal.lib.text import fold, fold_keeping_marks
from units.models import Area, Certainty, Membership, Role, Succession, Unit, UnitAlias, User


# --- Finding ----------------------------------------------------------------------------------------------------------
def having_words(rows: QuerySet, text: str, *fields: str) -> QuerySet:
    """Rows in which every word of the text begins a word of a folded column: "binh thu" finds "Bình Thủy"."""
    for word in fold(text).split():
        condition = Q()
        for field in fields:
            condition |= Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
        rows = rows.filter(condition)
    return rows


def exact_first(rows: list, text: str, words_of) -> list:
    """The rows that hold the text with its very marks before the others, each part in the order given."""
    wanted = fold_keeping_marks(text)
    return sorted(rows, key=lambda row: wanted not in fold_keeping_marks(words_of(row)))


def find_units(units: QuerySet[Unit], text: str) -> QuerySet[Unit] | list[Unit]:
    """Units by words of name, short name or symbol; without words all of them, in protocol order."""
    if not fold(text):
        return units
    return exact_first(list(having_words(units, text, "folded")), text, _words_of)


def _words_of(unit: Unit) -> str:
    return f"{unit.name} {unit.short_name} {unit.symbol}"


def with_people(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each unit with `people`, how many act for it now, and its area."""
    in_force = Q(memberships__ends_on=None, memberships__user__is_active=True)
    return units.select_related("area").annotate(people=Count("memberships__user", filter=in_force, distinct=True))


def without_focal_point(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units for which nobody can confirm, record or report: letters to them reach no one."""
    acting = Membership.objects.in_force().filter(unit=OuterRef("pk"), role__in=[Role.FOCAL, Role.COORDINATOR])
    return units.exclude(Exists(acting))


def to_confirm(units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.filter(certainty=Certainty.UNCONFIRMED)


def ended_before(units: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    return units.filter(valid_to__lt=day)


def find_people(memberships: QuerySet[Membership], text: str) -> QuerySet[Membership] | list[Membership]:
    """Memberships by words of the person's name or address or of the unit, in the order of names."""
    rows = memberships.select_related("user", "unit").order_by("user__sort_key", "unit__sort_key", "pk")
    if not fold(text):
        return rows
    found = list(having_words(rows, text, "user__folded", "unit__folded"))
    return exact_first(found, text, lambda row: f"{row.user.full_name} {row.unit.name}")


def find_aliases(rows: QuerySet[UnitAlias], text: str) -> list[UnitAlias]:
    """Remembered words that hold the text, with marks or without, or mean a unit that does; the latest first."""
    rows = rows.select_related("issuer", "remembered_by").prefetch_related("members__unit")
    wanted = fold(text)
    return [
        row for row in rows if wanted in fold(row.phrase) or any(wanted in m.unit.folded for m in row.members.all())
    ]


def areas_of(units: QuerySet[Unit]) -> QuerySet[Area]:
    """Areas in which any of the units lies, the city first, then districts each before its wards."""
    group = Coalesce(F("parent__sort_key"), F("sort_key"))
    return (
        Area.objects.filter(pk__in=units.values("area")).select_related("parent").order_by("level", group, "sort_key")
    )


# --- What happened ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class UnitEvent:
    """One line of a unit's history: what happened in code, by whom, with what was written down."""

    verb: str
    at: datetime
    by: User | None
    detail: dict


def logged_events(unit: Unit) -> list[UnitEvent]:
    """Additions, corrections, confirmations, people who came and went, what its words mean: the latest first."""
    of_unit = Q(
        verb__in=["unit.created", "unit.corrected", "alias.remembered", "alias.withdrawn"],
        subject__endswith=f"({unit.pk})",
    )
    of_people = Q(verb__in=["membership.started", "membership.ended"], detail__unit=unit.pk)
    entries = ActivityEntry.objects.filter(of_unit | of_people).select_related("actor")
    return [UnitEvent(entry.verb, entry.at, entry.actor, entry.detail) for entry in entries.order_by("-pk")[:50]]


def successions_of(unit: Unit) -> QuerySet[Succession]:
    """Every merger, split or new name the unit took part in, by day."""
    rows = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
    return rows.select_related("predecessor", "successor").order_by("effective_on", "pk")


def last_to_act(membership: Membership) -> bool:
    """True when nobody else could act for the unit once this part ends."""
    others = Membership.objects.in_force().filter(unit=membership.unit_id, role__in=[Role.FOCAL, Role.COORDINATOR])
    return membership.role != Role.VIEWER and not others.exclude(pk=membership.pk).exists()
