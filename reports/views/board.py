"""The progress board of one letter, and of all letters of a campaign."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import local_day
from directives.models import Campaign
from reports.board.lines import Board
from reports.board.load import CampaignBoard, has_siblings, letter_board, letters_of
from reports.board.load import campaign_board as load_campaign
from reports.summary import words
from reports.summary.days import is_before_issue
from reports.summary.lists import UNIT_SORTS, UNIT_STATES, UnitFilter, arranged
from reports.summary.scope import reports_itself, summarised

from .summary import Opened, of_directive
from .summary_lists import addressee_options

PER_PAGE = 100
SORTS = {
    "state": _lazy("Chậm nhất xếp trước"),
    "overdue": _lazy("Quá hạn nhiều xếp trước"),
    "name": _lazy("Xếp theo tên"),
    "done": _lazy("Hoàn thành ít xếp trước"),
    "-done": _lazy("Hoàn thành nhiều xếp trước"),
}
CHIPS = ("silent", "late", "back", "doing", "wait", "done")
"""States of a unit as a whole: each counted unit is in exactly one."""


@of_directive
def board(request: HttpRequest, opened: Opened) -> HttpResponse:
    context = opened.context()
    if is_before_issue(opened.directive, opened.as_of.day):
        return render(request, "reports/summary_before.html", context)
    shown = letter_board(opened.summary, opened.address)
    more = {"groups": addressee_options(opened), "has_siblings": has_siblings(opened.directive, request.user)}
    return render(request, "reports/board.html", context | _table(request, shown) | more)


@require_safe
@login_required
def campaign_board(request: HttpRequest, pk: int) -> HttpResponse:
    """All letters of a campaign side by side. 404 for strangers; who has only their own work in it is sent to that."""
    now = timezone.now()
    opened = open_campaign(request, pk, now)
    if opened is None:
        return redirect("reports:my-work")
    campaign, loaded = opened
    return render(
        request,
        "reports/board.html",
        _table(request, loaded.board)
        | {
            "campaign": campaign,
            "as_of": loaded.as_of,
            "when": words.when(loaded.as_of, now),
            "later": loaded.later,
            "scope_text": next(filter(None, (words.scope_text(each.summary) for each in loaded.board.letters)), ""),
            "is_illustrative": campaign.is_illustrative,
            "illustrative_note": campaign.illustrative_note,
        },
    )


def open_campaign(request: HttpRequest, pk: int, now: datetime) -> tuple[Campaign, CampaignBoard] | None:
    """The board of a campaign as the reader sees it; None for who has nothing but their own work in it, else 404."""
    seen = summarised(request.user).filter(campaign=pk)
    campaign = get_object_or_404(Campaign.objects.filter(pk__in=seen.values("campaign")))
    directives, scopes = letters_of(campaign, request.user)
    if directives:
        typed = request.GET.get("as_of", "")
        return campaign, load_campaign(directives, scopes, typed=typed, today=local_day(now))
    if not reports_itself(request.user):
        raise Http404("no letter of this campaign asks anything of units the reader may see")
    return None


def found_lines(request: HttpRequest, shown: Board) -> list:
    """The units that the address asks for, in its order."""
    return arranged(shown.kept(UnitFilter.read(request.GET)), request.GET.get("sort", ""), UNIT_SORTS, usual="state")


def _table(request: HttpRequest, shown: Board) -> dict:
    """The lines of the page asked for, and the filters with what each would show."""
    chosen = UnitFilter.read(request.GET)
    sort = request.GET.get("sort", "")
    units = found_lines(request, shown)
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "board": shown,
        "chosen": chosen,
        "sort": sort if sort in SORTS else "state",
        "sorts": SORTS.items(),
        "page": page,
        "lines": shown.lines(page.object_list),
        "chips": _chips(shown, chosen),
        "districts": _districts(shown),
        "found": len(units),
        "done": shown.count("done"),
        "overdue": shown.count("overdue"),
        "silent": shown.count("silent"),
        "total": len(shown.counted),
        "unreceived": sum(unit.received_on is None for unit in shown.counted),
    }


def _chips(shown: Board, chosen: UnitFilter) -> list[tuple]:
    """Each state with the number of lines it would show; states that nobody is in are left out."""
    chips = [("", _("Tất cả"), len(shown.kept(replace(chosen, state=""))))]
    for key in dict.fromkeys((*CHIPS, chosen.state)):
        count = len(shown.kept(replace(chosen, state=key))) if key else 0
        if count or (key and key == chosen.state):
            chips.append((key, words.sentence_case(str(UNIT_STATES[key][0])), count))
    return chips


def _districts(shown: Board) -> list[tuple[str, str]]:
    places = {unit.place for unit in shown.units}
    ordered = sorted(places, key=lambda place: (not place.is_district, place.sort_key))
    return [("", _("Mọi địa bàn"))] + [(place.key, words.place_name(place)) for place in ordered]
