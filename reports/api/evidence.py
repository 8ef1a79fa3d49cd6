"""What proves an action: a file or a web address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from reports.models import Evidence
from reports.views.evidence import evidence as serve_evidence

from .fields import Moment

router = Router()


class EvidenceOut(Schema):
    id: int
    action: int
    url: str = Field(description="Liên kết; rỗng nếu là tệp")
    name: str
    content_type: str
    size: int | None = Field(description="Số byte của tệp gốc")
    sha256: str = Field(description="Của tệp gốc đơn vị đã nộp")
    added_at: Moment
    file: str | None = Field(description="Đường dẫn tải về; ảnh tải về không còn thông tin nơi chụp")

    @classmethod
    def of(cls, row: Evidence) -> "EvidenceOut":
        stored = row.stored
        return cls(
            id=row.pk,
            action=row.action_id,
            url=row.url,
            name=row.original_name,
            content_type=stored.content_type if stored else "",
            size=stored.size if stored else None,
            sha256=stored.sha256 if stored else "",
            added_at=row.added_at,
            file=f"/api/v1/evidence/{row.pk}/file" if stored else None,
        )


@router.get("/evidence/{int:pk}", response=EvidenceOut, summary="Một minh chứng")
def read_evidence(request: HttpRequest, pk: int):
    rows = Evidence.objects.visible_to(request.user).select_related("stored")
    return EvidenceOut.of(get_object_or_404(rows, pk=pk))


@router.get(
    "/evidence/{int:pk}/file",
    summary="Tải tệp minh chứng",
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}},
)
def read_evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    return serve_evidence(request, pk)
