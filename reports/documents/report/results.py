"""Part II of the report: the figures in sentences and tables, the same ones as on the dashboard."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports.documents.figures import figure
from reports.documents.paper import Block, Column, Figure, Heading, Marked, Paragraph, Table, Text
from reports.summary.figures import Share, Summary
from reports.summary.reach import Reach
from reports.summary.words import group_name, sentence_case, share_place_name

from . import words
from .facts import Facts


@dataclass(frozen=True)
class Count:
    """A column of figures: its key, its title, and how a share is counted. `adds_up`: the shares make up the whole."""

    key: str
    title: object
    of: Callable[[Share], int]
    adds_up: bool = True


UNITS = (
    Count("units", _lazy("Đơn vị phải thực hiện"), lambda share: len(share.counted)),
    Count("units-done", _lazy("Đã hoàn thành"), lambda share: share.done),
    Count("units-silent", _lazy("Chưa có hoạt động"), lambda share: share.silent),
    Count("units-overdue", _lazy("Có nhiệm vụ quá hạn"), lambda share: share.overdue),
)
TASKS = (
    Count("units", _lazy("Đơn vị"), lambda share: len(share.units), adds_up=False),
    Count("tasks", _lazy("Nhiệm vụ"), lambda share: share.tally.total),
    Count("tasks-done", _lazy("Đã hoàn thành"), lambda share: share.tally.done),
    Count("tasks-on-time", _lazy("Trong đó đúng hạn"), lambda share: share.tally.on_time),
    Count("tasks-waiting", _lazy("Chờ xác nhận"), lambda share: share.tally.waiting),
    Count("tasks-open", _lazy("Chưa xong"), lambda share: share.tally.open),
    Count("tasks-overdue", _lazy("Quá hạn"), lambda share: share.tally.overdue),
)


def results(facts: Facts) -> tuple[Block, ...]:
    summary = facts.summary
    parts = [
        (_("Kết quả chung"), "overall", _overall(summary)),
        (_("Theo nhóm nhiệm vụ"), "groups", _groups(summary)),
        (_("Theo nhóm nơi nhận"), "addressees", _addressees(summary)),
        (_("Theo địa bàn"), "districts", _districts(summary)),
        (_("Số lượt tiếp cận do các đơn vị khai"), "reach", _reach(facts.cells)),
        (_("Báo cáo của các đơn vị"), "reports", _paragraphs(words.reports_in(summary))),
    ]
    found: list[Block] = []
    told = [part for part in parts if part[2]]
    for number, (title, key, blocks) in enumerate(told, 1):
        found += [Heading(f"{number}. {title}", 2), Marked(key, title, blocks)]
    return tuple(found)


def _paragraphs(texts: Iterable[Text]) -> tuple[Block, ...]:
    return tuple(Paragraph(text) for text in texts)


def _overall(summary: Summary) -> tuple[Block, ...]:
    if not summary.total:
        nothing = _("Không có đơn vị nào phải thực hiện nhiệm vụ.")
        return _paragraphs([nothing, *words.exempt(summary)])
    return _paragraphs([words.units_done(summary), *words.tasks_done(summary)])


def _groups(summary: Summary) -> tuple[Block, ...]:
    shares = [share for share in summary.by_group() if share.tally.total]
    if not shares:
        return ()
    table = _table("group", _("Nhóm nhiệm vụ"), shares, TASKS, name=lambda share: group_name(share.key, share.name))
    if len(shares) == 1:
        return (table,)
    note = _("Một đơn vị có thể thuộc nhiều nhóm, nên số đơn vị của các nhóm không cộng lại với nhau.")
    return (table, Paragraph(note))


def _addressees(summary: Summary) -> tuple[Block, ...]:
    shares = [share for share in summary.by_addressee() if share.counted]
    return (_table("addressee", _("Nhóm nơi nhận"), shares, UNITS, name=_addressee),) if shares else ()


def _addressee(share: Share) -> str:
    return sentence_case(share.name) if share.name else _("Đơn vị bổ sung sau")


def _districts(summary: Summary) -> tuple[Block, ...]:
    shares = [share for share in summary.by_district() if share.counted]
    if sum(bool(share.name) for share in shares) < 2:
        return ()
    return (_table("district", _("Địa bàn"), shares, UNITS, name=share_place_name),)


def _table(kind: str, head: str, shares: list[Share], counts: tuple[Count, ...], *, name) -> Table:
    columns = [Column(_("STT"), 0.9, "center"), Column(head, 5)]
    columns += [Column(str(count.title), 1.6, "right") for count in counts]
    rows = []
    for number, share in enumerate(shares, 1):
        called = name(share)
        cells = [figure(f"{kind}.{share.key}.{each.key}", each.of(share), f"{called}: {each.title}") for each in counts]
        rows.append((str(number), called, *cells))
    total = (_total(kind, head, each, shares) if each.adds_up else "" for each in counts)
    return Table(tuple(columns), tuple(rows), total=("", _("Cộng"), *total))


def _total(kind: str, head: str, count: Count, shares: list[Share]) -> Figure:
    label = _("Cộng theo %(head)s: %(count)s") % {"head": head.lower(), "count": count.title}
    return figure(f"{kind}.total.{count.key}", sum(map(count.of, shares)), label)


def _reach(cells: list[Reach]) -> tuple[Block, ...]:
    """Lượt of an audience through a channel. There is no total: people are reached several times."""
    if not cells:
        return (Paragraph(_("Chưa đơn vị nào ghi hoạt động trên cổng.")),)
    columns = (
        Column(_("STT"), 0.9, "center"),
        Column(_("Đối tượng"), 4),
        Column(_("Hình thức"), 4),
        Column(_("Số hoạt động"), 1.8, "right"),
        Column(_("Số lượt tiếp cận"), 2.2, "right"),
    )
    rows = tuple((str(number), *_cell(cell)) for number, cell in enumerate(cells, 1))
    return (Table(columns, rows), *_paragraphs(_notes(cells)))


def _cell(cell: Reach) -> tuple[Text, ...]:
    key, who = f"reach.{cell.audience}.{cell.channel}", f"{cell.audience_name}, {cell.channel_name}"
    times = figure(f"{key}.times", cell.times, _("Lượt: %(who)s") % {"who": who}) if cell.is_told else _("chưa đếm")
    deeds = figure(f"{key}.deeds", cell.deeds, _("Hoạt động: %(who)s") % {"who": who})
    return capfirst(cell.audience_name), capfirst(cell.channel_name), deeds, times


def _notes(cells: list[Reach]) -> list[Text]:
    """What the numbers leave out, and why nothing is added up."""
    told = [
        _(
            "Số lượt do các đơn vị khai, không phải số người; một người có thể được tiếp cận nhiều lần, "
            "nên không cộng giữa các đối tượng và hình thức."
        )
    ]
    left = (
        (sum(cell.uncounted for cell in cells), _("%(n)d hoạt động chưa đếm được số lượt.")),
        (sum(cell.linked for cell in cells), _("%(n)d hoạt động đã tính lượt ở văn bản khác, không tính lại.")),
        (sum(cell.repeated for cell in cells), _("%(n)d hoạt động của cấp dưới trùng với cấp trên, không tính lại.")),
    )
    return told + [text % {"n": count} for count, text in left if count]
