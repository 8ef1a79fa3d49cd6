"""Due days in the calendar of a phone or of Outlook: the secret addresses, and what programs read under them."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.errors import Refused
from directives.reminders.links import whole
from reports.models import CalendarFeed
from reports.queries.feed import calendar_text, feed_of
from reports.services.feeds import open_feed, renew_feed, revoke_feed
from units.access import unit_ids
from units.models import Unit

KEPT = {
    "Cache-Control": "private, max-age=900",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Content-Disposition": 'inline; filename="viec-chien-dich.ics"',
}
"""The address is the key: its answer is for the one who asked, and in no search engine."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The person's calendars; POST makes the address of one, for a unit or for all of them."""
    units = list(Unit.objects.filter(pk__in=unit_ids(request.user)))
    if request.method == "POST" and "unit" in request.POST:
        unit = next((each for each in units if str(each.pk) == request.POST["unit"]), None)
        if request.POST["unit"] and unit is None:
            raise Http404
        try:
            open_feed(person=request.user, unit=unit, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
        return redirect("reports:calendar")
    return render(request, "reports/calendar.html", {"calendars": calendars(request.user, units)})


def calendars(person, units: list[Unit]) -> list[dict]:
    """All units together first, then each of several; with the address where there is one."""
    rows = CalendarFeed.objects.filter(person=person, revoked_at=None)
    live = {feed.unit_id: feed for feed in rows}
    wanted = [None, *(units if len(units) > 1 else [])]
    return [
        {"unit": unit, "feed": live.get(unit.pk if unit else None), **addresses(live.get(unit.pk if unit else None))}
        for unit in wanted
    ]


def addresses(feed: CalendarFeed | None) -> dict:
    if feed is None:
        return {}
    url = whole(reverse("reports:calendar-file", args=[feed.key]))
    return {"url": url, "webcal": f"webcal{url[url.index(':') :]}"}


@login_required
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    renew_feed(feed=own(request, pk), now=timezone.now())
    messages.success(request, _("Đã đổi địa chỉ. Địa chỉ cũ không dùng được nữa; hãy thêm lại lịch bằng địa chỉ mới."))
    return redirect("reports:calendar")


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_feed(feed=own(request, pk), now=timezone.now())
    messages.success(request, _("Đã tắt lịch. Máy đã thêm lịch này sẽ không nhận được gì nữa."))
    return redirect("reports:calendar")


def own(request: HttpRequest, pk: int) -> CalendarFeed:
    return get_object_or_404(CalendarFeed.objects.filter(person=request.user), pk=pk)


@require_safe
def feed_file(request: HttpRequest, key: str) -> HttpResponse:
    """What a calendar program reads, with nothing but the address. One that is not known any more was never there."""
    feed = feed_of(key)
    if feed is None:
        raise Http404
    body = calendar_text(feed).encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=response)
    for name, value in (KEPT | {"ETag": etag}).items():
        response.headers[name] = value
    return response
