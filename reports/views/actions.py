"""An obligation, declaring it complete, and recording an action for it."""

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

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from directives.models import Obligation, Progress
from directives.services.accepting import is_accepting, over_words
from materials.models import Material
from reports.forms.action import RecordForm
from reports.forms.attached import Attached
from reports.models import Action
from reports.queries.duties import duty_page
from reports.queries.starts import drafts_of, events_elsewhere
from reports.queries.work import asker, last_words, title
from reports.services.actions import record_action
from reports.services.declaring import declare_complete, missing, withdraw_declaration

from .common import load_obligation, load_own_obligation, signed_in
from .starting import Start, ways_to_start

FORMS = ["GET", "HEAD", "POST"]


# --- The obligation ---------------------------------------------------------------------------------------------------
@require_safe
@login_required
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = load_obligation(request.user, pk), local_day(timezone.now())
    context = {
        "page": duty_page(row, user=request.user, today=today),
        "today": today,
        "drafts": drafts_of(request.user, [row.pk]),
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
    if request.method != "POST" and not is_accepting(row, local_day(now)):
        messages.info(request, over_words(row))
        return redirect("reports:obligation", pk)
    others = [each for each in siblings(row) if is_accepting(each, local_day(now))]
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
        return tell(action, form, row, attached)
    if action is None:
        return show_form(request, form, attached, row)
    say_recorded(request, action, row, is_new=action.recorded_at == now, declare=form.cleaned_data["complete"])
    say_left_out(request, attached.left_out(action))
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


def tell(action: Action | None, form: RecordForm, row: Obligation, attached: Attached) -> JsonResponse:
    """For the queue of a browser: the receipt of what is stored, whether now or before, with how many files it bears
    and which of those sent it does not; or what is to be mended."""
    if action is not None:
        about = {"files": action.evidence.kept().exclude(stored=None).count(), "left_out": attached.left_out(action)}
        return JsonResponse({"receipt": action.receipt, "url": reverse("reports:obligation", args=[row.pk])} | about)
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
    rows = rows.open().exclude(pk=row.pk).select_related("instruction", "delivery__directive__campaign")
    return list(rows.order_by("instruction__order"))


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
        context |= ways_to_start(form, row) | {
            "starts_anew": bool({"repeat", "same"} & request.GET.keys()),
            "repeated": request.method != "POST" and "repeat" in request.GET,
        }
    return render(request, "reports/action_form.html", context)


def say_recorded(request: HttpRequest, action: Action, row: Obligation, *, is_new: bool, declare: bool) -> None:
    stored = _("Đã ghi nhận hoạt động. Số biên nhận: %(receipt)s.")
    if not is_new:
        stored = _("Hoạt động này đã được ghi nhận từ trước (biên nhận %(receipt)s). Cần đổi thì bấm Sửa.")
    say(request, stored % {"receipt": action.receipt}, row, declare=declare)


def say_left_out(request: HttpRequest, names: list[str]) -> None:
    if names:
        words = _("Chưa có trong hoạt động này: %(names)s. Hãy bấm Sửa ở hoạt động đó rồi chọn lại tệp.")
        messages.warning(request, words % {"names": ", ".join(names)})


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
