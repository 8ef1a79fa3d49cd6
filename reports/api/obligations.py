"""What each unit owes, how far it is, and what is still to be proved."""

from datetime import date, time

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from campaign_portal.lib.dates import local_day
from directives.models import Obligation, Progress
from reports.services.declaring import checklist, declare_complete
from reports.views.common import load_own_obligation

from .fields import Key, Moment, UnitRef, progress_words, wanted
from .once import once
from .paging import Page, Paging, page

router = Router()


class Asked(Schema):
    id: int
    label: str
    text: str
    binding: bool


class ObligationOut(Schema):
    id: int
    directive: int
    delivery: int
    instruction: Asked
    unit: UnitRef
    responsible_unit: UnitRef = Field(description="Đơn vị chịu trách nhiệm hiện nay (sau sáp nhập có thể khác)")
    parent: int | None = Field(description="Nhiệm vụ mà đơn vị trên giao xuống từ đó")
    due_on: date
    due_time: time | None
    progress: Progress = Field(description=progress_words())
    is_overdue: bool = Field(description="Tính tại lúc đọc: chưa hoàn thành và hạn đã qua")
    submitted_at: Moment | None
    progress_at: Moment
    counted: bool = Field(description="Có trong mẫu số của tỷ lệ")


class Item(Schema):
    words: str
    proved: bool


class ObligationDetail(ObligationOut):
    checklist: list[Item] = Field(description="Những gì phải có trước khi báo hoàn thành")


def seen(request: HttpRequest):
    rows = Obligation.objects.visible_to(request.user)
    return rows.select_related("instruction", "delivery", "responsible_unit")


def columns(row: Obligation, today: date) -> dict:
    asked = row.instruction
    return {
        "id": row.pk,
        "directive": row.delivery.directive_id,
        "delivery": row.delivery_id,
        "instruction": Asked(id=asked.pk, label=asked.label, text=asked.text, binding=asked.binding),
        "unit": UnitRef(id=row.unit_id, name=row.delivery.unit_name),
        "responsible_unit": UnitRef.of(row.responsible_unit),
        "parent": row.parent_id,
        "due_on": row.due_on,
        "due_time": row.due_time,
        "progress": row.progress,
        "is_overdue": row.is_open and row.due_on < today,
        "submitted_at": row.submitted_at,
        "progress_at": row.progress_at,
        "counted": row.counted,
    }


def detail(row: Obligation, today: date) -> ObligationDetail:
    items = [Item(words=str(words), proved=proved) for words, proved in checklist(row)]
    return ObligationDetail(**columns(row, today), checklist=items)


class Filters(Schema):
    directive: Key | None = None
    delivery: Key | None = None
    unit: Key | None = None
    progress: Progress | None = None
    due_before: date | None = Field(None, description="Hạn trước ngày này")


@router.get("/obligations", response=Page[ObligationOut], summary="Nhiệm vụ của các đơn vị")
def list_obligations(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    names = {
        "delivery__directive": asked.directive,
        "delivery": asked.delivery,
        "unit": asked.unit,
        "progress": asked.progress,
        "due_on__lt": asked.due_before,
    }
    rows, today = seen(request).filter(**wanted(**names)), local_day(request.now)
    return page(request, rows, paging, lambda rows: [ObligationOut(**columns(row, today)) for row in rows])


@router.get("/obligations/{int:pk}", response=ObligationDetail, summary="Một nhiệm vụ, còn thiếu gì")
def read_obligation(request: HttpRequest, pk: int):
    return detail(get_object_or_404(seen(request), pk=pk), local_day(request.now))


@router.post("/obligations/{int:pk}/declaration", response=ObligationDetail, summary="Báo hoàn thành một nhiệm vụ")
@once()
def declare_obligation(request: HttpRequest, pk: int):
    row = load_own_obligation(request.user, pk)
    declare_complete(obligation=row, actor=request.user, now=request.now)
    return detail(get_object_or_404(seen(request), pk=pk), local_day(request.now))
