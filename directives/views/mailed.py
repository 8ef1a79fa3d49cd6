"""Pages that addresses in mails open without signing in. What follows from them is decided by their signature alone."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from directives.forms.receipt import ReceiveForm
from directives.mailed import Mailed, Standing, open_mail
from directives.models import Preference
from directives.reminders.unsubscribe_link import read_reader
from directives.services.mailed import confirm_by_mail
from directives.services.preferring import subscribe_again
from directives.services.preferring import unsubscribe as send_less
from units.models import User

from .links import address

STATUS = {Standing.UNKNOWN: 404, Standing.EXPIRED: 410, Standing.NOT_FOCAL: 403}
SECRET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}
"""The address is the key: it goes into no other site's log, no search engine and no shared cache."""


def by_signature(view: Callable) -> Callable:
    """For whoever holds the address. A forged form is no danger here: who could send it needs the address itself.

    Guessing is none either (256 bits), hence no counting of attempts, which would lock out an office behind one door.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in SECRET.items():
            response.headers[name] = value
        return response

    return wrapped


@by_signature
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it, as programs that scan mail do, changes nothing; only its button confirms, by a field of its own."""
    form = ReceiveForm(request.POST if "confirm" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            confirm_by_mail(token=token, now=timezone.now(), **form.cleaned_data)
        except Refused:
            pass  # the page below says why
        else:
            return redirect(request.path)
    return show(request, open_mail(token, now=timezone.now()), form)


def show(request: HttpRequest, page: Mailed, form: ReceiveForm) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "today": local_day(timezone.now()),
        "onward": onward(request, page) if page.ticket else "",
        "is_illustrative": bool(page.delivery) and page.delivery.directive.campaign.is_illustrative,
    }
    status = STATUS.get(page.standing, 200)
    return render(request, "directives/mail_receipt.html", context, status=status)


def onward(request: HttpRequest, page: Mailed) -> str:
    """To the first open work, or to the letter; by way of signing in where the reader has not."""
    work = (
        address("reports:obligation", page.told[0].pk) if page.told else address("reports:delivery", page.delivery.pk)
    )
    if request.user == page.person:
        return work
    return f"{reverse('account_login')}?{urlencode({'next': work})}"


@by_signature
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the regular reminders of the mail's reader: by the button, or by a mail program's one press (RFC 8058).

    Opened later it says that they stopped, and takes them up again by a button.
    """
    person = User.objects.filter(pk=read_reader(token), is_active=True).first()
    again = "again" in request.POST
    if person and again:
        subscribe_again(person=person, now=timezone.now())
    elif person and ("confirm" in request.POST or request.POST.get("List-Unsubscribe") == "One-Click"):
        send_less(person=person, now=timezone.now())
    context = {
        "person": person,
        "stopped": Preference.objects.filter(person=person, digests=False).first() if person else None,
        "is_again": again,
        "settings_url": reverse("directives:preferences"),
    }
    return render(request, "directives/unsubscribe.html", context, status=200 if person else 404)
