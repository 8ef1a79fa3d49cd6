"""The workbook of a unit's work: fetched, filled in elsewhere, sent back, looked at line by line, written."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.files import UploadError, read_upload
from campaign_portal.lib.storage import open_stored, store_upload
from directives.access import reports_for
from reports.forms.kept import proofs_of, token
from reports.forms.workbook import WorkbookForm
from reports.queries.work import reporting_units
from reports.queries.workbook import faulty_file, has_units_below, held, to_send, upload_over, whole_file
from reports.services.what import Proof
from reports.services.workbook import Saved, save_lines
from reports.workbook.compare import Comparison, compare
from reports.workbook.read import read_lines

from .common import load_delivery, require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@login_required
def workbook(request: HttpRequest) -> HttpResponse:
    """Where a workbook is fetched and sent back. A file that can be read is kept, and leads to its comparison."""
    require(bool(reporting_units(request.user)))
    over = upload_over(request.user, local_day(timezone.now()))
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if form.is_bound and not over and form.is_valid():
        try:
            upload = read_upload(form.cleaned_data["file"], max_bytes=settings.UPLOAD_MAX_BYTES, kinds=["xlsx"])
            if not read_lines(upload.data):
                raise Refused(_("Trang “Hoạt động” chưa có dòng nào. Hãy ghi hoạt động rồi tải lên."))
        except UploadError as error:
            form.add_error("file", error.message)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            stored = store_upload(upload, now=timezone.now())
            return redirect("reports:workbook-check", token(Proof(stored=stored, name=upload.name), request.user))
    context = {"form": form, "over": over, "has_units_below": has_units_below(request.user)}
    return render(request, "reports/workbook.html", context)


@require_safe
@login_required
def workbook_file(request: HttpRequest) -> HttpResponse:
    """All work in force of the person's units; with `?below=1` also that of the units below them."""
    require(bool(reporting_units(request.user)))
    return _fetched(request, "reports:workbook", below="below" in request.GET)


@require_safe
@login_required
def letter_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The work of one letter."""
    delivery = load_delivery(request.user, pk)
    require(reports_for(request.user, delivery.unit_id))
    return _fetched(request, "reports:workbook", delivery=delivery)


def _fetched(request: HttpRequest, instead: str, **scope) -> HttpResponse:
    today = local_day(timezone.now())
    try:
        data = whole_file(request.user, today=today, **scope)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(instead)
    return _xlsx(data, f"viec-don-vi-{today:%Y-%m-%d}.xlsx")


@require_http_methods(FORMS)
@login_required
def check(request: HttpRequest, key: str) -> HttpResponse:
    """What each line of a sent file would do, and the act: what stands here now is written, else shown anew."""
    proof, comparison = _compared(request, key)
    if request.method == "POST":
        if constant_time_compare(request.POST.get("fingerprint", ""), comparison.fingerprint):
            _say(request, save_lines(comparison=comparison, actor=request.user, now=timezone.now()))
        elif comparison.taken:
            messages.warning(request, _("Dữ liệu trên cổng vừa thay đổi nên chưa lưu. Hãy xem lại rồi bấm lưu."))
        else:
            messages.info(request, _("Không còn dòng nào để lưu."))
        return redirect("reports:workbook-check", key)
    context = {"found": comparison, "key": key, "name": proof.name}
    if not comparison.taken:
        context["to_send"] = to_send(request.user, today=local_day(timezone.now()))
    return render(request, "reports/workbook_check.html", context)


@require_safe
@login_required
def faults(request: HttpRequest, key: str) -> HttpResponse:
    """The sent file once more, with the column "Cần sửa"."""
    _proof, comparison = _compared(request, key)
    today = local_day(timezone.now())
    return _xlsx(faulty_file(comparison, request.user, today=today), f"can-sua-{today:%Y-%m-%d}.xlsx")


def _compared(request: HttpRequest, key: str) -> tuple[Proof, Comparison]:
    """The sent file beside what the portal holds now; 404 for a key that is false, old or another person's."""
    proof = next(iter(proofs_of([key], request.user)), None)
    if proof is None or proof.stored.content_type != XLSX:
        raise Http404("no workbook of this person")
    try:
        with open_stored(proof.stored) as file:
            lines = read_lines(file.read())
    except (FileNotFoundError, Refused):
        raise Http404(f"the bytes of {proof.stored} are no workbook") from None
    today = local_day(timezone.now())
    return proof, compare(lines, held(request.user, today=today), today=today)


def _say(request: HttpRequest, saved: Saved) -> None:
    written = [(_("%(n)d dòng mới"), saved.new), (_("%(n)d dòng sửa"), saved.changed)]
    if said := ", ".join(text % {"n": count} for text, count in written if count):
        messages.success(request, _("Đã lưu %(lines)s.") % {"lines": said})
    if saved.left:
        messages.info(request, _("Còn %(left)d dòng. Hãy bấm lưu tiếp.") % {"left": saved.left})
    for number, why in saved.refused:
        messages.warning(request, _("Dòng %(number)d chưa lưu: %(why)s") % {"number": number, "why": why})


def _xlsx(data: bytes, name: str) -> HttpResponse:
    """A file made for this person now: saved, never shown or kept by a proxy."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=XLSX, headers=headers | {"X-Content-Type-Options": "nosniff"})
