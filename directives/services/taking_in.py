"""What an officer hands in: files kept as they came, and drafts of the letters in them that the officer chooses."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.rows import lock
from directives.alike import Place, alike
from directives.intake import Reading
from directives.models import Directive, DirectiveFile, Intake, IntakeFile
from units.models import Unit

from .drafting import draft_from_reading


@dataclass(frozen=True)
class Incoming:
    """One file with its bytes stored, and the letters read from it; without any it can only be an attachment."""

    stored: StoredFile
    name: str
    readings: list[Reading] = field(default_factory=list)


def take_in(*, issuer: Unit, files: list[Incoming], actor, now: datetime, client_uuid: uuid.UUID) -> Intake:
    """Keep what was handed in. A letter that came alone and is not there yet becomes a draft at once; of anything
    else drafts are made when the officer has chosen (`draft_chosen`).

    The same `client_uuid` with the same bytes gives the same intake, also when both are sent at once.
    """
    key = uuid.uuid5(client_uuid, "\n".join([str(issuer.pk), *(each.stored.sha256 for each in files)]))
    try:
        with transaction.atomic():
            return Intake.objects.filter(client_uuid=key).first() or _store(issuer, files, actor, now, key)
    except IntegrityError:
        # Somebody else may have stored it between our look and our write; PostgreSQL lets both look first.
        if existing := Intake.objects.filter(client_uuid=key).first():
            return existing
        raise


def _store(issuer: Unit, files: list[Incoming], actor, now: datetime, key: uuid.UUID) -> Intake:
    intake = Intake.objects.create(issuer=issuer, client_uuid=key, created_at=now, created_by=actor)
    IntakeFile.objects.bulk_create(
        IntakeFile(
            intake=intake,
            order=order,
            stored=each.stored,
            name=each.name[:200],
            readings=[reading.to_json() for reading in each.readings],
            letter_count=len(each.readings),
        )
        for order, each in enumerate(files)
    )
    alone = [len(each.readings) for each in files] == [1]
    if alone and not alike(intake=intake, user=actor):
        draft_chosen(intake=intake, letters=[(0, 0)], attached=[], actor=actor, now=now)
        intake.settled_at = now
    return intake


def draft_chosen(
    *, intake: Intake, letters: Collection[Place], attached: Collection[int], actor, now: datetime
) -> list[Directive]:
    """One draft for each letter chosen, in their order; the files `attached` (by order) go with each new draft.

    A letter has one draft: chosen again, or sent twice, it gives the same. Raises `Refused` when none is chosen.
    """
    with transaction.atomic():
        row = lock(intake)
        files = {file.order: file for file in row.files.select_related("stored")}
        chosen = sorted(place for place in set(letters) if _is_letter(files, place))
        if not chosen:
            raise Refused(_("Hãy chọn ít nhất một văn bản để tạo bản nháp."))
        extra = [files[order] for order in sorted(set(attached) - {order for order, _n in chosen}) if order in files]
        drafts = [_draft(row, files[order], number, extra, actor, now) for order, number in chosen]
        _settle(row, now)
    return drafts


def _is_letter(files: dict[int, IntakeFile], place: Place) -> bool:
    order, number = place
    return order in files and 0 <= number < len(files[order].readings)


def _draft(intake: Intake, file: IntakeFile, number: int, extra: list[IntakeFile], actor, now: datetime) -> Directive:
    if existing := Directive.objects.filter(intake_file=file, intake_place=number).first():
        return existing
    draft = draft_from_reading(
        reading=Reading.from_json(file.readings[number]),
        issuer=intake.issuer,
        actor=actor,
        now=now,
        client_uuid=uuid.uuid5(intake.client_uuid, f"{file.order}.{number}"),
        original=file.stored,
        original_name=file.name,
        read_from=(file, number),
    )
    DirectiveFile.objects.bulk_create(
        DirectiveFile(
            directive=draft,
            kind=DirectiveFile.Kind.ATTACHMENT,
            title=each.name[:300],
            stored=each.stored,
            original_name=each.name,
        )
        for each in extra
    )
    return draft


def leave_out(*, intake: Intake, actor, now: datetime) -> Intake:
    """Make no draft of what was handed in; the files stay kept, and the letters can still be chosen later."""
    with transaction.atomic():
        row = lock(intake)
        _settle(row, now)
    return row


def _settle(intake: Intake, now: datetime) -> None:
    if intake.settled_at is None:
        intake.settled_at = now
        intake.save(update_fields=["settled_at"])
