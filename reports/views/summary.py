"""The leader's page: how far a directive is, as of a day, and which campaigns there are to choose from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import local_day
from directives.access import coordinates
from directives.models import Directive, Instruction
from reports.maps.places import level_of, place_map
from reports.summary import charts, words
from reports.summary.address import Address
from reports.summary.days import AsOf, as_of, is_before_issue, usual_day
from reports.summary.figures import Summary
from reports.summary.forecast import REASONS, Foreseen, foresee, records
from reports.summary.latest import latest_accepted
from reports.summary.league import SMALLEST, is_open, league, opens_on
from reports.summary.live import version
from reports.summary.load import Loaded, load, load_many
from reports.summary.reach import Deed
from reports.summary.scope import Scope, reports_itself, scopes_for, summarised
from reports.summary.trend import trend, trend_lines
from units.models import Area

BEHIND_SHOWN = 20
"""How many lagging units stand on the page itself; the list behind it has all."""
REACH_SHOWN = 6
DIRECTIVES_PER_PAGE = 20


@dataclass(frozen=True)
class Opened:
    """A directive's figures as one reader sees them on one day."""

    directive: Directive
    scope: Scope
    as_of: AsOf
    now: datetime
    address: Address

    @cached_property
    def loaded(self) -> Loaded:
        return load(self.directive, scope=self.scope, day=self.as_of.day)

    @property
    def summary(self) -> Summary:
        return self.loaded.summary

    @property
    def deeds(self) -> list[Deed]:
        return self.loaded.deeds

    def context(self) -> dict:
        """What every page and list of the summary shows."""
        campaign = self.directive.campaign
        return {
            "summary": self.summary,
            "directive": self.directive,
            "may_call": self.scope.deliveries is None and self.directive.is_in_force,
            "address": self.address,
            "as_of": self.as_of,
            "when": words.when(self.as_of, self.now),
            "scope_text": words.scope_text(self.summary),
            "is_illustrative": campaign.is_illustrative,
            "illustrative_note": campaign.illustrative_note,
        }


def of_directive(view: Callable) -> Callable:
    """Load a directive's figures for the reader and the day in the address. 404 for strangers.

    Who sees nothing but their own unit's row has "Việc của tôi" for that, and is sent there.
    """

    @require_safe
    @login_required
    @wraps(view)
    def inner(request: HttpRequest, pk: int) -> HttpResponse:
        directive = get_object_or_404(summarised(request.user), pk=pk)
        scope = scopes_for(request.user, [directive])[directive.pk]
        if scope.is_own_only and reports_itself(request.user):
            return redirect("reports:my-work")
        if scope.deliveries is not None and not scope.deliveries:
            raise Http404("the reader's units got nothing of their own from this directive")
        now = timezone.now()
        day = as_of(request.GET.get("as_of", ""), directive=directive, today=local_day(now))
        return view(request, Opened(directive, scope, day, now, Address(directive.pk, day.chosen)))

    return inner


