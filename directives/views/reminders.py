"""The ledger of a letter's reminders, for coordinators of the issuing unit."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Directive, HandReminder
from directives.reminders.addresses import troubles_of
from directives.reminders.by_hand import by_hand, hand_words
from directives.reminders.channels import label_of
from directives.reminders.health import health
from directives.reminders.overview import Round, entries, past_rounds, step_words
from directives.reminders.timeline import coming_rounds, drawn

from .ladder_line import any_time_words, stops, went_words
from .loading import coordinated_directive
from .reminder_chips import FILTERS, Asked, as_columns, chips
from .unreached import unreached_recipients

PER_PAGE = 50


@login_required
def directive_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    directive = coordinated_directive(request, pk)
    now = timezone.now()
    past = past_rounds(directive)
    calendar = WorkCalendar.load()
    coming = coming_rounds(directive, now=now, calendar=calendar)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    told, following = told_round(past, asked["round"]), next_rounds(coming)
    context = {
        "directive": directive,
        "told": told,
        "told_went": went_words(told) if told else "",
        "next": following[0] if following else None,
        "next_words": next_words(following),
        "coming": coming,
        "unknown_years": calendar.unknown_years([local_day(now), *(each.deadline for each in coming)]),
        "stops": stops(drawn(past, coming), now=now),
        "any_time": any_time_words(directive) if directive.is_in_force else [],
        "page": ledger_page(request, directive, asked),
        "health": health(now=now),
        "by_hand": spoken(directive),
        "troubles": list(troubles_of(directive)),
        "is_illustrative": bool(directive.campaign and directive.campaign.is_illustrative),
    }
    context |= chips(directive, past, asked) | unreached_recipients(request, directive)
    return render(request, "directives/reminders.html", context)


def ledger_page(request: HttpRequest, directive: Directive, asked: Asked) -> Page:
    page = Paginator(entries(directive, **as_columns(asked)), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.words, row.whom = step_words(row.step), row.get_audience_display()
        for link in row.served_by.all():
            link.by = "" if link.channel == "email" else label_of(link.channel)
    return page


def told_round(past: list[Round], chosen: str) -> Round | None:
    """The round that the sentence above speaks of: the one that is chosen, else the latest.

    What went at several hours of a day is told as one.
    """
    found = drawn(past, [])
    same = [each for each in found if each.key == chosen]
    return (same or found or [None])[-1]


def next_rounds(coming: list[Round]) -> list[Round]:
    """The steps of the next moment, those for most units first."""
    return sorted((each for each in coming if each.send_at == coming[0].send_at), key=lambda each: -each.units)


def next_words(rounds: list[Round]) -> str:
    """ "trước hạn 1 ngày"; "quá hạn 7 ngày: 20 đơn vị; quá hạn 3 ngày: 2 đơn vị" where there are several."""
    if len(rounds) < 2:
        return "".join(each.words for each in rounds)
    counted = _("%(step)s: %(units)d đơn vị")
    told = [counted % {"step": each.words, "units": each.units} if each.units else each.words for each in rounds]
    return "; ".join(told)


def spoken(directive: Directive) -> list[HandReminder]:
    """The latest reminders by hand, each with its words; the log of the letter has them all."""
    rows = list(by_hand(directive)[:PER_PAGE])
    for row in rows:
        row.words = hand_words(row)
    return rows
