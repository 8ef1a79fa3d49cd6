"""The registry of Cần Thơ as of autumn 2024, from fixtures/units.csv and fixtures/wards.csv into the tree of units.

Reading the files is pure; `load_registry` writes through the registry's own services and may run any number of times:
what is there already, also under a name that an officer corrected since, is left as it is.
"""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.models import ActivityEntry
from units.models import Area, Certainty, Succession, Unit, UnitKind
from units.models.named import name_columns
from units.services.registry import create_unit, succeed

FIXTURES = Path(__file__).parent / "fixtures"
CITY = "Thành phố Cần Thơ"
COMMITTEE = "UBND thành phố Cần Thơ"
MERGER = {"effective_on": date(2024, 11, 1), "decision": "Nghị quyết 1192/NQ-UBTVQH15"}
KINDS = {
    "sở/cơ quan chuyên môn": UnitKind.DEPARTMENT,
    "cơ quan thuộc UBND": UnitKind.AFFILIATE,
    "đơn vị sự nghiệp thành phố": UnitKind.AFFILIATE,
    "cơ quan ngành dọc/trung ương đóng trên địa bàn": UnitKind.CENTRAL,
    "tổ chức chính trị - xã hội": UnitKind.OTHER,
    "phòng chuyên môn cấp huyện": UnitKind.DISTRICT_OFFICE,
    "trường đại học": UnitKind.UNIVERSITY,
    "phân hiệu/cơ sở đại học": UnitKind.UNIVERSITY_BRANCH,
    "học viện": UnitKind.ACADEMY,
    "trường chính trị": UnitKind.POLITICAL_SCHOOL,
    "trường cao đẳng": UnitKind.COLLEGE,
    "UBND": UnitKind.CITY_COMMITTEE,
}


@dataclass(frozen=True)
class UnitRow:
    """A unit as the files tell it. `parent` is a name; one that is not in the registry stands in `note` instead."""

    name: str
    kind: UnitKind
    parent: str
    area: str
    columns: dict


@dataclass(frozen=True)
class AreaRow:
    name: str
    level: str
    parent: str
    code: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass
class Registry:
    """Everything the files hold, parents before children, and a sentence for each row that could not be read."""

    areas: list[AreaRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    mergers: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Loaded:
    """How many rows a run added, and what it could not read."""

    areas: int
    units: int
    successions: int
    problems: list[str]


# --- Reading ----------------------------------------------------------------------------------------------------------
def read_registry(folder: Path = FIXTURES) -> Registry:
    """Read both files. A row that cannot be read becomes a problem and stops no other."""
    registry = Registry(areas=[AreaRow(CITY, Area.Level.CITY, "", "92")])
    wards = _rows(folder / "wards.csv")
    units = _each(folder / "units.csv", registry, _unit_row)
    for district, code in {row["district"]: row["district_code"] for row in wards}.items():
        registry.areas.append(AreaRow(district, Area.Level.DISTRICT, CITY, code))
        units.append(_committee(district, UnitKind.DISTRICT_COMMITTEE, COMMITTEE))
    for row in wards:
        registry.areas.append(_ward_area(row))
        units.append(_ward_committee(row))
        if row["merged_into"]:
            registry.mergers.append((committee_of(row["name"]), committee_of(row["merged_into"])))
    registry.units = _parents_first(units)
    return registry


def committee_of(area: str) -> str:
    """ "Phường An Hòa" → "UBND phường An Hòa"."""
    return f"UBND {area[0].lower()}{area[1:]}"


def _rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]


def _each(path: Path, registry: Registry, read) -> list[UnitRow]:
    found = []
    for line, row in enumerate(_rows(path), start=2):
        try:
            found.append(read(row))
        except (KeyError, ValueError) as error:
            words = {"file": path.name, "line": line, "error": error}
            registry.problems.append(_("%(file)s, dòng %(line)d: không đọc được (%(error)s).") % words)
    return found


def _unit_row(row: dict) -> UnitRow:
    if not row["name"]:
        raise ValueError(_("thiếu tên đơn vị"))
    letter, doubt = row["certainty"][:1], row["certainty"][1:].strip(" ()")
    columns = {
        "short_name": row["short_name"],
        "symbol": row["symbol"],
        "website": row["website"],
        "certainty": Certainty.VERIFIED if letter == "V" else Certainty.UNCONFIRMED,
        "certainty_note": doubt,
        "source": row["source"],
        "note": _note(row),
    }
    return UnitRow(row["name"], KINDS[row["kind"]], row["parent"], row["district"] or CITY, columns)


