"""The calendars we write, read back by an independent reader, and their lines as RFC 5545 wants them."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign_portal.lib.ical import CalendarEvent, duration, escaped, folded, write_calendar

AT = datetime(2024, 11, 13, 1, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t,;\\:\"'ỄậĐ"), max_size=300)


def make(**more) -> CalendarEvent:
    columns = {"uid": "obligation-1@a.example", "summary": "Hạn", "starts": date(2024, 11, 20), "changed_at": AT}
    return CalendarEvent(**columns | more)


def read(*events: CalendarEvent, **more) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(write_calendar(events, **more).encode())


def test_an_all_day_event_line_by_line():
    event = make(sequence=2, description="Công văn; số 05", url="https://a.example/1/", alarms=[timedelta(hours=16)])
    assert write_calendar([event]).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Campaign portal//Calendar//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:obligation-1@a.example",
        "DTSTAMP:20241113T010000Z",
        "LAST-MODIFIED:20241113T010000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20241120",
        "DTEND;VALUE=DATE:20241121",
        "SUMMARY:Hạn",
        "DESCRIPTION:Công văn\\; số 05",
        "URL:https://a.example/1/",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Hạn",
        "TRIGGER:-PT16H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_calendar_to_subscribe_to_says_its_name_and_how_often_to_look():
    calendar = read(name="Việc của Phòng VHTT", refresh=timedelta(hours=1))
    assert calendar["X-WR-CALNAME"] == "Việc của Phòng VHTT"
    assert calendar["X-WR-TIMEZONE"] == "Asia/Ho_Chi_Minh"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar.walk("VEVENT") == []


def test_an_hour_is_an_instant():
    at = datetime(2024, 11, 20, 10, 0, tzinfo=UTC)  # 17:00 in Cần Thơ
    event = read(make(starts=at)).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, "DTEND" in event) == (at, False)


@pytest.mark.parametrize(
    "day, following", [(date(2024, 12, 31), date(2025, 1, 1)), (date(2028, 2, 29), date(2028, 3, 1))]
)
def test_the_last_day_of_a_month_ends_in_the_next(day, following):
    event = read(make(starts=day)).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day, following)


@pytest.mark.parametrize(
    "span, written",
    [
        (timedelta(hours=16), "PT16H"),
        (-timedelta(hours=16), "-PT16H"),
        (timedelta(days=1), "P1D"),
        (timedelta(days=1, hours=2), "PT26H"),
        (timedelta(minutes=90), "PT1H30M"),
        (timedelta(minutes=30), "PT30M"),
        (timedelta(0), "PT0M"),
    ],
)
def test_a_span_as_calendars_write_it(span, written):
    assert duration(span) == written


def plain(text: str) -> str:
    """What may come back: line breaks as one kind; what cannot be written is gone."""
    return "".join(
        letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if letter in "\n\t" or ord(letter) >= 32
    ).replace("\x7f", "")


@given(TEXT, TEXT)
@example("a\\n,;b\\", "\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:lạ")
@example("Ậ" * 200, " " * 100)
@example("\x00\x7f", "\tx")
def test_any_words_come_back_as_they_were(summary, description):
    calendar = read(make(summary=summary, description=description), make(uid="2@a.example"))
    first, second = calendar.walk("VEVENT")
    assert str(first["SUMMARY"]) == plain(summary)
    assert str(first.get("DESCRIPTION", "")) == plain(description)
    assert str(second["UID"]) == "2@a.example"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
@example("Đ" * 37 + "x")
@example("x" * 75)
@example("x" * 76)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(line):
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_a_line_of_exactly_75_octets_stays_whole():
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"


@given(TEXT)
def test_escaped_words_stay_on_one_line(text):
    assert not set("\r\n") & set(escaped(text))


def test_an_address_cannot_smuggle_a_line():
    text = write_calendar([make(url="https://a.example/\r\nATTACH:https://b.example", uid="1\r\nX:2")])
    assert "\r\nATTACH" not in text
    assert "\r\nX:2" not in text


def test_the_same_events_are_always_written_the_same():
    assert write_calendar([make(), make(uid="2")]) == write_calendar([make(), make(uid="2")])
