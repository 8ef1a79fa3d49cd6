"""Questions between a unit and who gave it the work: the list, asking, one question and what is said in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.pressing import pressed
from directives.models import Question, Side
from directives.questions import sides
from directives.services.asking import Overtaken, ask, close, mark_read, pass_on, reply
from reports.forms.question import PostForm, ReplyForm
from reports.queries import questions as asked
from reports.queries.asking_about import letters_to_ask_about

from .common import MAX_TYPED, load_delivery, load_obligation, require, signed_in, typed_before
from .deliveries import was_opened

FORMS = ["GET", "HEAD", "POST"]
ON_PAGE = 25
HALF_WRITTEN = "half_written_reply"


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What waits for the person first, where anything does; every list has an address of its own."""
    counts, today = asked.counts(request.user), local_day(timezone.now())
    name = list_name(request, counts)
    page = Paginator(found_questions(request, name), ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": asked.lines(page, today=today),
        "counts": counts,
        "chosen": name,
        "filters": _filters(counts),
        "letters": asked.letters_asked(request.user),
        "about": letters_to_ask_about(request.user),
        **narrowed(request),
    }
    return render(request, "reports/questions.html", context)


def list_name(request: HttpRequest, counts: dict[str, int]) -> str:
    """Which list the address asks for; without a word what waits for the person, where anything does."""
    return request.GET.get("state", "mine" if counts["mine"] else "")


def narrowed(request: HttpRequest) -> dict:
    """What the address narrows the list by: one letter, and words."""
    letter, words = request.GET.get("letter", ""), request.GET.get("q", "").strip()
    return {"letter": letter, "words": words, "is_filtered": bool(letter or words)}


def found_questions(request: HttpRequest, name: str) -> QuerySet[Question]:
    wanted = narrowed(request)
    rows = asked.on_list(request.user, name)
    if wanted["letter"].isascii() and wanted["letter"].isdigit():
        rows = rows.filter(directive=int(wanted["letter"][:18]))
    return asked.in_order(asked.with_parts(asked.found(rows, wanted["words"]), request.user))


def list_words(name: str) -> str:
    """What a list of the page is called."""
    return next(
        (words for each, words, _count in _filters(dict.fromkeys(asked.STATES, 0)) if each == name), _("Tất cả")
    )


def _filters(counts: dict[str, int]) -> list[tuple]:
    return [
        ("mine", _("Chờ tôi trả lời"), counts["mine"]),
        ("theirs", _("Chờ đơn vị khác trả lời"), counts["theirs"]),
        ("answered", _("Đã trả lời"), counts["answered"]),
        ("closed", _("Đã kết thúc"), counts["closed"]),
        ("all", _("Tất cả"), 0),
    ]


# --- Asking -----------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def ask_letter(request: HttpRequest, pk: int) -> HttpResponse:
    return _ask(request, Question(delivery=load_delivery(request.user, pk)), "reports:delivery", pk)


@require_http_methods(FORMS)
@signed_in
def ask_obligation(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_obligation(request.user, pk)
    return _ask(request, Question(delivery=row.delivery, obligation=row), "reports:obligation", pk)


def _ask(request: HttpRequest, about: Question, back: str, pk: int) -> HttpResponse:
    """The unit's question. `about` is not stored: it says of what, of whom, and who may."""
    about.directive, now = about.delivery.directive, timezone.now()
    require(Side.UNIT in sides(request.user, about))
    if request.method != "POST" and not _is_answered(request, about):
        return redirect(back, pk)
    initial = PostForm.fresh() | typed_before(request, PostForm)
    form = PostForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        subject = {"delivery": about.delivery, "obligation": about.obligation}
        with pressed(request, form):
            question = ask(side=Side.UNIT, actor=request.user, now=now, **subject, **form.words)
            messages.success(request, _("Đã gửi câu hỏi cho %(unit)s.") % {"unit": question.given_by.name})
            return redirect("reports:question", question.pk)
    context = {"about": about, "form": form, "faqs": asked.faqs_of(about.directive), **_shared(about)}
    return render(request, "reports/question_ask.html", context)


def _is_answered(request: HttpRequest, about: Question) -> bool:
    """Whether anybody would answer; a person who comes too late is told why not."""
    if about.directive.is_in_force and not about.delivery.refused_at:
        return True
    messages.info(request, _("Văn bản này không còn hiệu lực với đơn vị nên không gửi câu hỏi mới được."))
    return False


# --- One question -----------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, and the box for more; opening it marks it read for a person who may write in it."""
    row = load_question(request.user, pk)
    if was_opened(request):
        mark_read(question=row, actor=request.user, now=timezone.now())
    if request.method != "POST":
        return _show(request, row)
    require(bool(sides(request.user, row)))
    form = ReplyForm(request.POST)
    if form.is_valid():
        with pressed(request, form):
            return _reply(request, form, row)
    return _show(request, row, form=form)


def _reply(request: HttpRequest, form: ReplyForm, row: Question) -> HttpResponse:
    try:
        post = reply(question=row, actor=request.user, now=timezone.now(), seen=form.cleaned_data["seen"], **form.words)
    except Overtaken as error:
        return _show(request, row, form=_once_more(form, row), warning=str(error))
    keep_reply(request, row, "")
    to = row.unit_on(Side(post.side).other).name
    messages.success(request, _("Đã gửi. %(unit)s được báo qua thư trong giờ làm việc.") % {"unit": to})
    return redirect("reports:question", row.pk)


def _once_more(form: ReplyForm, row: Question) -> ReplyForm:
    """The same words over the newest post, to be looked at and sent again."""
    return ReplyForm(initial=form.words | {"seen": row.posts.last().pk})


def _show(request: HttpRequest, row: Question, form: ReplyForm | None = None, warning: str = "") -> HttpResponse:
    page = asked.thread(row, request.user, today=local_day(timezone.now()))
    if form is None:
        start = {"seen": page.last.pk, "text": kept_reply(request, row) or page.answer_from_above}
        form = ReplyForm(initial=ReplyForm.fresh() | start | typed_before(request, ReplyForm))
    context = {"page": page, "form": form, "warning": warning, **_shared(row)}
    return render(request, "reports/question.html", context)


def keep_reply(request: HttpRequest, row: Question, text: str) -> None:
    """Words on their way to a page for all recipients: kept for this session, of the last question alone."""
    request.session[HALF_WRITTEN] = {str(row.pk): text[:MAX_TYPED]} if text.strip() else {}


def kept_reply(request: HttpRequest, row: Question) -> str:
    return request.session.get(HALF_WRITTEN, {}).get(str(row.pk), "")


@require_POST
@login_required
def shut(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_question(request.user, pk)
    with pressed(request):
        close(question=row, actor=request.user, now=timezone.now())
        messages.success(request, _("Đã kết thúc trao đổi. Viết tiếp thì trao đổi mở lại."))
    return redirect("reports:question", pk)


@require_POST
@login_required
def hand_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: the words go to the unit above, quoted."""
    row = load_question(request.user, pk)
    with pressed(request):
        above = pass_on(question=row, actor=request.user, now=timezone.now())
        messages.success(request, _("Đã chuyển câu hỏi lên %(unit)s.") % {"unit": above.given_by.name})
        return redirect("reports:question", above.pk)
    return redirect("reports:question", pk)


def load_question(user, pk: int) -> Question:
    """A question the person may see; 404 for strangers."""
    return get_object_or_404(Question.objects.visible_to(user).select_related(*asked.PARTS), pk=pk)


def _shared(row: Question) -> dict:
    return {"directive": row.directive, "is_illustrative": row.directive.campaign.is_illustrative}