def _note(row: dict) -> str:
    """What has no column of its own: a parent body outside the tree, what became of the unit, remarks."""
    outside = row["parent"] and row["parent"].partition(" ")[0] not in ("UBND", "Sở")
    lines = [
        _("Cơ quan chủ quản: %s.") % row["parent"] if outside else "",
        _("Từ ngày 01/03/2025: %s.") % row["successor_2025_03"] if row["successor_2025_03"] else "",
        _("Từ ngày 01/07/2025: %s.") % row["successor_2025_07"] if row["successor_2025_07"] else "",
        f"{row['note']}." if row["note"] else "",
    ]
    return "\n".join(line for line in lines if line)


def _committee(area: str, kind: UnitKind, parent: str, **columns) -> UnitRow:
    return UnitRow(committee_of(area), kind, parent, area, {"short_name": "", "symbol": "UBND", **columns})


def _ward_area(row: dict) -> AreaRow:
    return AreaRow(row["name"], Area.Level.WARD, row["district"], row["code"], *_validity(row))


def _ward_committee(row: dict) -> UnitRow:
    start, end = _validity(row)
    note = "\n".join(line[0].upper() + line[1:] + "." for line in row["note"].split("; ") if line)
    parent = committee_of(row["district"])
    return _committee(row["name"], UnitKind.WARD_COMMITTEE, parent, valid_from=start, valid_to=end, note=note)


def _validity(row: dict) -> tuple[date | None, date | None]:
    return tuple(date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))


def _parents_first(units: list[UnitRow]) -> list[UnitRow]:
    """The rows in an order in which every parent stands before its children; a parent outside the tree is dropped."""
    names = {row.name for row in units}
    levels, placed = [[row for row in units if row.parent not in names]], set()
    while levels[-1]:
        placed |= {row.name for row in levels[-1]}
        above = {row.name for row in levels[-1]}
        levels.append([row for row in units if row.parent in above and row.name not in placed])
    return [row for level in levels for row in level]


# --- Writing ----------------------------------------------------------------------------------------------------------
def load_registry(*, actor, now: datetime, folder: Path = FIXTURES) -> Loaded:
    """Add to the registry what the files hold and it lacks; nothing that is there is changed. All or nothing."""
    registry = read_registry(folder)
    with transaction.atomic():
        areas, new_areas = _load_areas(registry.areas)
        units, new_units = _load_units(registry.units, areas, actor, now)
        successions = sum(_load_merger(units[old], units[new], actor, now) for old, new in registry.mergers)
    return Loaded(new_areas, new_units, successions, registry.problems)


def _load_areas(rows: list[AreaRow]) -> tuple[dict[str, Area], int]:
    """Areas by name; of the city and its districts there is one per name, and so there is of its wards."""
    areas, added = {"": None}, 0
    for row in rows:
        facts = {"level": row.level, "code": row.code, "valid_to": row.valid_to, **name_columns(row.name)}
        areas[row.name], created = Area.objects.get_or_create(
            parent=areas[row.parent], name=row.name, valid_from=row.valid_from, defaults=facts
        )
        added += created
    return areas, added


def _load_units(rows: list[UnitRow], areas: dict[str, Area], actor, now: datetime) -> tuple[dict[str, Unit], int]:
    known = _known_units()
    added = 0
    for row in rows:
        if row.name not in known:
            known[row.name] = create_unit(
                name=row.name,
                kind=row.kind,
                parent=known.get(row.parent),
                area=areas[row.area],
                actor=actor,
                now=now,
                **row.columns,
            )
            added += 1
    return known, added


def _known_units() -> dict[str, Unit]:
    """Units under every name they bear or, before a correction, bore."""
    by_pk = Unit.objects.in_bulk()
    known = {}
    for detail in ActivityEntry.objects.filter(verb="unit.corrected").values_list("detail", flat=True):
        if "name" in detail.get("before", {}) and detail.get("unit") in by_pk:
            known[detail["before"]["name"]] = by_pk[detail["unit"]]
    return known | {unit.name: unit for unit in by_pk.values()}


def _load_merger(predecessor: Unit, successor: Unit, actor, now: datetime) -> bool:
    if Succession.objects.filter(predecessor=predecessor, successor=successor).exists():
        return False
    succeed(predecessor=predecessor, successor=successor, actor=actor, now=now, **MERGER)
    return True
