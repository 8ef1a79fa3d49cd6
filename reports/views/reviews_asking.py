"""A reviewer's question about the obligation on screen: the unit is asked, and nothing is returned."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from directives.models import Side
from directives.services.asking import ask
from reports.forms.question import ReviewerPostForm

from .common import signed_in, typed_before
from .decided import about
from .reviews import address, asked, load_reviewable, show


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, and leaves the obligation waiting where it was. After a session has ended, the typed words are shown."""
    row = load_reviewable(request.user, pk)
    shelf, _found = asked(request)
    if request.method != "POST":
        typed = typed_before(request, ReviewerPostForm)
        form = ReviewerPostForm(initial=ReviewerPostForm.fresh() | typed)
        return show(request, row, asking=form) if typed else redirect(address(pk, shelf))
    form = ReviewerPostForm(request.POST)
    if form.is_valid():
        subject = {"delivery": row.delivery, "obligation": row}
        try:
            ask(side=Side.ISSUER, actor=request.user, now=timezone.now(), **subject, **form.words)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            sent = _("Đã hỏi %(unit)s về “%(title)s”. Việc này vẫn chờ xác nhận.")
            messages.success(request, sent % about(row))
            return redirect(address(pk, shelf))
    return show(request, row, asking=form)