@of_directive
def directive_summary(request: HttpRequest, opened: Opened) -> HttpResponse:
    tag = live_tag(request, opened)  # before what it tells is read
    context = opened.context()
    if is_before_issue(opened.directive, opened.as_of.day):
        return render(request, "reports/summary_before.html", context)
    summary, address = opened.summary, opened.address
    groups, districts = summary.by_group(), summary.by_district()
    is_fine = request.GET.get("map") == Area.Level.WARD
    behind, cells = summary.behind(), opened.loaded.cells
    pace = trend(summary) if opened.loaded.is_tallied else None
    return render(
        request,
        "reports/summary.html",
        context
        | {
            "tally": summary.tally,
            "live_tag": tag,
            "foreseen": _foreseen(request.user, opened),
            "reasons": REASONS.values(),
            "has_league": not summary.above and is_open(summary),
            "differs": opened.loaded.differs and coordinates(request.user, opened.directive),
            "strip_groups": charts.strip_groups(summary, address),
            "strip_words": charts.STRIP_WORDS,
            "strip_urls": charts.strip_urls(address),
            "figure_parts": charts.figure_parts(summary, address),
            "behind": behind[:BEHIND_SHOWN],
            "behind_total": len(behind),
            "behind_title": words.behind_title(behind, address),
            "progress_lines": charts.progress_lines(summary, address),
            "group_chart": charts.group_chart(groups, address),
            "groups_title": words.groups_title(groups),
            "district_lines": charts.district_lines(districts, address),
            "districts_title": words.districts_title(districts, level_of(summary)),
            "place_map": place_map(summary, address, fine=is_fine),
            "is_fine": is_fine,
            "trend": pace,
            "trend_lines": trend_lines(pace, address) if pace else [],
            "rates": charts.rates(summary, address),
            "accepted": latest_accepted(opened.directive, scope=opened.scope, day=opened.as_of.day),
            "cells": cells[:REACH_SHOWN],
            "more_cells": cells[REACH_SHOWN:],
            "reach_title": words.reach_title(cells),
            "uncounted": sum(cell.uncounted for cell in cells),
            "linked": sum(cell.linked for cell in cells),
            "repeated": sum(cell.repeated for cell in cells),
        },
    )


def live_tag(request: HttpRequest, opened: Opened) -> str:
    """What a page that keeps itself up to date was made under; empty where nothing will change any more."""
    is_live = opened.as_of.is_today and opened.directive.is_in_force
    return version(opened.directive, request.user, now=opened.now) if is_live else ""


def _foreseen(reader, opened: Opened) -> list[Foreseen]:
    """Of a campaign that is over nothing is foretold."""
    if not opened.directive.is_in_force:
        return []
    return foresee(opened.summary, records(opened.directive, reader))


@of_directive
def league_tables(request: HttpRequest, opened: Opened) -> HttpResponse:
    """404 for who sees a part of the letter: beside nobody else there is no place."""
    if opened.summary.above:
        raise Http404("units are compared only where all of them may be seen")
    found = {
        "tables": league(opened.summary),
        "is_open": is_open(opened.summary),
        "opens_on": opens_on(opened.summary),
        "smallest": SMALLEST,
    }
    return render(request, "reports/league.html", opened.context() | found)


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Campaigns with a sentence each, those under way first; straight to the figures when there is only one letter.

    Letters of which the reader sees no more than their own unit's row are not summed up here, nor those that ask for
    nothing: a letter that extends or recalls another counts in the figures of that one.
    """
    asking = summarised(request.user).filter(Exists(Instruction.objects.filter(directive=OuterRef("pk"))))
    directives = list(asking.order_by("-campaign__created_at", "campaign", "-issued_at", "-pk"))
    scopes = scopes_for(request.user, directives) if directives else {}
    shown = [each for each in directives if _is_summed_up(request.user, scopes[each.pk])]
    if directives and not shown:
        return redirect("reports:my-work")
    if len(shown) == 1:
        return redirect("reports:directive-summary", shown[0].pk)
    shown.sort(key=lambda each: each.campaign.closed_at is not None)
    page = Paginator(shown, DIRECTIVES_PER_PAGE).get_page(request.GET.get("page"))
    today = local_day(timezone.now())
    days = {each.pk: usual_day(each, today) for each in page.object_list}
    loaded = load_many(list(page.object_list), scopes=scopes, days=days)
    return render(
        request,
        "reports/summary_choose.html",
        {
            "page": page,
            "lines": [_line(each.summary) for each in loaded],
            "running": sum(each.campaign.closed_at is None for each in shown),
            "total": len(shown),
            "is_illustrative": any(each.summary.directive.campaign.is_illustrative for each in loaded),
        },
    )


def _is_summed_up(user, scope: Scope) -> bool:
    if scope.deliveries is not None and not scope.deliveries:
        return False
    return not (scope.is_own_only and reports_itself(user))


def _line(summary: Summary) -> dict:
    return {
        "summary": summary,
        "address": Address(summary.directive.pk),
        "scope_text": words.scope_text(summary),
    }
