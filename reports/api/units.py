"""Organisations, as far as the person may open their pages."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from units.access import visible_units
from units.models import Certainty, Unit, UnitKind

from .fields import Key, UnitRef, wanted
from .paging import Page, Paging, page

router = Router()


class UnitOut(Schema):
    id: int
    parent: int | None
    kind: UnitKind
    name: str
    short_name: str
    symbol: str
    area: UnitRef | None = Field(description="Địa bàn")
    website: str
    certainty: Certainty
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, row: Unit) -> "UnitOut":
        return cls(
            id=row.pk,
            parent=row.parent_id,
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            symbol=row.symbol,
            area=UnitRef(id=row.area_id, name=row.area.name) if row.area else None,
            website=row.website,
            certainty=row.certainty,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )


def seen(request: HttpRequest):
    return visible_units(request.user).select_related("area")


class Filters(Schema):
    parent: Key | None = None
    kind: UnitKind | None = None


@router.get("/units", response=Page[UnitOut], summary="Các đơn vị được xem")
def list_units(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    rows = seen(request).filter(**wanted(**asked.dict()))
    return page(request, rows, paging, lambda rows: map(UnitOut.of, rows))


@router.get("/units/{int:pk}", response=UnitOut, summary="Một đơn vị")
def read_unit(request: HttpRequest, pk: int):
    return UnitOut.of(get_object_or_404(seen(request), pk=pk))
