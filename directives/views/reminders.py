"""The ledger of a letter's reminders, for coordinators of the issuing unit."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.status import state
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Reminder
from directives.reminders.health import health
from directives.reminders.overview import Round, coming_rounds, entries, past_rounds, step_words

from .loading import coordinated_directive

PER_PAGE = 50


@login_required
def directive_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    directive = coordinated_directive(request, pk)
    now = timezone.now()
    past = past_rounds(directive)
    coming = coming_rounds(directive, now=now, calendar=WorkCalendar.load())
    chosen = request.GET.get("round", "")
    rows = entries(directive, state=request.GET.get("state", ""), step=chosen)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.words = step_words(row.step)
    return render(
        request,
        "directives/reminders.html",
        {
            "directive": directive,
            "latest": past[0] if past else None,
            "next": coming[0] if coming else None,
            "coming": coming,
            "rounds": round_chips(past),
            "states": state_chips(past, chosen),
            "page": page,
            "health": health(now=now),
            "is_illustrative": bool(directive.campaign and directive.campaign.is_illustrative),
        },
    )


def chip_words(found: Round) -> str:
    """ "13/11/2024, trước hạn 7 ngày"."""
    return f"{short_date(local_day(found.send_at))}, {found.words}"


def round_chips(past: list[Round]) -> list[tuple]:
    """A chip for all rounds and one for each, with how many rows it opens; none where there is nothing to choose."""
    if len(past) < 2:
        return []
    return [("", _("Mọi lần nhắc")), *((each.key, chip_words(each), each.total) for each in past)]


def state_chips(past: list[Round], chosen: str) -> list[tuple]:
    """A chip for all states and one for each that occurs in the chosen round, with how many rows it opens."""
    seen = [each for each in past if chosen in ("", each.key)]
    counts = [(value, sum(each.counts[value] for each in seen)) for value in Reminder.State.values]
    chips = [(value, state(value).label, count) for value, count in counts if count]
    return [("", _("Mọi kết quả")), *chips] if len(chips) > 1 else []
