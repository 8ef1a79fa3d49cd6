"""Acts on the registry of units: adding, correcting, ending, succeeding."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.text import fold_keeping_marks
from units.models import Area, Certainty, Succession, Unit, UnitKind
from units.models.named import name_columns

TERRITORIAL = (UnitKind.DISTRICT_COMMITTEE, UnitKind.DISTRICT_OFFICE, UnitKind.WARD_COMMITTEE)
PROTOCOL = {"quận": "10", "huyện": "20", "phường": "30", "trấn": "40", "xã": "50"}


def create_unit(
    *,
    name: str,
    kind: str,
    actor,
    now: datetime,
    parent: Unit | None = None,
    area: Area | None = None,
    short_name: str = "",
    symbol: str = "",
    certainty: str = Certainty.VERIFIED,
    valid_from: date | None = None,
    valid_to: date | None = None,
    **more,
) -> Unit:
    """Add a unit to the tree. Raises `Refused` when a unit of that name is already open."""
    name = " ".join(name.split())
    with transaction.atomic():
        if valid_to is None and Unit.objects.filter(name=name, valid_to=None).exists():
            raise Refused(_("Đã có đơn vị tên “%(name)s”. Hãy tìm đơn vị này trong danh sách.") % {"name": name})
        unit = Unit.objects.create(
            name=name,
            kind=kind,
            parent=parent,
            area=area,
            short_name=short_name,
            symbol=symbol,
            certainty=certainty,
            valid_from=valid_from,
            valid_to=valid_to,
            **unit_columns(name, kind, short_name, symbol),
            **more,
        )
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        record(actor=actor, verb="unit.created", unit=unit, now=now, detail={"kind": kind})
    return unit


def unit_columns(name: str, kind: str, short_name: str, symbol: str) -> dict[str, str]:
    """Sort key (protocol of the kind, protocol inside the kind, alphabet) and search words of a unit."""
    return name_columns(name, rank=UnitKind(kind).rank + protocol(name, kind, symbol), also=f"{short_name} {symbol}")


def protocol(name: str, kind: str, symbol: str) -> str:
    """Two digits that put the committee's own office before the departments, districts and wards in their usual order.

    quận – huyện; phường – thị trấn – xã. Everything else follows the alphabet.
    """
    if kind == UnitKind.DEPARTMENT and symbol == "VPUB":
        return "00"
    if kind not in TERRITORIAL:
        return "50"
    words = fold_keeping_marks(name).split(" ")
    return next((place for word, place in PROTOCOL.items() if word in words), "50")


def correct_unit(*, unit: Unit, actor, now: datetime, **columns) -> Unit:
    """Correct a misspelling or a missing fact in place; a new name by decision is `succeed` instead.

    What is not changed is not written and not logged. Raises `Refused` when another open unit bears the name.
    """
    if "name" in columns:
        columns["name"] = " ".join(columns["name"].split())
    columns = {name: value for name, value in columns.items() if value != getattr(unit, name)}
    if not columns:
        return unit
    before = {name: str(getattr(unit, name) or "") for name in columns}
    for name, value in columns.items():
        setattr(unit, name, value)
    derived = unit_columns(unit.name, unit.kind, unit.short_name, unit.symbol)
    for name, value in derived.items():
        setattr(unit, name, value)
    with transaction.atomic():
        if "name" in columns:
            _refuse_a_taken_name(unit)
        unit.save(update_fields=[*columns, *derived])
        after = {name: str(value or "") for name, value in columns.items()}
        record(actor=actor, verb="unit.corrected", unit=unit, now=now, detail={"before": before, "after": after})
    return unit


def _refuse_a_taken_name(unit: Unit) -> None:
    if unit.valid_to is None and Unit.objects.filter(name=unit.name, valid_to=None).exclude(pk=unit.pk).exists():
        raise Refused(_("Đã có đơn vị khác tên “%(name)s”. Hãy kiểm tra lại tên.") % {"name": unit.name})


def confirm_unit(*, unit: Unit, actor, now: datetime) -> Unit:
    """The officer confirms an uncertain row of the registry. Raises `AlreadyDone` when another officer did."""
    if unit.is_certain and not unit.certainty_note:
        raise AlreadyDone(_("Đơn vị này đã được xác nhận trước đó."))
    return correct_unit(unit=unit, actor=actor, now=now, certainty=Certainty.VERIFIED, certainty_note="")


def succeed(
    *,
    predecessor: Unit,
    successor: Unit,
    effective_on: date,
    decision: str,
    actor,
    now: datetime,
    ends_on: date | None = None,
) -> Succession:
    """Record that a unit takes over from another from a day; the predecessor ends the day before unless told.

    Open obligations move in `directives.services.lifecycle.hand_over`, called by the page above both.
    """
    with transaction.atomic():
        succession = Succession.objects.create(
            predecessor=predecessor,
            successor=successor,
            effective_on=effective_on,
            decision=decision,
            recorded_at=now,
            recorded_by=actor,
        )
        if ends_on and predecessor.valid_to is None:
            predecessor.valid_to = ends_on
            predecessor.save(update_fields=["valid_to"])
        record(
            actor=actor,
            verb="unit.succeeded",
            unit=predecessor,
            now=now,
            detail={"successor": successor.name, "effective_on": effective_on.isoformat(), "decision": decision},
        )
    return succession


def record(*, actor, verb: str, unit: Unit, now: datetime, detail: dict) -> None:
    activity.record(
        actor=actor, verb=verb, subject=f"{unit.name} ({unit.pk})", detail=detail | {"unit": unit.pk}, now=now
    )
