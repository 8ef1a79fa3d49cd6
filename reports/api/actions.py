"""What units did, with what proves it."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from reports.models import Action, Audience, Channel, Evidence

from .evidence import EvidenceOut
from .fields import Key, Moment, UnitRef, wanted
from .paging import Page, Paging, page

router = Router()


class ActionOut(Schema):
    id: int
    receipt: str = Field(description="Số biên nhận")
    directive: int
    unit: UnitRef
    obligations: list[int]
    done_on: date
    channel: Channel
    audience: Audience
    reach: int | None = Field(description="Số lượt tiếp cận (lượt, không phải người); null: không đếm được")
    description: str
    materials: list[int]
    state: Action.State
    state_at: Moment
    recorded_at: Moment
    accepted_at: Moment | None
    copy_of: int | None = Field(description="Cùng một buổi, đã ghi cho văn bản khác; lượt tính một lần")
    client_uuid: UUID
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, row: Action) -> "ActionOut":
        return cls(
            id=row.pk,
            receipt=row.receipt,
            directive=row.directive_id,
            unit=UnitRef.of(row.unit),
            obligations=sorted(each.obligation_id for each in row.serves.all()),
            done_on=row.done_on,
            channel=row.channel,
            audience=row.audience,
            reach=row.reach,
            description=row.description,
            materials=sorted(each.pk for each in row.materials.all()),
            state=row.state,
            state_at=row.state_at,
            recorded_at=row.recorded_at,
            accepted_at=row.accepted_at,
            copy_of=row.copy_of_id,
            client_uuid=row.client_uuid,
            evidence=[EvidenceOut.of(each) for each in row.evidence.all()],
        )


def seen(request: HttpRequest):
    kept = Evidence.objects.kept().select_related("stored").order_by("pk")
    rows = Action.objects.visible_to(request.user).select_related("unit")
    return rows.prefetch_related("serves", "materials", Prefetch("evidence", queryset=kept))


class Filters(Schema):
    directive: Key | None = None
    obligation: Key | None = None
    unit: Key | None = None
    state: Action.State | None = None


@router.get("/actions", response=Page[ActionOut], summary="Hoạt động tuyên truyền")
def list_actions(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    names = {"directive": asked.directive, "serves__obligation": asked.obligation, "unit": asked.unit}
    rows = seen(request).filter(**wanted(**names, state=asked.state))
    return page(request, rows, paging, lambda rows: map(ActionOut.of, rows))


@router.get("/actions/{int:pk}", response=ActionOut, summary="Một hoạt động")
def read_action(request: HttpRequest, pk: int):
    return ActionOut.of(get_object_or_404(seen(request), pk=pk))
