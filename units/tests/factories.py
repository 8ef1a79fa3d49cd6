"""Plain builders for tests: each makes one valid row and says nothing that the test did not ask for."""

from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from units.models import Area, Membership, Role, Unit, UnitKind, User
from units.models.named import name_columns
from units.services.registry import unit_columns

NUMBERS = count(1)
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text: str) -> datetime:
    """ "2024-11-13 08:00" as an aware datetime of Cần Thơ."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def make_area(name: str | None = None, *, level: str = Area.Level.DISTRICT, parent: Area | None = None, **more) -> Area:
    name = name or f"Quận {next(NUMBERS)}"
    return Area.objects.create(name=name, level=level, parent=parent, **name_columns(name), **more)


def make_unit(name: str | None = None, *, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None, **more) -> Unit:
    name = name or f"Đơn vị {next(NUMBERS)}"
    columns = unit_columns(name, kind, more.get("short_name", ""), more.get("symbol", ""))
    unit = Unit.objects.create(name=name, kind=kind, parent=parent, **columns, **more)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def make_user(
    unit: Unit | None = None,
    role: str = Role.FOCAL,
    *,
    email: str | None = None,
    full_name: str | None = None,
    since: date = date(2024, 1, 1),
    **more,
) -> User:
    number = next(NUMBERS)
    user = User.objects.create_user(
        email or f"nguoi{number}@don-vi.example", "mat-khau", full_name=full_name or f"Nguyễn Văn {number}", **more
    )
    if unit:
        Membership.objects.create(user=user, unit=unit, role=role, starts_on=since)
    return user
