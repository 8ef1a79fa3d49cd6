"""Letters as people see them: the list, the page of one, its files."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaign_portal.lib.downloads import serve
from campaign_portal.lib.status import state
from campaign_portal.lib.text import fold
from directives.access import coordinates, whole_q
from directives.board import board
from directives.models import Delivery, Directive, DirectiveFile, Intake, IntakeFile
from directives.refusals import moved_away, open_refusals
from units.access import unit_ids
from units.models import Role

from .links import address, links
from .loading import visible_directive

PER_PAGE = 25
STATES = {
    "draft": Q(issued_at=None),
    "running": Q(issued_at__isnull=False, recalled_at=None, campaign__closed_at=None),
    "closed": Q(issued_at__isnull=False) & (Q(recalled_at__isnull=False) | Q(campaign__closed_at__isnull=False)),
}


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    rows = Directive.objects.visible_to(request.user)
    counts = rows.aggregate(**{name: Count("pk", filter=state, distinct=True) for name, state in STATES.items()})
    chosen, query = request.GET.get("state", ""), request.GET.get("q", "").strip()
    context = {
        "page": Paginator(found_letters(request), PER_PAGE).get_page(request.GET.get("page")),
        "sentence": _sentence(counts),
        "filters": [("", _("Tất cả")), *((name, word, counts[name]) for name, word in _words())],
        "query": query,
        "may_write": bool(unit_ids(request.user, Role.COORDINATOR)),
        "is_filtered": bool(chosen or query),
        "today": timezone.localdate(),
        "waiting": Intake.objects.visible_to(request.user).open().prefetch_related(_file_names()),
        "refused": open_refusals(request.user).count(),
        "discarded": Directive.objects.discarded_to(request.user).count(),
    }
    return render(request, "directives/list.html", context)


def found_letters(request: HttpRequest) -> list[Directive]:
    """What the address of the list asks for, in the order of the page."""
    rows = Directive.objects.visible_to(request.user)
    chosen, query = request.GET.get("state", ""), request.GET.get("q", "").strip()
    shown = rows.filter(STATES[chosen]) if chosen in STATES else rows
    return [row for row in _listed(shown) if fold(query) in fold(f"{row.number} {row.symbol} {row.subject}")]


def _file_names() -> Prefetch:
    """What was handed in is called by its files; what was read in them is left where it is."""
    return Prefetch("files", IntakeFile.objects.only("intake", "name"))


def _listed(rows):
    counted = Count("deliveries", filter=Q(deliveries__parent=None, deliveries__refused_at=None), distinct=True)
    rows = rows.select_related("issuer", "campaign", "saved_by", "intake_file")
    rows = rows.defer("text", "reading", "intake_file__readings")
    return rows.annotate(unit_count=counted).order_by("-created_at", "-pk")


def _words() -> list[tuple[str, str]]:
    return [(name, state(name).label) for name in STATES]


def _sentence(counts: dict[str, int]) -> str:
    """ "1 văn bản đang thực hiện, 2 bản nháp." """
    parts = [ngettext("%d văn bản đang thực hiện", "%d văn bản đang thực hiện", counts["running"]) % counts["running"]]
    if counts["draft"]:
        parts.append(ngettext("%d bản nháp", "%d bản nháp", counts["draft"]) % counts["draft"])
    if counts["closed"]:
        parts.append(ngettext("%d đã kết thúc", "%d đã kết thúc", counts["closed"]) % counts["closed"])
    if not any(counts.values()):
        return _("Chưa có văn bản nào.")
    return ", ".join(parts) + "."


# --- One directive ----------------------------------------------------------------------------------------------------
@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    directive = visible_directive(request, pk)
    if not directive.is_issued:
        return redirect("directives:check", pk)
    if Directive.objects.filter(whole_q(request.user), pk=pk).exists():
        return _whole(request, directive)
    return _own_part(request, directive)


def _whole(request: HttpRequest, directive: Directive) -> HttpResponse:
    today = timezone.localdate()
    stands, moved = board(directive, today), moved_away(directive).count()
    context = _letter(directive) | {
        "board": stands,
        "sent_back": stands.refused - moved,
        "moved": moved,
        "actions": _actions(request, directive),
        "acts": _acts(request, directive),
        "today": today,
        "is_illustrative": directive.campaign.is_illustrative,
    }
    return render(request, "directives/detail.html", context)


def _actions(request: HttpRequest, directive: Directive) -> list:
    """Where to go from here; pages of the apps above are named only when they are there."""
    wanted = [
        (_("Tổng quan"), "chart", "reports:directive-summary", directive.pk),
        (_("Bảng tiến độ"), "board", "reports:board", directive.pk),
        (_("Tài liệu tuyên truyền"), "image", "materials:campaign-materials", directive.campaign_id),
    ]
    if coordinates(request.user, directive):
        wanted.append((_("Nhắc việc"), "bell", "directives:reminders", directive.pk))
        wanted.append((_("Hỏi đáp chung"), "chat", "reports:faqs", directive.pk))
        wanted.insert(2, (_("Xác nhận"), "check", "reports:reviews"))
    return links(*wanted)


def _acts(request: HttpRequest, directive: Directive) -> list:
    """Dated acts on the letter while it is in force; its log for everyone who sees it whole."""
    wanted = [
        (_("Gia hạn"), "clock", "directives:extend", directive.pk),
        (_("Bổ sung đơn vị"), "plus", "directives:add-unit", directive.pk),
        (_("Chuyển đơn vị khác"), "arrow", "directives:redirect", directive.pk),
        (_("Miễn thực hiện"), "na", "directives:exempt", directive.pk),
        (_("Thay nội dung"), "edit", "reports:supersede", directive.pk),
        (_("Thu hồi"), "stop", "directives:recall", directive.pk),
    ]
    log = (_("Nhật ký"), "file", "directives:log", directive.pk)
    return links(*(wanted if coordinates(request.user, directive) and directive.is_in_force else []), log)


def _own_part(request: HttpRequest, directive: Directive) -> HttpResponse:
    """A recipient has a page of its own for its delivery; who looks at several units below sees their rows."""
    deliveries = list(Delivery.objects.visible_to(request.user).filter(directive=directive))
    own = [delivery for delivery in deliveries if delivery.unit_id in unit_ids(request.user)]
    if own and (url := address("reports:delivery", own[0].pk)):
        return redirect(url)
    states = {row.delivery.pk: row for row in board(directive, timezone.localdate()).rows}
    context = _letter(directive) | {
        "rows": [states[delivery.pk] for delivery in deliveries if delivery.pk in states],
        "today": timezone.localdate(),
        "is_illustrative": directive.campaign.is_illustrative,
    }
    return render(request, "directives/detail_part.html", context)


def _letter(directive: Directive) -> dict:
    instructions = directive.instructions.filter(ended_at=None).select_related("group").order_by("order")
    files = list(directive.files.select_related("stored").order_by("pk"))
    return {
        "directive": directive,
        "unit_links": bool(address("reports:delivery", 1)),
        "bases": directive.legal_bases.order_by("order"),
        "instructions": instructions,
        "copies": directive.copies.select_related("overseer").order_by("order"),
        "original": next((file for file in files if file.kind == DirectiveFile.Kind.ORIGINAL), None),
        "attachments": [file for file in files if file.kind == DirectiveFile.Kind.ATTACHMENT],
    }


@require_safe
@login_required
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The original or an attachment, for whoever has a part in the directive."""
    directive = visible_directive(request, pk)
    rows = DirectiveFile.objects.filter(directive=directive, stored__isnull=False).select_related("stored__display")
    row = get_object_or_404(rows, pk=file_pk)
    try:
        return serve(row.stored.shown, name=row.original_name or row.title)
    except FileNotFoundError:
        raise Http404(_("Tệp này không còn trên máy chủ. Hãy báo quản trị hệ thống.")) from None
