"""A rehearsal as people read it: a line per message, the sentence above, filters. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, local_day, long_date
from units.models import Membership

from .channels import ALL, label_of
from .compose import Composed, render_for
from .overview import step_words
from .receipt_link import without_keys
from .rehearse import Rehearsal, Silent, Told, whose
from .sections import sections_of_each
from .timeline import told_words
from .unheard import SilentUnit, unheard

MORNING_ENDS, AFTERNOON_ENDS = 12, 18

Seat = tuple[int, str]
"""The key and the name of a unit in which a person sits."""


@dataclass
class Line:
    """One message that would go out: to whom, where, by which steps, under which subject."""

    told: Told
    seats: list[Seat]
    address: str
    composed: Composed

    @property
    def key(self) -> str:
        """Names the message within its rehearsal: a person has one by each channel and moment."""
        return f"{self.told.person.pk}-{self.told.place.channel}-{self.told.place.slot:%Y%m%d%H%M}"

    @property
    def units(self) -> list[str]:
        """Those for which the person hears."""
        return [name for _unit, name in self.seats]

    @property
    def person(self) -> str:
        return str(self.told.person)

    @property
    def channel(self) -> str:
        return label_of(self.told.place.channel)

    @property
    def subject(self) -> str:
        return self.composed.subject

    @property
    def steps(self) -> list[str]:
        return list(dict.fromkeys(row.step for row, _pieces in self.told.steps))

    @property
    def step_words(self) -> str:
        """Each step, and why it goes out on another day than the one it names."""
        return "; ".join(dict.fromkeys(told_words(row) for row, _pieces in self.told.steps))

    @property
    def letters(self) -> list[str]:
        """The letters of which it speaks."""
        return list(dict.fromkeys(row.directive.reference for row, _pieces in self.told.steps))

    @property
    def whose(self) -> list[str]:
        """The units of which it speaks."""
        return list(dict.fromkeys(whose(row) for row, _pieces in self.told.steps))

    @property
    def later(self) -> str:
        """When the person's own hour comes, where that is not at once."""
        first = max(row.send_at for row, _pieces in self.told.steps)
        return clock_words(self.told.place.slot) if self.told.place.slot > first else ""

    def text(self, at: datetime):
        """The whole message, less the addresses that act in the reader's name."""
        mail = render_for(self.told.person, self.composed, now=at)
        return mail._replace(text=without_keys(mail.text), html=without_keys(mail.html))

    def holds(self, words: str) -> bool:
        return any(words in text.lower() for text in (self.person, self.address, *self.units, *self.whose))


@dataclass
class Foretold:
    """What goes out at a moment. Build it with `foretell`: a constant number of queries."""

    at: datetime
    is_past: bool
    closed: str
    lines: list[Line]
    silent: list[Silent]

    @cached_property
    def people(self) -> int:
        return len({line.told.person.pk for line in self.lines})

    @cached_property
    def units(self) -> int:
        """Whose people hear something."""
        return len(self._receiving)

    @cached_property
    def _receiving(self) -> set[int]:
        return {unit for line in self.lines for unit, _name in line.seats}

    @cached_property
    def silent_units(self) -> list[SilentUnit]:
        """Each unit once, whatever the number of its letters; none that hears, or of which others hear."""
        rows = [row for line in self.lines for row, _pieces in line.told.steps]
        spoken = {row.delivery.unit_id for row in rows if row.delivery}
        return unheard(self.silent, self._receiving | spoken)

    @property
    def day_words(self) -> str:
        """ "Sáng thứ Tư 13/11/2024, 08:00"."""
        local = timezone.localtime(self.at, timezone.get_default_timezone())
        part = _("Sáng") if local.hour < MORNING_ENDS else _("Chiều") if local.hour < AFTERNOON_ENDS else _("Tối")
        words = {"part": part, "day": long_date(local.date()).replace(",", ""), "clock": f"{local:%H:%M}"}
        return _("%(part)s %(day)s, %(clock)s") % words

    @property
    def told_words(self) -> str:
        if not self.lines:
            return _("không ai nhận thư")
        return _("%(people)d người của %(units)d đơn vị nhận thư") % {"people": self.people, "units": self.units}

    @property
    def silent_words(self) -> str:
        return _("%(units)d đơn vị không nhận gì") % {"units": len(self.silent_units)}

    @property
    def sentence(self) -> str:
        return self.closed or f"{self.day_words}: {self.told_words}; {self.silent_words}."

    @property
    def note(self) -> str:
        """On what it rests."""
        if not self.is_past:
            return _("Theo tình hình lúc này. Đến giờ gửi, hệ thống hỏi lại: ai đã hoàn thành thì không nhận nữa.")
        return _(
            "Theo dữ liệu đã ghi và cách nhận mỗi người đã chọn đến lúc %(at)s."
            " Địa chỉ và các con số tổng trong thư lấy theo hiện tại, nên có thể khác sổ nhắc việc."
        ) % {"at": clock_words(self.at)}

    def step_counts(self) -> list[tuple[str, str, int]]:
        """(step, its words, messages) of each step that goes out."""
        counts = Counter(step for line in self.lines for step in line.steps)
        return [(step, step_words(step), count) for step, count in counts.items()]

    def channel_counts(self) -> list[tuple[str, str, int]]:
        counts = Counter(line.told.place.channel for line in self.lines)
        return [(key, label_of(key), count) for key, count in counts.items()]

    def chosen_lines(self, *, step: str = "", channel: str = "", words: str = "") -> list[Line]:
        words = words.strip().lower()
        return [
            line
            for line in self.lines
            if (not step or step in line.steps)
            and channel in ("", line.told.place.channel)
            and (not words or line.holds(words))
        ]

    def chosen_silent(self, *, words: str = "") -> list[SilentUnit]:
        words = words.strip().lower()
        return [each for each in self.silent_units if not words or words in each.whose.lower()]


def foretell(found: Rehearsal, *, now: datetime) -> Foretold:
    day = local_day(found.at) if found.at < now else None
    seats = _seats(found.told, day)
    said = sections_of_each([each.steps for each in found.told], found.at)
    lines = [
        Line(told, _units_of(told, seats.get(told.person.pk, [])), _address(told), Composed(sections))
        for told, sections in zip(found.told, said, strict=True)
    ]
    return Foretold(found.at, found.at < now, found.closed, lines, found.silent)


def _seats(told: Sequence[Told], day: date | None) -> dict[int, list[Seat]]:
    """The units for which each person sits, now or at the end of a past day. One query."""
    held = Membership.objects.in_force()
    if day:
        held = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    rows = held.filter(user__in={each.person.pk for each in told}).order_by("pk")
    found: dict[int, list[Seat]] = {}
    for user, unit, name in rows.values_list("user", "unit", "unit__name"):
        found.setdefault(user, []).append((unit, name))
    return found


def _units_of(told: Told, seats: Sequence[Seat]) -> list[Seat]:
    """The person's own units among those the message speaks of; else all: who hears from above sits in none of them."""
    rows = [row for row, _pieces in told.steps]
    spoken = {row.delivery.unit_id if row.delivery else row.directive.issuer_id for row in rows}
    return [seat for seat in dict.fromkeys(seats) if seat[0] in spoken] or list(dict.fromkeys(seats))


def _address(told: Told) -> str:
    channel = next((each for each in ALL if each.key == told.place.channel), None)
    return channel.address_of(told.person).address if channel else ""
