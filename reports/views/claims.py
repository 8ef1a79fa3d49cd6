"""What a unit says instead of doing an instruction: saying it, the list of the issuing unit, its decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.pressing import pressed
from directives.access import coordinates
from directives.models import Obligation
from directives.services.accepting import is_accepting, over_words
from reports.forms.claim import ClaimForm, RefuseClaimForm
from reports.models import Claim
from reports.services.claims import claim as say
from reports.services.claims import confirm_claim, refuse_claim, why_not
from units.access import unit_ids
from units.models import Role

from .common import load_own_obligation, require, signed_in, typed_before

FORMS = ["GET", "HEAD", "POST"]
ON_PAGE = 50
SHOWN = (
    "obligation__instruction",
    "obligation__responsible_unit",
    "obligation__delivery__directive__campaign",
    "obligation__delivery__directive__issuer",
    "claimed_by",
    "decided_by",
)


@require_http_methods(FORMS)
@signed_in
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with which a unit says that it has nothing to report, or that an instruction does not concern it."""
    row = load_own_obligation(request.user, pk)
    form = ClaimForm(request.POST if request.method == "POST" else None, initial=typed_before(request, ClaimForm))
    if form.is_valid():
        with pressed(request, form) as press:
            say(obligation=row, actor=request.user, now=timezone.now(), **form.cleaned_data)
            sent = _("Đã gửi đề nghị cho %(issuer)s. Thời hạn dừng tính từ lúc này.")
            messages.success(request, sent % {"issuer": row.delivery.directive.issuer.name})
        if press.is_settled:
            return redirect("reports:obligation", pk)
    if request.method != "POST" and (shut := _why_shut(row)):
        messages.info(request, shut)
        return redirect("reports:obligation", pk)
    return render(request, "reports/claim_new.html", {"row": row, "form": form, **_shared(row)})


def _why_shut(row: Obligation) -> str:
    """Why the form is not opened, said before anybody types a reason."""
    if not (row.is_open and row.delivery.directive.is_in_force):
        return _("Việc này hiện không cần gửi đề nghị.")
    return why_not(row) if is_accepting(row, local_day(timezone.now())) else over_words(row)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(found_claims(request), ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/claims.html", {"page": page, "today": local_day(timezone.now())})


def found_claims(request: HttpRequest) -> QuerySet[Claim]:
    """Claims about letters of the person's unit that wait for a decision, oldest first; 403 for who issues none."""
    require(bool(unit_ids(request.user, Role.COORDINATOR)))
    return Claim.objects.issued_by(request.user).waiting().select_related(*SHOWN)


@require_safe
@login_required
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    row = _load(request, pk)
    return render(request, "reports/claim.html", {"claim": row, **_shared(row.obligation)})


@require_http_methods(FORMS)
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = _load(request, pk)
    if request.method == "POST":
        try:
            confirm_claim(claim=row, actor=request.user, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
        else:
            done = _("Đã đồng ý. Việc này không tính vào tổng từ hôm nay.")
            messages.success(request, done)
            return redirect("reports:claims")
    return redirect("reports:claim", pk)


@require_http_methods(FORMS)
@signed_in
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Not agreeing needs words; they go to the unit as those of returned work."""
    row = _load(request, pk)
    if request.method != "POST" and row.decided_at:
        return redirect("reports:claim", pk)
    initial = typed_before(request, RefuseClaimForm)
    form = RefuseClaimForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            refuse_claim(claim=row, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("reports:claim", pk)
        messages.success(request, _("Đã trả lời đơn vị kèm lý do. Việc này trở lại danh sách cần làm của đơn vị."))
        return redirect("reports:claims")
    return render(request, "reports/claim_refuse.html", {"claim": row, "form": form, **_shared(row.obligation)})


def _load(request: HttpRequest, pk: int) -> Claim:
    """A claim about a letter the person coordinates; 404 for strangers, 403 for who may only look on."""
    row = get_object_or_404(Claim.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)
    require(coordinates(request.user, row.obligation.delivery.directive))
    return row


def _shared(obligation) -> dict:
    directive = obligation.delivery.directive
    is_waiting = directive.is_in_force and obligation.progress == "waiting"
    return {"directive": directive, "is_waiting": is_waiting, "is_illustrative": directive.campaign.is_illustrative}
