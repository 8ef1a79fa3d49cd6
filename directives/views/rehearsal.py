"""What reminders go out on a day, for one letter or for all that the person coordinates, before they do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import at_local, local_day, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import OPENS
from directives.forms.rehearsal import RehearsalForm
from directives.models import Directive
from directives.reminders.foretold import Foretold, Line, foretell
from directives.reminders.rehearse import rehearse
from directives.reminders.timeline import coming_days

from .loading import coordinated_directive, own_units
from .outbox import MAIL_POLICY

PER_PAGE = 50
MOST_CHIPS = 8


@dataclass
class Asked:
    """What the address asks for: which letters, and the morning of which day."""

    request: HttpRequest
    letters: list[Directive]
    letter: Directive | None
    now: datetime

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """Raises Http404 and PermissionDenied as every page of a letter does, and for who coordinates none."""
        now, typed = timezone.now(), request.GET.get("letter", "")
        if not typed:
            units = own_units(request)
            rows = Directive.objects.filter(issuer__in=units, issued_at__isnull=False)
            return cls(request, list(rows.select_related("issuer", "campaign")), None, now)
        if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
            raise Http404
        letter = coordinated_directive(request, int(typed))
        return cls(request, [letter], letter, now)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar.load()

    @cached_property
    def form(self) -> RehearsalForm:
        typed = self.request.GET.get("day", "")
        return RehearsalForm({"day": typed or short_date(self.usual_day)})

    @cached_property
    def usual_day(self) -> date:
        return self.calendar.next_workday(local_day(self.now) + timedelta(days=1))

    @cached_property
    def day(self) -> date:
        """The day asked for; the usual one where what was typed is none."""
        return (self.form.is_valid() and self.form.cleaned_data["day"]) or self.usual_day

    @cached_property
    def foretold(self) -> Foretold:
        at = at_local(self.day, OPENS)
        found = rehearse(at=at, now=self.now, directives=self.letters, calendar=self.calendar)
        return foretell(found, now=self.now)

    @property
    def mails_words(self) -> str:
        """What the list of the mails is called."""
        return _("Thư của lúc đó") if self.foretold.is_past else _("Thư sẽ đi")

    @cached_property
    def shows_silent(self) -> bool:
        return self.request.GET.get("show") == "silent"

    @cached_property
    def lines(self) -> list[Line]:
        query = self.request.GET
        wanted = {"step": query.get("step", ""), "channel": query.get("channel", ""), "words": query.get("q", "")}
        return self.foretold.chosen_lines(**wanted)

    @cached_property
    def silent(self) -> list:
        return self.foretold.chosen_silent(words=self.request.GET.get("q", ""))

    def day_chips(self) -> list[tuple[str, str]]:
        """Today, the next working day, and each coming day on which a step falls."""
        today = local_day(self.now)
        named = {today: _("Hôm nay"), self.usual_day: _("Ngày làm việc tới")}
        steps = coming_days(self.letters, now=self.now, calendar=self.calendar)
        days = [*named, *[day for day in steps if day not in named][:MOST_CHIPS]]
        return [(short_date(day), named.get(day, short_date(day))) for day in days]

    def line(self) -> Line:
        """The one message that the address names. Raises Http404 when it would not go out."""
        key = self.request.GET.get("mail", "")
        if found := next((line for line in self.foretold.lines if line.key == key), None):
            return found
        raise Http404


@require_safe
@login_required
def rehearsal(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request)
    found = asked.foretold
    rows = asked.silent if asked.shows_silent else asked.lines
    context = {
        "asked": asked,
        "found": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "days": asked.day_chips(),
        "shows": [
            ("", asked.mails_words, len(found.lines)),
            ("silent", _("Không nhận gì, và vì sao"), len(found.silent_units)),
        ],
        "steps": _chips(_("Mọi bước"), found.step_counts()),
        "channels": _chips(_("Mọi kênh"), found.channel_counts()),
        "unknown_years": asked.calendar.unknown_years([asked.day]),
        "is_illustrative": bool(asked.letter and asked.letter.campaign and asked.letter.campaign.is_illustrative),
    }
    return render(request, "directives/rehearsal.html", context)


def _chips(everything: str, options: list[tuple]) -> list[tuple]:
    return [("", everything), *options] if len(options) > 1 else []


@require_safe
@login_required
def rehearsal_mail(request: HttpRequest) -> HttpResponse:
    """One message as it would stand."""
    asked = Asked.read(request)
    line = asked.line()
    back = request.GET.copy()
    back.pop("mail")
    context = {
        "asked": asked,
        "line": line,
        "mail": line.text(asked.foretold.at),
        "back": f"{reverse('directives:rehearsal')}?{back.urlencode()}",
    }
    return render(request, "directives/rehearsal_mail.html", context)


@require_safe
@login_required
@xframe_options_sameorigin
def rehearsal_mail_html(request: HttpRequest) -> HttpResponse:
    """The message as its reader would see it, for the frame of the page above; under a policy of its own."""
    asked = Asked.read(request)
    html = asked.line().text(asked.foretold.at).html
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})
