"""The annexes of the report: every unit with its figures, every unit with its tasks, and what proves the work."""

from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.numbers import number_text
from reports.documents.figures import figure
from reports.documents.paper import Annex, Block, Column, Heading, Marked, Paragraph, Span, Table, Text
from reports.reply.facts import Proof
from reports.summary.rows import Task, UnitRow
from reports.summary.words import task_words, unit_words

from .facts import Facts, Shown

SHOWN_PER_UNIT = 50
"""Actions of one unit in the list of evidence: a paper of a thousand pages is read by nobody."""
COUNTS = (
    ("total", _lazy("Nhiệm vụ"), lambda unit: len(unit.counted)),
    ("done", _lazy("Đã hoàn thành"), lambda unit: unit.done),
    ("on-time", _lazy("Trong đó đúng hạn"), lambda unit: sum(task.was_on_time for task in unit.tasks)),
    ("waiting", _lazy("Chờ xác nhận"), lambda unit: sum(task.tone == "wait" for task in unit.tasks)),
    ("open", _lazy("Chưa xong"), lambda unit: sum(task.is_open for task in unit.tasks)),
    ("overdue", _lazy("Quá hạn"), lambda unit: len(unit.overdue)),
)


def annexes(facts: Facts, *, attached_to: str) -> tuple[Annex, ...]:
    parts = (
        (_("TÌNH HÌNH THỰC HIỆN CỦA CÁC ĐƠN VỊ"), "units", (_units(facts.summary.units),), True),
        (_("KẾT QUẢ THEO TỪNG NHIỆM VỤ CỦA ĐƠN VỊ"), "tasks", _by_unit(facts), False),
        (_("DANH MỤC MINH CHỨNG"), "proofs", _proofs(facts), True),
    )
    return tuple(
        Annex(name, (Marked(f"annex-{key}", capfirst(name.lower()), blocks),), number, attached_to, is_wide)
        for number, (name, key, blocks, is_wide) in zip(("I", "II", "III"), parts, strict=True)
    )


# --- I ----------------------------------------------------------------------------------------------------------------
def _units(units: list[UnitRow]) -> Table:
    columns = (
        Column(_("STT"), 0.8, "center"),
        Column(_("Đơn vị"), 5.5),
        Column(_("Ngày tiếp nhận"), 1.9, "center"),
        *(Column(str(title), 1.3, "right") for _key, title, _of in COUNTS),
        Column(_("Ngày nộp báo cáo"), 1.9, "center"),
        Column(_("Tình trạng"), 2.6),
    )
    rows = tuple(_unit(number, unit) for number, unit in enumerate(units, 1))
    whole = _("Cộng các đơn vị: %(count)s")
    total = (figure(f"units.total.{key}", sum(map(of, units)), whole % {"count": title}) for key, title, of in COUNTS)
    return Table(
        columns,
        rows,
        total=("", _("Cộng"), "", *total, "", "") if rows else (),
        empty=_("Văn bản chưa gửi đến đơn vị nào."),
    )


def _unit(number: int, unit: UnitRow) -> tuple[Text, ...]:
    cells = (figure(f"unit.{unit.pk}.{key}", of(unit), f"{unit.name}: {title}") for key, title, of in COUNTS)
    reported = short_date(unit.reported_on) if unit.reported_on else ""
    return str(number), unit.name, _received(unit), *cells, reported, capfirst(unit_words(unit))


def _received(unit: UnitRow) -> str:
    if unit.refused_on:
        return _("trả lại")
    return short_date(unit.received_on) if unit.received_on else _("chưa")


# --- II ---------------------------------------------------------------------------------------------------------------
def _by_unit(facts: Facts) -> tuple[Block, ...]:
    found: list[Block] = []
    for number, unit in enumerate((each for each in facts.summary.units if each.tasks), 1):
        found += [Heading(f"{number}. {unit.name}", 2), _tasks(unit, facts)]
    return tuple(found) or (Paragraph(_("Không có đơn vị nào phải thực hiện nhiệm vụ."), align="center"),)


def _tasks(unit: UnitRow, facts: Facts) -> Table:
    columns = (
        Column(_("STT"), 0.8, "center"),
        Column(_("Nội dung yêu cầu"), 6),
        Column(_("Hạn"), 2, "center"),
        Column(_("Tình trạng"), 3),
        Column(_("Số hoạt động"), 1.5, "right"),
    )
    rows = tuple(
        (str(number), task.title, short_date(task.due_on), _standing(task), number_text(facts.deeds_of[task.pk]))
        for number, task in enumerate(unit.tasks, 1)
    )
    return Table(columns, rows)


def _standing(task: Task) -> str:
    return capfirst(task_words(task))


# --- III --------------------------------------------------------------------------------------------------------------
def _proofs(facts: Facts) -> tuple[Block, ...]:
    columns = (
        Column(_("STT"), 0.8, "center"),
        Column(_("Ngày thực hiện"), 1.7, "center"),
        Column(_("Đơn vị"), 4),
        Column(_("Hoạt động"), 3.5),
        Column(_("Minh chứng"), 6),
    )
    listed, left = _shortened(facts.shown)
    rows = tuple(_shown(number, each) for number, each in enumerate(listed, 1))
    count = figure("proofs.deeds", len(facts.shown), _("Hoạt động có minh chứng"))
    head = Paragraph((_("Số hoạt động có minh chứng: "), count, "."), is_flush=True)
    notes = [
        _("%(unit)s: còn %(n)s hoạt động có minh chứng khác, xem trên cổng.") % {"unit": unit, "n": number_text(rest)}
        for unit, rest in left
    ]
    table = Table(columns, rows, empty=_("Chưa có minh chứng nào."), size=11)
    return (head, table, *(Paragraph(note, is_flush=True) for note in notes))


def _shortened(shown: list[Shown]) -> tuple[list[Shown], list[tuple[str, int]]]:
    """The newest actions of each unit, and how many of which unit are left out."""
    listed: list[Shown] = []
    left: list[tuple[str, int]] = []
    for unit, rows in groupby(shown, key=lambda each: each.unit):
        rows = list(rows)
        listed += rows[-SHOWN_PER_UNIT:]
        if len(rows) > SHOWN_PER_UNIT:
            left.append((unit, len(rows) - SHOWN_PER_UNIT))
    return listed, left


def _shown(number: int, row: Shown) -> tuple[Text, ...]:
    deed = row.deed
    what = f"{capfirst(deed.channel_name)}, {deed.audience_name}"
    return str(number), short_date(deed.done_on), row.unit, what, _named(row.proofs)


def _named(proofs: tuple[Proof, ...]) -> Text:
    told: list = []
    for proof in proofs:
        told += [Span(proof.url, link=proof.url) if proof.url else proof.name, "\n"]
    return tuple(told[:-1])
