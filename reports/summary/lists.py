"""Filtering and sorting the rows behind a figure. What cannot be understood filters nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.status import STATES
from campaign_portal.lib.text import fold
from directives.models import Progress
from reports.models import Audience, Channel

from .figures import Summary
from .reach import Deed
from .rows import Task, UnitRow

# --- Units ------------------------------------------------------------------------------------------------------------
UNIT_STATES: dict[str, tuple[object, Callable[[UnitRow], bool]]] = {
    "silent": (_("chưa có hoạt động nào"), lambda unit: unit.is_silent),
    "late": (_("đã có hoạt động, quá hạn"), lambda unit: unit.tone == "late"),
    "back": (STATES["returned"].word, lambda unit: unit.tone == "back"),
    "doing": (STATES["in_progress"].word, lambda unit: unit.tone == "doing"),
    "wait": (STATES["waiting"].word, lambda unit: unit.tone == "wait"),
    "done": (_("đã hoàn thành"), lambda unit: unit.is_done),
    "overdue": (_("có nhiệm vụ quá hạn"), lambda unit: unit.is_overdue),
    "returned": (_("có nhiệm vụ bị trả lại"), lambda unit: unit.is_counted and unit.has(Progress.RETURNED)),
    "waiting": (_("có nhiệm vụ chờ xác nhận"), lambda unit: unit.is_counted and unit.has(Progress.WAITING)),
    "begun": (_("đã có hoạt động"), lambda unit: unit.is_counted and not unit.is_silent),
    "exempt": (_("không phải thực hiện"), lambda unit: unit.is_addressed and not unit.is_counted),
    "refused": (_("trả lại vì sai nơi nhận"), lambda unit: not unit.is_addressed),
}
"""The first six are the colours of the squares: a counted unit is in exactly one of them. The others overlap."""
STATE_OF_TONE = {"none": "silent", "late": "late", "back": "back", "doing": "doing", "wait": "wait", "done": "done"}
"""The colour of a square -> the filter that lists exactly the units drawn in it."""
RECEIPTS: dict[str, tuple[object, Callable[[UnitRow], bool]]] = {
    "addressed": (_("nhận văn bản"), lambda unit: unit.is_addressed),
    "received": (_("đã tiếp nhận"), lambda unit: unit.is_addressed and unit.received_on is not None),
    "missing": (_("chưa tiếp nhận"), lambda unit: unit.is_addressed and unit.received_on is None),
}
REPORTS: dict[str, tuple[object, Callable[[UnitRow], bool]]] = {
    "handed": (_("đã nộp báo cáo"), lambda unit: unit.is_addressed and unit.reported_on is not None),
    "missing": (_("chưa nộp báo cáo"), lambda unit: unit.is_addressed and unit.reported_on is None),
}
TONE_RANK = {tone: rank for rank, tone in enumerate(["none", "late", "back", "doing", "wait", "done", "na"])}
UNIT_SORTS: dict[str, Callable[[UnitRow], object]] = {
    "state": lambda unit: (TONE_RANK[unit.tone], unit.sort_key),
    "name": lambda unit: unit.sort_key,
    "place": lambda unit: (not unit.place.is_district, unit.place.sort_key, unit.sort_key),
    "received": lambda unit: (unit.received_on is not None, unit.received_on or unit.issued_on, unit.sort_key),
    "reported": lambda unit: (unit.reported_on is not None, unit.reported_on or unit.issued_on, unit.sort_key),
    "done": lambda unit: (unit.done / (len(unit.counted) or 1), unit.sort_key),
    "overdue": lambda unit: (-len(unit.overdue), -unit.days_late, unit.sort_key),
}


@dataclass(frozen=True)
class UnitFilter:
    """`state`, `receipt`, `report` are keys above, `group` is an addressee line, `task` a task group."""

    state: str = ""
    receipt: str = ""
    report: str = ""
    group: str = ""
    task: str = ""
    district: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "UnitFilter":
        return cls(
            state=_known(query.get("state"), UNIT_STATES),
            receipt=_known(query.get("receipt"), RECEIPTS),
            report=_known(query.get("report"), REPORTS),
            **{name: query.get(name, "").strip() for name in ("group", "task", "district", "q")},
        )

    def keeps(self, unit: UnitRow) -> bool:
        return self._is_in_state(unit) and self._is_placed(unit) and _says(self.q, unit.name)

    def _is_in_state(self, unit: UnitRow) -> bool:
        """Without a word on state, receipt or report: the denominator of units."""
        if not (self.state or self.receipt or self.report):
            return unit.is_counted
        states = [UNIT_STATES[self.state][1]] if self.state else []
        states += [RECEIPTS[self.receipt][1]] if self.receipt else []
        states += [REPORTS[self.report][1]] if self.report else []
        return all(holds(unit) for holds in states)

    def _is_placed(self, unit: UnitRow) -> bool:
        return (
            self.group in ("", unit.addressee)
            and self.district in ("", unit.place.key, unit.place.finest.key)
            and (not self.task or any(task.group == self.task for task in unit.counted))
        )

    def rows(self, summary: Summary) -> list[UnitRow]:
        return [unit for unit in summary.units if self.keeps(unit)]


# --- Tasks ------------------------------------------------------------------------------------------------------------
TASK_STATES: dict[str, tuple[object, Callable[[Task], bool]]] = {
    "not_started": (STATES["not_started"].word, lambda task: task.counted and task.progress == Progress.NOT_STARTED),
    "in_progress": (STATES["in_progress"].word, lambda task: task.counted and task.progress == Progress.IN_PROGRESS),
    "returned": (STATES["returned"].word, lambda task: task.counted and task.progress == Progress.RETURNED),
    "waiting": (STATES["waiting"].word, lambda task: task.counted and task.progress == Progress.WAITING),
    "done": (STATES["done"].word, lambda task: task.is_done),
    "done_on_time": (STATES["done_on_time"].word, lambda task: task.was_on_time),
    "done_late": (STATES["done_late"].word, lambda task: task.is_done and not task.was_on_time),
    "not_applicable": (STATES["not_applicable"].word, lambda task: not task.counted),
}
TIMINGS: dict[str, tuple[object, Callable[[Task], bool]]] = {
    "late": (STATES["late"].word, lambda task: task.is_overdue),
    "soon": (STATES["soon"].word, lambda task: task.is_soon),
    "ahead": (_("còn hạn"), lambda task: task.is_open and not task.is_overdue),
    "within": (_("trong hạn"), lambda task: task.is_open and not task.is_overdue and not task.is_soon),
    "fell_due": (_("đã đến hạn"), lambda task: task.fell_due),
}
TASK_RANK = {tone: rank for rank, tone in enumerate(["late", "todo", "back", "doing", "wait", "done", "na"])}
TASK_SORTS: dict[str, Callable[[Task], object]] = {
    "state": lambda task: (TASK_RANK[task.tone], task.due_on, task.unit_sort_key, task.order),
    "unit": lambda task: (task.unit_sort_key, task.order),
    "task": lambda task: (task.order, task.unit_sort_key),
    "due": lambda task: (task.due_on, task.unit_sort_key, task.order),
    "changed": lambda task: (task.changed_on, task.unit_sort_key, task.order),
}


@dataclass(frozen=True)
class TaskFilter:
    """`progress` and `timing` are keys above, `unit` a delivery, `group` a task group, `district` a place,
    `instruction` one thing that the letter asks."""

    progress: str = ""
    timing: str = ""
    group: str = ""
    district: str = ""
    unit: str = ""
    instruction: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "TaskFilter":
        return cls(
            progress=_known(query.get("progress"), TASK_STATES),
            timing=_known(query.get("timing"), TIMINGS),
            **{name: query.get(name, "").strip() for name in ("group", "district", "unit", "instruction", "q")},
        )

    def keeps(self, task: Task) -> bool:
        return (
            (TASK_STATES[self.progress][1](task) if self.progress else task.counted)
            and (not self.timing or TIMINGS[self.timing][1](task))
            and self.group in ("", task.group)
            and self.district in ("", task.place.key, task.place.finest.key)
            and self.unit in ("", str(task.delivery_id))
            and self.instruction in ("", str(task.instruction_id))
            and _says(self.q, f"{task.unit} {task.title}")
        )

    def rows(self, summary: Summary) -> list[Task]:
        return [task for task in summary.tasks if self.keeps(task)]


# --- Actions ----------------------------------------------------------------------------------------------------------
DEED_SORTS: dict[str, Callable[[Deed], object]] = {
    "done": lambda deed: (deed.done_on, deed.pk),
    "channel": lambda deed: (Channel.values.index(deed.channel), deed.pk),
    "audience": lambda deed: (Audience.values.index(deed.audience), deed.pk),
    "reach": lambda deed: (deed.reach is not None, deed.reach or 0, deed.pk),
}


@dataclass(frozen=True)
class DeedFilter:
    audience: str = ""
    channel: str = ""
    unit_names: Mapping[int, str] = field(default_factory=dict)
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], unit_names: Mapping[int, str]) -> "DeedFilter":
        return cls(
            audience=_known(query.get("audience"), Audience.values),
            channel=_known(query.get("channel"), Channel.values),
            unit_names=unit_names,
            q=query.get("q", "").strip(),
        )

    def keeps(self, deed: Deed) -> bool:
        return (
            self.audience in ("", deed.audience)
            and self.channel in ("", deed.channel)
            and _says(self.q, self.unit_names.get(deed.unit_id, ""))
        )

    def rows(self, deeds: Iterable[Deed]) -> list[Deed]:
        return [deed for deed in deeds if self.keeps(deed)]


# --- Common -----------------------------------------------------------------------------------------------------------
def arranged(rows: Iterable, wanted: str, sorts: Mapping[str, Callable], *, usual: str) -> list:
    """The rows in the order asked for ("name", or "-name" from the end), else in the usual one."""
    key = wanted if wanted.removeprefix("-") in sorts else usual
    return sorted(rows, key=sorts[key.removeprefix("-")], reverse=key.startswith("-"))


def _known(value: str | None, known) -> str:
    return value if value in known else ""


def _says(typed: str, text: str) -> bool:
    """Every word typed stands in the text, with or without its marks."""
    if not typed:
        return True
    folded = f" {fold(text)}"
    return all(f" {word}" in folded for word in fold(typed).split())
