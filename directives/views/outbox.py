"""The mails of an installation without a mail server. For administrators only: mails hold sign-in links."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from campaign_portal.lib.mail import stays_here
from campaign_portal.lib.models import OutboxMail

PER_PAGE = 50
MAIL_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",  # a mail carries its looks in its tags
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",  # no script, no form, no way out, also when the address is opened by itself
    ]
)
"""What the HTML of a mail may do here: be looked at, in the frame of its page."""


def for_administrators(view: Callable) -> Callable:
    """To everybody else the page does not exist."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@for_administrators
def outbox_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "directives/outbox.html",
        {
            "page": Paginator(found_mails(request), PER_PAGE).get_page(request.GET.get("page")),
            "query": request.GET.get("q", "").strip(),
            "keeps_mail": stays_here(),
        },
    )


def found_mails(request: HttpRequest) -> QuerySet[OutboxMail]:
    """What the address of the list asks for, without what the mails say."""
    query, mails = request.GET.get("q", "").strip(), OutboxMail.objects.defer("text", "html")
    return mails.filter(Q(to__icontains=query) | Q(subject__icontains=query)) if query else mails


@for_administrators
def outbox_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "directives/outbox_detail.html", {"mail": get_object_or_404(OutboxMail, pk=pk)})


@for_administrators
@xframe_options_sameorigin
def outbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as its reader sees it, for the frame of the page above; under a policy of its own."""
    mail = get_object_or_404(OutboxMail.objects.exclude(html=""), pk=pk)
    return HttpResponse(mail.html, headers={"Content-Security-Policy": MAIL_POLICY})
