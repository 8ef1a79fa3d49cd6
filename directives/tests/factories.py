"""Plain builders of campaigns and letters for tests, and the cast of people who act in them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from directives.models import (
    Campaign,
    Delivery,
    Directive,
    Instruction,
    Obligation,
    RecipientGroup,
    RecipientGroupUnit,
)
from directives.services.issuing import issue
from units.models import Role, Unit, UnitKind, User
from units.tests.factories import NUMBERS, local, make_unit, make_user

ISSUED_AT = local("2024-10-28 09:00")
DUE_ON = date(2024, 11, 20)


FOUR_STEPS = [7, 3, 1, 0]
"""The ladder of the tests: few steps, all before the due day, so that each test sees the steps it is about."""


def make_campaign(owner: Unit, actor: User, **more) -> Campaign:
    more.setdefault("created_at", ISSUED_AT)
    named = {"name": "Chiến dịch thử", "ladder": FOUR_STEPS} | more
    return Campaign.objects.create(owner=owner, created_by=actor, **named)


def make_draft(issuer: Unit, actor: User, **more) -> Directive:
    """A draft that only lacks recipients and instructions."""
    columns = {
        "campaign": more.pop("campaign", None) or make_campaign(issuer, actor),
        "number": str(next(NUMBERS)),
        "symbol": "STTTT-CNTT",
        "subject": "triển khai chiến dịch",
        "dated_on": date(2024, 10, 28),
        "due_on": DUE_ON,
        "no_report": True,
        "created_at": ISSUED_AT,
        "created_by": actor,
    } | more
    return Directive.objects.create(issuer=issuer, **columns)


def add_group(directive: Directive, phrase: str, units: list[Unit], *tasks: str, **instruction) -> RecipientGroup:
    """An addressee line and a task group of the same units, with one instruction per text in `tasks`."""
    order = directive.groups.filter(source="addressee").count()
    for source in RecipientGroup.Source.values:
        group = RecipientGroup.objects.create(directive=directive, source=source, order=order, phrase=phrase)
        RecipientGroupUnit.objects.bulk_create(RecipientGroupUnit(group=group, unit=unit) for unit in units)
    for text in tasks:
        add_instruction(directive, text, group=group, **instruction)
    return group


def add_instruction(directive: Directive, text: str, **more) -> Instruction:
    return Instruction.objects.create(directive=directive, text=text, order=directive.instructions.count(), **more)


def make_issued(issuer: Unit, actor: User, *, groups: list[tuple], now: datetime = ISSUED_AT, **more) -> Directive:
    """An issued directive; `groups` holds (phrase, units, task texts…)."""
    directive = make_draft(issuer, actor, **more)
    for phrase, units, *tasks in groups:
        add_group(directive, phrase, units, *tasks)
    return issue(directive=directive, actor=actor, now=now)


@dataclass
class Cast:
    """Who acts in most tests: an officer and a leader of the city, two recipient units with a focal point each,
    an officer of another department, and one directive of two instructions issued to both units."""

    city: Unit
    department: Unit
    district: Unit
    ninh_kieu: Unit
    o_mon: Unit
    elsewhere: Unit
    officer: User
    second_officer: User
    leader: User
    focal: User
    other_focal: User
    stranger_officer: User
    directive: Directive
    people: dict[str, User] = field(default_factory=dict)

    def delivery(self, unit: Unit | None = None) -> Delivery:
        return self.directive.deliveries.get(unit=unit or self.ninh_kieu)

    def obligations(self, unit: Unit | None = None) -> list[Obligation]:
        return list(self.delivery(unit).obligations.order_by("instruction__order"))

    def obligation(self, unit: Unit | None = None) -> Obligation:
        return self.obligations(unit)[0]


def make_cast(**directive) -> Cast:
    city = make_unit("UBND thành phố Cần Thơ", kind=UnitKind.CITY_COMMITTEE, short_name="UBND TP")
    department = make_unit("Sở Thông tin và Truyền thông", parent=city, short_name="Sở TT&TT", symbol="STTTT")
    district = make_unit("UBND quận Ninh Kiều", kind=UnitKind.DISTRICT_COMMITTEE, parent=city)
    ninh_kieu = make_unit("Phòng Văn hóa và Thông tin quận Ninh Kiều", kind=UnitKind.DISTRICT_OFFICE, parent=district)
    o_mon = make_unit("Phòng Văn hóa và Thông tin quận Ô Môn", kind=UnitKind.DISTRICT_OFFICE)
    elsewhere = make_unit("Sở Nội vụ tỉnh khác")
    officer = make_user(department, Role.COORDINATOR, email="canbo@stttt.example", full_name="Trần Thị Cán Bộ")
    directive = make_issued(
        department,
        officer,
        **directive,
        groups=[
            ("Phòng Văn hóa và Thông tin quận, huyện", [ninh_kieu, o_mon], "Đăng tải tài liệu", "Phổ biến kỹ năng")
        ],
    )
    cast = Cast(
        city=city,
        department=department,
        district=district,
        ninh_kieu=ninh_kieu,
        o_mon=o_mon,
        elsewhere=elsewhere,
        officer=officer,
        directive=directive,
        second_officer=make_user(department, Role.COORDINATOR, email="canbo2@stttt.example"),
        leader=make_user(city, Role.VIEWER, email="lanhdao@ubnd.example", full_name="Lê Văn Lãnh Đạo"),
        focal=make_user(ninh_kieu, email="daumoi@ninhkieu.example", full_name="Nguyễn Thị Đầu Mối"),
        other_focal=make_user(o_mon, email="daumoi@omon.example"),
        stranger_officer=make_user(elsewhere, Role.COORDINATOR, email="canbo@tinhkhac.example"),
    )
    names = ["officer", "leader", "focal", "other_focal", "stranger_officer"]
    cast.people = {name: getattr(cast, name) for name in names}
    return cast
