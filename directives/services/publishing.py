"""Answers for everybody: what an officer publishes to all recipients of a letter, and takes off again."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.access import coordinates
from directives.models import About, Directive, Event, Faq, Notice, Question
from directives.questions import faq_recipients

from .asking import require_in_force, require_words
from .changes import note_about


def publish_faq(
    *,
    directive: Directive,
    question: str,
    answer: str,
    actor,
    now: datetime,
    client_uuid: uuid.UUID,
    source: Question | None = None,
    replaces: Faq | None = None,
    tells: bool = True,
) -> Faq:
    """Publish a question and its answer on the letter's page of every recipient, and tell their focal points by mail.

    With `replaces` it is a newer version of that one, which leaves the page; `tells` false then sends no mail. Nothing
    of `source` goes along but the words given here. Raises `AlreadyDone` when the question is published already,
    `Refused` when the version to replace is no longer the one in force, and once the letter is not.
    """
    words, reply = require_words(question), require_words(answer)
    with transaction.atomic():
        row = _coordinated(directive, actor)
        if existing := Faq.objects.filter(client_uuid=client_uuid).first():
            if existing.published_by_id != actor.pk or existing.directive_id != row.pk:
                raise PermissionDenied
            return existing
        require_in_force(row)
        if replaces:
            source = _withdraw(replaces, row, actor, now).source
        elif source and source.faqs.in_force().exists():
            raise AlreadyDone(_("Câu hỏi này đã được đăng vào hỏi đáp chung."))
        faq = Faq.objects.create(
            directive=row,
            question=words,
            answer=reply,
            source=source,
            replaces=replaces,
            published_by=actor,
            published_at=now,
            client_uuid=client_uuid,
        )
        if tells:
            _tell(faq, now)
        _log(faq, Event.EDITED if replaces else Event.PUBLISHED, actor, now, {"question": words, "answer": reply})
    return faq


def withdraw_faq(*, faq: Faq, actor, now: datetime) -> Faq:
    """Take a published answer off the pages of the recipients; it stays in the log."""
    with transaction.atomic():
        row = _coordinated(faq.directive, actor)
        found = _withdraw(faq, row, actor, now)
        _log(found, Event.WITHDRAWN, actor, now, {"withdrawn_at": now})
    return found


def _coordinated(directive: Directive, actor) -> Directive:
    """The letter, locked: who publishes or withdraws at the same time waits here."""
    row = lock(directive)
    if not coordinates(actor, row):
        raise PermissionDenied
    return row


def _withdraw(faq: Faq, directive: Directive, actor, now: datetime) -> Faq:
    found = lock(faq)
    if found.directive_id != directive.pk:
        raise PermissionDenied
    if found.withdrawn_at:
        kind = Refused if found.replaced_by.exists() else AlreadyDone
        raise kind(_("Câu hỏi đáp này vừa được sửa hoặc gỡ. Hãy tải lại trang để xem bản mới nhất."))
    found.withdrawn_at, found.withdrawn_by = now, actor
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return found


def _tell(faq: Faq, now: datetime) -> None:
    keys = faq_recipients(faq.directive).values_list("pk", flat=True)
    Notice.objects.bulk_create(
        Notice(
            directive=faq.directive,
            faq=faq,
            delivery_id=key,
            dedupe_key=f"faq{faq.pk}-delivery{key}",
            state_at=now,
            planned_at=now,
        )
        for key in keys
    )


def _log(faq: Faq, event: Event, actor, now: datetime, after: dict) -> None:
    note_about(
        about=About.FAQ,
        about_id=faq.pk,
        directive=faq.directive,
        event=event,
        actor=actor,
        now=now,
        acting_unit=faq.directive.issuer,
        after=after,
        note=faq.question,
    )
