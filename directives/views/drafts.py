"""A draft before issue: check what was read and mend it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.storage import store_upload
from directives.forms.check import CheckForm
from directives.forms.parts import layout_of
from directives.forms.pressed import DROP, Pressed
from directives.models import Directive
from directives.services.arranging import DOWN, MERGE, RESTORE, SPLIT, UP
from directives.services.correcting import correct_draft
from directives.services.edits import Overtaken, version_of

from .loading import STEPS, with_draft

PAGE = ["GET", "HEAD", "POST"]
SAID = {
    SPLIT: gettext_lazy("Đã tách nội dung và lưu bản nháp."),
    MERGE: gettext_lazy("Đã gộp hai nội dung và lưu bản nháp."),
    UP: gettext_lazy("Đã chuyển nội dung lên trước và lưu bản nháp."),
    DOWN: gettext_lazy("Đã chuyển nội dung xuống sau và lưu bản nháp."),
    DROP: gettext_lazy("Đã bỏ nội dung và lưu bản nháp. Có thể lấy lại ở mục “Nội dung đã bỏ”."),
    RESTORE: gettext_lazy("Đã khôi phục nội dung và lưu bản nháp."),
}


@require_http_methods(PAGE)
@with_draft
def check(request: HttpRequest, directive: Directive) -> HttpResponse:
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    opened = request.GET.get("open", "")
    form = CheckForm(directive, *posted, opened=opened)
    overtaken = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form)
            return _after_check(request, form)
        except Overtaken as error:
            overtaken = {"words": str(error), "version": version_of(Directive.objects.get(pk=directive.pk))}
        except Refused as error:
            form.heading.add_error(None, str(error))
    context = {
        "directive": directive,
        "check": form,
        "layout": layout_of(form, opened),
        "overtaken": overtaken,
        "steps": STEPS,
        "current": 2,
    }
    return render(request, "directives/check.html", context, status=409 if overtaken else 200)


def _keep(request: HttpRequest, form: CheckForm) -> None:
    now = timezone.now()
    corrections = form.corrections(store_upload, now)
    correct_draft(directive=form.directive, corrections=corrections, actor=request.user, now=now)


def _after_check(request: HttpRequest, form: CheckForm) -> HttpResponse:
    """Back to the card that was in hand, or on to the recipients."""
    if not form.pressed.stays:
        return redirect("directives:recipients", form.directive.pk)
    messages.success(request, SAID.get(form.pressed.kind, _("Đã lưu bản nháp.")))
    place = _place_after(form.pressed, [row.pk for row in form.instructions])
    # No fragment: with one, browsers do not put the cursor where the page asks for it.
    url = reverse("directives:check", args=[form.directive.pk])
    return redirect(f"{url}?{urlencode({'open': place})}" if place else url)


def _place_after(pressed: Pressed, keys: list[int]) -> str:
    """Which section to show: the instruction itself, or the one beside it when it is gone."""
    if pressed.kind != DROP or pressed.pk not in keys:
        return pressed.place or (f"nd-{pressed.pk}" if pressed.pk else "")
    at = keys.index(pressed.pk)
    beside = [*keys[at + 1 : at + 2], *keys[max(at - 1, 0) : at]]
    return f"nd-{beside[0]}" if beside else "task-new"
