"""The last steps: the campaign of a letter, who gets what, and issuing it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.workdays import WorkCalendar
from directives.forms.campaign import ChooseCampaignForm
from directives.ladder import Trigger
from directives.lines import draft_lines
from directives.models import Directive
from directives.reminders.timeline import draft_basis, rounds
from directives.services.campaigns import begin_campaign, choose_campaign
from directives.services.issuing import issue as issue_directive
from directives.services.planning import Preview, Problem, preview
from directives.services.proposing import proposals
from directives.ticks import left_open

from .ladder_line import any_time_words, stops
from .links import address
from .loading import STEPS, coordinated_directive, with_draft
from .unreached import unreached_units

PAGES = {"check": "directives:check", "recipients": "directives:recipients", "campaign": "directives:campaign-choose"}


def after_recipients(directive: Directive) -> str:
    """Where the way leads on: a letter about an issued letter is asked about that letter, any other for a campaign."""
    about = address("reports:relation", directive.pk) if proposals(directive) else ""
    return about or reverse("directives:campaign-choose", args=[directive.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def campaign(request: HttpRequest, directive: Directive) -> HttpResponse:
    form = ChooseCampaignForm(request.POST or None, directive=directive)
    if request.method == "POST" and form.is_valid() and _placed(request, directive, form):
        if note := _outlasts(directive, form):
            messages.info(request, note)
        return redirect("directives:preview", directive.pk)
    context = {"directive": directive, "form": form, "steps": STEPS, "current": 4}
    return render(request, "directives/campaign_choose.html", context)


def _outlasts(directive: Directive, form: ChooseCampaignForm) -> str:
    """A gentle word where the letter runs past the end of its campaign; nothing has to be changed."""
    end = form.chosen.ends_on if form.chosen else form.cleaned_data.get("ends_on")
    if not (end and directive.due_on and directive.due_on > end):
        return ""
    words = _(
        "Văn bản thực hiện đến hết %(day)s, sau ngày kết thúc của chiến dịch (%(end)s). Không cần sửa gì: "
        "trang chiến dịch sẽ ghi ngày của văn bản."
    )
    return words % {"day": short_date(directive.due_on), "end": short_date(end)}


def _placed(request: HttpRequest, directive: Directive, form: ChooseCampaignForm) -> bool:
    act = {"directive": directive, "actor": request.user, "now": timezone.now()}
    data = form.cleaned_data
    try:
        if form.chosen:
            choose_campaign(campaign=form.chosen, **act)
        else:
            begin_campaign(name=data["name"], starts_on=data.get("starts_on"), ends_on=data.get("ends_on"), **act)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
@with_draft
def preview_page(request: HttpRequest, directive: Directive) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    plan = preview(directive=directive, today=today)
    lines = draft_lines(directive, day=directive.reading_day(today))
    context = {
        "directive": directive,
        "plan": plan,
        **_line(directive, plan, now),
        **unreached_units(request, [share.unit for share in plan.shares]),
        "unclear": [line for line in lines if line.is_unclear],
        "left_open": left_open([line.bundle for line in lines]),
        "problems": [{"text": problem.text, "url": where_to_mend(problem, directive)} for problem in plan.problems],
        "steps": STEPS,
        "current": 5,
    }
    return render(request, "directives/preview.html", context)


def _line(directive: Directive, plan: Preview, now: datetime) -> dict:
    """The ladder on its days, as if the draft were issued now, and of these the days of its work in a row."""
    calendar = WorkCalendar.load()
    found = rounds(directive, draft_basis(directive, plan.shares, now), now, calendar)
    ahead = [each for each in found if each.send_at >= now]
    before = [local_day(each.send_at) for each in ahead if each.trigger == Trigger.BEFORE]
    return {
        "reminded_on": ", ".join(dict.fromkeys(map(short_date, before))),
        "goes_on": any(each.trigger == Trigger.AFTER for each in ahead),
        "stops": stops(ahead, now=now),
        "any_time": any_time_words(directive),
        "tells_at_issue": any(each.trigger == Trigger.ISSUED for each in found),
    }


def where_to_mend(problem: Problem, directive: Directive) -> str:
    """The page and the place on it where a problem is mended."""
    url = reverse(PAGES[problem.step], args=[directive.pk])
    if problem.step != "check":
        return f"{url}#{problem.place}"
    place = problem.place if problem.place.startswith("nd-") else f"muc-{problem.place}"
    return f"{url}?open={problem.place}#{place}"


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("directives:preview", pk)
    directive = coordinated_directive(request, pk)
    try:
        issued = issue_directive(
            directive=directive, actor=request.user, now=timezone.now(), seen=request.POST.get("seen", "")
        )
    except AlreadyDone as error:
        messages.warning(request, str(error))
        return redirect("directives:detail", pk)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("directives:preview", pk)
    count = issued.deliveries.count()
    words = ngettext("Đã ban hành cho %(count)d đơn vị.", "Đã ban hành cho %(count)d đơn vị.", count)
    messages.success(request, words % {"count": count} + " " + _("Nội dung đã gửi không sửa được nữa."))
    return redirect("directives:detail", pk)
