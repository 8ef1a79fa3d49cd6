"""The ledger of a letter's reminders, for coordinators of the issuing unit."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.status import state
from campaign_portal.lib.workdays import WorkCalendar
from directives.ladder import Audience, Trigger
from directives.models import Directive, HandReminder, Reminder
from directives.reminders.addresses import troubles_of
from directives.reminders.by_hand import by_hand, hand_words
from directives.reminders.channels import label_of
from directives.reminders.health import health
from directives.reminders.overview import Round, audience_counts, channel_counts, entries, past_rounds, step_words
from directives.reminders.timeline import coming_rounds, drawn

from .ladder_line import any_time_words, stops
from .loading import coordinated_directive

PER_PAGE = 50
MOST_CHIPS = 8
FILTERS = ("state", "audience", "channel")


@login_required
def directive_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    directive = coordinated_directive(request, pk)
    now = timezone.now()
    past = past_rounds(directive)
    calendar = WorkCalendar.load()
    coming = coming_rounds(directive, now=now, calendar=calendar)
    chosen = request.GET.get("round", "")
    rows = entries(directive, step=chosen, **{name: request.GET.get(name, "") for name in FILTERS})
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.words, row.whom = step_words(row.step), row.get_audience_display()
        for link in row.served_by.all():
            link.by = "" if link.channel == "email" else label_of(link.channel)
    return render(
        request,
        "directives/reminders.html",
        {
            "directive": directive,
            "latest": past[0] if past else None,
            "next": coming[0] if coming else None,
            "coming": coming,
            "unknown_years": calendar.unknown_years([local_day(now), *(each.deadline for each in coming)]),
            "rounds": round_chips(past),
            "states": state_chips(past, chosen),
            "audiences": choices(_("Mọi người nhận"), audience_counts(directive), dict(Audience.choices).get),
            "channels": choices(_("Mọi kênh"), channel_counts(directive), label_of),
            "stops": stops(drawn(past, coming), now=now),
            "any_time": any_time_words(directive) if directive.is_in_force else [],
            "page": page,
            "health": health(now=now),
            "by_hand": spoken(directive),
            "troubles": troubles_of(directive),
            "is_illustrative": bool(directive.campaign and directive.campaign.is_illustrative),
        },
    )


def spoken(directive: Directive) -> list[HandReminder]:
    """The latest reminders by hand, each with its words; the log of the letter has them all."""
    rows = list(by_hand(directive)[:PER_PAGE])
    for row in rows:
        row.words = hand_words(row)
    return rows


def chip_words(found: Round) -> str:
    """ "13/11/2024, trước hạn 7 ngày"."""
    return f"{short_date(local_day(found.send_at))}, {found.words}"


def round_chips(past: list[Round]) -> list[tuple]:
    """A chip for all rounds and one for each of the latest; none where there is nothing to choose.

    The line of days at the foot of the page opens every other.
    """
    if len(past) < 2:
        return []
    latest = [each for each in past if each.step != Trigger.RETURNED][:MOST_CHIPS]
    return [("", _("Mọi lần nhắc")), *((each.key, chip_words(each), each.total) for each in latest)]


def state_chips(past: list[Round], chosen: str) -> list[tuple]:
    """A chip for all states and one for each that occurs in the chosen round, with how many rows it opens."""
    seen = [each for each in past if chosen in ("", each.key)]
    counts = [(value, sum(each.counts[value] for each in seen)) for value in Reminder.State.values]
    chips = [(value, state(value).label, count) for value, count in counts if count]
    return [("", _("Mọi kết quả")), *chips] if len(chips) > 1 else []


def choices(everything: str, counts: list[tuple[str, int]], label: Callable) -> list[tuple]:
    """A chip for all and one for each value that occurs, with how many rows it opens; none where there is one value."""
    chips = [(value, label(value) or value, count) for value, count in counts]
    return [("", everything), *chips] if len(chips) > 1 else []
