"""Mail addresses that do not work: what mail servers reported, until a mail gets through or an officer says so."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Lower

from directives.models import AddressTrouble, Directive, Message
from units.access import REPORTING_ROLES
from units.models import Membership, Unit, User

from .people import readers


def dead_addresses(people: Iterable[User]) -> dict[str, AddressTrouble]:
    """What is known of those of the people's addresses that do not work, by address in lower case. One query.

    A person whose address is in here is reached by e-mail as little as one who has none.
    """
    addresses = {person.email.lower() for person in people if person.email}
    rows = AddressTrouble.objects.filter(over_at=None, address__in=addresses)
    return {row.address: row for row in rows}


def is_dead(person: User, dead: dict[str, AddressTrouble]) -> bool:
    return person.email.lower() in dead


def unreached(units: Iterable[Unit]) -> list[Unit]:
    """Those of the units where no mail reaches anybody who reports, in the order given. Two queries."""
    units = list(units)
    people = readers(unit.pk for unit in units)
    dead = dead_addresses(person for found in people.values() for person in found)
    return [unit for unit in units if all(is_dead(person, dead) for person in people.get(unit.pk, []))]


def troubles_of(directive: Directive) -> QuerySet[AddressTrouble]:
    """Addresses that do not work among those who are reminded of a letter, with the people whose they are."""
    seats = Membership.objects.in_force().filter(role__in=REPORTING_ROLES)
    units = directive.deliveries.filter(refused_at=None).values("unit")
    addresses = seats.filter(unit__in=units).values(address=Lower("user__email"))
    return AddressTrouble.objects.filter(over_at=None, address__in=addresses)


def note_trouble(*, message: Message, status: str, words: str, now: datetime) -> AddressTrouble:
    """Keep that the address of a message does not work. The first report stands until the trouble is over."""
    row, _made = AddressTrouble.objects.get_or_create(
        address=message.address.lower(),
        over_at=None,
        defaults={"status": status, "words": words, "since": now, "message": message},
    )
    return row


def end_trouble(*, address: str, now: datetime) -> int:
    """The address works again; return how many reports that ends (0 or 1)."""
    return AddressTrouble.objects.filter(address=address.lower(), over_at=None).update(over_at=now)


class Mended:
    """While a run sends mail: an address that takes one again is in trouble no more. One query for the run."""

    def __init__(self, channel, *, now: datetime):
        self._is_mail, self._now = channel.key == "email", now
        self._dead: set[str] = set()

    def __enter__(self) -> "Mended":
        if self._is_mail:
            rows = AddressTrouble.objects.filter(over_at=None, since__lt=self._now)
            self._dead = set(rows.values_list("address", flat=True))
        return self

    def __exit__(self, *_error) -> None:
        return None

    def reached(self, address: str) -> None:
        if address.lower() in self._dead:
            end_trouble(address=address, now=self._now)
