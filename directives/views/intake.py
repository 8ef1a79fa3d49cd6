"""A letter comes in: pasted or uploaded, read, and stored as a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives.alike import alike
from directives.forms.choose import ChooseForm
from directives.forms.letter import LetterForm
from directives.models import Directive, Intake
from directives.services.taking_in import draft_chosen, leave_out, take_in

from .loading import STEPS, own_units

PAGE = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(PAGE)
def new(request: HttpRequest) -> HttpResponse:
    issuers = own_units(request)
    form = LetterForm(request.POST or None, request.FILES or None, issuers=issuers)
    if request.method == "POST" and form.is_valid():
        return _after_intake(_take_in(request, form))
    context = {"form": form, "steps": STEPS, "current": 1, "issuer": form.only_issuer}
    return render(request, "directives/new.html", context)


def _take_in(request: HttpRequest, form: LetterForm) -> Intake:
    """Bytes are written before the transaction of the service opens."""
    now = timezone.now()
    return take_in(
        issuer=form.cleaned_data["issuer"],
        files=form.kept(now),
        actor=request.user,
        now=now,
        client_uuid=form.cleaned_data["client_uuid"],
    )


def _after_intake(intake: Intake) -> HttpResponse:
    first = Directive.objects.drafts().filter(intake_file__intake=intake).order_by("pk").first()
    if intake.settled_at and first:
        return redirect("directives:check", first.pk)
    return redirect("directives:choose", intake.pk)


# --- Several letters, several files, or a letter that is there already ------------------------------------------------
@login_required
@require_http_methods(PAGE)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    intake = get_object_or_404(Intake.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    if "none" in request.POST:
        leave_out(intake=intake, actor=request.user, now=timezone.now())
        messages.success(request, _("Không tạo bản nháp nào. Các tệp vẫn được giữ."))
        return redirect("directives:list")
    same = alike(intake=intake, user=request.user)
    form = ChooseForm(request.POST if request.method == "POST" else None, intake=intake, alike=same)
    if request.method == "POST" and form.is_valid():
        return _after_choice(request, intake, form)
    context = {"intake": intake, "form": form, "same": same, "steps": STEPS, "current": 1}
    return render(request, "directives/new_choose.html", context)


def _after_choice(request: HttpRequest, intake: Intake, form: ChooseForm) -> HttpResponse:
    chosen = {"letters": form.letters, "attached": form.attached}
    drafts = draft_chosen(intake=intake, **chosen, actor=request.user, now=timezone.now())
    here = [draft for draft in drafts if not draft.is_discarded]
    if not here:
        messages.info(request, _("Bản nháp của văn bản này đã được bỏ. Hãy khôi phục nếu cần."))
        return redirect("directives:discarded")
    if len(here) > 1:
        words = ngettext("Đã tạo %(count)d bản nháp.", "Đã tạo %(count)d bản nháp.", len(here))
        messages.success(request, words % {"count": len(here)})
    return redirect("directives:detail" if here[0].is_issued else "directives:check", here[0].pk)
