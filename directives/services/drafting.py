"""From a reading of a letter to a draft directive, and the officer's corrections before issue."""

import re
import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.rows import lock
from campaign_portal.lib.text import fold
from directives.intake import Reading
from directives.models import (
    Directive,
    DirectiveCopy,
    DirectiveFile,
    Instruction,
    IntakeFile,
    LegalBasis,
    RecipientGroup,
    RecipientGroupUnit,
)
from directives.recipients import Names, group_phrases, match
from directives.recipients.known import names_on
from units.models import Unit


def draft_from_reading(
    *,
    reading: Reading,
    issuer: Unit,
    actor,
    now: datetime,
    client_uuid: uuid.UUID | None = None,
    original: StoredFile | None = None,
    original_name: str = "",
    read_from: tuple[IntakeFile, int] | None = None,
) -> Directive:
    """Store what was read as a draft; what was not found stays empty. `read_from`: the file, and which letter of it.

    The same `client_uuid` with the same text gives the same draft, also when both are sent at once; the same with
    another text (someone went back and pasted anew) is another draft.
    """
    client_uuid = client_uuid or uuid.uuid4()
    key = uuid.uuid5(client_uuid, f"{issuer.pk}\n{reading.text}")
    try:
        with transaction.atomic():
            return Directive.objects.filter(client_uuid=key).first() or _store(
                reading, issuer, actor, now, key, original, original_name, read_from
            )
    except IntegrityError:
        # Somebody else may have stored it between our look and our write; PostgreSQL lets both look first.
        if existing := Directive.objects.filter(client_uuid=key).first():
            return existing
        raise


def _store(reading: Reading, issuer: Unit, actor, now: datetime, key: uuid.UUID, original, name, source) -> Directive:
    data = reading.data
    file, place = source or (None, None)
    directive = Directive.objects.create(
        **_columns(data),
        issuer=issuer,
        client_uuid=key,
        text=reading.text,
        reading=reading.to_json(),
        doubts=_doubts(reading, issuer),
        created_at=now,
        created_by=actor,
        saved_at=now,
        saved_by=actor,
        intake_file=file,
        intake_place=place,
    )
    _add_bases(directive, data)
    _add_copies(directive, data, issuer)
    _add_files(directive, data, original, name)
    _add_groups(directive, data, day=directive.reading_day(timezone.localdate(now)))
    return directive


def _columns(data: dict) -> dict:
    signer = data["signer"] or {}
    return {
        "doc_type": (data["doc_type"] or "Công văn")[:40],
        "number": clean_number(data["number"] or "")[:11],
        "symbol": (data["symbol"] or "")[:30],
        "place": (data["place"] or "")[:60],
        "dated_on": _day(data["date"]),
        "subject": (data["subject"] or "")[:500],
        "urgency": (data["urgency"] or "")[:20],
        "links": data["links"],
        "signer_name": (signer.get("name") or "")[:120],
        "signer_title": (signer.get("title") or "")[:120],
        "signer_authority": (signer.get("authority_prefix") or "")[:120],
        "due_on": _day(data.get("period_end")),
        "report_due_on": _day(data.get("report_due")),
    }


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _doubts(reading: Reading, issuer: Unit) -> dict[str, str]:
    """What the officer has to look at before issue: path → why."""
    doubts = {path: reading.reasons.get(path, "") for path, how in reading.confidence.items() if how == "doubt"}
    doubts = {path: why for path, why in doubts.items() if not _asked_elsewhere(path, doubts, reading)}
    printed = reading.data["issuer"]
    if printed and not _same_body(printed, issuer):
        doubts["issuer"] = _("Văn bản ghi đơn vị ban hành là “%(name)s”, khác đơn vị của anh/chị.") % {"name": printed}
    overseers = set(reading.data.get("overseers", []))
    for order, line in enumerate(reading.data["cc"]):
        if line in overseers:
            doubts[f"cc.{order}"] = _("Dòng “để b/c”: đơn vị này có được xem toàn bộ tiến độ thực hiện không?")
    return doubts


def _asked_elsewhere(path: str, doubts: dict[str, str], reading: Reading) -> bool:
    """Relations to earlier letters are confirmed by themselves; a day is asked for once, at the field it is for."""
    fields = [reading.spans.get(name) for name in ("report_due", "period_end") if name in doubts]
    return path.startswith("about.") or (path.startswith("deadlines.") and reading.spans.get(path) in fields)


def _same_body(printed: str, unit: Unit) -> bool:
    """Headings print "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" for a unit that the registry may know with its city."""
    name, own = fold(printed), fold(unit.name)
    return name.startswith(own) or own.startswith(name)


def _add_bases(directive: Directive, data: dict) -> None:
    LegalBasis.objects.bulk_create(
        LegalBasis(
            directive=directive,
            order=order,
            reference=basis["number"][:60],
            dated_on=_day(basis["date"]),
            issuer_name=(basis["issuer"] or "")[:200],
        )
        for order, basis in enumerate(data["legal_bases"])
    )


def _add_copies(directive: Directive, data: dict, issuer: Unit) -> None:
    """A line "để b/c" proposes its overseer: the unit above the issuer; it counts only once confirmed."""
    overseers = set(data.get("overseers", []))
    DirectiveCopy.objects.bulk_create(
        DirectiveCopy(
            directive=directive, order=order, text=line[:200], overseer=issuer.parent if line in overseers else None
        )
        for order, line in enumerate(data["cc"])
    )


