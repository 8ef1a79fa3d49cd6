"""Papers: asked for, watched while they are made, fetched, and checked by whoever holds one."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.files import UploadError, read_upload
from campaign_portal.lib.pressing import pressed
from campaign_portal.lib.storage import store_upload
from directives.access import coordinates, reports_for, whole_q
from directives.models import Directive
from reports.documents.compare import moved
from reports.documents.cut import cut_words
from reports.documents.kinds import FINAL, INTERIM, REPLY, kind_of
from reports.forms.document import ReportForm, WordForm
from reports.models import Document
from reports.queries.documents import MOST_MOVED, checked, earlier_of, file_name, versions
from reports.services.documents import ask_document, is_made_at_once, make_document, renew_document
from reports.summary.days import usual_day
from reports.tasks import make_document as make_later

from .common import load_delivery, require, serve_or_404, signed_in


@signed_in
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The reports on one letter, for who sees it whole; its coordinators ask for another one here."""
    rows = Directive.objects.filter(whole_q(request.user), issued_at__isnull=False)
    directive = get_object_or_404(rows.select_related("campaign", "issuer").distinct(), pk=pk)
    may_make = coordinates(request.user, directive)
    now = timezone.now()
    form = ReportForm(_posted(request, may_make), initial=_usual(directive, local_day(now)))
    if form.is_bound and form.is_valid():
        with pressed(request, form):
            asked = {"directive": directive, "unit": directive.issuer, "actor": request.user, "now": now}
            document = ask_document(**form.cleaned_data, **asked)
            _start(document)
            return redirect("reports:document", document.pk)
    shown = Document.objects.visible_to(request.user).filter(directive=directive, kind__in=(INTERIM, FINAL))
    context = {"directive": directive, "form": form, "may_make": may_make, "versions": versions(shown)}
    return render(request, "reports/documents.html", context)


def _posted(request: HttpRequest, may_make: bool):
    if request.method != "POST":
        return None
    require(may_make)
    return request.POST


def _usual(directive: Directive, today) -> dict:
    is_over = directive.is_closed or today > directive.due_on
    day = usual_day(directive, today)
    return {"kind": FINAL if is_over else INTERIM, "day": day, "client_uuid": uuid.uuid4()}


def _start(document: Document) -> None:
    """Make it while the person waits, or hand it to a worker; what is made or being made already is left alone."""
    if document.state != Document.State.WAITING:
        return
    if is_made_at_once(document):
        make_document(document.pk, clock=timezone.now)
    else:
        transaction.on_commit(lambda: make_later.delay(document.pk))


@require_POST
@signed_in
def reply_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's reply as files, from what it has handed in until now."""
    delivery, now = load_delivery(request.user, pk), timezone.now()
    require(reports_for(request.user, delivery.unit_id))
    with pressed(request):
        document = ask_document(
            kind=REPLY,
            unit=delivery.unit,
            directive=delivery.directive,
            day=local_day(now),
            client_uuid=uuid.uuid4(),
            actor=request.user,
            now=now,
        )
        _start(document)
        return redirect("reports:document", document.pk)
    return redirect("reports:delivery-reply", pk)


@require_safe
@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: how far it is, its files, and which figures moved since the one before."""
    row = _load(request.user, pk)
    return render(request, "reports/document.html", _context(request.user, row, None))


def _context(user, row: Document, form: WordForm | None) -> dict:
    earlier = earlier_of(row)
    changed = moved(earlier.facts, row.facts) if earlier and row.is_done else []
    may_make = kind_of(row).may_make(user, row)
    today = local_day(timezone.now())
    return {
        "document": row,
        "kind": kind_of(row),
        "cut": cut_words(row),
        "directive": row.directive,
        "earlier": earlier,
        "moved": changed[:MOST_MOVED],
        "moved_total": len(changed),
        "may_make": may_make,
        "form": form or (WordForm(initial={"day": today}) if may_make and row.is_done else None),
    }


@require_POST
@signed_in
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A Word file of this version that somebody changed comes back, and leaves with other figures as a new version."""
    row, now = _load(request.user, pk), timezone.now()
    require(kind_of(row).may_make(request.user, row))
    if not row.is_done:
        raise Http404(f"{row} has no file yet")
    form = WordForm(request.POST, request.FILES)
    if form.is_valid():
        with pressed(request, form):
            try:
                upload = read_upload(form.cleaned_data["file"], max_bytes=settings.UPLOAD_MAX_BYTES, kinds=["docx"])
            except UploadError as error:
                raise Refused(error.message) from None
            stored = store_upload(upload, now=now)
            asked = {"day": form.cleaned_data["day"], "actor": request.user, "now": now}
            fresh = renew_document(base=row, source=stored, client_uuid=uuid.uuid4(), **asked)
            _start(fresh)
            return redirect("reports:document", fresh.pk)
    return render(request, "reports/document.html", _context(request.user, row, form))


@require_safe
@login_required
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, "docx")


@require_safe
@login_required
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, "pdf")


def _file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    row = _load(request.user, pk)
    stored = getattr(row, form)
    if stored is None:
        raise Http404(f"version {row} has no {form}")
    return serve_or_404(stored, name=file_name(row, form), as_attachment="luu" in request.GET)


@require_safe
@login_required
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the QR of a paper opens, for anybody signed in who holds it: whether its figures hold.

    Which ones do not is told to those alone who may read the paper here.
    """
    rows = Document.objects.select_related("unit", "directive__campaign")
    row = get_object_or_404(rows, public_id=public_id, state=Document.State.DONE)
    found = checked(row)
    may_read = Document.objects.visible_to(request.user).filter(pk=row.pk).exists()
    context = {"found": found, "document": row, "may_read": may_read, "moved": found.moved[:MOST_MOVED]}
    return render(request, "reports/document_check.html", context)


def _load(user, pk: int) -> Document:
    rows = Document.objects.visible_to(user).select_related("directive__campaign", "unit", "asked_by", "docx", "pdf")
    return get_object_or_404(rows, pk=pk)
