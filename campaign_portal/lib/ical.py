"""Calendars for phones and Outlook (RFC 5545): due days as all-day events, due hours as instants. Pure; no clock.

A calendar program knows an event again by its `uid`, and takes a later version of it by a higher `sequence`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings

PRODUCT = "-//Campaign portal//Calendar//VI"
LINE = 75  # octets, without the line break
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class CalendarEvent:
    """`starts` is a day (all day long) or an aware instant. `alarms` say how long before it to ring."""

    uid: str
    summary: str
    starts: date | datetime
    changed_at: datetime
    sequence: int = 0
    description: str = ""
    url: str = ""
    alarms: Sequence[timedelta] = ()


def write_calendar(events: Iterable[CalendarEvent], *, name: str = "", refresh: timedelta | None = None) -> str:
    """One published calendar. `name` and `refresh`, how often to look again, are for one that people subscribe to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [f"X-WR-CALNAME:{escaped(name)}", f"X-WR-TIMEZONE:{settings.TIME_ZONE}"]
    if refresh:
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{duration(refresh)}", f"X-PUBLISHED-TTL:{duration(refresh)}"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; what no calendar may hold (control characters) is left out."""
    text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def folded(line: str) -> str:
    """A long line in pieces of at most 75 octets, never in the middle of a letter (RFC 5545, 3.1)."""
    return "\r\n ".join(_pieces(line))


def duration(span: timedelta) -> str:
    """ "PT16H", "P1D", "-PT30M": whole minutes."""
    minutes = round(abs(span).total_seconds()) // 60
    sign = "-" if span < timedelta(0) else ""
    if minutes and minutes % (24 * 60) == 0:
        return f"{sign}P{minutes // (24 * 60)}D"
    hours, minutes = divmod(minutes, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or not hours else "")
    return f"{sign}PT{clock}"


def _pieces(line: str) -> Iterator[str]:
    piece, size, room = [], 0, LINE
    for letter in line:
        width = len(letter.encode())
        if size + width > room:
            yield "".join(piece)
            piece, size, room = [], 0, LINE - 1  # the space that begins a continuation counts
        piece.append(letter)
        size += width
    yield "".join(piece)


def _event(event: CalendarEvent) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{_instant(event.changed_at)}",
        f"LAST-MODIFIED:{_instant(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        *_when(event.starts),
        f"SUMMARY:{escaped(event.summary)}",
        *([f"DESCRIPTION:{escaped(event.description)}"] if event.description else []),
        *([f"URL:{_UNWRITABLE.sub('', event.url)}"] if event.url else []),
        "TRANSP:TRANSPARENT",  # a due day keeps nobody from having meetings
        *(line for alarm in event.alarms for line in _alarm(event, alarm)),
        "END:VEVENT",
    ]


def _when(starts: date | datetime) -> list[str]:
    if isinstance(starts, datetime):
        return [f"DTSTART:{_instant(starts)}"]
    following = starts + timedelta(days=1)  # the end is not part of it
    return [f"DTSTART;VALUE=DATE:{starts:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}"]


def _alarm(event: CalendarEvent, before: timedelta) -> list[str]:
    text = f"DESCRIPTION:{escaped(event.summary)}"
    return ["BEGIN:VALARM", "ACTION:DISPLAY", text, f"TRIGGER:{duration(-before)}", "END:VALARM"]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
