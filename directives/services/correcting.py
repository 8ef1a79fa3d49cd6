"""The officer's corrections of a whole draft, kept in one act: its own columns and every list that hangs on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.models import (
    Directive,
    DirectiveCopy,
    DirectiveFile,
    Instruction,
    LegalBasis,
    RecipientGroup,
    RecipientGroupUnit,
)
from directives.recipients import Names, group_phrases, match
from directives.recipients.known import names_on

from .arranging import Act, Done, arrange
from .drafting import add_group, locked_draft, mark_saved
from .edits import Overtaken, differences, edits_of, log_edit, picture, version_of


@dataclass
class Row:
    """One line of a list as corrected. `pk` is None for a new line; a line that is gone meanwhile is passed over."""

    pk: int | None
    columns: dict
    delete: bool = False


NEW_GROUP = "new"


@dataclass
class Corrections:
    """What the officer sent from the check page. An instruction's `group` is a key, None for all, or `NEW_GROUP`."""

    columns: dict = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    bases: list[Row] = field(default_factory=list)
    addressees: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    instructions: list[Row] = field(default_factory=list)
    copies: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    noted: set[str] | None = None
    """Gentle notes ticked as seen; None leaves them as they were."""
    act: Act | None = None
    """What to do with the list of instructions once all the rest is kept."""
    version: str | None = None
    """`version_of` the draft that the officer was shown; None when nobody was shown one."""


def correct_draft(*, directive: Directive, corrections: Corrections, actor, now: datetime) -> Directive:
    """Keep all corrections or, when one cannot be kept, none. Raises `Refused` with a sentence on what to do.

    Lines of other lists than the instructions keep their places, which say where the reading found their words. What
    changed is logged; `Overtaken` is raised when somebody else's save came in between, unless nothing would change.
    """
    with transaction.atomic():
        row = locked_draft(directive)
        columns = [*corrections.columns, "doubts"]
        before = picture(row, columns)
        _keep_lists(row, corrections, timezone.localdate(now), now)
        for name, value in corrections.columns.items():
            setattr(row, name, value)
        done = _arrange(row, corrections.act)
        _relabel(row)
        row.doubts = _left(row, corrections.settled)
        row.save(update_fields=columns)
        _log(row, before, corrections, done, actor, now)
    return row


def _arrange(directive: Directive, act: Act | None) -> Done | None:
    return arrange(directive, act) if act else None


def _log(directive: Directive, before: dict, corrections: Corrections, done: Done | None, actor, now: datetime) -> None:
    """One log row for a save that changed something, none for one that did not."""
    columns = [*corrections.columns, "doubts"]
    was, became = differences(before, picture(directive, columns))
    noted = edits_of(directive).noted
    if corrections.noted is not None and corrections.noted != noted:
        was["noted"], became["noted"] = sorted(noted), sorted(corrections.noted)
    if not became:
        return
    if corrections.version not in (None, version_of(directive)):
        raise Overtaken(directive.last_change, actor)
    if done:
        became["act"] = done.facts
    if typed := _typed_and_removed(corrections.instructions, was):
        became["typed"] = typed
    log_edit(directive, before=was, after=became, actor=actor, now=now, note=done.note if done else "")
    mark_saved(directive, actor=actor, now=now)


def _typed_and_removed(lines: list[Row], was: dict) -> dict[str, dict]:
    """Words typed into an instruction in the same save that took it away: they come back with it."""
    stood = was.get("instructions", {})
    texts = {str(line.pk): line.columns.get("text") for line in lines if line.delete and str(line.pk) in stood}
    return {key: {"text": text} for key, text in texts.items() if text and text != stood[key]["text"]}


def _keep_lists(directive: Directive, corrections: Corrections, today, now: datetime) -> None:
    apply(directive.legal_bases.all(), corrections.bases, _adder(LegalBasis, directive, "legal_bases"))
    apply(
        directive.copies.all(), _confirmed(directive, corrections.copies, now), _adder(DirectiveCopy, directive, "cc")
    )
    attached = directive.files.filter(kind=DirectiveFile.Kind.ATTACHMENT)
    apply(attached, corrections.attachments, _attacher(directive))
    units = names_on(directive.reading_day(today), issuer=directive.issuer)
    _keep_groups(directive, RecipientGroup.Source.ADDRESSEE, corrections.addressees, units)
    new = _keep_groups(directive, RecipientGroup.Source.TASK, corrections.groups, units)
    _keep_instructions(directive, corrections.instructions, new)
    _drop_groups(directive, corrections.addressees + corrections.groups)


def apply(rows: models.QuerySet, wanted: Iterable[Row], add: Callable[[dict], models.Model]) -> list[models.Model]:
    """Delete, change and add rows as wanted; returns what was added."""
    known = {row.pk: row for row in rows}
    added = []
    for line in wanted:
        row = known.get(line.pk)
        if line.pk is None and not line.delete:
            added.append(add(line.columns))
        elif row and line.delete:
            row.delete()
        elif row:
            _update(row, line.columns)
    return added


def _update(row: models.Model, columns: dict) -> None:
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))


