"""The documents, clips and links a campaign gives its units."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from materials.access import versions_for
from materials.models import Material, MaterialVersion
from materials.views.library import version_download

from .fields import Key, Moment, wanted
from .paging import Page, Paging, page

router = Router()


class VersionOut(Schema):
    id: int
    number: int
    url: str = Field(description="Liên kết; rỗng nếu là tệp")
    name: str
    content_type: str
    size: int | None
    note: str
    published_at: Moment
    file: str = Field(description="Đường dẫn lấy về; mỗi lần lấy được ghi cho đơn vị, một ngày một lần")

    @classmethod
    def of(cls, row: MaterialVersion) -> "VersionOut":
        stored = row.stored
        return cls(
            id=row.pk,
            number=row.number,
            url=row.url,
            name=row.original_name,
            content_type=stored.content_type if stored else "",
            size=stored.size if stored else None,
            note=row.note,
            published_at=row.published_at,
            file=f"/api/v1/materials/versions/{row.pk}/file",
        )


class MaterialOut(Schema):
    id: int
    campaign: int
    kind: Material.Kind
    title: str
    description: str
    created_at: Moment
    withdrawn_at: Moment | None
    versions: list[VersionOut] = Field(description="Phiên bản lấy về được, mới nhất trước")

    @classmethod
    def of(cls, row: Material) -> "MaterialOut":
        return cls(
            id=row.pk,
            campaign=row.campaign_id,
            kind=row.kind,
            title=row.title,
            description=row.description,
            created_at=row.created_at,
            withdrawn_at=row.withdrawn_at,
            versions=[VersionOut.of(each) for each in row.versions.all()],
        )


def seen(request: HttpRequest):
    """Materials of which the person may take a version."""
    versions = versions_for(request.user)
    shown = Prefetch("versions", queryset=versions.select_related("stored").order_by("-number"))
    return Material.objects.filter(pk__in=versions.values("material")).prefetch_related(shown)


class Filters(Schema):
    campaign: Key | None = None
    kind: Material.Kind | None = None


@router.get("/materials", response=Page[MaterialOut], summary="Tài liệu tuyên truyền")
def list_materials(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    rows = seen(request).filter(**wanted(**asked.dict()))
    return page(request, rows, paging, lambda rows: map(MaterialOut.of, rows))


@router.get("/materials/{int:pk}", response=MaterialOut, summary="Một tài liệu tuyên truyền")
def read_material(request: HttpRequest, pk: int):
    return MaterialOut.of(get_object_or_404(seen(request), pk=pk))


@router.get(
    "/materials/versions/{int:pk}/file",
    summary="Lấy một phiên bản: tệp, hoặc chuyển tới liên kết",
    openapi_extra={
        "responses": {
            200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
            302: {"description": "Tài liệu là một liên kết"},
        }
    },
)
def read_material_file(request: HttpRequest, pk: int) -> HttpResponse:
    return version_download(request, pk)
