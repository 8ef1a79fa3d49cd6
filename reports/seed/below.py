"""Units below the recipients of the running letter, and what becomes of work passed on to them.

A university has faculties, a ward of the two-level model joins late and has community digital teams. The ward is real
(from 01/07/2025, Resolution 202/2025/QH15); faculties and teams are invented and say so in their names.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from campaign_portal.lib.dates import at_local, local_day
from campaign_portal.lib.errors import AlreadyDone
from directives.models import Delivery, Obligation, Progress
from directives.services.lifecycle import add_late
from directives.services.receipts import confirm_receipt, mark_seen, refuse
from directives.services.relaying import relay
from reports.services.declaring import declare_complete
from reports.services.reviews import accept
from units.models import Area, Role, Unit, UnitKind, User
from units.models.named import name_columns
from units.services.registry import create_unit

from . import story as tale
from .people import add_one, address, person_name

TWO_LEVELS = date(2025, 7, 1)
INVENTED = "(minh họa)"
WARD = "UBND phường Ninh Kiều"
WARD_AREA = {"name": "Phường Ninh Kiều", "code": "31135"}
TEAMS = [f"Tổ công nghệ số cộng đồng khu vực {number}, phường Ninh Kiều {INVENTED}" for number in (1, 2, 3)]
FACULTIES = ["Khoa Công nghệ thông tin", "Khoa Kinh tế", "Khoa Luật", "Khoa Sư phạm"]
HEARD_OF_TEAMS = "Tổ Công nghệ số cộng đồng"


def plan_below(story: tale.Story, *, university: Delivery, officer: User) -> None:
    """Plan who passes on what to whom, and who does it: some are done, one waits, one sent it back, some are silent."""
    own = replace(story, random=Random(2025))  # the others' days and figures stay as they are
    issued = local_day(story.directive.issued_at)
    founded = at_local(issued - timedelta(days=1), time(8, 0))
    ward, teams = _ward_and_teams(founded)
    faculties = [
        _unit(f"{name}, {university.unit.name} {INVENTED}", UnitKind.OTHER, university.unit, None, founded)
        for name in FACULTIES
    ]
    joined = own.office_hour(issued + timedelta(days=1))
    own.at(joined, lambda now: _add_ward(own, ward, officer, now))
    began = local_day(joined) + timedelta(days=1)
    _plan_passing(own, university.unit, faculties, on=began, until=0.75, acts=[_finish, _declare, _open, _send_back])
    _plan_passing(own, ward, teams, on=began, until=0.5, acts=[_finish, _begin, None])


def _ward_and_teams(now: datetime) -> tuple[Unit, list[Unit]]:
    city = Unit.objects.get(kind=UnitKind.CITY_COMMITTEE)
    facts = {"level": Area.Level.WARD, "code": WARD_AREA["code"], **name_columns(WARD_AREA["name"])}
    area, _new = Area.objects.get_or_create(
        parent=city.area, name=WARD_AREA["name"], valid_from=TWO_LEVELS, defaults=facts
    )
    ward = _unit(WARD, UnitKind.WARD_COMMITTEE, city, area, now, symbol="UBND", valid_from=TWO_LEVELS)
    teams = [_unit(name, UnitKind.COMMUNITY_TEAM, ward, area, now, valid_from=TWO_LEVELS) for name in TEAMS]
    return ward, teams


def _unit(name: str, kind: str, parent: Unit, area: Area | None, now: datetime, **more) -> Unit:
    """The unit with a focal point of its own, each added once."""
    unit = Unit.objects.filter(name=name, valid_to=None).first()
    if unit is None:
        if INVENTED in name:
            more["note"] = "Đơn vị được đặt ra cho bản trình diễn."
        unit = create_unit(name=name, kind=kind, parent=parent, area=area or parent.area, actor=None, now=now, **more)
    hashed = User.objects.filter(email__endswith=".example").values_list("password", flat=True)[0]
    add_one(address(unit), person_name(unit.pk), unit, Role.FOCAL, "Chuyên viên", hashed, now)
    return unit


def _focal(unit: Unit) -> User:
    return User.objects.filter(memberships__unit=unit, memberships__role=Role.FOCAL).order_by("pk")[0]


def _add_ward(story: tale.Story, ward: Unit, officer: User, now: datetime) -> None:
    instructions = story.directive.instructions.filter(text__contains=HEARD_OF_TEAMS, ended_at=None)
    note = "Bổ sung phường theo mô hình chính quyền hai cấp từ 01/07/2025."
    act = {"actor": officer, "now": now, "note": note}
    add_late(directive=story.directive, unit=ward, instructions=list(instructions), **act)


Act = Callable[[tale.Story, Obligation, User, datetime], None]


def _plan_passing(
    story: tale.Story, giver: Unit, units: list[Unit], *, on: date, until: float, acts: list[Act | None]
) -> None:
    """The giver takes the letter in and passes its open work on; then each unit does as told, a working day apart."""
    person, passed = _focal(giver), story.office_hour(on)
    story.at(passed, lambda now: _pass_on(story, giver, units, person, story.share(until), now))
    for number, (unit, act) in enumerate(zip(units, acts, strict=True), start=1):
        if act:
            _plan_act(story, unit, act, story.office_hour(local_day(passed) + timedelta(days=number)))


def _plan_act(story: tale.Story, unit: Unit, act: Act, when: datetime) -> None:
    def run(now: datetime) -> None:
        for row in Obligation.objects.filter(unit=unit, delivery__directive=story.directive, parent__isnull=False):
            act(story, row, _focal(unit), now)

    story.at(when, run)


def _pass_on(story, giver: Unit, units: list[Unit], person: User, due_on: date, now: datetime) -> None:
    delivery = story.directive.deliveries.get(unit=giver)
    confirm_receipt(delivery=delivery, actor=person, now=now)
    rows = list(delivery.obligations.open().filter(counted=True))
    note = "Gửi ảnh hoặc liên kết trước hạn để đơn vị tổng hợp."
    relay(obligations=rows, units=units, due_on=due_on, actor=person, now=now, note=note)


# --- What a unit below does -------------------------------------------------------------------------------------------
def _open(story, row: Obligation, person: User, now: datetime) -> None:
    mark_seen(delivery=row.delivery, actor=person, now=now)


def _begin(story, row: Obligation, person: User, now: datetime) -> None:
    _open(story, row, person, now)
    tale.record(story, row, person, now)


def _declare(story, row: Obligation, person: User, now: datetime) -> None:
    _begin(story, row, person, now)
    declare_complete(obligation=row, actor=person, now=now + timedelta(minutes=5))


def _finish(story, row: Obligation, person: User, now: datetime) -> None:
    _declare(story, row, person, now)
    accept(obligation=row, actor=_focal(row.parent.responsible_unit), now=now + timedelta(hours=1))


def _send_back(story, row: Obligation, person: User, now: datetime) -> None:
    if row.progress == Progress.NOT_STARTED:
        reason = "Sinh viên của khoa đang đi thực tập, không có lớp trong tháng. (Minh họa.)"
        try:
            refuse(delivery=row.delivery, actor=person, now=now, reason=reason)
        except AlreadyDone:  # the letter went back whole with the first of its tasks
            return
