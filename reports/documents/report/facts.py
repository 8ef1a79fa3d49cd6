"""What the report tells of, as of its cut-off: the dashboard's own figures, and what units said and showed by then."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from campaign_portal.lib.dates import closes_at
from directives.models import Directive, LegalBasis
from reports.models import Action, ActionObligation, Evidence, UnitReport
from reports.reply.facts import Proof, Sender
from reports.summary.figures import Summary
from reports.summary.load import load
from reports.summary.reach import Deed, Reach, reached
from reports.summary.scope import WHOLE
from units.models import Unit


@dataclass(frozen=True)
class Shown:
    """An action and what proves it."""

    unit: str
    deed: Deed
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Said:
    """A unit's own words in its report."""

    unit: str
    text: str


@dataclass(frozen=True)
class Facts:
    """Everything a report says. `deeds_of` counts the actions that serve an obligation, by its key."""

    directive: Directive
    issuer: Sender
    to: str
    bases: list[LegalBasis]
    summary: Summary
    deeds: list[Deed]
    cells: list[Reach]
    shown: list[Shown]
    deeds_of: Counter[int]
    difficulties: list[Said]
    proposals: list[Said]


def facts_of(directive: Directive, *, day: date, until: datetime) -> Facts:
    """Read everything once. The number of queries does not grow with units or actions."""
    is_whole = until >= closes_at(day)
    loaded = load(directive, scope=WHOLE, day=day, until=None if is_whole else until)
    end = closes_at(day) if is_whole else until + timedelta(microseconds=1)
    deeds = {deed.pk: deed for deed in loaded.deeds}
    said = _said(directive, end)
    return Facts(
        directive=directive,
        issuer=_sender(directive),
        to=_addressee(directive),
        bases=list(directive.legal_bases.all()),
        summary=loaded.summary,
        deeds=loaded.deeds,
        cells=reached(loaded.deeds),
        shown=_shown(directive, deeds, {row.unit_id: row.name for row in loaded.summary.units}, end),
        deeds_of=Counter(obligation for action, obligation in _served(directive) if action in deeds),
        difficulties=[Said(row.delivery.unit_name, row.difficulties) for row in said if row.difficulties],
        proposals=[Said(row.delivery.unit_name, row.proposals) for row in said if row.proposals],
    )


def _sender(directive: Directive) -> Sender:
    unit = Unit.objects.select_related("parent", "area").get(pk=directive.issuer_id)
    area = unit.area.name if unit.area else ""
    return Sender(
        name=unit.name,
        kind=unit.kind,
        parent=unit.parent.name if unit.parent else "",
        symbol=unit.symbol,
        place=directive.place or area,
    )


def _addressee(directive: Directive) -> str:
    """Who the letter names "để b/c", else the body above its issuer; empty where nobody is known."""
    named = directive.copies.filter(overseer__isnull=False, confirmed_at__isnull=False).select_related("overseer")
    above = next((copy.overseer for copy in named), None) or directive.issuer.parent
    return full_name(above.name) if above else ""


def full_name(name: str) -> str:
    """A committee as it is written out in "Kính gửi"."""
    return f"Ủy ban nhân dân {name.removeprefix('UBND ')}" if name.startswith("UBND ") else name


def _said(directive: Directive, end: datetime) -> list[UnitReport]:
    """The last report each unit had handed in before an instant, in protocol order."""
    rows = UnitReport.objects.filter(delivery__directive=directive, delivery__parent=None, submitted_at__lt=end)
    rows = rows.select_related("delivery").order_by("submitted_at", "pk")
    newest = {row.delivery_id: row for row in rows}
    return sorted(newest.values(), key=lambda row: row.delivery.unit_sort_key)


def _served(directive: Directive):
    return ActionObligation.objects.filter(action__directive=directive).values_list("action", "obligation")


def _shown(directive: Directive, deeds: dict[int, Deed], names: dict[int, str], end: datetime) -> list[Shown]:
    """The actions with something to show before an instant: unit by unit in protocol order, the oldest first."""
    proofs: dict[int, list[Proof]] = {}
    kept = Q(removed_at=None) | Q(removed_at__gte=end)
    rows = Evidence.objects.filter(kept, action__directive=directive, added_at__lt=end).order_by("pk")
    for action, name, url in rows.values_list("action", "original_name", "url"):
        if action in deeds:
            proofs.setdefault(action, []).append(Proof(name or url, url))
    actions = Action.objects.filter(directive=directive).order_by("unit__sort_key", "unit", "done_on", "pk")
    return [
        Shown(names.get(unit_id, name), deeds[pk], tuple(proofs[pk]))
        for pk, unit_id, name in actions.values_list("pk", "unit", "unit__name")
        if pk in proofs
    ]
