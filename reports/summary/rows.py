"""What the figures count, as plain data: one `Task` per binding obligation, one `UnitRow` per unit that got the letter.

Everything is as of the end of one local day. Names and places are those of the day of issue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import SOON_DAYS, describe
from directives.history import DeliveryState, ObligationState
from directives.models import Progress
from directives.models.obligation import OPEN
from units.models import Area

ALL_UNITS = "all"
"""Key of the tasks that the letter gives to all its recipients, not to one of its groups."""
NO_DISTRICT = "none"
"""Key of the units that belong to no district."""
ADDED = "added"
"""Key of the units that the letter did not name and that were added after issue."""


@dataclass(frozen=True)
class Place:
    """The district a unit stood in when the letter was issued; the commune itself since there are no districts."""

    key: str = NO_DISTRICT
    name: str = ""
    sort_key: str = ""
    level: str = ""
    own: "Place | None" = field(default=None, compare=False)
    """The unit's own commune, where that lies in this district."""

    @property
    def is_district(self) -> bool:
        return self.key != NO_DISTRICT

    @property
    def finest(self) -> "Place":
        return self.own or self


@dataclass(frozen=True)
class Task:
    """A binding obligation of one unit. Exempt ones are `counted=False`: they stand in no denominator."""

    pk: int
    delivery_id: int
    unit: str
    unit_sort_key: str
    place: Place
    instruction_id: int
    title: str
    order: int
    group: str
    group_name: str
    progress: str
    due_on: date
    day: date
    changed_on: date
    responsible_unit_id: int
    is_handed_over: bool = False
    submitted_on: date | None = None
    counted: bool = True
    note: str = ""

    @property
    def is_done(self) -> bool:
        return self.counted and self.progress == Progress.DONE

    @property
    def is_open(self) -> bool:
        """The unit's turn: the clock runs."""
        return self.counted and self.progress in OPEN

    @property
    def days_left(self) -> int:
        return (self.due_on - self.day).days

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.days_left < 0

    @property
    def is_soon(self) -> bool:
        return self.is_open and 0 <= self.days_left <= SOON_DAYS

    @property
    def was_on_time(self) -> bool:
        """The submission that was accepted came by the end of the due day."""
        return self.is_done and self.submitted_on is not None and self.submitted_on <= self.due_on

    @property
    def fell_due(self) -> bool:
        """Its last day has come to an end, or ends with the day of the figures."""
        return self.counted and self.due_on <= self.day

    @property
    def state(self) -> str:
        """The key of the status table: progress with the due day in view."""
        return describe(self.progress, due_on=self.due_on, today=self.day, submitted_on=self.submitted_on)

    @property
    def tone(self) -> str:
        """Its piece of a bar; the pieces of all tasks add up to the whole."""
        return "late" if self.is_overdue else TONES[self.progress]


TONES = {
    Progress.NOT_STARTED: "todo",
    Progress.IN_PROGRESS: "doing",
    Progress.RETURNED: "back",
    Progress.WAITING: "wait",
    Progress.DONE: "done",
    Progress.NOT_APPLICABLE: "na",
}


@dataclass(frozen=True)
class UnitRow:
    """A unit that got the letter, its receipt and its tasks. `is_active`: an action stands, or work was handed in."""

    pk: int
    unit_id: int
    name: str
    sort_key: str
    addressee: str
    addressee_name: str
    place: Place
    issued_on: date
    day: date
    seen_on: date | None = None
    received_on: date | None = None
    refused_on: date | None = None
    reported_on: date | None = None
    """The day its official reply was first handed in."""
    note: str = ""
    is_active: bool = False
    tasks: tuple[Task, ...] = ()

    @property
    def counted(self) -> list[Task]:
        return [task for task in self.tasks if task.counted]

    @property
    def is_addressed(self) -> bool:
        """Stands in the denominator of receipt: it did not send the letter back as misaddressed."""
        return self.refused_on is None

    @property
    def is_counted(self) -> bool:
        """Stands in the denominator of units: something is asked of it that it was not freed from."""
        return self.is_addressed and any(task.counted for task in self.tasks)

    @property
    def is_done(self) -> bool:
        """All that is asked of it is done; what it was freed from does not hold it back."""
        return self.is_counted and all(task.is_done for task in self.counted)

    @property
    def is_silent(self) -> bool:
        return self.is_counted and not self.is_active

    @property
    def overdue(self) -> list[Task]:
        return [task for task in self.tasks if task.is_overdue]

    @property
    def is_overdue(self) -> bool:
        return bool(self.overdue)

    @property
    def days_late(self) -> int:
        return max((-task.days_left for task in self.overdue), default=0)

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)

    def has(self, progress: str) -> bool:
        return any(task.progress == progress for task in self.counted)

    @property
    def tone(self) -> str:
        """Its square of the strip; what is owed most stands first."""
        if not self.is_counted:
            return "na"
        if self.is_silent:
            return "none"
        if self.is_overdue:
            return "late"
        if self.has(Progress.RETURNED):
            return "back"
        if any(task.is_open for task in self.tasks):
            return "doing"
        return "done" if self.is_done else "wait"

    @property
    def days_since_issue(self) -> int:
        return (self.day - self.issued_on).days

    @property
    def days_since_receipt(self) -> int | None:
        return (self.day - self.received_on).days if self.received_on else None


