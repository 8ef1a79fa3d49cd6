"""What the figures say, in words: the titles of charts and tables state the finding, and numbers keep their unit."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from campaign_portal.lib.dates import clock_words, short_date
from campaign_portal.lib.numbers import number_text
from campaign_portal.lib.status import state
from units.models import Area

from .address import Address
from .days import AsOf
from .figures import Share, Summary, percent
from .reach import Reach
from .rows import ALL_UNITS, Place, Task, UnitRow


def when(as_of: AsOf, now) -> str:
    """Until when the figures count: a day that is over, or this minute of today."""
    if as_of.is_today:
        return _("Số liệu đến %(clock)s") % {"clock": clock_words(now)}
    return _("Số liệu đến hết ngày %(day)s") % {"day": short_date(as_of.day)}


def group_name(key: str, name: str) -> str:
    return _("Tất cả đơn vị nhận") if key == ALL_UNITS else sentence_case(name)


def place_name(place: Place) -> str:
    return place.name if place.is_district else _("Không theo địa bàn")


def share_place_name(share: Share) -> str:
    return share.name or _("Không theo địa bàn")


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def groups_title(shares: Sequence[Share]) -> str:
    """Which group of tasks lags most."""
    counted = [share for share in shares if share.tally.total]
    if not counted:
        return _("Không có nhiệm vụ nào phải thực hiện")
    if all(share.tally.done == share.tally.total for share in counted):
        return _("Mọi nhóm nhiệm vụ đã hoàn thành")
    if not any(share.tally.done for share in counted):
        return _("Chưa nhóm nào có nhiệm vụ hoàn thành")
    least = min(counted, key=lambda share: share.tally.done / share.tally.total)
    figures = {
        "name": group_name(least.key, least.name),
        "done": number_text(least.tally.done),
        "total": number_text(least.tally.total),
    }
    if len(counted) == 1:
        return _("%(done)s/%(total)s nhiệm vụ đã hoàn thành") % figures
    return _("Chậm nhất: %(name)s, %(done)s/%(total)s nhiệm vụ hoàn thành") % figures


def districts_title(shares: Sequence[Share], level: str = Area.Level.DISTRICT) -> str:
    """How many districts, or communes, are through, and where nothing has begun."""
    places = [share for share in shares if share.name and share.counted]
    if not places:
        return _("Các đơn vị không gắn với địa bàn nào")
    done = sum(share.done == len(share.counted) for share in places)
    noun = _("phường, xã") if level == Area.Level.WARD else _("quận, huyện")
    figures = {"done": done, "total": len(places), "places": noun}
    title = _("%(done)s/%(total)s %(places)s có mọi đơn vị hoàn thành") % figures
    still = [share.name for share in places if share.silent == len(share.counted)]
    if not still:
        return title
    names = ", ".join(still[:2]) if len(still) <= 2 else _("%(count)s nơi") % {"count": len(still)}
    return _("%(title)s; %(names)s chưa bắt đầu") % {"title": title, "names": names}


def behind_title(rows: Sequence[UnitRow], address: Address) -> list[tuple[str, str]]:
    """Who is behind, as pieces of a title: words, and the address of the units they count; "" where there are none."""
    silent = sum(unit.is_silent for unit in rows)
    late = len(rows) - silent
    parts = []
    if silent:
        text = ngettext("%(n)s đơn vị chưa có hoạt động nào", "%(n)s đơn vị chưa có hoạt động nào", silent) % {
            "n": number_text(silent)
        }
        parts.append((text, address.units(state="silent")))
    if late:
        text = _("%(n)s đơn vị đã có hoạt động nhưng quá hạn") % {"n": number_text(late)}
        parts.append((text, address.units(state="late")))
    return parts or [(_("Không đơn vị nào chậm"), "")]


def reach_title(cells: Sequence[Reach]) -> str:
    if not cells or not cells[0].times:
        return _("Chưa đơn vị nào khai số lượt tiếp cận")
    most = cells[0]
    return _("Nhiều lượt nhất đơn vị khai: %(audience)s, qua %(channel)s") % {
        "audience": most.audience_name,
        "channel": most.channel_name,
    }


def percent_text(part: int, whole: int) -> str:
    share = percent(part, whole)
    return "" if share is None else f"{share}%"


def scope_text(summary: Summary) -> str:
    """Whose rows these are when the reader does not see the whole directive."""
    if not summary.above:
        return ""
    return _("Chỉ gồm các đơn vị trực thuộc %(names)s.") % {"names": ", ".join(summary.above)}


# --- States -----------------------------------------------------------------------------------------------------------
UNIT_STATES = {
    "none": ("not_started", _lazy("chưa có hoạt động")),
    "late": ("late", ""),
    "back": ("returned", ""),
    "doing": ("in_progress", ""),
    "wait": ("waiting", ""),
    "done": ("done", ""),
    "na": ("not_applicable", ""),
}
"""The tone of a unit's square -> key of the status table, and the word where the table's own does not fit."""


def unit_state(unit: UnitRow) -> tuple[str, str]:
    """Key of the status table for a unit, and the word to say instead of the table's own, if any."""
    if not unit.is_addressed:
        return "refused", ""
    key, word = UNIT_STATES[unit.tone]
    return key, sentence_case(str(word))


def unit_words(unit: UnitRow) -> str:
    key, word = unit_state(unit)
    return word or state(key).label


def task_words(task: Task) -> str:
    return state(task.state).label
