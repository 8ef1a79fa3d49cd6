"""Reminding by hand: the call list of who is silent, words to paste into Zalo, and what was said, written down."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.templatetags.portal_lists import address
from directives.access import coordinates, reports_for
from directives.models import HandReminder
from directives.reminders.addresses import troubles_of
from directives.reminders.by_hand import hand_words
from directives.services.reminding_by_hand import remind_by_hand, take_back_by_hand
from reports.forms.calls import CallForm, SaidForm, TakeBackCallForm, TickForm
from reports.queries.call_words import group_texts, heard_words, owed, unit_text
from reports.queries.calls import KINDS, NO_MAIL, Call, Desk, Wanted, calls
from reports.queries.desks import below_desk, desk_of, letter_desk, reachable
from reports.summary.words import place_name, sentence_case
from units.models import User

from .common import require, signed_in

FORMS = ["GET", "HEAD", "POST"]
PER_PAGE, ON_PAPER = 50, 2000
"""Rows of a page, and of the list as it is printed."""


# --- The list ---------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def letter_calls(request: HttpRequest, pk: int) -> HttpResponse:
    return _list(request, letter_desk(request.user, pk))


@require_http_methods(FORMS)
@signed_in
def below_calls(request: HttpRequest, pk: int) -> HttpResponse:
    return _list(request, below_desk(request.user, pk))


def _list(request: HttpRequest, desk: Desk) -> HttpResponse:
    now = timezone.now()
    today, acts = local_day(now), request.method == "POST"
    require(desk.can_act or not acts)
    everyone = calls(desk, today, everyone=True) if desk.directive.is_in_force else []
    found = [call for call in everyone if call.kinds(today)]
    deliveries = desk.deliveries if acts else [call.delivery for call in found]
    form = TickForm(request.POST if acts else None, deliveries=deliveries)
    if acts and form.is_valid() and _written(request, desk, form, now):
        return redirect(request.get_full_path())
    context = _context(desk, today) | _narrowed(request, desk, found, today)
    context["fresh"] = sum(_is_spared(call, today) for call in everyone)
    context |= {"form": form, "ticked": set(request.POST.getlist("units"))}
    return render(request, "reports/calls.html", context)


def _is_spared(call: Call, today: date) -> bool:
    """Not on the list for no other reason than that the letter came today."""
    return (
        call.is_fresh(today) and not call.kinds(today) and (call.is_unreceived or bool(call.works and not call.begun))
    )


def _narrowed(request: HttpRequest, desk: Desk, found: list[Call], today: date) -> dict:
    """The rows that the address asks for, the ways to narrow them, and words for just these units."""
    wanted = Wanted.read(request.GET)
    rows = wanted.rows(found, today)
    per_page = ON_PAPER if request.GET.get("all") else PER_PAGE
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    page.object_list = [shown(desk, call, today) for call in page.object_list]
    return {
        "total": len(found),
        "figures": figures(found, today),
        "overlaps": sum(count for *_why, count in figures(found, today)) > len(found),
        "dead": 0 if desk.above or not desk.can_act else troubles_of(desk.directive).count(),
        "unreached": len(Wanted(NO_MAIL).rows(found, today)),
        "wanted": wanted,
        "page": page,
        "chips": chips(found, wanted, today),
        "groups": options(found, lambda call: (call.group, sentence_case(call.group)), _("Mọi nhóm nơi nhận")),
        "districts": options(found, lambda call: (call.place.key, place_name(call.place)), _("Mọi địa bàn")),
        "texts": group_texts(desk, rows, today),
        "paper_url": address(request, all="1"),
    }


def _written(request: HttpRequest, desk: Desk, form: SaidForm, now) -> bool:
    """Whether the page is left: after the act, and where the same form came before."""
    said = form.said()
    if key := said.pop("spoken_to", None):
        said["spoken_to"] = User.objects.get(pk=key)
    try:
        made = remind_by_hand(actor=request.user, acting_unit=desk.giver, now=now, **said)
    except AlreadyDone as error:
        messages.info(request, str(error))
    except Refused as error:
        form.add_error(None, str(error))
        return False
    else:
        done = _("Đã ghi vào sổ nhắc việc: %(n)d đơn vị, %(way)s. Thư nhắc tự động vẫn gửi theo lịch.")
        messages.success(request, done % {"n": len(made), "way": made[0].get_way_display()})
    return True


def _address(desk: Desk) -> str:
    name, pk = ("delivery-below-calls", desk.above.pk) if desk.above else ("directive-calls", desk.directive.pk)
    return reverse(f"reports:{name}", args=[pk])


def _context(desk: Desk, today: date) -> dict:
    return {
        "desk": desk,
        "directive": desk.directive,
        "today": today,
        "list_url": _address(desk),
        "is_illustrative": desk.directive.campaign.is_illustrative,
    }


# --- What the list shows ----------------------------------------------------------------------------------------------
def shown(desk: Desk, call: Call, today: date, *, named: bool = False) -> dict:
    """One unit as page and paper draw it."""
    return {
        "call": call,
        "pk": str(call.delivery.pk),
        "owed": [sentence_case(line) for line in owed(call, today, named=named)],
        "heard": sentence_case(heard_words(call)),
        "notes": [hand_words(each) for each in call.notes],
        "text": unit_text(desk, call, today),
    }


def figures(found: list[Call], today: date) -> list[tuple[str, str, int]]:
    """Each reason to call with how many units it opens; those that nobody is in are left out."""
    counts = [(key, str(label), sum(holds(call, today) for call in found)) for key, (label, holds) in KINDS.items()]
    return [each for each in counts if each[2]]


def chips(found: list[Call], wanted: Wanted, today: date) -> list[tuple]:
    labels = {NO_MAIL: _("không nhận được thư")} | {key: str(label) for key, (label, _holds) in KINDS.items()}
    narrowed = Wanted("", wanted.group, wanted.district).rows(found, today)
    chips = [("", _("Tất cả"), len(narrowed))]
    for key, label in labels.items():
        count = len(Wanted(key).rows(narrowed, today))
        if count or key == wanted.show:
            chips.append((key, sentence_case(label), count))
    return chips


def options(found: list[Call], pair: Callable, every: str) -> list[tuple[str, str]]:
    """What the list may be limited to; empty where there is nothing to choose."""
    known = dict(pair(call) for call in found)
    known.pop("", None)
    return [("", every), *known.items()] if len(known) > 1 else []


# --- One unit ---------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def call_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers, words to send, what was said before, and what is said now."""
    desk, now = desk_of(request.user, pk), timezone.now()
    today, acts = local_day(now), request.method == "POST"
    require(desk.can_act or not acts)
    call = calls(desk, today, everyone=True)[0]
    form = CallForm(request.POST if acts else None, deliveries=[call.delivery], contacts=call.contacts)
    if acts and form.is_valid() and _written(request, desk, form, now):
        return redirect(_address(desk))
    for note in call.notes:
        note.words = hand_words(note)
        note.may_be_taken_back = desk.can_act and local_day(note.recorded_at) == today
    context = _context(desk, today) | {"row": shown(desk, call, today, named=True), "call": call, "form": form}
    return render(request, "reports/call.html", context)


@login_required
@require_POST
def call_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    rows = HandReminder.objects.select_related("delivery__directive")
    row = get_object_or_404(rows.filter(delivery__in=reachable(request.user)), pk=pk)
    issued = row.acting_unit_id == row.delivery.directive.issuer_id
    may = coordinates(request.user, row.delivery.directive) if issued else reports_for(request.user, row.acting_unit_id)
    require(may)
    form = TakeBackCallForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        take_back_by_hand(reminder=row, reason=reason, actor=request.user, now=timezone.now())
    except AlreadyDone as error:
        messages.info(request, str(error))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã bỏ lần nhắc ghi nhầm; sổ vẫn giữ cả hai dòng."))
    return redirect("reports:delivery-call", row.delivery_id)