def _adder(model: type[models.Model], directive: Directive, read: str = "") -> Callable[[dict], models.Model]:
    """New rows of an ordered list stand after the last, and after all that was read under the key `read`, if any."""

    def add(columns: dict) -> models.Model:
        last = model.objects.filter(directive=directive).aggregate(last=models.Max("order"))["last"]
        order = max(-1 if last is None else last, len(_read(directive, read)) - 1) + 1
        return model.objects.create(directive=directive, order=order, **columns)

    return add


def _read(directive: Directive, key: str) -> list:
    """What the reading found under a key; nothing for a draft that was not read from a letter."""
    return directive.reading.get("data", {}).get(key, [])


def _attacher(directive: Directive) -> Callable[[dict], DirectiveFile]:
    return lambda columns: DirectiveFile.objects.create(
        directive=directive, kind=DirectiveFile.Kind.ATTACHMENT, **columns
    )


def _confirmed(directive: Directive, wanted: list[Row], now: datetime) -> list[Row]:
    """A tick on the screen becomes the moment of confirmation; what was confirmed before keeps its moment."""
    moments = dict(directive.copies.values_list("pk", "confirmed_at"))
    lines = []
    for line in wanted:
        columns = dict(line.columns)
        confirmed = columns.pop("confirmed", False)
        columns["confirmed_at"] = (moments.get(line.pk) or now) if confirmed else None
        lines.append(Row(line.pk, columns, line.delete))
    return lines


def _keep_groups(directive: Directive, source: str, wanted: list[Row], units: Names) -> list[RecipientGroup]:
    """Lines and groups whose words changed mean other units: the proposal is made anew. Deletion comes last."""
    known = {group.pk: group for group in directive.groups.filter(source=source)}
    added = []
    for line in wanted:
        group = known.get(line.pk)
        phrase = line.columns.get("phrase", "")
        if line.pk is None and not line.delete:
            order = max([_places_read(directive, source) - 1, *(each.order for each in [*known.values(), *added])]) + 1
            added.append(add_group(directive=directive, source=source, order=order, phrase=phrase, units=units))
        elif group and not line.delete and group.phrase != phrase:
            _rename(group, phrase, units)
    return added


def _places_read(directive: Directive, source: str) -> int:
    if source == RecipientGroup.Source.ADDRESSEE:
        return len(_read(directive, "recipients"))
    return len(group_phrases(_read(directive, "tasks")))


def _rename(group: RecipientGroup, phrase: str, units: Names) -> None:
    group.phrase = phrase
    group.save(update_fields=["phrase"])
    group.members.all().delete()
    RecipientGroupUnit.objects.bulk_create(
        RecipientGroupUnit(group=group, unit=found.unit, chosen=found.chosen) for found in match(phrase, units)
    )


def _keep_instructions(directive: Directive, wanted: list[Row], new: list[RecipientGroup]) -> None:
    groups = {group.pk: group for group in directive.groups.filter(source=RecipientGroup.Source.TASK)}
    groups[NEW_GROUP] = new[0] if new else None
    for line in wanted:
        if not line.delete and line.columns.get("group"):
            line.columns["group"] = _group(groups, line.columns["group"])
    apply(directive.instructions.select_related("group"), wanted, _adder(Instruction, directive))


def _group(groups: dict, key: int | str) -> RecipientGroup:
    if group := groups.get(key):
        return group
    raise Refused(_("Nội dung yêu cầu trỏ tới một nhóm không còn. Hãy chọn lại nhóm cho nội dung đó."))


def _relabel(directive: Directive) -> None:
    nth: dict[int, int] = {}
    moved = []
    for each in directive.instructions.select_related("group").order_by("order"):
        nth[each.group_id] = nth.get(each.group_id, 0) + 1
        label = f"{each.group.order + 1}.{nth[each.group_id]}" if each.group else ""
        if label != each.label:
            each.label = label
            moved.append(each)
    Instruction.objects.bulk_update(moved, ["label"])


def _drop_groups(directive: Directive, wanted: list[Row]) -> None:
    for line in wanted:
        group = directive.groups.filter(pk=line.pk).first() if line.pk and line.delete else None
        if group is None:
            continue
        if group.instructions.exists():
            raise Refused(
                _("Nhóm “%(phrase)s” còn nội dung yêu cầu. Hãy xóa hoặc chuyển các nội dung đó sang nhóm khác trước.")
                % {"phrase": group.phrase}
            )
        group.members.all().delete()
        group.delete()


def _left(directive: Directive, settled: set[str]) -> dict[str, str]:
    """Doubts still open: not looked at, and about a line that is still there."""
    here = {
        "legal_bases": set(directive.legal_bases.values_list("order", flat=True)),
        "tasks": {place for each in directive.instructions.all() for place in each.places},
        "cc": set(directive.copies.values_list("order", flat=True)),
    }
    return {path: why for path, why in directive.doubts.items() if path not in settled and _stands(path, here)}


def _stands(path: str, here: dict[str, set[int]]) -> bool:
    parts = path.split(".")
    return len(parts) < 2 or parts[0] not in here or int(parts[1]) in here[parts[0]]
