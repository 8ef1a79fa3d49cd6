"""Letters, with what they ask and of whom."""

from datetime import date, time
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from directives.models import Delivery, Directive, DirectiveFile, Instruction, RecipientGroup
from directives.views.directives import file

from .deliveries import State
from .fields import Key, Moment, UnitRef, wanted
from .paging import Page, Paging, page

router = Router()


class DirectiveOut(Schema):
    id: int
    campaign: int | None
    issuer: UnitRef
    doc_type: str
    number: str
    symbol: str
    reference: str
    dated_on: date | None
    subject: str
    urgency: str
    starts_on: date | None
    due_on: date | None
    report_due_on: date | None
    state: Literal["draft", "running", "closed", "recalled"] = Field(
        description="`draft` bản nháp; `running` đang thực hiện; `closed` đã kết thúc; `recalled` đã thu hồi"
    )
    issued_at: Moment | None
    recalled_at: Moment | None


class GroupOut(Schema):
    id: int
    source: RecipientGroup.Source = Field(description="`addressee` ở “Kính gửi”; `task` ở phần giao việc")
    phrase: str


class InstructionOut(Schema):
    id: int
    group: int | None = Field(description="Nhóm nơi nhận; null: mọi nơi nhận")
    label: str
    text: str
    binding: bool
    due_on: date | None
    due_time: time | None
    proof: list[str]
    ended_at: Moment | None


class RecipientOut(Schema):
    delivery: int
    unit: UnitRef
    groups: list[str]
    state: State


class FileOut(Schema):
    id: int
    kind: Literal["original", "attachment"]
    title: str
    file: str | None = Field(description="Đường dẫn tải về; null: văn bản có nhắc nhưng chưa có tệp")


class DirectiveDetail(DirectiveOut):
    text: str
    signer_name: str
    signer_title: str
    signer_authority: str
    legal_bases: list[str]
    copies: list[str]
    groups: list[GroupOut]
    instructions: list[InstructionOut]
    recipients: list[RecipientOut] = Field(description="Chỉ những đơn vị mà mã truy cập được xem")
    files: list[FileOut]


COLUMNS = ("doc_type", "number", "symbol", "reference", "dated_on", "subject", "urgency", "starts_on", "due_on")
MORE = ("text", "signer_name", "signer_title", "signer_authority")


def seen(request: HttpRequest):
    rows = Directive.objects.visible_to(request.user).select_related("issuer", "campaign")
    return rows.defer("reading", "doubts", "links")


def columns(row: Directive) -> dict:
    return {
        "id": row.pk,
        "campaign": row.campaign_id,
        "issuer": UnitRef.of(row.issuer),
        "report_due_on": row.report_due_on,
        "issued_at": row.issued_at,
        "recalled_at": row.recalled_at,
        "state": (row.over_state or "running") if row.is_issued else "draft",
        **{name: getattr(row, name) for name in COLUMNS},
    }


class Filters(Schema):
    campaign: Key | None = None


@router.get("/directives", response=Page[DirectiveOut], summary="Các văn bản")
def list_directives(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    rows = seen(request).defer("reading", "doubts", "links", "text").filter(**wanted(**asked.dict()))
    return page(request, rows, paging, lambda rows: [DirectiveOut(**columns(row)) for row in rows])


@router.get("/directives/{int:pk}", response=DirectiveDetail, summary="Một văn bản: nội dung yêu cầu, nơi nhận, tệp")
def read_directive(request: HttpRequest, pk: int):
    row = get_object_or_404(seen(request), pk=pk)
    recipients = Delivery.objects.visible_to(request.user).filter(directive=row).select_related("unit")
    return DirectiveDetail(
        **columns(row),
        **{name: getattr(row, name) for name in MORE},
        legal_bases=[basis.reference for basis in row.legal_bases.all()],
        copies=[copy.text for copy in row.copies.all()],
        groups=[GroupOut(id=group.pk, source=group.source, phrase=group.phrase) for group in row.groups.all()],
        instructions=[instruction_of(each) for each in row.instructions.all()],
        recipients=[recipient_of(each) for each in recipients],
        files=[file_of(each) for each in row.files.all()],
    )


def instruction_of(row: Instruction) -> InstructionOut:
    return InstructionOut(
        id=row.pk,
        group=row.group_id,
        label=row.label,
        text=row.text,
        binding=row.binding,
        due_on=row.due_on,
        due_time=row.due_time,
        proof=[str(each) for each in row.proof],
        ended_at=row.ended_at,
    )


def recipient_of(row: Delivery) -> RecipientOut:
    unit = UnitRef(id=row.unit_id, name=row.unit_name)
    return RecipientOut(delivery=row.pk, unit=unit, groups=row.group_phrases, state=row.state)


def file_of(row: DirectiveFile) -> FileOut:
    path = f"/api/v1/directives/{row.directive_id}/files/{row.pk}" if row.stored_id else None
    return FileOut(id=row.pk, kind=row.kind, title=row.title, file=path)


@router.get(
    "/directives/{int:pk}/files/{int:file_pk}",
    summary="Tải bản gốc hoặc tệp kèm theo của văn bản",
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}},
)
def read_directive_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    return file(request, pk, file_pk)
