"""The ladder of reminders: which steps a campaign takes, for whom, and in whose words. Pure: no rows, no clock.

It is stored as a list. A rung stands there by its name ("before-7", "after-10-head"), as a whole number of days before
(or, negative, after) the due day, or as {"step": name, "text": words of the office, "channel": one channel only,
"since": the instant at which the rung came into a ladder that was running: what lay before it is not sent}. A letter
whose own ladder is {"since": instant} follows its campaign's again, from then on.
"""

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

FURTHEST = 366
"""Days; a ladder that reaches further is a slip of the pen."""

FIELDS = ("don_vi", "van_ban", "so_viec", "han", "con_lai")
"""What the words of a rung may name in braces: unit, letter, number of works, due day, distance to it."""


class Trigger(models.TextChoices):
    """What a step waits for. `days` counts calendar days from a due day, working days of waiting, or the weekday."""

    ISSUED = "issued", _("khi ban hành")
    UNRECEIVED = "unreceived", _("chưa tiếp nhận")
    BEFORE = "before", _("trước hạn")
    AFTER = "after", _("quá hạn")
    REPORT_BEFORE = "report-before", _("trước hạn báo cáo")
    REPORT_AFTER = "report-after", _("quá hạn báo cáo")
    RETURNED = "returned", _("việc bị trả lại")
    REVIEW = "review", _("chờ xác nhận lâu")
    WEEKLY = "weekly", _("tổng hợp hằng tuần")


class Audience(models.TextChoices):
    """Whom a step is for. Who that is, is resolved when it is sent."""

    UNIT = "unit", _("đầu mối của đơn vị")
    HEAD = "head", _("lãnh đạo đơn vị")
    ABOVE = "above", _("đơn vị cấp trên")
    ISSUER = "issuer", _("cán bộ đơn vị ban hành")
    OVERSEER = "overseer", _("cơ quan theo dõi chung")


USUAL = {Trigger.REVIEW: Audience.ISSUER, Trigger.WEEKLY: Audience.ISSUER}
"""Whom a trigger is for where its rung does not say; everything else is for the unit."""

ALLOWED = {
    Trigger.REVIEW: {Audience.ISSUER},
    Trigger.WEEKLY: {Audience.ISSUER, Audience.OVERSEER},
    Trigger.ISSUED: {Audience.UNIT, Audience.HEAD},
    Trigger.RETURNED: {Audience.UNIT, Audience.HEAD},
}
FOR_UNITS = {Audience.UNIT, Audience.HEAD, Audience.ABOVE}
"""Whom the steps of a unit's own work may be for."""

KEYS = {"step", "text", "channel", "since"}

DAYLESS = (Trigger.ISSUED, Trigger.RETURNED)
IMMEDIATE = (Trigger.AFTER, Trigger.REPORT_AFTER, Trigger.RETURNED)
"""What does not wait for the hour of a person's digest."""

_NAME = re.compile(rf"({'|'.join(sorted(Trigger.values, key=len, reverse=True))})(?:-(\d{{1,3}}))?(?:-([a-z]+))?")


@dataclass(frozen=True)
class Rung:
    """One step of a ladder. `text` replaces the product's opening sentence; `channel` is empty for a person's own.

    `since` is set for a rung that came into a running ladder: its moments before that have passed and are not made up.
    """

    trigger: Trigger
    days: int = 0
    audience: Audience = Audience.UNIT
    text: str = ""
    channel: str = ""
    since: datetime | None = None

    @property
    def name(self) -> str:
        """How the step stands in the ledger: "before-7", "after-10-head", "returned"."""
        days = "" if self.trigger in DAYLESS else f"-{self.days}"
        audience = "" if self.audience == usual(self.trigger) else f"-{self.audience}"
        return f"{self.trigger}{days}{audience}"

    @property
    def is_immediate(self) -> bool:
        return self.trigger in IMMEDIATE

    def is_too_old(self, send_at: datetime) -> bool:
        """Whether the moment had passed when the rung was added."""
        return self.since is not None and send_at < self.since


def usual(trigger: str) -> Audience:
    return USUAL.get(trigger, Audience.UNIT)


def default_steps() -> list[str]:
    """The ladder of a campaign that chose none. Receipt: Decree 30/2020/NĐ-CP, article 21 (the same day)."""
    return [
        *("issued", "unreceived-1"),
        *("before-14", "before-7", "before-3", "before-1", "before-0"),
        *("after-1", "after-3", "after-7", "after-10-head", "after-10-above"),
        *("report-before-3", "report-before-0", "report-after-1", "report-after-3"),
        *("returned", "review-3", "weekly-1", "weekly-1-overseer"),
    ]


