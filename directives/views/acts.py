"""Acts on an issued directive, each in two steps: a form, what exactly happens to whom, and only then the act."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives import acts
from directives.access import whole_q
from directives.forms.acts import ActForm, AddUnitForm, ExemptForm, ExtendForm, RecallForm, RedirectForm
from directives.journal import journal
from directives.models import Directive
from directives.services import lifecycle
from directives.services.adjusting import exempt_unit, extend_unit, redirect_delivery

from .loading import coordinated_directive, visible_directive

PAGE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Act:
    """`effect(form, now)` tells what would happen; `perform(form, actor, now)` does it with one service call.

    `initial(request, directive)` is what a form is filled with when it is opened.
    """

    title: str
    lead: str
    button: str
    done: str
    form: type[ActForm]
    effect: Callable
    perform: Callable
    icon: str = "check"
    grave: bool = False
    searches: bool = False
    initial: Callable = lambda request, directive: {}


def act_page(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    directive = coordinated_directive(request, pk)
    if not directive.is_in_force:
        messages.info(request, _("Văn bản chưa ban hành, đã thu hồi hoặc chiến dịch đã kết thúc."))
        return redirect("directives:detail", pk)
    now = timezone.now()
    query = (request.POST.get("q") or request.GET.get("q", "")).strip()
    about = {"directive": directive, "today": timezone.localdate(now), "query": query}
    form = act.form(request.POST or None, initial=act.initial(request, directive), **about)
    effect = None
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        if "confirm" not in request.POST:
            effect = act.effect(form, now)
        elif _done(request, act, form, now):
            return redirect("directives:detail", pk)
    context = {"directive": directive, "act": act, "form": form, "effect": effect, "query": query}
    return render(request, "directives/acts/act.html", context)


def _done(request: HttpRequest, act: Act, form: ActForm, now) -> bool:
    """Whether the page is left: after the act, and where somebody else did it first."""
    try:
        act.perform(form, request.user, now)
    except AlreadyDone as error:
        messages.warning(request, str(error))
    except Refused as error:
        form.add_error(None, str(error))
        return False
    else:
        messages.success(request, act.done)
    return True


# --- More time --------------------------------------------------------------------------------------------------------
def _extend_effect(form, now):
    data = form.cleaned_data
    if data["delivery"]:
        return acts.of_extending_unit(data["delivery"], data["instruction"], data["due_on"])
    return acts.of_extending(form.directive, data["due_on"], now)


def _extend(form, actor, now):
    data = form.cleaned_data
    act = {"due_on": data["due_on"], "actor": actor, "now": now, "note": data["reason"]}
    if data["delivery"]:
        return extend_unit(delivery=data["delivery"], instruction=data["instruction"], **act)
    return lifecycle.extend(directive=form.directive, **act)


EXTEND = Act(
    _("Gia hạn"),
    _("Cho thêm thời gian: cả văn bản, hoặc một đơn vị."),
    _("Gia hạn"),
    _("Đã gia hạn."),
    ExtendForm,
    _extend_effect,
    _extend,
    "clock",
)


# --- An end -----------------------------------------------------------------------------------------------------------
RECALL = Act(
    _("Thu hồi"),
    _("Thu hồi văn bản: mọi nhiệm vụ chưa xong kết thúc ngay, số liệu trước đó giữ nguyên."),
    _("Thu hồi văn bản"),
    _("Đã thu hồi văn bản."),
    RecallForm,
    lambda form, now: acts.of_recalling(form.directive),
    lambda form, actor, now: lifecycle.recall(
        directive=form.directive, actor=actor, now=now, note=form.cleaned_data["reason"]
    ),
    "stop",
    grave=True,
)
EXEMPT = Act(
    _("Miễn thực hiện"),
    _("Miễn cho một đơn vị một nội dung, hoặc mọi nội dung chưa xong."),
    _("Miễn thực hiện"),
    _("Đã miễn thực hiện."),
    ExemptForm,
    lambda form, now: acts.of_exempting(form.cleaned_data["delivery"], form.cleaned_data["instruction"]),
    lambda form, actor, now: exempt_unit(actor=actor, now=now, **form.cleaned_data),
)


# --- Other units ------------------------------------------------------------------------------------------------------
def _add_effect(form, now):
    data = form.cleaned_data
    return acts.of_adding(form.directive, data["unit"], list(data["instructions"]), data["due_on"], now, form.today)


def _add(form, actor, now):
    data = form.cleaned_data
    return lifecycle.add_late(
        directive=form.directive,
        unit=data["unit"],
        instructions=list(data["instructions"]),
        due_on=data["due_on"],
        note=data["reason"],
        actor=actor,
        now=now,
    )


def _redirect_effect(form, now):
    data = form.cleaned_data
    return acts.of_redirecting(data["delivery"], data["unit"], data["due_on"], now, form.today)


ADD = Act(
    _("Bổ sung đơn vị"),
    _("Đơn vị bổ sung được tính từ hôm nay."),
    _("Bổ sung đơn vị"),
    _("Đã bổ sung đơn vị."),
    AddUnitForm,
    _add_effect,
    _add,
    searches=True,
)
REDIRECT = Act(
    _("Chuyển đơn vị khác"),
    _("Văn bản gửi sai nơi nhận được chuyển cho đơn vị khác, kèm lý do."),
    _("Chuyển văn bản"),
    _("Đã chuyển văn bản."),
    RedirectForm,
    _redirect_effect,
    lambda form, actor, now: redirect_delivery(actor=actor, now=now, **form.cleaned_data),
    "arrow",
    searches=True,
    initial=lambda request, directive: {"delivery": request.GET.get("delivery", "")},
)


def _view(act: Act) -> Callable:
    @require_http_methods(PAGE)
    @login_required
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return act_page(request, pk, act)

    return view


extend, recall, exempt = _view(EXTEND), _view(RECALL), _view(EXEMPT)
add_unit, redirect_unit = _view(ADD), _view(REDIRECT)


# --- What was done ----------------------------------------------------------------------------------------------------
@require_safe
@login_required
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Every dated act in words, for who sees the whole directive."""
    directive = visible_directive(request, pk)
    if not Directive.objects.filter(whole_q(request.user), pk=pk).exists():
        raise PermissionDenied
    return render(request, "directives/acts/journal.html", {"directive": directive, "events": journal(directive)})
