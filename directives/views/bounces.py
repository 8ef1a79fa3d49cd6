"""Reports about undelivered mail, handed in by a mail server's hook; an officer's word that an address works."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from directives.reminders.addresses import troubles_of
from directives.reminders.bounces.apply import take_report
from directives.reminders.bounces.report import MOST_BYTES
from directives.reminders.channels.webhook.sign import SIGNATURE, TIMESTAMP, is_signed
from directives.services.addresses import trust_address

from .loading import coordinated_directive


@csrf_exempt  # the signature tells who asks; nobody's cookies count here
@require_POST
def mail_report(request: HttpRequest) -> HttpResponse:
    """The body is a mail as it came, signed as our own webhook signs. Without a secret the page does not exist."""
    if not settings.BOUNCE_WEBHOOK_SECRET:
        raise Http404
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"error": "too long"}, status=413)
    now, given = timezone.now(), request.headers
    signed = (given.get(TIMESTAMP, ""), given.get(SIGNATURE, ""), request.body)
    if not is_signed(settings.BOUNCE_WEBHOOK_SECRET, *signed, now=now):
        raise PermissionDenied
    return JsonResponse(dict(take_report(raw=request.body, now=now)))


@login_required
@require_POST
def address_works(request: HttpRequest, pk: int, trouble_pk: int) -> HttpResponse:
    directive = coordinated_directive(request, pk)
    trouble = get_object_or_404(troubles_of(directive), pk=trouble_pk)
    trust_address(trouble=trouble, actor=request.user, now=timezone.now())
    sentence = _("Lần nhắc sau lại gửi tới %(address)s. Nếu thư vẫn bị trả lại, địa chỉ hiện lại ở đây.")
    messages.success(request, sentence % {"address": trouble.address})
    return redirect("directives:reminders", pk)
