"""Mending an action: before it is reviewed, after a return, and, with a reason, after it was accepted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from directives.models import Obligation, Progress
from reports.forms.action import ActionForm, CorrectionForm, as_typed
from reports.forms.attached import Attached
from reports.models import Action
from reports.queries.deeds import proof
from reports.queries.differences import came_back_unchanged
from reports.queries.work import asker
from reports.services.mending import edit_action, is_correction, served_by, why_kept, why_shut, withdraw_action

from .actions import FORMS, say, show_form, usable
from .common import load_own_action, signed_in
from .starting import Start


@require_http_methods(FORMS)
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a stored action, and the act."""
    action, now = load_own_action(request.user, pk), timezone.now()
    served = served_by(action)
    row = first_of(served)
    if request.method != "POST" and (why := why_shut(action, served, local_day(now))):
        messages.info(request, why)
        return redirect("reports:obligation", row.pk)
    form_class, about = form_for(action, served, today=local_day(now))
    before = [proof(each) for each in action.evidence.kept().select_related("stored__display")]
    corrects = {"corrects": form_class is CorrectionForm}
    if request.method != "POST":
        start = Start.mending(request, action, form_class)
        initial = as_typed(action) | {"complete": row.progress == Progress.RETURNED} | start.initial
        attached = Attached(request.user, before, start.removed, start.proofs)
        form = form_class(initial=initial, **about)
        return show_form(request, form, attached, row, action, draft_at=start.draft_at, **corrects)
    form = form_class(request.POST, request.FILES, **about)
    attached = Attached.from_post(request, form, now=now, before=before)
    if form.is_valid() and store(form, attached, action, actor=request.user, now=now):
        say_stored(request, action, row, form)
        return redirect("reports:obligation", row.pk)
    return show_form(request, form, attached, row, action, **corrects)


def form_for(action: Action, served: list[Obligation], *, today) -> tuple[type[ActionForm], dict]:
    """The form that mends the action now, and what it is made with."""
    about = {"today": today, "known": action.done_on, "materials": usable(action.directive.campaign, action)}
    if is_correction(action):
        return CorrectionForm, about | {"declares": any(each.is_open for each in served)}
    return ActionForm, about


def store(form: ActionForm, attached: Attached, action: Action, *, actor, now) -> bool:
    """Whether it was stored; where it was refused, the form says why."""
    try:
        edit_action(
            action=action,
            what=form.what(),
            proofs=attached.proofs + form.addresses(),
            removed=attached.removed,
            actor=actor,
            now=now,
            declare=form.cleaned_data.get("complete", False),
            reason=form.cleaned_data.get("why", ""),
        )
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def say_stored(request: HttpRequest, action: Action, row: Obligation, form: ActionForm) -> None:
    stored = _("Đã lưu thay đổi của hoạt động %(receipt)s.") % {"receipt": action.receipt}
    if came_back_unchanged(action):
        same = _("Hoạt động %(receipt)s không có gì thay đổi; %(issuer)s sẽ thấy là “không đổi”.")
        stored = same % {"receipt": action.receipt, "issuer": asker(row)}
    if isinstance(form, CorrectionForm):
        again = _("%(issuer)s sẽ xem lại phần đã sửa.") % {"issuer": action.directive.issuer.name}
        stored = f"{stored} {again}"
    say(request, stored, row, declare=form.cleaned_data.get("complete", False))


def first_of(served: list[Obligation]) -> Obligation:
    """The obligation to return to: one that is the unit's turn before the others."""
    rows = sorted(served, key=lambda row: row.instruction.order)
    return min(rows, key=lambda row: (row.progress != Progress.RETURNED, not row.is_open))


@require_http_methods(FORMS)
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that says what withdrawing means, and the act."""
    action, now = load_own_action(request.user, pk), timezone.now()
    served = served_by(action)
    row = first_of(served)
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")[:500].strip()
            withdraw_action(action=action, actor=request.user, now=now, reason=reason)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã rút hoạt động %(receipt)s.") % {"receipt": action.receipt})
        return redirect("reports:obligation", row.pk)
    if why := why_kept(action, served, local_day(now)):
        messages.info(request, why)
        return redirect("reports:obligation", row.pk)
    return render(request, "reports/action_withdraw.html", {"action": action, "row": row})
