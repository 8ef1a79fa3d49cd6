"""Handing in the unit's official reply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from directives.access import reports_for
from reports.forms.attached import Attached
from reports.forms.delivery import MAX_TEXT, UnitReportForm
from reports.queries.letter_page import letter_page
from reports.reply.load import reply_of
from reports.reply.words import starting_text
from reports.services.unit_reports import submit_report
from reports.services.uploads import REPLY_KINDS

from .common import load_delivery, require, signed_in, typed_before

FROM_ACTIONS = "actions"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form under the versions handed in before; the newest counts."""
    row, now = load_delivery(request.user, pk), timezone.now()
    require(reports_for(request.user, row.unit_id))
    if request.method != "POST":
        prepared = _prepared(row, now) if request.GET.get("start") == FROM_ACTIONS else {}
        start = UnitReportForm.fresh() | prepared | typed_before(request, UnitReportForm)
        return show(request, row, UnitReportForm(initial=start), Attached(request.user), is_prepared=bool(prepared))
    form = UnitReportForm(request.POST, request.FILES)
    attached = Attached.from_post(request, form, now=now, fields=("file",), kinds=REPLY_KINDS, most=1)
    if form.is_valid():
        paper = attached.proofs[0] if attached.proofs else None
        file = {"stored": paper.stored, "original_name": paper.name} if paper else {}
        try:
            submit_report(delivery=row, actor=request.user, now=now, **form.words(), **file)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã nộp báo cáo của đơn vị cho %(issuer)s.") % {"issuer": row.directive.issuer})
            return redirect("reports:delivery", pk)
    return show(request, row, form, attached)


def _prepared(row, now) -> dict:
    """What the unit has handed in, as words to start from."""
    reply = reply_of(row, today=local_day(now))
    text = starting_text(reply, most=MAX_TEXT)
    return {"text": text, "difficulties": reply.difficulties, "proposals": reply.proposals}


def show(request: HttpRequest, row, form, attached: Attached, *, is_prepared: bool = False) -> HttpResponse:
    today = local_day(timezone.now())
    context = {
        "page": letter_page(row, user=request.user, today=today),
        "form": form,
        "attached": attached,
        "is_prepared": is_prepared,
        "today": today,
        "is_illustrative": row.directive.campaign.is_illustrative,
    }
    return render(request, "reports/unit_report.html", context)
