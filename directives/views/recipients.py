"""A draft before issue: say who receives it, and whom the letter's words mean."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from directives.lines import draft_lines, ticked_beyond
from directives.models import Directive
from directives.recipients.known import names_on
from directives.services.drafting import choose_units
from directives.services.naming import say_who, take_back
from directives.services.planning import preview
from directives.ticks import Bundle, Said, Ticks, bundles_of, found_units, left_open, said_of, ticks_of, words_sought
from units.models import UnitAlias

from .issue import after_recipients
from .loading import STEPS, with_draft

PAGE = ["GET", "HEAD", "POST"]
TOLD = 3
"""How many units a message names; more are counted."""


@require_http_methods(PAGE)
@with_draft
def recipients(request: HttpRequest, directive: Directive) -> HttpResponse:
    if request.method == "POST":
        return _keep(request, directive)
    today = timezone.localdate()
    day = directive.reading_day(today)
    query, sought = request.GET.get("q", "").strip(), request.GET.get("for", "").strip()
    lines = draft_lines(directive, day=day)
    context = {
        "directive": directive,
        "plan": preview(directive=directive, today=today),
        "lines": lines,
        "unclear": sum(line.is_unclear for line in lines),
        "left_open": left_open([line.bundle for line in lines]),
        "common": sum(each.binding and each.group_id is None for each in directive.instructions.all()),
        "query": query,
        "sought": sought,
        "found": found_units(directive, query, day=day),
        "steps": STEPS,
        "current": 3,
    }
    return render(request, "directives/recipients.html", context)


def _keep(request: HttpRequest, directive: Directive) -> HttpResponse:
    bundles = bundles_of(directive)
    ticks, said = ticks_of(request.POST, bundles), said_of(request.POST)
    try:
        alias = _act(request, directive, ticks, said, bundles)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("directives:recipients", directive.pk)
    if alias:
        _tell(request, alias)
    if ticks.added:
        words = ngettext("Đã thêm %(count)d đơn vị.", "Đã thêm %(count)d đơn vị.", ticks.added)
        messages.success(request, words % {"count": ticks.added})
    return _next(request, directive, alias)


def _act(
    request: HttpRequest, directive: Directive, ticks: Ticks, said: Said | None, bundles: list[Bundle]
) -> UnitAlias | None:
    """Keep the ticks, with what was said of some words."""
    act = {"directive": directive, "chosen": ticks.chosen, "actor": request.user, "now": timezone.now()}
    if said is None:
        choose_units(**act)
        return None
    if said.forget:
        return take_back(alias_id=said.forget, **act)
    units = said.units or _ticked_further(directive, ticks, said, bundles)
    return say_who(phrase=said.phrase, unit_ids=units, nobody=said.nobody, **act)


def _ticked_further(directive: Directive, ticks: Ticks, said: Said, bundles: list[Bundle]) -> set[int]:
    ticked = ticks.chosen.get(said.ticked_in)
    bundle = next((each for each in bundles if said.ticked_in in {group.pk for group in each.groups}), None)
    if not ticked or bundle is None:
        return set()
    day = directive.reading_day(timezone.localdate())
    return ticked_beyond(bundle, names_on(day, issuer=directive.issuer), ticked)


def _tell(request: HttpRequest, alias: UnitAlias) -> None:
    if alias.withdrawn_at:
        messages.success(request, _("Đã bỏ ghi nhớ “%(phrase)s”.") % {"phrase": alias.phrase})
        return
    units = [unit.name for unit in alias.units.order_by("sort_key")]
    if not units:
        words = _("Đã ghi nhớ: “%(phrase)s” không phải đơn vị nhận nào.")
    elif len(units) > TOLD:
        words = _("Đã ghi nhớ “%(phrase)s” là %(count)d đơn vị.")
    else:
        words = _("Đã ghi nhớ “%(phrase)s” là %(units)s.")
    undo = _("Nếu nhầm, bấm “Bỏ ghi nhớ” ở dòng này.")
    words %= {"phrase": alias.phrase, "count": len(units), "units": ", ".join(units)}
    messages.success(request, f"{words} {undo}")


def _next(request: HttpRequest, directive: Directive, alias: UnitAlias | None) -> HttpResponse:
    if "next" in request.POST:
        return redirect(after_recipients(directive))
    response = redirect("directives:recipients", directive.pk)
    search = request.POST.get("q", "").strip() if "search" in request.POST else ""
    sought = words_sought(request.POST) if {"search", "find"} & request.POST.keys() else ""
    if search or sought:
        asked = {name: value for name, value in (("q", search), ("for", sought)) if value}
        response["Location"] += f"?{urlencode(asked)}#tim"
    elif alias and not alias.withdrawn_at:
        response["Location"] += f"#nho-{alias.pk}"
    return response
