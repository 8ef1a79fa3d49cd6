"""An obligation, and the actions recorded for it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.errors import Refused
from directives.models import Obligation, Progress
from materials.models import Material
from reports.forms.action import ActionForm, RecordForm, as_typed
from reports.forms.attached import Attached
from reports.models import Action
from reports.queries.deeds import proof
from reports.queries.duties import duty_page
from reports.queries.relayed import asker
from reports.queries.starts import events_elsewhere
from reports.queries.work import last_words, title
from reports.services.actions import (
    declare_complete,
    edit_action,
    is_mendable,
    missing,
    record_action,
    withdraw_action,
    withdraw_declaration,
)

from .common import load_obligation, load_own_action, load_own_obligation, signed_in, typed_before
from .starting import Start, ways_to_start

FORMS = ["GET", "HEAD", "POST"]


# --- The obligation ---------------------------------------------------------------------------------------------------
@require_safe
@login_required
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_obligation(request.user, pk)
    context = {
        "page": duty_page(row, user=request.user),
        "today": local_day(timezone.now()),
        "is_illustrative": row.delivery.directive.campaign.is_illustrative,
    }
    return render(request, "reports/obligation.html", context)


@require_http_methods(FORMS)
@login_required
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_own_obligation(request.user, pk)
    if request.method == "POST":
        try:
            declare_complete(obligation=row, actor=request.user, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
        else:
            sent = _("Đã gửi %(issuer)s xác nhận. Thời hạn dừng tính từ lúc này.")
            messages.success(request, sent % {"issuer": asker(row)})
    return redirect("reports:obligation", pk)


@require_http_methods(FORMS)
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_own_obligation(request.user, pk)
    if request.method == "POST":
        try:
            withdraw_declaration(obligation=row, actor=request.user, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã rút lại. Sửa hoặc bổ sung xong, hãy gửi xác nhận lại trước hạn."))
    return redirect("reports:obligation", pk)


# --- Recording --------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and the act; whatever goes wrong, nothing has to be typed or chosen again."""
    row, now = load_own_obligation(request.user, pk), timezone.now()
    if request.method != "POST" and not (row.is_open and row.delivery.directive.is_in_force):
        messages.info(request, _("Việc này hiện không nhận thêm hoạt động."))
        return redirect("reports:obligation", pk)
    if request.method != "POST" and row.accepting_until and row.accepting_until < local_day(now):
        until = short_date(row.accepting_until)
        messages.info(request, _("Đã hết thời gian ghi bổ sung, đến hết %(day)s.") % {"day": until})
        return redirect("reports:obligation", pk)
    others = siblings(row)
    start = Start() if request.method == "POST" else Start.of(request, row)
    about = {
        "today": local_day(now),
        "known": start.known,
        "materials": usable(row.delivery.directive.campaign),
        "others": others_named(others),
        "events": events_elsewhere(row),
    }
    if request.method != "POST":
        initial = RecordForm.fresh(local_day(now)) | start.initial
        attached = Attached(request.user, proofs=start.proofs)
        return show_form(request, RecordForm(initial=initial, **about), attached, row, draft_at=start.draft_at)
    form = RecordForm(request.POST, request.FILES, **about)
    attached = Attached.from_post(request, form, now=now)
    action = store(form, attached, row, others, actor=request.user, now=now) if form.is_valid() else None
    if request.headers.get("Accept") == "application/json":
        return tell(action, form, row)
    if action is None:
        return show_form(request, form, attached, row)
    say_recorded(request, action, row, is_new=action.recorded_at == now, declare=form.cleaned_data["complete"])
    return redirect("reports:obligation", pk)


def store(form: RecordForm, attached: Attached, row: Obligation, others: list[Obligation], *, actor, now):
    """The action, or None where it was refused; then the form says why."""
    chosen = {int(key) for key in form.cleaned_data.get("also", [])}
    try:
        return record_action(
            obligations=[row, *(each for each in others if each.pk in chosen)],
            what=form.what(),
            proofs=attached.proofs + form.addresses(),
            client_uuid=form.cleaned_data["client_uuid"],
            actor=actor,
            now=now,
            declare=form.cleaned_data["complete"],
            copy_of=form.cleaned_data["same"],
        )
    except Refused as error:
        form.add_error(None, str(error))
        return None


def tell(action: Action | None, form: RecordForm, row: Obligation) -> JsonResponse:
    """For the queue of a browser: the receipt of what is stored, whether now or before; or what is to be mended."""
    if action is not None:
        return JsonResponse({"receipt": action.receipt, "url": reverse("reports:obligation", args=[row.pk])})
    named = {name: form.fields[name].label for name in form.errors if name in form.fields}
    errors = [
        f"{named[name]}: {each}" if name in named else each for name, found in form.errors.items() for each in found
    ]
    return JsonResponse({"errors": errors}, status=422)


def siblings(row: Obligation) -> list[Obligation]:
    """Other open obligations of the same letter, for which the same unit is responsible."""
    rows = Obligation.objects.filter(
        delivery__directive=row.delivery.directive_id, responsible_unit=row.responsible_unit_id
    )
    return list(rows.open().exclude(pk=row.pk).select_related("instruction", "delivery").order_by("instruction__order"))