def _add_files(directive: Directive, data: dict, original: StoredFile | None, name: str) -> None:
    files = [
        DirectiveFile(directive=directive, kind=DirectiveFile.Kind.ATTACHMENT, title=title[:300])
        for title in data["attachments"]
    ]
    if original:
        files.insert(
            0,
            DirectiveFile(
                directive=directive,
                kind=DirectiveFile.Kind.ORIGINAL,
                title=name[:300],
                stored=original,
                original_name=name[:200],
            ),
        )
    DirectiveFile.objects.bulk_create(files)


def _add_groups(directive: Directive, data: dict, *, day: date) -> None:
    units = names_on(day, issuer=directive.issuer)
    for order, phrase in enumerate(data["recipients"]):
        add_group(directive=directive, source=RecipientGroup.Source.ADDRESSEE, order=order, phrase=phrase, units=units)
    groups = {
        phrase: add_group(
            directive=directive, source=RecipientGroup.Source.TASK, order=order, phrase=phrase, units=units
        )
        for order, phrase in enumerate(group_phrases(data["tasks"]))
    }
    counts: dict[str, int] = {}
    for order, task in enumerate(data["tasks"]):
        phrase = task.get("recipient_group") or ""
        counts[phrase] = counts.get(phrase, 0) + 1
        _add_instruction(directive, order, task, groups.get(phrase), counts[phrase])


def _add_instruction(directive, order: int, task: dict, group: RecipientGroup | None, nth: int) -> None:
    text = re.sub(r"<(https?://[^\s<>]+)>", r"\1", task.get("text") or task["text_start"])
    Instruction.objects.create(
        directive=directive,
        group=group,
        order=order,
        label=f"{group.order + 1}.{nth}" if group else "",
        text=text[:1].upper() + text[1:],
        origin={"tasks": [order], "spans": directive.reading["spans"].get(f"tasks.{order}", [])},
        binding=task.get("kind") != "optional",
        due_on=_day(task.get("due")),
    )


def add_group(*, directive: Directive, source: str, order: int, phrase: str, units: Names) -> RecipientGroup:
    """A group as the letter names it, with the units its words may mean."""
    group = RecipientGroup.objects.create(directive=directive, source=source, order=order, phrase=phrase[:300])
    RecipientGroupUnit.objects.bulk_create(
        RecipientGroupUnit(group=group, unit=found.unit, chosen=found.chosen) for found in match(phrase, units)
    )
    return group


def update_draft(
    *, directive: Directive, actor, now: datetime, settled: set[str] = frozenset(), **columns
) -> Directive:
    """Keep the officer's corrections of a draft's own columns; `settled` names the doubts looked at."""
    with transaction.atomic():
        row = locked_draft(directive)
        for name, value in columns.items():
            setattr(row, name, value)
        row.doubts = {path: why for path, why in row.doubts.items() if path not in settled}
        row.save(update_fields=[*columns, "doubts"])
        mark_saved(row, actor=actor, now=now)
    return row


def choose_units(*, directive: Directive, chosen: dict[int, set[int]], actor, now: datetime) -> Directive:
    """Set which units each group means: group key → unit keys. Groups not named stay as they are.

    Units that the words did not offer are added, when they exist on the letter's day and are not the issuer itself.
    """
    with transaction.atomic():
        row = locked_draft(directive)
        day = row.reading_day(timezone.localdate(now))
        valid = Unit.objects.valid_on(day).exclude(pk=row.issuer_id).filter(pk__in=set().union(*chosen.values()))
        known = set(valid.values_list("pk", flat=True))
        for group in row.groups.filter(pk__in=chosen).prefetch_related("members"):
            _tick(group, chosen[group.pk] & known)
        mark_saved(row, actor=actor, now=now)
    return row


def _tick(group: RecipientGroup, unit_ids: set[int]) -> None:
    members = {member.unit_id: member for member in group.members.all()}
    for member in members.values():
        member.chosen = member.unit_id in unit_ids
    RecipientGroupUnit.objects.bulk_update(members.values(), ["chosen"])
    RecipientGroupUnit.objects.bulk_create(
        RecipientGroupUnit(group=group, unit_id=pk, chosen=True) for pk in sorted(unit_ids - members.keys())
    )


def confirm_overseer(*, copy: DirectiveCopy, unit: Unit, actor, now: datetime) -> DirectiveCopy:
    """A line "để b/c" lets a unit see the whole directive, once the officer says which one."""
    with transaction.atomic():
        row = locked_draft(copy.directive)
        copy.overseer, copy.confirmed_at = unit, now
        copy.save(update_fields=["overseer", "confirmed_at"])
        row.doubts.pop(f"cc.{copy.order}", None)
        row.save(update_fields=["doubts"])
        mark_saved(row, actor=actor, now=now)
    return copy


def mark_saved(directive: Directive, *, actor, now: datetime) -> None:
    """Note on a draft who worked on it last, for the others who may go on with it."""
    directive.saved_at, directive.saved_by = now, actor
    directive.save(update_fields=["saved_at", "saved_by"])


def locked_draft(directive: Directive) -> Directive:
    """The draft read again under a lock; raises `Refused` once it was issued or put away."""
    row = lock(directive)
    if row.is_issued:
        raise Refused(_("Văn bản đã được ban hành, nội dung không sửa được nữa."))
    if row.is_discarded:
        raise Refused(_("Bản nháp này đã được bỏ. Hãy khôi phục bản nháp ở mục “Bản nháp đã bỏ” rồi sửa tiếp."))
    return row


def clean_number(text: str) -> str:
    """A document number as it is printed: digits and letters, "05" stays "05" (Decree 30/2020, appendix I)."""
    return re.sub(r"\s+", "", text)
