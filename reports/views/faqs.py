"""What an officer publishes to all recipients of a letter: the list, a new one, a new version, taking one off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.errors import Refused
from directives.access import coordinates
from directives.models import Directive, Faq, Notice, Question
from directives.questions import faq_reach
from directives.services.publishing import publish_faq, withdraw_faq
from reports.forms.question import FaqForm
from reports.queries.questions import faqs_of

from .common import require, signed_in, typed_before
from .questions import keep_reply, kept_reply, load_question

FORMS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on the letter's page for all its recipients, and whom no mail reached."""
    directive = published_letter(request, pk)
    failed = Notice.objects.filter(faq__directive=directive, faq__withdrawn_at=None, state=Notice.State.FAILED)
    context = {
        "faqs": faqs_of(directive).select_related("published_by"),
        **faq_reach(directive),
        "untold": failed.select_related("delivery").order_by("delivery__unit_sort_key"),
        **_shared(directive),
    }
    return render(request, "reports/faqs.html", context)


@require_http_methods(FORMS)
@signed_in
def new(request: HttpRequest, pk: int) -> HttpResponse:
    return _publish(request, published_letter(request, pk))


@require_http_methods(FORMS)
@signed_in
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """From a unit's question: its words and the answer to start with, its name left out. What stood half written in
    the box of the question comes along, and waits there for who goes back."""
    source = load_question(request.user, pk)
    require(coordinates(request.user, source.directive))
    if _is_brought(request):
        keep_reply(request, source, request.POST["text"])
    if faq := source.faqs.in_force().first():
        return redirect("reports:faq-edit", faq.pk)
    return _publish(request, source.directive, source=source, start=_start(source, kept_reply(request, source)))


@require_http_methods(FORMS)
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    faq = _load(request, pk)
    if faq.withdrawn_at:
        messages.info(request, _("Câu hỏi đáp này đã được sửa hoặc gỡ. Dưới đây là các câu đang đăng."))
        return redirect("reports:faqs", faq.directive_id)
    words = {"question": faq.question, "answer": faq.answer}
    return _publish(request, faq.directive, source=faq.source, replaces=faq, start=words)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    faq = _load(request, pk)
    try:
        withdraw_faq(faq=faq, actor=request.user, now=timezone.now())
    except Refused as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Đã gỡ khỏi trang của các đơn vị. Nhật ký văn bản vẫn giữ câu này."))
    return redirect("reports:faqs", faq.directive_id)


def _publish(
    request: HttpRequest,
    directive: Directive,
    *,
    source: Question | None = None,
    replaces: Faq | None = None,
    start: dict | None = None,
) -> HttpResponse:
    """The form over the sentence that says whom it goes to, and the act."""
    initial = FaqForm.fresh() | (start or {}) | typed_before(request, FaqForm)
    data = request.POST if request.method == "POST" and not _is_brought(request) else None
    form = FaqForm(data, initial=initial, source=source, is_new=replaces is None)
    about = {"source": source, "replaces": replaces}
    if form.is_valid() and _published(request, form, directive=directive, **about):
        return redirect("reports:faqs", directive.pk)
    context = {"form": form, **faq_reach(directive), **about, **_shared(directive)}
    return render(request, "reports/faq_form.html", context)


def _published(request: HttpRequest, form: FaqForm, **about) -> bool:
    """Whether it stands now; where it was refused, the form says why."""
    count = faq_reach(about["directive"])["count"]
    try:
        publish_faq(actor=request.user, now=timezone.now(), **about, **form.words)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Đã đăng vào hỏi đáp chung của %(n)d đơn vị.") % {"n": count})
    return True


def _is_brought(request: HttpRequest) -> bool:
    """Whether the words come from the box of the question, not from the form of this page."""
    return request.method == "POST" and "text" in request.POST and "answer" not in request.POST


def _start(source: Question, typed: str = "") -> dict:
    """The words that asked first, and as the answer what was being typed, else the newest of the other side."""
    posts = list(source.posts.all())
    asking = [post.text for post in posts if post.side == source.opened_side]
    answers = [post.text for post in posts if post.side != source.opened_side]
    return {"question": asking[0], "answer": typed or (answers[-1] if answers else "")}


def published_letter(request: HttpRequest, pk: int) -> Directive:
    """404 for strangers, 403 for who sees the letter but does not coordinate it."""
    rows = Directive.objects.visible_to(request.user).filter(issued_at__isnull=False)
    row = get_object_or_404(rows.select_related("campaign", "issuer"), pk=pk)
    require(coordinates(request.user, row))
    return row


def _load(request: HttpRequest, pk: int) -> Faq:
    seen = Directive.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(
        Faq.objects.filter(directive__in=seen).select_related("directive__campaign", "directive__issuer", "source"),
        pk=pk,
    )
    require(coordinates(request.user, row.directive))
    return row


def _shared(directive: Directive) -> dict:
    return {"directive": directive, "is_illustrative": directive.campaign.is_illustrative}
