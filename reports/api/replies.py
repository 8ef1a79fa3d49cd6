"""The units' official replies to a letter."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from reports.models import UnitReport
from reports.views.evidence import report_file

from .fields import Key, Moment, UnitRef, wanted
from .paging import Page, Paging, page

router = Router()


class ReportOut(Schema):
    id: int
    directive: int
    delivery: int
    unit: UnitRef
    reference: str = Field(description="Số, ký hiệu văn bản trả lời")
    dated_on: date | None
    text: str
    difficulties: str
    proposals: str
    submitted_at: Moment = Field(description="Nộp lại thì thành bản mới; bản mới nhất có hiệu lực")
    file: str | None = Field(description="Đường dẫn tải bản đã ký")

    @classmethod
    def of(cls, row: UnitReport) -> "ReportOut":
        return cls(
            id=row.pk,
            directive=row.delivery.directive_id,
            delivery=row.delivery_id,
            unit=UnitRef(id=row.delivery.unit_id, name=row.delivery.unit_name),
            reference=row.reference,
            dated_on=row.dated_on,
            text=row.text,
            difficulties=row.difficulties,
            proposals=row.proposals,
            submitted_at=row.submitted_at,
            file=f"/api/v1/reports/{row.pk}/file" if row.stored_id else None,
        )


def seen(request: HttpRequest):
    return UnitReport.objects.visible_to(request.user).select_related("delivery")


class Filters(Schema):
    directive: Key | None = None
    delivery: Key | None = None


@router.get("/reports", response=Page[ReportOut], summary="Báo cáo của các đơn vị")
def list_reports(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    names = {"delivery__directive": asked.directive, "delivery": asked.delivery}
    return page(request, seen(request).filter(**wanted(**names)), paging, lambda rows: map(ReportOut.of, rows))


@router.get("/reports/{int:pk}", response=ReportOut, summary="Một báo cáo")
def read_report(request: HttpRequest, pk: int):
    return ReportOut.of(get_object_or_404(seen(request), pk=pk))


@router.get(
    "/reports/{int:pk}/file",
    summary="Tải bản báo cáo đã ký",
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}},
)
def read_report_file(request: HttpRequest, pk: int) -> HttpResponse:
    return report_file(request, pk)
