"""The progress board: a line for each unit, a column for each thing asked, a sum for each letter."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.board import lines
from reports.board.lines import Board, Letter, Line
from reports.board.load import letter_board
from reports.exports.columns import Column, Listing, day, filter_words, number, opened_at, text
from reports.summary.days import AsOf
from reports.summary.lists import UnitFilter
from reports.summary.words import place_name, task_words, unit_words
from reports.views.board import found_lines, open_campaign
from reports.views.summary import Opened
from reports.views.summary_lists import unit_label

from .summary import of_day


@of_day
def letter(request: HttpRequest, opened: Opened) -> Listing:
    shown = letter_board(opened.summary, opened.address)
    about = {"name": opened.directive.reference, "is_illustrative": opened.directive.campaign.is_illustrative}
    return _listing(request, shown, opened.as_of, **about)


def campaign(request: HttpRequest, pk: int) -> Listing | HttpResponse:
    opened = open_campaign(request, pk, timezone.now())
    if opened is None:
        return redirect("reports:my-work")
    row, loaded = opened
    if loaded.as_of.error:
        return HttpResponse(loaded.as_of.error, status=400, content_type="text/plain; charset=utf-8")
    return _listing(request, loaded.board, loaded.as_of, name=row.name, is_illustrative=row.is_illustrative)


def _listing(request: HttpRequest, shown: Board, as_of: AsOf, *, name: str, is_illustrative: bool) -> Listing:
    chosen = UnitFilter.read(request.GET)
    places = {unit.place.key: place_name(unit.place) for unit in shown.units}
    groups = {unit.addressee: unit.addressee_name for unit in shown.units}
    return Listing(
        title=_("Bảng tiến độ, %(name)s") % {"name": name},
        name=_("Bảng tiến độ %(name)s") % {"name": name},
        filters=[
            unit_label(chosen),
            *filter_words(
                (_("nhóm nơi nhận"), groups.get(chosen.group, chosen.group)),
                (_("địa bàn"), places.get(chosen.district, chosen.district)),
                (_("có từ"), chosen.q),
            ),
        ],
        until=None if as_of.is_today else as_of.day,
        rows=shown.lines(found_lines(request, shown)),
        columns=_columns(shown, as_of.day),
        is_illustrative=is_illustrative,
    )


def _columns(shown: Board, until: date) -> list[Column]:
    several = len(shown.letters) > 1
    return [
        text(_("Đơn vị"), lambda line: line.unit.name, 46),
        text(_("Nhóm nơi nhận"), lambda line: line.unit.addressee_name, 30),
        text(_("Quận, huyện"), lambda line: place_name(line.unit.place)),
        text(_("Trạng thái"), lambda line: unit_words(line.unit), 22),
        day(_("Ngày tiếp nhận"), lambda line: line.unit.received_on),
        *(each for place, part in enumerate(shown.letters) for each in _of_letter(part, place, several)),
        day(_("Số liệu đến hết ngày"), lambda _line: until),
        opened_at("reports:delivery", lambda line: line.unit.pk),
    ]


def _of_letter(part: Letter, place: int, several: bool) -> list[Column]:
    """What the letter asks, each thing in a column of its own, and how much of it is done."""
    about = f" ({part.summary.directive.reference})" if several else ""
    asked = [_asked(place, nth, column, about) for nth, column in enumerate(part.columns)]
    return [
        *asked,
        number(_("Hoàn thành") + about, lambda line: _sum(line, place, "done")),
        number(_("Nhiệm vụ") + about, lambda line: _sum(line, place, "total")),
    ]


def _asked(place: int, nth: int, column: lines.Column, about: str) -> Column:
    def words(line: Line) -> str:
        task = line.parts[place][0][nth][1]
        return task_words(task) if task else ""

    return text(f"{column.mark}. {column.title}{about}", words, 26)


def _sum(line: Line, place: int, name: str) -> int | None:
    found = line.parts[place][1]
    return getattr(found, name) if found else None
