"""Days, times and numbers as written in Vietnam."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import formats, translation

from campaign_portal.lib.numbers import number_text, parse_count, unbroken, with_unit


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v }}", date(2024, 11, 5), "05/11/2024"),
        ('{{ v|date:"SHORT_DATE_FORMAT" }}', date(2024, 11, 5), "05/11/2024"),
        ("{{ v }}", datetime(2024, 11, 5, 1, 30, tzinfo=UTC), "08:30 ngày 05/11/2024"),
        ("{{ v }}", time(8, 5), "08:05"),
        ('{{ v|date:"YEAR_MONTH_FORMAT" }}', date(2024, 11, 5), "tháng 11/2024"),
        ("{{ v|floatformat:1 }}", 1.5, "1,5"),
        ('{{ v|floatformat:"0g" }}', 12345, "12.345"),
    ],
)
def test_templates_write_as_people_here_do(source, value, text):
    assert Template(source).render(Context({"v": value})) == text


def test_a_week_begins_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_days_come_before_months_when_read():
    assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
    assert "%m/%d/%Y" not in formats.get_format("DATE_INPUT_FORMATS")


def test_another_language_keeps_its_own_formats():
    with translation.override("en"):
        assert formats.date_format(date(2024, 11, 5)) == "Nov. 5, 2024"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (12846, "12.846"), (1234567, "1.234.567"), (-3, "−3"), (-0.0, "0")],
)
def test_numbers_are_grouped_by_points(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(1.25, "1,2"), (1240.5, "1.240,5"), (-1.5, "−1,5"), (-0.04, "0,0")])
def test_decimals_stand_behind_a_comma(value, text):
    assert number_text(value, 1) == text


def test_a_number_and_its_unit_stay_on_one_line():
    assert with_unit(1240, "lượt mở") == "1.240\u00a0lượt\u00a0mở"
    assert with_unit(7) == "7"


def test_keeping_text_on_one_line_does_not_let_markup_in():
    assert unbroken("<b> x") == "&lt;b&gt;\u00a0x"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("120", 120), ("1.240", 1240), (" 1 240 ", 1240), ("1.234.567", 1234567), ("1\u00a0240", 1240)],
)
def test_counts_are_read_as_typed(typed, number):
    assert parse_count(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "1.5", "1,5", "-3", "khoảng 120", "12.34", "1.2345", "1.240,5", "1e3", "١٢", "1234567890123"]
)
def test_what_is_no_count_is_refused(typed):
    with pytest.raises(ValueError):
        parse_count(typed)
