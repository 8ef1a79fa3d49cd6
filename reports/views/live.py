"""Pages that keep themselves up to date: the dashboard, and the same figures for a screen on the wall."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from reports.summary import charts
from reports.summary.live import version
from reports.summary.scope import summarised
from reports.summary.trend import trend

from .summary import Opened, directive_summary, live_tag, of_directive

WALL_BEHIND = 6


@of_directive
def wall(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Large figures without anything to press, for a screen that hangs where people pass."""
    tag = live_tag(request, opened)  # before what it tells is read
    context, summary = opened.context(), opened.summary
    behind = summary.behind()
    return render(
        request,
        "reports/wall.html",
        context
        | {
            "tally": summary.tally,
            "live_tag": tag,
            "strip_groups": charts.strip_groups(summary, opened.address),
            "strip_words": charts.STRIP_WORDS,
            "trend": trend(summary) if opened.loaded.is_tallied else None,
            "behind": behind[:WALL_BEHIND],
            "more_behind": max(len(behind) - WALL_BEHIND, 0),
        },
    )


def _polled(page: Callable) -> Callable:
    """The page of today once more, or 304 while nothing that it tells has changed (RFC 9110, section 13)."""

    @require_safe
    @login_required
    def inner(request: HttpRequest, pk: int) -> HttpResponse:
        directive = get_object_or_404(summarised(request.user), pk=pk)
        tag = version(directive, request.user, now=timezone.now())
        if unchanged := get_conditional_response(request, etag=tag):
            return unchanged
        response = page(request, pk=pk)
        response["ETag"] = tag
        return response

    return inner


live = _polled(directive_summary)
wall_live = _polled(wall)