def read_ladder(stored: Iterable) -> list[Rung]:
    """The rungs of a stored ladder, each once. Raises ValueError for what is none."""
    rungs = {rung.name: rung for rung in map(read_rung, stored)}
    return list(rungs.values())


def read_rung(stored) -> Rung:
    """One rung as it is stored. Raises ValueError: an unknown step, too many days, words with an unknown field."""
    if type(stored) is int:
        return _checked(Rung(Trigger.BEFORE if stored >= 0 else Trigger.AFTER, abs(stored)))
    if isinstance(stored, dict) and set(stored) <= KEYS and isinstance(stored.get("step"), str):
        rung = _named(stored["step"], str(stored.get("text", "")), str(stored.get("channel", "")))
        return _checked(replace(rung, since=_instant(stored.get("since"))))
    if isinstance(stored, str):
        return _checked(_named(stored))
    raise ValueError(f"no step of a ladder: {stored!r}")


def write_rung(rung: Rung) -> str | dict:
    """How a rung is stored: its name, and with it only what it says for itself."""
    since = rung.since.isoformat() if rung.since else ""
    more = {key: value for key, value in (("text", rung.text), ("channel", rung.channel), ("since", since)) if value}
    return {"step": rung.name, **more} if more else rung.name


def ladder_in_force(own: list | dict | None, usual_one: Iterable) -> list[Rung]:
    """The ladder of a letter with its own one, or none, in a campaign with its usual one. Raises ValueError."""
    if isinstance(own, dict):
        return [joined_later(rung, _instant(own.get("since"))) for rung in read_ladder(usual_one)]
    return read_ladder(own or usual_one)


def joined_later(rung: Rung, since: datetime | None) -> Rung:
    """The rung as it counts for who took it up at a moment."""
    moments = [each for each in (rung.since, since) if each]
    return replace(rung, since=max(moments, default=None))


def parse_step(name: str) -> Rung:
    """The rung behind the name of a step in the ledger. Raises ValueError."""
    return _named(name)


def unknown_fields(text: str) -> list[str]:
    """What `text` names in braces and no reminder can fill in; braces that do not close stand there as they are."""
    try:
        named = [field for _before, field, _form, _turn in string.Formatter().parse(text) if field is not None]
    except ValueError:
        return [text[text.find("{") :][:20] if "{" in text else "}"]
    return [field for field in named if field not in FIELDS]


def _named(name: str, text: str = "", channel: str = "") -> Rung:
    match = _NAME.fullmatch(name)
    if not match:
        raise ValueError(f"no step of a ladder: {name!r}")
    trigger, days, audience = match.groups()
    if audience and audience not in Audience.values:
        raise ValueError(f"no audience of a step: {name!r}")
    if (days is None) != (trigger in DAYLESS):
        raise ValueError(f"a step with days where none belong, or without: {name!r}")
    whom = Audience(audience) if audience else usual(trigger)
    return Rung(Trigger(trigger), int(days or 0), whom, text.strip(), channel)


def _instant(stored) -> datetime | None:
    """Raises ValueError for what is no aware moment."""
    if not stored:
        return None
    at = datetime.fromisoformat(str(stored))
    if at.tzinfo is None:
        raise ValueError(f"a moment without a zone: {stored!r}")
    return at


def _checked(rung: Rung) -> Rung:
    if rung.days > FURTHEST:
        raise ValueError(f"a step lies at most {FURTHEST} days from its day: {rung.name}")
    if rung.audience not in ALLOWED.get(rung.trigger, FOR_UNITS):
        raise ValueError(f"a step for people whom it does not concern: {rung.name}")
    if rung.trigger == Trigger.WEEKLY and not 1 <= rung.days <= 5:
        raise ValueError(f"a weekly step goes out on a weekday, 1 to 5: {rung.name}")
    if rung.trigger in (Trigger.AFTER, Trigger.REPORT_AFTER, Trigger.UNRECEIVED, Trigger.REVIEW) and not rung.days:
        raise ValueError(f"a step after a day needs at least one: {rung.name}")
    if unknown := unknown_fields(rung.text):
        raise ValueError(f"words with an unknown field: {unknown[0]}")
    return rung
