"""Reports on the letter of `reports.tests.summaries`, asked for and made as a person would."""

import uuid
from datetime import date

from campaign_portal.lib.storage import open_stored
from reports.documents.kinds import FINAL
from reports.models import Document
from reports.services.documents import ask_document, make_document
from reports.tests.summaries import Letter
from units.tests.factories import local

NOON = local("2024-11-26 12:00")
DAY = date(2024, 11, 20)


def asked(letter: Letter, *, kind: str = FINAL, day: date = DAY, now=NOON, **more) -> Document:
    named = {"unit": letter.directive.issuer, "directive": letter.directive, "actor": letter.officer} | more
    named.setdefault("client_uuid", uuid.uuid4())
    return ask_document(kind=kind, day=day, now=now, **named)


def made(letter: Letter, **more) -> Document:
    """Asked for and made; fails loudly where it cannot be."""
    document = asked(letter, **more)
    make_document(document.pk, clock=lambda: more.get("now", NOON))
    document.refresh_from_db()
    assert document.is_done, document.trouble
    return document


def busy(letter: Letter) -> Letter:
    """Ô Môn done in time; Ninh Kiều late, waiting; Sở Y tế one of two done, late; Sở Giáo dục silent."""
    letter.finish("om", 0, "2024-11-05 09:00")
    letter.finish("yt", 0, "2024-11-06 09:00", accepted="2024-11-07 09:00")
    letter.act("yt", 1, "2024-11-08 09:00", reach=None)
    letter.act("nk", 0, "2024-11-09 09:00", declare=True, reach=1240)
    return letter


def bytes_of(stored) -> bytes:
    with open_stored(stored) as file:
        return file.read()
