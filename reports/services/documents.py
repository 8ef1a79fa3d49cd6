"""Papers: asked for by a person, made at once or in the background, kept in versions."""

import logging
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import open_stored, store
from directives.models import Directive
from reports.documents.cut import cut_at
from reports.documents.kinds import KINDS, kind_of
from reports.documents.paper import Paper, figures
from reports.documents.pdf import to_pdf
from reports.documents.word import to_docx
from reports.documents.word_marks import marks, renew
from reports.models import Document
from units.models import Unit

log = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
AT_ONCE = 100
"""Units up to which a paper is made while the person waits."""
CHECKED = re.compile(r"/documents/check/([a-z0-9]{10})/")
"""The address under a QR, which tells from which version a Word file came."""
FORGOTTEN = timedelta(minutes=15)
"""After so long, whoever took a paper to make it has died."""
State = Document.State


def ask_document(
    *,
    kind: str,
    unit: Unit,
    day: date,
    client_uuid: uuid.UUID,
    actor,
    now: datetime,
    directive: Directive | None = None,
    about: Unit | None = None,
    part: str = "",
    options: dict | None = None,
) -> Document:
    """Keep a row for one version of a paper as of a day, to be made by `make_document`.

    While one of its series is being made, everybody who asks gets that one; the same `client_uuid` stores once.
    Refused: a day that has not come, or lies before the letter was issued. PermissionDenied: who may not
    make this kind.
    """
    document = Document(
        kind=kind,
        series=_series(kind, unit, directive, about, part),
        unit=unit,
        directive=directive,
        about=about,
        part=part,
        options=options or {},
        is_shared=KINDS[kind].is_shared,
        as_of=day,
        cut_at=cut_at(day, now),
        asked_by=actor,
        asked_at=now,
        client_uuid=client_uuid,
    )
    return _kept(document)


def renew_document(
    *, base: Document, source: StoredFile, day: date, client_uuid: uuid.UUID, actor, now: datetime
) -> Document:
    """Keep a row for another version, to be made from a Word file that somebody made out of `base`: with the figures of
    a day, and everything else as the file has it.

    Refused as by `ask_document`; also for a file without a place for figures, for one of another paper, and while
    another version is being made.
    """
    origin = _origin(source, base)
    same = ("kind", "series", "unit", "directive", "about", "part", "options", "is_shared")
    document = Document(
        **{name: getattr(base, name) for name in same},
        source=source,
        merge={"base": origin.pk},
        as_of=day,
        cut_at=cut_at(day, now),
        asked_by=actor,
        asked_at=now,
        client_uuid=client_uuid,
    )
    kept = _kept(document)
    if kept.source_id != source.pk:
        raise Refused(_("Đang lập một bản khác của báo cáo này. Hãy chờ lập xong rồi tải lên lại."))
    return kept


def _origin(source: StoredFile, shown: Document) -> Document:
    """The version a Word file came from: the one its QR names, else the one on whose page it was sent.

    Refused for a file without a place for figures, and for one of another paper.
    """
    found = marks(_bytes(source))
    if not found:
        raise Refused(
            _(
                "Tệp Word này không còn phần số liệu nào do cổng lập. "
                "Hãy tải bản Word trên trang này về, sửa trên bản đó rồi tải lên."
            )
        )
    named = CHECKED.findall(" ".join(mark.text for mark in found))
    origin = Document.objects.filter(public_id__in=named).order_by("-pk").first() or shown
    if origin.series != shown.series or not origin.is_done:
        raise Refused(_("Tệp Word này là của văn bản khác. Hãy chọn tệp được tải về từ trang này."))
    return origin


def _kept(document: Document) -> Document:
    """The row in the database: this one, or the one that stands for it."""
    if not kind_of(document).may_make(document.asked_by, document):
        raise PermissionDenied
    _require_day(document, document.asked_at)
    same = Q(client_uuid=document.client_uuid) | Q(series=document.series, state__in=Document.UNDER_WAY)
    try:
        with transaction.atomic():
            if existing := Document.objects.filter(same).first():
                return existing
            last = Document.objects.filter(series=document.series).aggregate(last=Max("version"))["last"]
            document.version = (last or 0) + 1
            document.save(force_insert=True)
    except IntegrityError:
        existing = Document.objects.filter(same).first()
        if existing is None:
            raise
        return existing
    return document


