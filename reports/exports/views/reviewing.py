"""The review queue, claims, questions and what is published of them, reasons kept for returning work."""

from functools import cache

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import state
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Instruction, Obligation
from reports.exports.columns import Listing, day, filter_words, moment, number, opened_at, text
from reports.forms.queue import QueueFilter
from reports.queries import questions as asked_questions
from reports.queries.questions import Line, faqs_of
from reports.queries.shelves import letters_of
from reports.views.claims import found_claims
from reports.views.common import require
from reports.views.faqs import published_letter
from reports.views.phrases import found_phrases
from reports.views.questions import found_questions, list_name, list_words, narrowed
from reports.views.reviews import asked, shelf_words
from units.access import unit_ids
from units.models import Role

SHOWN = (
    *("instruction", "due_on", "progress", "submitted_at", "progress_at"),
    *("delivery__unit_name", "responsible_unit__name"),
)
"""The columns that the file needs, of a queue that may be very long."""


def reviews(request: HttpRequest) -> Listing:
    require(bool(unit_ids(request.user, Role.COORDINATOR)))
    shelf, found = asked(request)
    calendar, today = WorkCalendar.load(), local_day(found.now)
    asks = {pk: (each.directive.reference, each.title) for pk, each in _instructions(request.user).items()}
    waited, label = cache(lambda sent_on: calendar.count(sent_on, today)), cache(lambda progress: state(progress).label)

    def days_waited(row: Obligation) -> int:
        return waited(local_day(row.submitted_at))

    return Listing(
        title=_("Việc cần xác nhận: %(shelf)s") % {"shelf": shelf_words()[shelf.name]},
        name=_("Xác nhận %(shelf)s") % {"shelf": shelf_words()[shelf.name]},
        filters=_queue_filters(found),
        rows=shelf.listed.select_related("delivery", "responsible_unit").only(*SHOWN),
        columns=[
            text(_("Đơn vị"), lambda row: row.delivery.unit_name, 46),
            text(_("Văn bản"), lambda row: asks[row.instruction_id][0], 26),
            text(_("Nội dung yêu cầu"), lambda row: asks[row.instruction_id][1], 60),
            day(_("Hạn"), lambda row: row.due_on),
            text(_("Tiến độ"), lambda row: label(row.progress), 18),
            moment(_("Gửi xác nhận lúc"), lambda row: row.submitted_at),
            *([number(_("Đã chờ (ngày làm việc)"), days_waited)] if shelf.is_waiting else []),
            moment(_("Thay đổi gần nhất"), lambda row: row.progress_at),
            text(_("Đơn vị thực hiện"), lambda row: row.responsible_unit.name, 40),
            opened_at("reports:review", lambda row: row.pk),
        ],
    )


def _instructions(user) -> dict[int, Instruction]:
    """Those of the letters that the person reviews, by key: few beside the rows that ask for them."""
    rows = Instruction.objects.filter(directive__in=letters_of(user)).select_related("directive")
    return rows.defer("directive__text", "directive__reading").in_bulk()


def _queue_filters(found: QueueFilter) -> list[str]:
    """Each filter as the form says it: its label, and the words of what was chosen."""
    lines = []
    for name, value in found.query.items():
        field = found.form.fields[name]
        words = dict(getattr(field, "choices", [])) or {}
        chosen = {str(key): label for key, label in words.items()}.get(value, "" if value == "on" else value)
        lines.append(f"{field.label}: {chosen}" if chosen else str(field.label))
    return lines


def claims(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Đề nghị của đơn vị đang chờ quyết định"),
        name=_("Đề nghị của đơn vị"),
        rows=found_claims(request),
        columns=[
            text(_("Đơn vị"), lambda row: row.obligation.responsible_unit.name, 46),
            text(_("Đề nghị"), lambda row: capfirst(row.get_kind_display()), 30),
            text(_("Văn bản"), lambda row: row.obligation.delivery.directive.reference, 26),
            text(_("Nội dung yêu cầu"), lambda row: row.obligation.instruction.title, 50),
            text(_("Lý do"), lambda row: row.reason, 60),
            moment(_("Gửi lúc"), lambda row: row.claimed_at),
            opened_at("reports:claim", lambda row: row.pk),
        ],
    )


def questions(request: HttpRequest) -> Listing:
    name, today = list_name(request, asked_questions.counts(request.user)), local_day(timezone.now())
    wanted = narrowed(request)
    letters = {str(each.pk): each.reference for each in asked_questions.letters_asked(request.user)}
    rows = found_questions(request, name)
    return Listing(
        title=_("Hỏi đáp: %(list)s") % {"list": list_words(name)},
        name=_("Hỏi đáp %(list)s") % {"list": list_words(name)},
        filters=filter_words(
            (_("văn bản"), letters.get(wanted["letter"], wanted["letter"])), (_("có từ"), wanted["words"])
        ),
        rows=asked_questions.lines(rows, today=today),
        columns=[
            text(_("Câu hỏi"), lambda line: line.words, 60),
            text(_("Trả lời mới nhất"), lambda line: line.answer_words, 60),
            text(_("Bên hỏi"), lambda line: line.asker, 30),
            text(_("Bên trả lời"), lambda line: line.answerer, 30),
            text(_("Văn bản"), lambda line: line.question.directive.reference, 26),
            text(_("Việc"), _about, 40),
            text(_("Trạng thái"), lambda line: line.word or state(line.key).label, 18),
            number(_("Đã chờ (ngày làm việc)"), lambda line: line.waited if line.is_waiting else None),
            moment(_("Lời mới nhất lúc"), lambda line: line.question.last_at),
            opened_at("reports:question", lambda line: line.question.pk),
        ],
    )


def _about(line: Line) -> str:
    return line.question.obligation.instruction.title if line.question.obligation else ""


def faqs(request: HttpRequest, pk: int) -> Listing:
    directive = published_letter(request, pk)
    return Listing(
        title=_("Hỏi đáp chung của %(letter)s") % {"letter": directive.reference},
        name=_("Hỏi đáp chung %(letter)s") % {"letter": directive.reference},
        is_illustrative=directive.campaign.is_illustrative,
        rows=faqs_of(directive).select_related("published_by"),
        columns=[
            text(_("Câu hỏi"), lambda row: row.question, 60),
            text(_("Trả lời"), lambda row: row.answer, 80),
            text(_("Người đăng"), lambda row: row.published_by),
            moment(_("Đăng lúc"), lambda row: row.published_at),
        ],
    )


def phrases(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Mẫu lý do trả lại"),
        name=_("Mẫu lý do trả lại"),
        rows=found_phrases(request),
        columns=[
            text(_("Lý do"), lambda row: row.text, 70),
            text(_("Đơn vị"), lambda row: row.unit.name, 40),
            text(_("Người lưu"), lambda row: row.remembered_by),
            moment(_("Lưu lúc"), lambda row: row.remembered_at),
        ],
    )
