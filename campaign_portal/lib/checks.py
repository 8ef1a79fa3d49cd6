"""System checks of the ground floor. They ask the database: `migrate` and `check --database default` run them."""

from django.core import checks
from django.db import DatabaseError
from django.utils import timezone

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.workdays import WorkCalendar


def check_holidays_are_known(app_configs, databases, **kwargs) -> list[checks.CheckMessage]:
    """Warn (ground.W001) when the public holidays of this year, or in autumn the next one's, are not in the table."""
    if not databases:
        return []
    today = local_day(timezone.now())
    years = [today.year] + ([today.year + 1] if today.month >= 10 else [])
    try:
        calendar = WorkCalendar.load()
    except DatabaseError:  # before the first migrate there is no table
        return []
    return [_unknown_year(year) for year in years if not calendar.covers(year)]


def _unknown_year(year: int) -> checks.Warning:
    return checks.Warning(
        f"The public holidays of {year} are not in the table: reminders skip only weekends.",
        hint="Fetch or fill in the days off and the worked weekend days of that year on the page /workdays/.",
        id="ground.W001",
    )
