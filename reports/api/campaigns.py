"""Campaigns."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from directives.models import Campaign

from .fields import Moment, UnitRef
from .paging import Page, Paging, page

router = Router()


class CampaignOut(Schema):
    id: int
    name: str
    description: str
    owner: UnitRef
    starts_on: date | None
    ends_on: date | None
    accepting_until: date | None
    closed_at: Moment | None
    is_illustrative: bool
    illustrative_note: str

    @classmethod
    def of(cls, row: Campaign) -> "CampaignOut":
        return cls(
            id=row.pk,
            name=row.name,
            description=row.description,
            owner=UnitRef.of(row.owner),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            accepting_until=row.accepting_until,
            closed_at=row.closed_at,
            is_illustrative=row.is_illustrative,
            illustrative_note=row.illustrative_note,
        )


def seen(request: HttpRequest):
    return Campaign.objects.visible_to(request.user).select_related("owner")


@router.get("/campaigns", response=Page[CampaignOut], summary="Các chiến dịch")
def list_campaigns(request: HttpRequest, paging: Query[Paging]):
    return page(request, seen(request), paging, lambda rows: map(CampaignOut.of, rows))


@router.get("/campaigns/{int:pk}", response=CampaignOut, summary="Một chiến dịch")
def read_campaign(request: HttpRequest, pk: int):
    return CampaignOut.of(get_object_or_404(seen(request), pk=pk))
