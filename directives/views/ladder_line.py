"""A ladder drawn as a line of days, for the pages that show it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, local_day
from campaign_portal.lib.status import state
from directives.ladder import Trigger
from directives.models import Directive, Reminder
from directives.reminders.overview import Round, step_words
from directives.reminders.timeline import at_any_time, instead_words, moved_words


@dataclass(frozen=True)
class Stop:
    """One step on its day. `results` tell of one that has been: (state, its word, rows) of each that occurs."""

    key: str
    day: date
    deadline: date | None
    at: datetime
    words: str
    whom: str
    moved: list[str]
    results: tuple
    went: str
    is_past: bool
    today: date | None = None
    """Set on the first step ahead where others have been: the day on which the line is looked at."""

    @property
    def icon(self) -> str:
        return "clock" if not self.is_past else "late" if self._went_wrong else "check"

    @property
    def tone(self) -> str:
        return "" if not self.is_past else "late" if self._went_wrong else "done"

    @property
    def _went_wrong(self) -> bool:
        return any(value in ("failed", "missed") for value, _word, _count in self.results)


def stops(rounds: Iterable[Round], *, now: datetime) -> list[Stop]:
    found = [_stop(each, now) for each in rounds]
    ahead = next((nth for nth, each in enumerate(found) if not each.is_past), 0)
    if ahead:
        found[ahead] = replace(found[ahead], today=local_day(now))
    return found


def went_words(each: Round) -> str:
    """When it really went out, where that is not the moment planned: "gửi lúc 14:00 ngày 12/11/2024"."""
    if not each.went:
        return ""
    first, last = (clock_words(at) for at in each.went)
    if first == last:
        return "" if first == clock_words(each.send_at) else _("gửi lúc %(at)s") % {"at": first}
    return _("gửi từ %(first)s đến %(last)s") % {"first": first, "last": last}


def any_time_words(directive: Directive) -> list[str]:
    """The steps that have no day: "việc bị trả lại", "chờ xác nhận lâu 3 ngày làm việc"."""
    return [step_words(rung.name) for rung in at_any_time(directive)]


def _stop(each: Round, now: datetime) -> Stop:
    return Stop(
        key=each.key,
        day=local_day(each.send_at),
        deadline=each.deadline if each.meant and not each.step.startswith(Trigger.WEEKLY) else None,
        at=each.send_at,
        words=each.words,
        whom=_whom(each),
        moved=[words for words in (moved_words(each), instead_words(each)) if words],
        results=tuple(
            (value, state(value).word, each.counts[value]) for value in Reminder.State.values if each.counts[value]
        ),
        went=went_words(each),
        is_past=each.send_at < now or bool(each.counts),
    )


def _whom(each: Round) -> str:
    if not each.units:
        return each.audience
    return _("%(units)d đơn vị, cho %(audience)s") % {"units": each.units, "audience": each.audience}
