"""What units did, with what proves it."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from directives.models import Obligation
from reports.models import Action, Audience, Channel, Evidence
from reports.services.actions import record_action
from reports.services.mending import edit_action
from reports.services.uploads import MOST_FILES
from reports.services.what import What
from reports.views.actions import usable
from reports.views.common import load_own_action

from .evidence import EvidenceOut
from .fields import Key, Moment, UnitRef, wanted
from .once import once, uuid_of
from .paging import Page, Paging, page
from .sent import ActionIn, EvidenceIn, proofs, unknown

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


@router.post("/actions", response={201: ActionOut}, summary="Ghi một hoạt động")
@once(201)
def create_action(request: HttpRequest, sent: ActionIn):
    duties = _named(sent.obligations, "obligations", _duties(request.user), _("Không có nhiệm vụ này."))
    current = usable(duties[0].delivery.directive.campaign)
    words = _("Tài liệu này không thuộc chiến dịch, hoặc đã được rút.")
    action = record_action(
        obligations=duties,
        what=What(
            done_on=sent.done_on,
            channel=sent.channel,
            audience=sent.audience,
            reach=sent.reach,
            description=sent.description,
            materials=_named(sent.materials, "materials", current, words),
        ),
        proofs=proofs(sent, request.user),
        client_uuid=sent.client_uuid or uuid_of(request),
        actor=request.user,
        now=request.now,
        declare=sent.declare_complete,
    )
    return _shown(request, action)


@router.post("/actions/{int:pk}/evidence", response={201: ActionOut}, summary="Thêm minh chứng cho một hoạt động")
@once(201)
def add_evidence(request: HttpRequest, pk: int, sent: EvidenceIn):
    row = load_own_action(request.user, pk)
    more = proofs(sent, request.user)
    files = row.evidence.kept().filter(stored__isnull=False).count() + len(sent.uploads)
    if not more or files > MOST_FILES:
        words = _("Hãy gửi ít nhất một liên kết hoặc tệp, và mỗi hoạt động có tối đa %(most)d tệp.")
        raise unknown("uploads", [0], words % {"most": MOST_FILES})
    action = edit_action(
        action=row,
        what=as_recorded(row),
        proofs=more,
        removed=set(),
        actor=request.user,
        now=request.now,
        reason=sent.reason,
    )
    return _shown(request, action)


def as_recorded(action: Action) -> What:
    """What the action says already."""
    return What(
        done_on=action.done_on,
        channel=action.channel,
        audience=action.audience,
        reach=action.reach,
        description=action.description,
        materials=list(action.materials.all()),
    )


def _duties(user):
    return Obligation.objects.visible_to(user).select_related("delivery__directive__campaign")


def _named(keys: list[int], field: str, rows, words: str) -> list:
    """The rows under the keys, each once, in the order sent. Raises Problem, naming the places, where one is none."""
    found = rows.in_bulk(list(dict.fromkeys(keys)))
    missing = [place for place, key in enumerate(keys) if key not in found]
    if missing:
        raise unknown(field, missing, words)
    return list(found.values())


def _shown(request: HttpRequest, action: Action) -> ActionOut:
    return ActionOut.of(seen(request).get(pk=action.pk))