def others_named(rows: list[Obligation]) -> list[tuple[int, str]]:
    return [(row.pk, title(row.instruction)) for row in rows]


def usable(campaign, action: Action | None = None):
    """Materials of the campaign that may be named: the current ones, and those the action names already."""
    rows = Material.objects.filter(campaign=campaign)
    if action is None:
        return rows.current()
    return rows.filter(Q(withdrawn_at=None) | Q(pk__in=action.materials.values("pk")))


def show_form(request: HttpRequest, form, attached, row: Obligation, action: Action | None = None, **more):
    words = last_words([row.pk]).get(row.pk) if row.progress == Progress.RETURNED else None
    context = {
        "form": form,
        "attached": attached,
        "row": row,
        "action": action,
        "no_key": uuid.UUID(int=0),
        "directive": row.delivery.directive,
        "title": title(row.instruction),
        "said": words,
        "today": local_day(timezone.now()),
        "is_illustrative": row.delivery.directive.campaign.is_illustrative,
    } | more
    if action is None:
        context |= ways_to_start(form, row) | {"starts_anew": bool({"repeat", "same"} & request.GET.keys())}
    return render(request, "reports/action_form.html", context)


def say_recorded(request: HttpRequest, action: Action, row: Obligation, *, is_new: bool, declare: bool) -> None:
    stored = _("Đã ghi nhận hoạt động. Số biên nhận: %(receipt)s.")
    if not is_new:
        stored = _("Hoạt động này đã được ghi nhận từ trước (biên nhận %(receipt)s). Cần đổi thì bấm Sửa.")
    say(request, stored % {"receipt": action.receipt}, row, declare=declare)


def say(request: HttpRequest, stored: str, row: Obligation, *, declare: bool) -> None:
    """After saving: what was stored, whether the work went to the reviewer as asked, and if not, why."""
    row.refresh_from_db(fields=["progress"])
    lacking = missing(row) if declare and row.is_open else []
    if lacking:
        unsent = _("Việc chưa gửi xác nhận được, còn thiếu: %(items)s.") % {"items": "; ".join(lacking).lower()}
        messages.warning(request, f"{stored} {unsent}")
    elif declare and row.progress == Progress.WAITING:
        sent = _("Việc đã được gửi %(issuer)s xác nhận.") % {"issuer": asker(row)}
        messages.success(request, f"{stored} {sent}")
    else:
        messages.success(request, stored)


# --- Mending ----------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    action, now = load_own_action(request.user, pk), timezone.now()
    row = first_served(action)
    if request.method != "POST" and not (is_mendable(action) and action.directive.is_in_force):
        messages.info(request, _("Hoạt động đang chờ xác nhận hoặc đã được xác nhận nên không sửa được."))
        return redirect("reports:obligation", row.pk)
    about = {
        "today": local_day(now),
        "known": action.done_on,
        "materials": usable(action.directive.campaign, action),
    }
    before = [proof(each) for each in action.evidence.kept().select_related("stored__display")]
    if request.method != "POST":
        start = as_typed(action) | {"complete": row.progress == Progress.RETURNED} | typed_before(request, ActionForm)
        return show_form(request, ActionForm(initial=start, **about), Attached(request.user, before), row, action)
    form = ActionForm(request.POST, request.FILES, **about)
    attached = Attached.from_post(request, form, now=now, before=before)
    if form.is_valid():
        try:
            edit_action(
                action=action,
                what=form.what(),
                proofs=attached.proofs + form.addresses(),
                removed=attached.removed,
                actor=request.user,
                now=now,
                declare=form.cleaned_data["complete"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            stored = _("Đã lưu thay đổi của hoạt động %(receipt)s.") % {"receipt": action.receipt}
            say(request, stored, row, declare=form.cleaned_data["complete"])
            return redirect("reports:obligation", row.pk)
    return show_form(request, form, attached, row, action)


def first_served(action: Action) -> Obligation:
    """The obligation to return to: one that is the unit's turn before the others."""
    rows = action.obligations.select_related(
        "instruction", "responsible_unit", "delivery__directive__campaign", "delivery__directive__issuer"
    ).order_by("instruction__order")
    return min(rows, key=lambda row: (row.progress != Progress.RETURNED, not row.is_open))


@require_http_methods(FORMS)
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that says what withdrawing means, and the act."""
    action = load_own_action(request.user, pk)
    row = first_served(action)
    if request.method == "POST":
        try:
            withdraw_action(
                action=action,
                actor=request.user,
                now=timezone.now(),
                reason=request.POST.get("reason", "")[:500].strip(),
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã rút hoạt động %(receipt)s.") % {"receipt": action.receipt})
        return redirect("reports:obligation", row.pk)
    if not (is_mendable(action) and action.directive.is_in_force):
        messages.info(request, _("Hoạt động đang chờ xác nhận hoặc đã được xác nhận nên không rút được."))
        return redirect("reports:obligation", row.pk)
    return render(request, "reports/action_withdraw.html", {"action": action, "row": row})
