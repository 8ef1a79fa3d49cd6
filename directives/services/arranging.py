"""Acts on the instructions of a draft as a list: cut one in parts, join two, change places, bring one back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.cutting import joined, joined_spans, parts_of, spans_of_parts
from directives.models import Directive, Instruction

from .edits import edits_of
from .issuing import OUT_OF_THE_WAY

SPLIT, MERGE, UP, DOWN, RESTORE = "split", "merge", "up", "down", "restore"
SHARED = ("group_id", "binding", "due_on", "due_time", "proof")
"""What the parts of an instruction have in common; two that differ in one of these are not joined."""


@dataclass(frozen=True)
class Act:
    """One of the above on the instruction with this key."""

    kind: str
    pk: int


@dataclass(frozen=True)
class Done:
    """What was done, for the log: in a person's words and as data."""

    note: str
    facts: dict


def arrange(directive: Directive, act: Act) -> Done:
    """Do it. Raises `Refused` with a sentence on what to do first."""
    if act.kind == RESTORE:
        return _restore(directive, act.pk)
    rows = list(directive.instructions.order_by("order"))
    at = next((place for place, row in enumerate(rows) if row.pk == act.pk), None)
    if at is None:
        raise Refused(_("Nội dung yêu cầu này không còn trong bản nháp. Hãy tải lại trang."))
    if act.kind in (UP, DOWN):
        return _move(directive, rows, at, -1 if act.kind == UP else 1)
    return _split(directive, rows, at) if act.kind == SPLIT else _merge(directive, rows, at)


def _move(directive: Directive, rows: list[Instruction], at: int, step: int) -> Done:
    row, to = rows[at], at + step
    if not 0 <= to < len(rows):
        raise Refused(_("Nội dung này đã ở đầu danh sách.") if step < 0 else _("Nội dung này đã ở cuối danh sách."))
    rows.insert(to, rows.pop(at))
    _put(directive, rows)
    note = _("Chuyển “%(title)s” lên trước") if step < 0 else _("Chuyển “%(title)s” xuống sau")
    return Done(note % {"title": row.title}, {"moved": row.pk})


def _split(directive: Directive, rows: list[Instruction], at: int) -> Done:
    row = rows[at]
    parts = parts_of(row.text)
    if len(parts) < 2:
        raise Refused(
            _("Chưa rõ tách ở đâu: trong ô nội dung, hãy đặt con trỏ vào chỗ cần tách, nhấn Enter, rồi tách.")
        )
    spans = spans_of_parts(directive.text, row.spans, parts)
    origins = [{"tasks": row.places, "spans": each} if row.origin else None for each in spans]
    row.text, row.origin = parts[0], origins[0]
    row.save(update_fields=["text", "origin"])
    new = [
        Instruction(
            directive=directive,
            order=OUT_OF_THE_WAY + nth,
            text=part[:1].upper() + part[1:],
            origin=origin,
            **{name: getattr(row, name) for name in SHARED},
        )
        for nth, (part, origin) in enumerate(zip(parts[1:], origins[1:], strict=True))
    ]
    Instruction.objects.bulk_create(new)
    _put(directive, [*rows[: at + 1], *new, *rows[at + 1 :]])
    note = _("Tách “%(title)s” thành %(n)d nội dung") % {"title": row.title, "n": len(parts)}
    return Done(note, {"split": row.pk, "into": [each.pk for each in new]})


def _merge(directive: Directive, rows: list[Instruction], at: int) -> Done:
    if at + 1 == len(rows):
        raise Refused(_("Đây là nội dung cuối cùng, không có nội dung sau để gộp."))
    row, other = rows[at], rows[at + 1]
    _same(row, other)
    row.text = joined(row.text, other.text)
    if row.origin or other.origin:
        places = [*row.places, *(place for place in other.places if place not in row.places)]
        row.origin = {"tasks": places, "spans": joined_spans(row.spans, other.spans)}
    other_pk = other.pk
    other.delete()
    row.save(update_fields=["text", "origin"])
    return Done(_("Gộp hai nội dung thành “%(title)s”") % {"title": row.title}, {"merge": row.pk, "merged": other_pk})


def _same(row: Instruction, other: Instruction) -> None:
    """Joining must not move a duty to another group or another day unseen."""
    differ = [name for name in SHARED if getattr(row, name) != getattr(other, name)]
    if "group_id" in differ:
        raise Refused(
            _("Hai nội dung giao cho hai nhóm khác nhau. Hãy chọn cùng một nhóm cho cả hai nội dung, rồi gộp.")
        )
    if "binding" in differ:
        raise Refused(_("Một nội dung bắt buộc, một nội dung không bắt buộc. Hãy chọn giống nhau, rồi gộp."))
    if differ:
        raise Refused(_("Hai nội dung có hạn riêng hoặc minh chứng khác nhau. Hãy ghi giống nhau, rồi gộp."))


def _restore(directive: Directive, pk: int) -> Done:
    was = edits_of(directive).removed.get(pk)
    if was is None:
        raise Refused(_("Nội dung này đã được khôi phục, hoặc không thuộc bản nháp này. Hãy tải lại trang."))
    columns = {name: was[name] for name in ("text", *SHARED, "origin")}
    if not directive.groups.filter(pk=columns["group_id"]).exists():
        columns["group_id"] = None
    rows = list(directive.instructions.order_by("order"))
    row = Instruction.objects.create(pk=pk, directive=directive, order=OUT_OF_THE_WAY, **columns)
    row.refresh_from_db()
    directive.doubts |= _doubts_about(directive, row)
    at = sum(each.order < was["order"] for each in rows)
    _put(directive, [*rows[:at], row, *rows[at:]])
    return Done(_("Khôi phục “%(title)s”") % {"title": row.title}, {"restored": pk})


def _doubts_about(directive: Directive, row: Instruction) -> dict[str, str]:
    """What the reading was not sure of in this instruction: to be looked at again, now that it is back."""
    confidence, reasons = directive.reading.get("confidence", {}), directive.reading.get("reasons", {})
    paths = {path for path in confidence if path.split(".")[0] == "tasks" and int(path.split(".")[1]) in row.places}
    return {path: reasons.get(path, "") for path in sorted(paths) if confidence[path] == "doubt"}


def _put(directive: Directive, rows: Iterable[Instruction]) -> None:
    """Number the instructions anew. Two may not stand at one place even for a moment, so all step aside first."""
    rows = list(rows)
    directive.instructions.filter(order__lt=OUT_OF_THE_WAY).update(order=F("order") + 2 * OUT_OF_THE_WAY)
    for order, row in enumerate(rows):
        row.order = order
    Instruction.objects.bulk_update(rows, ["order"])
