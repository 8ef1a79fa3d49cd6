"""What is said to units that are reminded by hand: what they owe in plain words, texts for Zalo, the list as a file."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, distance_words, local_day, short_date
from campaign_portal.lib.status import state
from directives.models import Progress
from reports.summary.words import sentence_case

from .calls import Call, Desk, Work
from .urging import where_to_look


def owed(call: Call, today: date, *, named: bool = False) -> list[str]:
    """What the unit owes, a line each: "2 việc bị trả lại ngày 12/11/2024, hạn 20/11/2024 (còn 6 ngày)".

    With `named` a work that stands alone is called by its first words, which are too long for lists of units.
    """
    lines = []
    if call.is_unreceived:
        sent_on = local_day(call.delivery.issued_at)
        lines.append(_("chưa tiếp nhận văn bản gửi ngày %(day)s") % {"day": short_date(sent_on)})
    for _alike, works in groupby(sorted(call.works, key=_standing), key=_standing):
        lines.append(_works(list(works), today, named))
    if call.report_due_on:
        about = {"day": short_date(call.report_due_on), "left": distance_words(call.report_due_on, today)}
        lines.append(_("chưa nộp báo cáo, hạn %(day)s (%(left)s)") % about)
    return lines


def _standing(work: Work) -> tuple:
    """What works have in common that are told in one line."""
    return work.due_on, work.progress, work.since


def _works(works: Sequence[Work], today: date, named: bool) -> str:
    first = works[0]
    about = {
        "what": _("việc “%(title)s”") % {"title": first.title}
        if named and len(works) == 1
        else _("%d việc") % len(works),
        "since": short_date(first.since),
        "day": short_date(first.due_on),
        "left": distance_words(first.due_on, today),
    }
    match first.progress:
        case Progress.NOT_STARTED:
            return _("%(what)s chưa bắt đầu từ ngày giao %(since)s, hạn %(day)s (%(left)s)") % about
        case Progress.RETURNED:
            return _("%(what)s bị trả lại ngày %(since)s, hạn %(day)s (%(left)s)") % about
    return _("%(what)s đang làm, hạn %(day)s (%(left)s)") % about


# --- Texts to paste into Zalo -----------------------------------------------------------------------------------------
def unit_text(desk: Desk, call: Call, today: date) -> str:
    """Words for one unit; empty where it owes nothing."""
    lines = [f"- {sentence_case(line)}." for line in owed(call, today, named=True)]
    if not lines:
        return ""
    opening = _("%(giver)s trân trọng đề nghị đơn vị quan tâm thực hiện %(letter)s, cụ thể:") % _about(desk)
    return _letter(_("Kính gửi: %(unit)s.") % {"unit": call.unit}, opening, lines)


def units_text(desk: Desk, name: str, calls: Iterable[Call], today: date) -> str:
    """Words for several units, each with a line of its own."""
    lines = [f"- {call.unit}: {'; '.join(owed(call, today))}." for call in calls]
    if not lines:
        return ""
    opening = _("%(giver)s trân trọng đề nghị các đơn vị sau quan tâm thực hiện %(letter)s:") % _about(desk)
    return _letter(_("Kính gửi: %(name)s.") % {"name": name}, opening, lines)


def group_texts(desk: Desk, calls: Sequence[Call], today: date) -> list[tuple[str, int, str]]:
    """(name, number of units, words) for all units of a list and, where there are several, for each of its groups."""
    if not calls:
        return []
    groups: dict[str, list[Call]] = {}
    for call in calls:
        groups.setdefault(call.group, []).append(call)
    everyone = (_("Tất cả đơn vị trong danh sách"), len(calls), units_text(desk, _("các đơn vị"), calls, today))
    if len(groups) < 2:
        return [everyone]
    return [
        everyone,
        *((sentence_case(name), len(each), units_text(desk, name, each, today)) for name, each in groups.items()),
    ]


def _about(desk: Desk) -> dict[str, str]:
    return {"giver": desk.giver.name, "letter": desk.directive.reference}


def _letter(greeting: str, opening: str, lines: Sequence[str]) -> str:
    return "\n".join([greeting, opening, *lines, where_to_look(), _("Trân trọng cảm ơn.")])


def heard_words(call: Call) -> str:
    heard = call.heard
    if heard is None:
        return ""
    where = f"{heard.channel}, " if heard.channel else ""
    said = f": {heard.reason}" if heard.reason else ""
    return f"{where}{clock_words(heard.at)}, {heard.step}, {state(heard.state).word}{said}"
