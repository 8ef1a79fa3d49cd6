"""What the pages of this app share: loading with rights, and a session that ends in the middle of a form."""

import logging
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from campaign_portal.lib.downloads import serve
from campaign_portal.lib.models import StoredFile
from directives.access import reports_for
from directives.models import Delivery, Obligation
from reports.forms.draft import initial_of
from reports.models import Action

log = logging.getLogger(__name__)

TYPED = "typed_before_sign_in"
MAX_TYPED = 60_000
"""Characters of one form kept for a person who has to sign in again: the longest text twice over, URL-encoded."""


# --- Loading ----------------------------------------------------------------------------------------------------------
def load_delivery(user, pk: int) -> Delivery:
    """A delivery the person may see; 404 for strangers."""
    rows = Delivery.objects.visible_to(user).select_related("directive__campaign", "directive__issuer", "unit")
    return get_object_or_404(rows, pk=pk)


def load_obligation(user, pk: int) -> Obligation:
    """An obligation the person may see; 404 for strangers."""
    rows = Obligation.objects.visible_to(user).select_related(
        "instruction",
        "unit",
        "responsible_unit__parent",
        "delivery__directive__campaign",
        "delivery__directive__issuer",
    )
    return get_object_or_404(rows, pk=pk)


def load_own_obligation(user, pk: int) -> Obligation:
    """An obligation of a unit the person acts for; 404 for strangers, 403 for who may only look on."""
    row = load_obligation(user, pk)
    require(reports_for(user, row.responsible_unit_id))
    return row


def load_own_action(user, pk: int) -> Action:
    """An action of a unit the person acts for; 404 for strangers, 403 for who may only look on."""
    rows = Action.objects.visible_to(user).select_related("directive__campaign", "directive__issuer", "unit")
    row = get_object_or_404(rows, pk=pk)
    require(reports_for(user, row.unit_id))
    return row


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def serve_or_404(stored: StoredFile, *, name: str, as_attachment: bool = False, span: str = "") -> HttpResponse:
    """The bytes; where they are lost, a page that says so: a plain 404 would tell a reviewer of no such evidence."""
    try:
        return serve(stored, name=name, as_attachment=as_attachment, span=span)
    except FileNotFoundError:
        log.error("The bytes of %s are gone.", stored)
        return HttpResponseNotFound(render_to_string("reports/file_lost.html", {"name": name}))


# --- A session that ended while somebody was typing -------------------------------------------------------------------
def signed_in(view: Callable) -> Callable:
    """As `login_required`, but what an ended session was about to submit waits until the person has signed in again.

    Only the text waits, in the new session, under the address of its form. Files have to be chosen again.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep_typed(request)
        return redirect_to_login(request.get_full_path())

    return inner


def _keep_typed(request: HttpRequest) -> None:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if len(text) <= MAX_TYPED:
        request.session[TYPED] = {request.path: text}


def typed_before(request: HttpRequest, form_class) -> dict:
    """What was typed into this page's form before the session ended, as initial values, and `kept`, the names of the
    files that were taken already; handed out once."""
    kept = request.session.get(TYPED, {})
    if request.path not in kept:
        return {}
    del request.session[TYPED]
    data = QueryDict(kept[request.path])
    files = data.getlist("kept")
    ended = _("Phiên làm việc đã hết nên cần đăng nhập lại.")
    left = _("Nội dung đã nhập và tệp đã gửi vẫn còn.") if files else _("Nội dung đã nhập vẫn còn; hãy chọn lại tệp.")
    messages.info(request, f"{ended} {left}")
    return initial_of(data, form_class) | {"kept": files, "remove": data.getlist("remove")}
