"""The calendar of days off and worked weekend days: everybody reads it, coordinators at city level keep it."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaign_portal.lib import holidays
from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import Holiday
from campaign_portal.lib.pressing import pressed
from campaign_portal.lib.workdays import WorkCalendar
from directives.forms.workday import OFF, ON, WorkdayForm
from directives.models import Directive
from units.access import CITY_LEVEL
from units.models import Role


def keeps_calendar(user) -> bool:
    """Days off hold for every letter here, so that an office of a district reads them only."""
    return user.is_staff or any(seat.role == Role.COORDINATOR and seat.unit.kind in CITY_LEVEL for seat in user.seats)


def require_keeper(request: HttpRequest) -> None:
    if not keeps_calendar(request.user):
        raise PermissionDenied(_("Chỉ điều phối cấp thành phố và người quản trị sửa được lịch nghỉ."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, WorkdayForm(initial=typed_day(request)))
    require_keeper(request)
    form = WorkdayForm(request.POST)
    if form.is_valid():
        try:
            row = holidays.set_day(**form.columns(), actor=request.user, now=timezone.now())
        except Refused as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("Đã ghi ngày %(day)s vào lịch.") % {"day": short_date(row.day)})
            return to_year(row.day.year)
    return show(request, form)


@login_required
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    require_keeper(request)
    year = chosen_year(request.POST.get("year", ""))
    with pressed(request):
        rows = holidays.fetch_year(year=year, actor=request.user, now=timezone.now())
        words = ngettext("Đã thêm %(n)d ngày của năm %(year)d.", "Đã thêm %(n)d ngày của năm %(year)d.", len(rows))
        messages.success(request, words % {"n": len(rows), "year": year})
    return to_year(year)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out of the calendar, or back into it."""
    require_keeper(request)
    row = get_object_or_404(Holiday, pk=pk)
    act = holidays.take_back if "back" in request.POST else holidays.set_aside
    row = act(holiday=row, actor=request.user, now=timezone.now())
    done, back = _("Đã bỏ ngày %(day)s khỏi lịch."), _("Đã đưa ngày %(day)s trở lại lịch.")
    messages.success(request, (done if row.is_set_aside else back) % {"day": short_date(row.day)})
    return to_year(row.day.year)


def show(request: HttpRequest, form: WorkdayForm) -> HttpResponse:
    known, today = WorkCalendar.load(), local_day(timezone.now())
    year = chosen_year(request.GET.get("year", ""))
    rows = list(Holiday.objects.filter(day__year=year).select_related("changed_by"))
    held = [row for row in rows if not row.is_set_aside]
    on = sum(row.is_workday for row in held)
    context = {
        "form": form,
        "year": year,
        "rows": held,
        "days_on": on,
        "days_off": len(held) - on,
        "aside": [row for row in rows if row.is_set_aside],
        "is_known": known.covers(year),
        "unknown": [each for each in (today.year, today.year + 1) if not known.covers(each)],
        "years": sorted({*range(today.year - 1, today.year + 4), *letter_years(request), year}),
        "can_keep": keeps_calendar(request.user),
    }
    return render(request, "directives/workdays.html", context)


def letter_years(request: HttpRequest) -> set[int]:
    """The years that the letters a person sees are dated in or run to, as far as there may be a calendar of them."""
    days = ("dated_on__year", "due_on__year", "report_due_on__year")
    found = Directive.objects.visible_to(request.user).order_by().values_list(*days).distinct()
    years = {year for row in found for year in row if year}
    return {year for year in years if holidays.FIRST_YEAR <= year <= holidays.LAST_YEAR}


def chosen_year(typed: str) -> int:
    """The year asked for, where it is one; else this one."""
    good = typed.isascii() and typed.isdigit() and holidays.FIRST_YEAR <= int(typed[:6]) <= holidays.LAST_YEAR
    return int(typed) if good else local_day(timezone.now()).year


def typed_day(request: HttpRequest) -> dict:
    """To correct a day, its row fills in the form."""
    try:
        row = Holiday.objects.get(day=date.fromisoformat(request.GET.get("day", "")))
    except (Holiday.DoesNotExist, ValueError):
        return {}
    return {"day": row.day, "kind": ON if row.is_workday else OFF, "name": row.name, "source": row.source}


def to_year(year: int) -> HttpResponse:
    return redirect(f"{reverse('directives:workdays')}?year={year}")
