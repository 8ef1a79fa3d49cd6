"""A report with all annexes as .docx and PDF: of 60 units while a person waits, of 1,000 in the background, of one unit
with 10,000 actions."""

import uuid
from datetime import timedelta
from functools import partial

from benchmarks.measure import once, tell

SMALL, LARGE, ACTIONS = 60, 1000, 10_000


def documents() -> None:
    from reports.queries.documents import checked

    taken = {}
    for units in (4, SMALL, LARGE):
        letter, officer = _letter(units)
        taken[units], made = _made(letter, officer)
    growth = LARGE / SMALL
    tell(f"report on {SMALL} units, .docx and PDF", taken[SMALL], "s")
    tell(f"report on {LARGE} units", taken[LARGE], "s", taken[LARGE] / taken[SMALL] / growth, "the small one, per unit")
    tell(f"pages of the latter, {_pages(made)}; its check", once(partial(checked, made)), "s")
    tell("new figures for its Word file", _renewed(made, officer), "s")
    letter, officer = _letter(SMALL)
    _repeat(letter, ACTIONS)
    tell(f"report on {SMALL} units, one with {ACTIONS} actions", _made(letter, officer)[0], "s")


def _letter(units: int):
    """A letter of three instructions, of which every unit has reported an action with a link; and its officer."""
    from django.utils import timezone

    from directives.models import Directive, Obligation
    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from reports.tests.factories import make_action
    from units.tests.factories import make_unit, make_user

    now = timezone.now() - timedelta(days=2)
    today = timezone.localdate(now)
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    recipients = [make_unit(f"Ủy ban nhân dân xã Trường Long {uuid.uuid4()}") for _ in range(units)]
    people = {unit.pk: make_user(unit) for unit in recipients}
    draft = make_draft(issuer, officer, dated_on=today, due_on=today + timedelta(days=9))
    add_group(
        draft, "Các đơn vị", recipients, "Đăng tải tài liệu tuyên truyền", "Phổ biến đến người dân", "Chia sẻ clip"
    )
    letter = issue(directive=draft, actor=officer, now=now)
    owed: dict[int, list] = {}
    for row in Obligation.objects.filter(delivery__directive=letter).select_related("delivery__directive__campaign"):
        owed.setdefault(row.unit_id, []).append(row)
    for unit, rows in owed.items():
        make_action(*rows, actor=people[unit], now=now + timedelta(hours=1), done_on=today)
    return Directive.objects.select_related("issuer").get(pk=letter.pk), officer


def _made(letter, officer):
    """Seconds from asking to both files, and the document."""
    from django.utils import timezone

    from reports.documents.kinds import INTERIM
    from reports.services.documents import ask_document, make_document

    now = timezone.now()
    about = {"kind": INTERIM, "unit": letter.issuer, "directive": letter, "day": timezone.localdate(now)}
    document = ask_document(**about, client_uuid=uuid.uuid4(), actor=officer, now=now)
    taken = once(partial(make_document, document.pk, clock=timezone.now))
    document.refresh_from_db()
    assert document.is_done, document.trouble
    return taken, document


def _renewed(document, officer) -> float:
    from django.utils import timezone

    from reports.services.documents import make_document, renew_document

    now = timezone.now()
    asked = {"day": timezone.localdate(now), "client_uuid": uuid.uuid4(), "actor": officer, "now": now}

    def renew() -> None:
        fresh = renew_document(base=document, source=document.docx, **asked)
        make_document(fresh.pk, clock=timezone.now)
        fresh.refresh_from_db()
        assert fresh.is_done, fresh.trouble

    return once(renew)


def _repeat(letter, times: int) -> None:
    """The first action of the letter, so many times more, with its log and its link."""
    from directives.models import About, Change
    from reports.models import Action, ActionObligation, Evidence

    first = Action.objects.filter(directive=letter).earliest("pk")
    served = list(first.serves.values_list("obligation", flat=True))
    link = first.evidence.first().url
    entry = Change.objects.get(about=About.ACTION, about_id=first.pk)
    columns = [field.attname for field in Action._meta.concrete_fields if field.name not in ("id", "client_uuid")]
    same = {name: getattr(first, name) for name in columns}
    copies = Action.objects.bulk_create([Action(**same, client_uuid=uuid.uuid4()) for _ in range(times)], 500)
    logged = [field.attname for field in Change._meta.concrete_fields if field.name not in ("id", "about_id")]
    told = {name: getattr(entry, name) for name in logged}
    Change.objects.bulk_create([Change(**told, about_id=copy.pk) for copy in copies], 500)
    rows = (ActionObligation(action=copy, obligation_id=pk) for copy in copies for pk in served)
    ActionObligation.objects.bulk_create(rows, 500)
    shown = (Evidence(action=copy, url=f"{link}?{n}", added_at=first.recorded_at) for n, copy in enumerate(copies))
    Evidence.objects.bulk_create(shown, 500)


def _pages(document) -> int:
    import pypdfium2

    from campaign_portal.lib.storage import open_stored

    with open_stored(document.pdf) as file, pypdfium2.PdfDocument(file.read()) as pdf:
        return len(pdf)