def is_made_at_once(document: Document) -> bool:
    return kind_of(document).size(document) <= AT_ONCE


def make_document(pk: int, *, clock: Callable[[], datetime]) -> bool:
    """Make the files of a waiting document. False when there is nothing to do: made, or being made by somebody else.

    What goes wrong is logged, and the row says so to the person; it raises nothing.
    """
    at = clock()
    if not _claimed(pk, at):
        return False
    document = Document.objects.select_related("unit", "directive", "about", "source").get(pk=pk)
    try:
        _write(document, clock)
    except Exception as error:
        log.exception("Document %s cannot be made.", pk)
        trouble = (
            str(error) if isinstance(error, Refused) else _("Hãy thử lập lại; nếu vẫn vậy, báo quản trị hệ thống.")
        )
        _still_ours(document).update(state=State.FAILED, trouble=trouble)
        return False
    return True


def make_waiting(*, clock: Callable[[], datetime]) -> int:
    """Make what nobody has taken up for a minute, or was left half made. Returns how many were made."""
    now = clock()
    waiting = Q(state=State.WAITING, asked_at__lt=now - timedelta(minutes=1))
    left = Q(state=State.MAKING, claimed_at__lt=now - FORGOTTEN)
    keys = list(Document.objects.filter(waiting | left).order_by("pk").values_list("pk", flat=True))
    return sum(make_document(pk, clock=clock) for pk in keys)


def _series(kind: str, *parts) -> str:
    """Everything that tells one paper from another, but for its version."""
    return ":".join([kind, *(str(each.pk if hasattr(each, "pk") else each or "") for each in parts)])


def _require_day(document: Document, now: datetime) -> None:
    if document.as_of > local_day(now):
        day = short_date(document.as_of)
        raise Refused(_("Ngày %(day)s chưa tới. Hãy chọn hôm nay hoặc một ngày đã qua.") % {"day": day})
    letter = document.directive
    if letter and (letter.issued_at is None or document.as_of < local_day(letter.issued_at)):
        raise Refused(_("Ngày này văn bản chưa ban hành. Hãy chọn từ ngày ban hành trở đi."))


def _claimed(pk: int, at: datetime) -> bool:
    free = Q(state=State.WAITING) | Q(state=State.MAKING, claimed_at__lt=at - FORGOTTEN)
    return bool(Document.objects.filter(free, pk=pk).update(state=State.MAKING, claimed_at=at, progress=0))


def _still_ours(document: Document):
    return Document.objects.filter(pk=document.pk, state=State.MAKING, claimed_at=document.claimed_at)


def _write(document: Document, clock: Callable[[], datetime]) -> None:
    paper = kind_of(document).compose(document)
    document.facts = {key: [each.text, each.label] for key, each in figures(paper).items()}
    _reached(document, 40)
    document.docx = _docx(document, paper, clock)
    _reached(document, 65)
    document.pdf = None if document.source else store(to_pdf(paper, made_at=clock()), PDF, now=clock())
    document.state, document.progress, document.made_at = State.DONE, 100, clock()
    columns = ("facts", "merge", "docx", "pdf", "state", "progress", "made_at")
    _still_ours(document).update(**{name: getattr(document, name) for name in columns})


def _docx(document: Document, paper: Paper, clock: Callable[[], datetime]) -> StoredFile:
    data = to_docx(paper, made_at=clock())
    if document.source:
        base = Document.objects.select_related("docx").get(pk=document.merge["base"])
        found = renew(_bytes(document.source), data, base=_bytes(base.docx))
        data = found.data
        document.merge |= {name: list(getattr(found, name)) for name in ("overwritten", "gone", "stale", "added")}
    return store(data, DOCX, now=clock())


def _bytes(stored: StoredFile) -> bytes:
    with open_stored(stored) as file:
        return file.read()


def _reached(document: Document, percent: int) -> None:
    """Told at once, so that the page which watches can show it."""
    _still_ours(document).update(progress=percent)
