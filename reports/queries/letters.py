"""Letters of a person's units that ask for receipt or for a reply, and those that ask for nothing more."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from campaign_portal.lib.dates import local_day
from directives.asked import still_asks
from directives.models import Delivery, Obligation, Progress
from directives.models.obligation import OPEN
from directives.refusals import open_refusals

CLOSED_SHOWN = 20


@dataclass(frozen=True)
class Letter:
    """A delivery that nobody of the unit has taken in yet."""

    pk: int
    reference: str
    subject: str
    issuer: str
    unit: str
    issued_at: datetime
    due_on: date


@dataclass(frozen=True)
class ReportDue:
    """A delivery whose unit still owes its official reply."""

    delivery_id: int
    reference: str
    unit: str
    due_on: date


@dataclass(frozen=True)
class Closed:
    """A letter whose campaign has ended or that was recalled, and how much of it the unit had done."""

    delivery_id: int
    subject: str
    campaign: str
    done: int
    total: int
    over_on: date
    is_recalled: bool


@dataclass(frozen=True)
class SentBack:
    """A letter that a unit sent back as misaddressed; the issuing unit has not settled it yet."""

    delivery_id: int
    directive_id: int
    reference: str
    subject: str
    unit: str
    reason: str
    refused_on: date


def letters_sent_back(user) -> list[SentBack]:
    """What the person's issuing unit has to settle, oldest first. One query."""
    return sent_back(open_refusals(user))


def sent_back(refused: QuerySet[Delivery]) -> list[SentBack]:
    """As rows of a page. One query."""
    return [
        SentBack(
            delivery_id=row.pk,
            directive_id=row.directive_id,
            reference=row.directive.reference,
            subject=row.directive.subject,
            unit=row.unit_name,
            reason=row.refusal_reason,
            refused_on=local_day(row.refused_at),
        )
        for row in refused.select_related("directive")
    ]


def letters_to_receive(ids: list[int]) -> list[Letter]:
    """Each with the nearest day by which the unit owes something of it, else the letter's.

    Of a letter that was passed down, who passed it on; none where all of it was taken back.
    """
    owed = Q(obligations__instruction__binding=True, obligations__progress__in=OPEN)
    rows = (
        _deliveries(ids)
        .filter(still_asks(), received_at=None, redirected_to=None)
        .select_related("directive__issuer", "parent")
        .annotate(nearest=Min("obligations__due_on", filter=owed), first_due=Min("obligations__due_on"))
        .order_by("issued_at", "pk")
    )
    return [
        Letter(
            pk=row.pk,
            reference=row.directive.reference,
            subject=row.directive.subject,
            issuer=row.parent.unit_name if row.parent else row.directive.issuer.name,
            unit=row.unit_name,
            issued_at=row.issued_at,
            due_on=row.nearest or (row.parent and row.first_due) or row.directive.due_on,
        )
        for row in rows
    ]


def reports_due(ids: list[int]) -> list[ReportDue]:
    """What the letter's own recipients owe; whom they passed work on to answers to them."""
    rows = (
        _deliveries(ids)
        .filter(parent=None, directive__report_due_on__isnull=False, reports=None, received_at__isnull=False)
        .select_related("directive")
        .order_by("directive__report_due_on", "pk")
    )
    return [ReportDue(row.pk, row.directive.reference, row.unit_name, row.directive.report_due_on) for row in rows]


def _deliveries(ids: list[int]):
    return Delivery.objects.filter(
        unit__in=ids,
        refused_at=None,
        directive__issued_at__isnull=False,
        directive__recalled_at=None,
        directive__campaign__closed_at=None,
    )


def closed_letters(ids: list[int]) -> list[Closed]:
    """The newest letters that ask for nothing more, with what was done of their binding instructions."""
    over = Q(delivery__directive__recalled_at__isnull=False)
    over |= Q(delivery__directive__campaign__closed_at__isnull=False)
    ends = ("delivery__directive__recalled_at", "delivery__directive__campaign__closed_at")
    rows = (
        Obligation.objects.filter(over, responsible_unit__in=ids, instruction__binding=True)
        .values("delivery__directive", "delivery__directive__subject", "delivery__directive__campaign__name", *ends)
        .annotate(first=Min("delivery"), total=Count("pk"), done=Count("pk", filter=Q(progress=Progress.DONE)))
        .order_by("-delivery__directive")[:CLOSED_SHOWN]
    )
    return [
        Closed(
            delivery_id=row["first"],
            subject=row["delivery__directive__subject"],
            campaign=row["delivery__directive__campaign__name"],
            done=row["done"],
            total=row["total"],
            over_on=local_day(next(row[end] for end in ends if row[end])),
            is_recalled=row[ends[0]] is not None,
        )
        for row in rows
    ]
