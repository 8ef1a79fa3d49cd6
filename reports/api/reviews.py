"""What was decided on work declared complete."""

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from directives.models import Obligation
from reports.models import Action, Review

from .fields import Key, Moment, wanted
from .paging import Page, Paging, page

router = Router()


class ReviewOut(Schema):
    id: int
    action: int | None
    obligation: int | None
    verdict: Review.Verdict = Field(description="`accepted` xác nhận; `returned` trả lại")
    reason: str
    decided_at: Moment

    @classmethod
    def of(cls, row: Review) -> "ReviewOut":
        return cls(
            id=row.pk,
            action=row.action_id,
            obligation=row.obligation_id,
            verdict=row.verdict,
            reason=row.reason,
            decided_at=row.decided_at,
        )


def seen(request: HttpRequest):
    """Decisions on what the person may see."""
    actions, duties = Action.objects.visible_to(request.user), Obligation.objects.visible_to(request.user)
    return Review.objects.filter(Q(action__in=actions.values("pk")) | Q(obligation__in=duties.values("pk")))


class Filters(Schema):
    action: Key | None = None
    obligation: Key | None = None
    verdict: Review.Verdict | None = None


@router.get("/reviews", response=Page[ReviewOut], summary="Ý kiến xác nhận")
def list_reviews(request: HttpRequest, asked: Query[Filters], paging: Query[Paging]):
    rows = seen(request).filter(**wanted(**asked.dict()))
    return page(request, rows, paging, lambda rows: map(ReviewOut.of, rows))


@router.get("/reviews/{int:pk}", response=ReviewOut, summary="Một ý kiến xác nhận")
def read_review(request: HttpRequest, pk: int):
    return ReviewOut.of(get_object_or_404(seen(request), pk=pk))
