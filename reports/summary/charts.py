"""The drawings and tables of the page, ready for templates: every number with the address of the rows it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaign_portal.lib.charts import Drawing, Part, Row, Squares, drawings, squares
from campaign_portal.lib.numbers import number_text, with_unit
from campaign_portal.lib.status import STATES

from .address import Address
from .figures import Share, Summary
from .lists import STATE_OF_TONE, TONE_RANK
from .rows import UnitRow
from .words import group_name, percent_text, share_place_name

PARTS: list[tuple[str, object, dict[str, str]]] = [
    ("done", STATES["done"].word, {"progress": "done"}),
    ("wait", STATES["waiting"].word, {"progress": "waiting"}),
    ("doing", _lazy("đang thực hiện, còn hạn"), {"progress": "in_progress", "timing": "ahead"}),
    ("back", _lazy("trả lại, còn hạn"), {"progress": "returned", "timing": "ahead"}),
    ("todo", _lazy("chưa thực hiện, còn hạn"), {"progress": "not_started", "timing": "ahead"}),
    ("late", STATES["late"].word, {"timing": "late"}),
]
"""The pieces of a bar of tasks: tone, word, and the filter that lists exactly these. They add up to the whole."""
STRIP_WORDS = {"late": _lazy("đã có hoạt động, quá hạn"), "na": _lazy("không phải thực hiện")}


@dataclass(frozen=True)
class Cell:
    value: int
    url: str
    label: str = ""


@dataclass(frozen=True)
class GroupLine:
    """A group of tasks: how many units it concerns, its tasks, and these by what became of them."""

    name: str
    units: Cell
    tasks: Cell
    cells: list[Cell]


@dataclass(frozen=True)
class GroupChart:
    drawings: list[Drawing]
    description: str
    legend: list[dict]
    columns: list[str]
    lines: list[GroupLine]


def group_chart(shares: Sequence[Share], address: Address) -> GroupChart:
    """Tasks by group as bars, and the same as a table. Pieces that no group has are left out of both."""
    counts = [
        {tone: sum(task.counted and task.tone == tone for task in share.tasks) for tone, *_ in PARTS}
        for share in shares
    ]
    shown = [part for part in PARTS if any(count[part[0]] for count in counts)]
    rows = [_bar(share, count, address) for share, count in zip(shares, counts, strict=True)]
    return GroupChart(
        drawings=drawings(rows, full=True),
        description="; ".join(f"{row.label}: {row.note}" for row in rows),
        legend=[
            {
                "tone": tone,
                "words": with_unit(sum(count[tone] for count in counts), str(word)),
                "url": address.tasks(**filters),
            }
            for tone, word, filters in shown
        ],
        columns=[str(word) for _tone, word, _f in shown],
        lines=[_line(share, count, shown, address) for share, count in zip(shares, counts, strict=True)],
    )


def _bar(share: Share, count: dict[str, int], address: Address) -> Row:
    done, total = share.tally.done, share.tally.total
    note = f"{number_text(done)}/{number_text(total)}"
    if total:
        note = f"{note} · {percent_text(done, total)}"
    parts = [Part(tone, count[tone], address.tasks(group=share.key, **filters)) for tone, _word, filters in PARTS]
    return Row(group_name(share.key, share.name), parts, note, address.tasks(group=share.key))


def _line(share: Share, count: dict[str, int], shown: list, address: Address) -> GroupLine:
    return GroupLine(
        name=group_name(share.key, share.name),
        units=Cell(len(share.units), address.units(task=share.key)),
        tasks=Cell(share.tally.total, address.tasks(group=share.key)),
        cells=[
            Cell(count[tone], address.tasks(group=share.key, **filters), str(word)) for tone, word, filters in shown
        ],
    )


@dataclass(frozen=True)
class DistrictLine:
    """A district: its units as squares, then its done tasks as on the map; done, overdue and silent units."""

    name: str
    drawing: Squares
    description: str
    tasks_done: Cell
    tasks: Cell
    done: Cell
    units: Cell
    overdue: Cell
    silent: Cell


def district_lines(shares: Sequence[Share], address: Address) -> list[DistrictLine]:
    return [_district(share, address) for share in shares if share.counted]


def _district(share: Share, address: Address) -> DistrictLine:
    counted = len(share.counted)
    here = {"district": share.key}
    return DistrictLine(
        name=share_place_name(share),
        drawing=squares(tones(share.counted))[1],
        description=_("%(done)s trên %(units)s đơn vị đã hoàn thành")
        % {"done": number_text(share.done), "units": number_text(counted)},
        tasks_done=Cell(share.tally.done, address.tasks(progress="done", **here)),
        tasks=Cell(share.tally.total, address.tasks(**here)),
        done=Cell(share.done, address.units(state="done", **here)),
        units=Cell(counted, address.units(**here)),
        overdue=Cell(share.overdue, address.units(state="overdue", **here)),
        silent=Cell(share.silent, address.units(state="silent", **here)),
    )


def tones(units: Sequence[UnitRow]) -> list[str]:
    """The squares of units, done ones first, those that owe most last."""
    return sorted((unit.tone for unit in units), key=lambda tone: -TONE_RANK[tone])


def strip_urls(address: Address) -> dict[str, str]:
    """The colour of a square -> the list of the units drawn in it."""
    return {tone: address.units(state=state) for tone, state in STATE_OF_TONE.items()}


def strip_groups(summary: Summary, address: Address) -> list[dict]:
    """Every counted unit a square, by the line of the letter that addresses it."""
    return [
        {
            "name": share.name,
            "tones": tones(share.counted),
            "url": address.units(state="done", group=share.key),
            "all_url": address.units(group=share.key),
        }
        for share in summary.by_addressee()
        if share.counted
    ]


def figure_parts(summary: Summary, address: Address) -> dict[str, list[tuple[str, str]]]:
    """What stands under the figures of receipt and of done tasks: words with a number, and the rows it counts."""
    tally = summary.tally
    return {
        "received": [
            (
                _("%(n)s đơn vị chưa tiếp nhận") % {"n": number_text(summary.missing)},
                address.units(receipt="missing"),
            )
        ],
        "done": [
            (_("%(n)s đúng hạn") % {"n": number_text(tally.on_time)}, address.tasks(progress="done_on_time")),
            (_("%(n)s quá hạn") % {"n": number_text(tally.done_late)}, address.tasks(progress="done_late")),
        ],
    }


# --- Tables of figures ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ProgressLine:
    """A state of the status table with its tasks: all of them and, while the clock runs, by how near the day is."""

    state: str
    all: Cell
    within: Cell | None = None
    soon: Cell | None = None
    late: Cell | None = None


def progress_lines(summary: Summary, address: Address) -> list[ProgressLine]:
    tasks = [task for task in summary.tasks if task.counted]
    tally = summary.tally
    lines = []
    for progress in ("not_started", "in_progress", "returned"):
        own = [task for task in tasks if task.progress == progress]
        late, soon = sum(task.is_overdue for task in own), sum(task.is_soon for task in own)

        def cell(value: int, timing: str, progress=progress) -> Cell:
            return Cell(value, address.tasks(progress=progress, timing=timing))

        lines.append(
            ProgressLine(
                state=progress,
                all=Cell(len(own), address.tasks(progress=progress)),
                within=cell(len(own) - late - soon, "within"),
                soon=cell(soon, "soon"),
                late=cell(late, "late"),
            )
        )
    lines.append(ProgressLine("waiting", Cell(tally.waiting, address.tasks(progress="waiting"))))
    lines.append(ProgressLine("done_on_time", Cell(tally.on_time, address.tasks(progress="done_on_time"))))
    lines.append(ProgressLine("done_late", Cell(tally.done_late, address.tasks(progress="done_late"))))
    return lines


@dataclass(frozen=True)
class Rate:
    """A share with its rule: what is divided by what, both of them lists."""

    name: str
    rule: str
    part: Cell
    whole: Cell
    percent: str


def rates(summary: Summary, address: Address) -> list[Rate]:
    """The three denominators official reports use, each by name, and the share of units that did anything at all."""
    tally = summary.tally
    begun = summary.total - summary.silent
    lines = [
        (
            _("Trên tất cả nhiệm vụ"),
            _("hoàn thành / được giao"),
            Cell(tally.done, address.tasks(progress="done")),
            Cell(tally.total, address.tasks()),
        ),
        (
            _("Trên nhiệm vụ đã đến hạn"),
            _("hoàn thành / có hạn đến hết ngày số liệu"),
            Cell(tally.fell_due_done, address.tasks(progress="done", timing="fell_due")),
            Cell(tally.fell_due, address.tasks(timing="fell_due")),
        ),
        (
            _("Đúng hạn"),
            _("hoàn thành đúng hạn / đã hoàn thành"),
            Cell(tally.on_time, address.tasks(progress="done_on_time")),
            Cell(tally.done, address.tasks(progress="done")),
        ),
        (
            _("Đơn vị đã có hoạt động"),
            _("đơn vị có hoạt động / đơn vị được giao"),
            Cell(begun, address.units(state="begun")),
            Cell(summary.total, address.units()),
        ),
    ]
    return [Rate(name, rule, part, whole, percent_text(part.value, whole.value)) for name, rule, part, whole in lines]
