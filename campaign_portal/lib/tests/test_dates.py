from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from django.utils import timezone as django_timezone
from django.utils import translation

from campaign_portal.lib.dates import (
    at_local,
    clock_words,
    closes_at,
    distance_words,
    local_day,
    long_date,
    parse_date,
    short_date,
)

DUE = date(2024, 11, 20)


@pytest.mark.parametrize(
    "at, day",
    [
        (datetime(2024, 11, 19, 16, 59, 59, tzinfo=UTC), date(2024, 11, 19)),
        (datetime(2024, 11, 19, 17, 0, tzinfo=UTC), DUE),
        (datetime(2024, 11, 19, 17, 30, tzinfo=UTC), DUE),  # 00:30 local
        (datetime(2024, 11, 19, 23, 59, tzinfo=UTC), DUE),  # 06:59 local
        (datetime(2024, 11, 20, 16, 59, 59, tzinfo=UTC), DUE),
        (datetime(2024, 11, 20, 17, 0, tzinfo=UTC), date(2024, 11, 21)),
    ],
)
def test_a_day_begins_and_ends_at_local_midnight(at, day):
    assert local_day(at) == day


def test_the_local_day_does_not_follow_an_activated_zone():
    with django_timezone.override(timezone(timedelta(hours=-8))):
        assert local_day(datetime(2024, 11, 19, 17, 0, tzinfo=UTC)) == DUE


def test_a_naive_datetime_has_no_local_day():
    with pytest.raises(ValueError):
        local_day(datetime(2024, 11, 20))  # noqa: DTZ001 - the mistake under test


def test_a_day_closes_at_the_next_local_midnight():
    assert closes_at(DUE) == datetime(2024, 11, 20, 17, 0, tzinfo=UTC)
    assert closes_at(DUE).tzinfo is UTC
    assert local_day(closes_at(DUE) - timedelta(microseconds=1)) == DUE
    assert local_day(closes_at(DUE)) == date(2024, 11, 21)


def test_a_clock_time_becomes_a_utc_instant():
    assert at_local(DUE, time(8, 0)) == datetime(2024, 11, 20, 1, 0, tzinfo=UTC)
    assert at_local(DUE, time(8, 0)).tzinfo is UTC


@pytest.mark.parametrize(
    "day, words",
    [
        (date(2024, 11, 18), "thứ Hai, 18/11/2024"),
        (date(2024, 11, 19), "thứ Ba, 19/11/2024"),
        (date(2024, 11, 20), "thứ Tư, 20/11/2024"),
        (date(2024, 11, 21), "thứ Năm, 21/11/2024"),
        (date(2024, 11, 22), "thứ Sáu, 22/11/2024"),
        (date(2024, 11, 23), "thứ Bảy, 23/11/2024"),
        (date(2024, 11, 17), "Chủ nhật, 17/11/2024"),
    ],
)
def test_long_date_names_the_weekday(day, words):
    assert long_date(day) == words


def test_short_date_has_two_digits_for_day_and_month():
    assert short_date(date(2024, 1, 5)) == "05/01/2024"


def test_clock_words_are_local():
    assert clock_words(datetime(2024, 11, 14, 1, 30, tzinfo=UTC)) == "08:30 ngày 14/11/2024"
    assert clock_words(datetime(2024, 11, 14, 17, 5, tzinfo=UTC)) == "00:05 ngày 15/11/2024"


@pytest.mark.parametrize(
    "today, words",
    [
        (date(2024, 11, 14), "còn 6 ngày"),
        (date(2024, 11, 19), "còn 1 ngày"),
        (date(2024, 11, 20), "hạn hôm nay"),
        (date(2024, 11, 21), "quá hạn 1 ngày"),
        (date(2024, 11, 23), "quá hạn 3 ngày"),
    ],
)
def test_distance_words_say_the_days_left(today, words):
    assert distance_words(DUE, today) == words


@pytest.mark.parametrize(
    "typed, day",
    [
        ("20/11/2024", DUE),
        ("20-11-2024", DUE),
        ("20.11.2024", DUE),
        (" 20 / 11 / 2024 ", DUE),
        ("5/1/2024", date(2024, 1, 5)),
        ("05/01/2024", date(2024, 1, 5)),
        ("29/2/2024", date(2024, 2, 29)),
        ("1/1/1900", date(1900, 1, 1)),
        ("31/12/2100", date(2100, 12, 31)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, day):
    assert parse_date(typed) == day


FORM = "Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", FORM),
        ("mai", FORM),
        ("20/11", FORM),
        ("20/11/24", FORM),
        ("20/11-2024", FORM),
        ("2024-11-20", FORM),
        ("20/11/2024 08:00", FORM),
        ("٢٠/١١/٢٠٢٤", FORM),
        ("31/11/2024", "Không có ngày 31/11/2024 trong lịch. Hãy kiểm tra lại."),
        ("29/02/2025", "Không có ngày 29/02/2025 trong lịch. Hãy kiểm tra lại."),
        ("11/20/2024", "Không có ngày 11/20/2024 trong lịch. Hãy kiểm tra lại."),
        ("20/11/0204", "Năm 0204 không hợp lý. Hãy nhập năm từ 1900 đến 2100."),
        ("20/11/2101", "Năm 2101 không hợp lý. Hãy nhập năm từ 1900 đến 2100."),
    ],
)
def test_what_is_no_day_is_answered_with_a_sentence(typed, sentence):
    with translation.override("vi"), pytest.raises(ValueError) as caught:
        parse_date(typed)
    assert str(caught.value) == sentence