def unit_rows(
    deliveries: list[DeliveryState],
    obligations: list[ObligationState],
    *,
    active: set[int],
    addressees: dict[tuple[int, str], str],
    reported: Mapping[int, date] | None = None,
) -> list[UnitRow]:
    """Put tasks under their units, in protocol order.

    `active` holds keys of deliveries for which an action stands, `addressees` {(directive key, phrase): group key}.
    `reported` holds the day of the first official reply of those that handed one in.
    Letters that were sent back or taken back ask for nothing: exemptions are listed, what ended is not.
    """
    places = {state.delivery.pk: place_of(state.delivery) for state in deliveries}
    tasks: dict[int, list[Task]] = {}
    for state in obligations:
        if state.obligation.instruction.binding and state.obligation.delivery_id in places:
            delivery_id = state.obligation.delivery_id
            tasks.setdefault(delivery_id, []).append(task_of(state, places[delivery_id]))
    return [
        _unit_row(state, tuple(tasks.get(state.delivery.pk, ())), places, active, addressees, reported or {})
        for state in deliveries
    ]


def _unit_row(state: DeliveryState, tasks: tuple[Task, ...], places, active, addressees, reported) -> UnitRow:
    row = state.delivery
    judged = (Progress.WAITING, Progress.DONE, Progress.RETURNED)
    return UnitRow(
        pk=row.pk,
        unit_id=row.unit_id,
        name=row.unit_name,
        sort_key=row.unit_sort_key,
        addressee=addressees.get((row.directive_id, row.addressee), ADDED),
        addressee_name=row.addressee,
        place=places[row.pk],
        issued_on=local_day(row.issued_at),
        day=state.day,
        seen_on=state.seen_at and local_day(state.seen_at),
        received_on=state.received_at and local_day(state.received_at),
        refused_on=state.refused_at and local_day(state.refused_at),
        reported_on=reported.get(row.pk),
        note=state.note,
        is_active=row.pk in active or any(task.progress in judged for task in tasks),
        tasks=tasks,
    )


def task_of(state: ObligationState, place: Place) -> Task:
    row = state.obligation
    group = row.instruction.group
    return Task(
        pk=row.pk,
        delivery_id=row.delivery_id,
        unit=row.delivery.unit_name,
        unit_sort_key=row.delivery.unit_sort_key,
        place=place,
        instruction_id=row.instruction_id,
        title=row.instruction.title,
        order=row.instruction.order,
        group=str(group.pk) if group else ALL_UNITS,
        group_name=group.phrase if group else "",
        progress=state.progress,
        due_on=state.due_on,
        day=state.day,
        changed_on=state.changed_on,
        responsible_unit_id=state.responsible_unit_id,
        is_handed_over=state.responsible_unit_id != row.unit_id,
        submitted_on=state.submitted_at and local_day(state.submitted_at),
        counted=state.counted,
        note=state.note,
    )


def place_of(delivery) -> Place:
    """The district of the place the unit had at issue: itself or, for a commune, what it lies in, if it lies in one."""
    area = delivery.area
    if area is None or area.level == Area.Level.CITY:
        return Place()
    own = Place(str(area.pk), delivery.area_name, area.sort_key, area.level)
    above = area.parent if area.level == Area.Level.WARD else None
    if above is None or above.level != Area.Level.DISTRICT:
        return own
    return Place(str(above.pk), above.name, above.sort_key, above.level, own)
