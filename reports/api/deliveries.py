"""What was sent to whom, and whether it was taken in."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from directives.access import reports_for
from directives.models import Delivery
from directives.services.receipts import confirm_receipt
from reports.views.common import load_delivery, require

from .fields import Key, Moment, UnitRef, wanted
from .once import once
from .paging import Page, Paging, page
from .sent import ReceiptIn

router = Router()
State = Annotated[
    Literal["issued", "seen", "received", "refused"],
    Field(description="`issued` đã gửi; `seen` đã xem; `received` đã tiếp nhận; `refused` trả lại vì sai nơi nhận"),
]


class DeliveryOut(Schema):
    id: int
    directive: int
    parent: int | None = Field(description="Lần gửi mà đơn vị trên giao tiếp từ đó")
    unit: UnitRef = Field(description="Tên đơn vị như khi ban hành")
    area_name: str
    groups: list[str]
    added_late: bool
    state: State
    issued_at: Moment
    seen_at: Moment | None
    received_at: Moment | None
    incoming_number: str = Field(description="Số đến")
    incoming_on: date | None = Field(description="Ngày đến")
    refused_at: Moment | None
    refusal_reason: str
    redirected_to: int | None

    @classmethod
    def of(cls, row: Delivery) -> "DeliveryOut":
        return cls(
            id=row.pk,
            directive=row.directive_id,
            parent=row.parent_id,
            unit=UnitRef(id=row.unit_id, name=row.unit_name),
            area_name=row.area_name,
            groups=row.group_phrases,
            added_late=row.added_late,
            state=row.state,
            issued_at=row.issued_at,
            seen_at=row.seen_at,
            received_at=row.received_at,
            incoming_number=row.incoming_number,
            incoming_on=row.incoming_on,
            refused_at=row.refused_at,
            refusal_reason=row.refusal_reason,
            redirected_to=row.redirected_to_id,
        )


class Filters(Schema):
    directive: Key | None = None
    unit: Key | None = None


@router.get("/deliveries", response=Page[DeliveryOut], summary="Văn bản đã gửi tới từng đơn vị")
def list_deliveries(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    rows = Delivery.objects.visible_to(request.user).filter(**wanted(**asked.dict()))
    return page(request, rows, paging, lambda rows: map(DeliveryOut.of, rows))


@router.get("/deliveries/{int:pk}", response=DeliveryOut, summary="Một lần gửi văn bản")
def read_delivery(request: HttpRequest, pk: int):
    return DeliveryOut.of(get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk))


@router.post("/deliveries/{int:pk}/receipt", response=DeliveryOut, summary="Xác nhận đã tiếp nhận văn bản")
@once()
def confirm_delivery(request: HttpRequest, pk: int, sent: ReceiptIn):
    row = load_delivery(request.user, pk)
    require(reports_for(request.user, row.unit_id))
    return DeliveryOut.of(confirm_receipt(delivery=row, actor=request.user, now=request.now, **sent.dict()))
