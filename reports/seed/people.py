"""People of the demonstration: two officers, a leader, and a focal point for every unit that may receive a letter."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from campaign_portal.lib.errors import AlreadyDone
from campaign_portal.lib.text import fold
from units.demo import PASSWORD, SIGN_INS
from units.models import Role, Unit, UnitKind, User
from units.services.people import add_person

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Đặng", "Bùi", "Hồ"]
MIDDLE = ["Thị Ngọc", "Văn", "Thanh", "Minh", "Thị Thu", "Quốc", "Hoàng", "Thị Mỹ"]
GIVEN = ["Hân", "Phúc", "Tâm", "Dũng", "Lan", "Khoa", "Ngân", "Vinh", "Trâm", "Hải", "Yến"]
FOCAL_KINDS = (
    UnitKind.DEPARTMENT,
    UnitKind.AFFILIATE,
    UnitKind.CENTRAL,
    UnitKind.DISTRICT_OFFICE,
    UnitKind.UNIVERSITY,
    UnitKind.UNIVERSITY_BRANCH,
    UnitKind.COLLEGE,
    UnitKind.ACADEMY,
    UnitKind.POLITICAL_SCHOOL,
)
OFFICER, NINH_KIEU, LEADER, WARD_PERSON = (email for _role, email in SIGN_INS)
SECOND_OFFICER = "canbo2@stttt.example"


def add_people(*, now: datetime) -> User:
    """Add everybody once and return the first officer; they share one hash of the public demonstration password."""
    hashed = make_password(PASSWORD)
    issuer = Unit.objects.get(symbol="STTTT")
    city = Unit.objects.get(kind=UnitKind.CITY_COMMITTEE)
    add_one(OFFICER, "Trần Thị Thanh Thảo", issuer, Role.COORDINATOR, "Chuyên viên", hashed, now)
    officer = User.objects.get(email=OFFICER)
    if not officer.is_staff:
        officer.is_staff = officer.is_superuser = True
        officer.save(update_fields=["is_staff", "is_superuser"])
    add_one(SECOND_OFFICER, "Lê Quốc Khánh", issuer, Role.COORDINATOR, "Phó Trưởng phòng", hashed, now)
    add_one(LEADER, "Phạm Minh Đức", city, Role.VIEWER, "Phó Chủ tịch", hashed, now)
    for index, unit in enumerate(Unit.objects.filter(kind__in=FOCAL_KINDS).exclude(pk=issuer.pk)):
        add_one(address(unit), person_name(index), unit, Role.FOCAL, "Chuyên viên", hashed, now)
    return officer


def add_one(email: str, name: str, unit: Unit, role: str, title: str, hashed: str, now: datetime) -> None:
    """A person of the demonstration; one who is there already stays as they are."""
    try:
        add_person(
            email=email,
            full_name=name,
            unit=unit,
            role=role,
            job_title=title,
            phone="0292 000 0000",
            password_hash=hashed,
            actor=None,
            now=now,
        )
    except AlreadyDone:
        return


def address(unit: Unit) -> str:
    """An address that cannot exist (RFC 6761 reserves `.example`), readable enough to tell units apart."""
    name = (
        unit.name.removesuffix(" thành phố")
        .replace("Phòng Văn hóa và Thông tin quận", "PVHTT")
        .replace("Phòng Văn hóa và Thông tin huyện", "PVHTT")
    )
    words = fold(name.replace("(minh họa)", "")).split()
    host = f"{words[0]}-{''.join(words[1:])}" if words[0] == "pvhtt" else "".join(words)
    return f"daumoi@{host[:50]}.example"


def person_name(index: int) -> str:
    return f"{FAMILY[index * 7 % len(FAMILY)]} {MIDDLE[index * 5 % len(MIDDLE)]} {GIVEN[index * 3 % len(GIVEN)]}"
