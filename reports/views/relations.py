"""A draft about an issued letter, from what was read to one confirmed act; and new words for one instruction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.models import Directive, DirectiveRelation
from directives.services.proposing import as_before, linkable, proposals, set_aside
from directives.views.acts import Act, act_page
from directives.views.issue import where_to_mend
from directives.views.loading import coordinated_directive, with_draft
from reports.forms.relation import LinkForm, SupersedeForm, TermsForm
from reports.queries.relations import of_superseding, outcome
from reports.services.relations import confirm_relation
from reports.services.superseding import supersede as supersede_instruction

PAGE = ["GET", "HEAD", "POST"]
Kind = DirectiveRelation.Kind
STEPS = [
    gettext_lazy("Tải văn bản"),
    gettext_lazy("Kiểm tra"),
    gettext_lazy("Nơi nhận"),
    gettext_lazy("Liên quan"),
    gettext_lazy("Ban hành"),
]
BUTTONS = {
    Kind.EXTENDS: gettext_lazy("Ban hành và gia hạn"),
    Kind.RECALLS: gettext_lazy("Ban hành và thu hồi văn bản trước"),
    Kind.REPLACES: gettext_lazy("Ban hành và thay văn bản trước"),
    Kind.AMENDS: gettext_lazy("Ban hành và sửa văn bản trước"),
    Kind.CORRECTS: gettext_lazy("Ban hành và đính chính"),
    Kind.URGES: gettext_lazy("Ban hành văn bản đôn đốc"),
}
GRAVE = (Kind.RECALLS, Kind.REPLACES)


# --- A letter about a letter ------------------------------------------------------------------------------------------
@require_http_methods(PAGE)
@with_draft
def relation(request: HttpRequest, directive: Directive) -> HttpResponse:
    """Which letter the draft is about; with letter and kind chosen, everything confirming would do."""
    if "unrelated" in request.POST:
        set_aside(draft=directive, actor=request.user, now=timezone.now())
        messages.success(request, _("Đã ghi nhận: văn bản này không sửa văn bản nào trước đó."))
        return redirect("directives:campaign-choose", directive.pk)
    said = request.POST if request.method == "POST" else request.GET
    link = LinkForm(said if "kind" in said or "earlier" in said else None, draft=directive)
    if not link.is_valid():
        return _choose(request, directive, link)
    data = link.cleaned_data
    posted = request.POST if "terms" in request.POST else None
    form = TermsForm(posted, draft=directive, earlier=data["earlier"], kind=data["kind"])
    if "as_before" in request.POST:
        as_before(draft=directive, earlier=data["earlier"], actor=request.user, now=timezone.now())
    elif "confirm" in request.POST and form.is_valid():
        if _confirmed(request, directive, form):
            return redirect("directives:detail", directive.pk)
        directive.refresh_from_db()
    return _show(request, directive, form)


def _choose(request: HttpRequest, directive: Directive, link: LinkForm) -> HttpResponse:
    context = {
        "directive": directive,
        "proposals": proposals(directive),
        "has_earlier": linkable(directive).exists(),
        "form": link,
        "steps": STEPS,
        "current": 4,
    }
    return render(request, "reports/relation.html", context)


def _show(request: HttpRequest, directive: Directive, form: TermsForm) -> HttpResponse:
    now, kind = timezone.now(), Kind(form.kind)
    found = outcome(later=directive, terms=form.terms(), now=now, today=timezone.localdate(now))
    context = {
        "directive": directive,
        "earlier": form.earlier,
        "kind": kind,
        "form": form,
        "outcome": found,
        "problems": [{"text": each.text, "url": where_to_mend(each, directive)} for each in found.plan.problems],
        "button": BUTTONS[kind],
        "is_grave": kind in GRAVE,
        "words_last": kind == Kind.EXTENDS,
        "steps": STEPS,
        "current": 5,
    }
    return render(request, "reports/relation_preview.html", context)


def _confirmed(request: HttpRequest, directive: Directive, form: TermsForm) -> bool:
    """Whether the page is left: after the act, and where somebody else did it first."""
    act = {"actor": request.user, "now": timezone.now(), "seen": request.POST.get("seen", "")}
    try:
        done = confirm_relation(later=directive, terms=form.terms(), **act)
    except AlreadyDone as error:
        messages.warning(request, str(error))
        return True
    except Refused as error:
        form.add_error(None, str(error))
        return False
    told = {"later": done.later.reference, "kind": done.get_kind_display(), "earlier": done.earlier.reference}
    messages.success(request, _("Đã ban hành %(later)s, %(kind)s %(earlier)s.") % told)
    return True


# --- New words for one instruction ------------------------------------------------------------------------------------
def _chosen(request: HttpRequest, directive: Directive) -> dict:
    """The instruction named in the address, with the words that stand, to be mended."""
    key = request.GET.get("instruction", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return {}
    row = directive.instructions.filter(ended_at=None, pk=int(key)).first()
    return {"instruction": row, "text": row.text} if row else {}


SUPERSEDE = Act(
    gettext_lazy("Thay nội dung"),
    gettext_lazy("Thay lời văn của một nội dung: hoạt động đã ghi được giữ và tính cho lời văn mới."),
    gettext_lazy("Thay nội dung"),
    gettext_lazy("Đã thay nội dung."),
    SupersedeForm,
    lambda form, now: of_superseding(
        form.cleaned_data["instruction"], form.cleaned_data["text"].strip(), form.cleaned_data["due_on"]
    ),
    lambda form, actor, now: supersede_instruction(
        old=form.cleaned_data["instruction"],
        text=form.cleaned_data["text"],
        due_on=form.cleaned_data["due_on"],
        note=form.cleaned_data["reason"],
        actor=actor,
        now=now,
    ),
    "edit",
    initial=_chosen,
)


@require_http_methods(PAGE)
@login_required
def supersede(request: HttpRequest, pk: int) -> HttpResponse:
    """First which instruction; then the form with the words that stand."""
    directive = coordinated_directive(request, pk)
    if request.method == "POST" or not directive.is_in_force or _chosen(request, directive):
        return act_page(request, pk, SUPERSEDE)
    standing = directive.instructions.filter(ended_at=None).order_by("order")
    return render(request, "reports/supersede.html", {"directive": directive, "instructions": standing})
