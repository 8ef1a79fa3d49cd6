"""The figures of the dashboard, of what the person may see, at the end of a local day."""

from dataclasses import asdict
from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from campaign_portal.lib.dates import local_day
from reports.models import Audience, Channel
from reports.summary.days import is_before_issue, usual_day
from reports.summary.figures import Share, Summary
from reports.summary.load import Loaded, load
from reports.summary.scope import scopes_for, summarised

from .problems import Problem

router = Router()


class TallyOut(Schema):
    """Đếm nhiệm vụ. `total` là mẫu số; được miễn đếm riêng."""

    total: int
    done: int
    on_time: int
    waiting: int
    returned: int
    in_progress: int
    not_started: int
    overdue: int
    soon: int
    exempt: int


class UnitsOut(Schema):
    """Đếm đơn vị. `total` là mẫu số; `addressed` là đơn vị nhận văn bản và không trả lại."""

    total: int
    done: int
    overdue: int
    silent: int = Field(description="Chưa có hoạt động nào")
    addressed: int
    received: int
    refused: int
    reported: int


class ShareOut(Schema):
    name: str
    units: int
    done: int
    silent: int
    overdue: int
    tasks: TallyOut


class ReachOut(Schema):
    channel: Channel
    audience: Audience
    actions: int
    times: int = Field(description="Lượt, không phải người; không cộng giữa các hình thức, đối tượng")
    uncounted: int = Field(description="Hoạt động không đếm được lượt")


class FiguresOut(Schema):
    directive: int
    as_of: date = Field(description="Số liệu tính đến hết ngày này")
    due_on: date
    sees_whole: bool = Field(description="false: chỉ tính các đơn vị mà mã truy cập được xem")
    units: UnitsOut
    tasks: TallyOut
    by_group: list[ShareOut] = Field(description="Theo nhóm giao việc; một đơn vị có thể ở nhiều nhóm, không cộng lại")
    by_district: list[ShareOut]
    reach: list[ReachOut]


class AsOf(Schema):
    as_of: date | None = Field(None, description="Ngày địa phương; bỏ trống là hôm nay, hoặc ngày kết thúc chiến dịch")


@router.get("/directives/{int:pk}/figures", response=FiguresOut, summary="Số liệu Tổng quan của một văn bản")
def read_figures(request: HttpRequest, pk: int, asked: Query[AsOf]):
    directive, today = get_object_or_404(summarised(request.user), pk=pk), local_day(request.now)
    scope = scopes_for(request.user, [directive])[directive.pk]
    if scope.deliveries is not None and not scope.deliveries:
        raise Http404
    day = asked.as_of or usual_day(directive, today)
    if day > today or is_before_issue(directive, day):
        words = _("Chỉ có số liệu từ ngày ban hành văn bản đến hôm nay.")
        raise Problem("invalid", words, errors=[{"field": "as_of", "detail": words}])
    return figures(load(directive, scope=scope, day=day), sees_whole=scope.deliveries is None)


def figures(loaded: Loaded, *, sees_whole: bool) -> FiguresOut:
    summary = loaded.summary
    return FiguresOut(
        directive=summary.directive.pk,
        as_of=summary.day,
        due_on=summary.due_on,
        sees_whole=sees_whole,
        units=UnitsOut(**{name: getattr(summary, name) for name in UnitsOut.model_fields}),
        tasks=tally_of(summary),
        by_group=[share_of(each) for each in summary.by_group()],
        by_district=[share_of(each) for each in summary.by_district()],
        reach=[
            ReachOut(
                channel=cell.channel,
                audience=cell.audience,
                actions=cell.deeds,
                times=cell.times,
                uncounted=cell.uncounted,
            )
            for cell in loaded.cells
        ],
    )


def tally_of(part: Summary | Share) -> TallyOut:
    counts = asdict(part.tally)
    return TallyOut(**{name: counts[name] for name in TallyOut.model_fields})


def share_of(share: Share) -> ShareOut:
    return ShareOut(
        name=share.name,
        units=len(share.counted),
        done=share.done,
        silent=share.silent,
        overdue=share.overdue,
        tasks=tally_of(share),
    )
