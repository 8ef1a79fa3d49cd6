"""From the figures of a letter to the marks of its map: which places, which boundaries, which words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.numbers import number_text, with_unit
from reports.summary.address import Address
from reports.summary.figures import Share, Summary
from reports.summary.words import districts_title
from units.models import Area

from .boundaries import SOURCES, Boundaries, Source, find_source, read
from .draw import draw, swatch
from .geometry import Shape
from .layout import Mark
from .shades import SHADES, shade_of

KIND = re.compile(r"^(?:quận|huyện|thị xã|thành phố|phường|xã|thị trấn|đặc khu)\s+(?=\D)", re.IGNORECASE)
NAMED_AT_MOST = 5
"""How many places without a boundary are called by name under the map."""


@dataclass(frozen=True)
class Chart:
    """What a map is drawn from. `notes` are sentences that stand under it."""

    marks: list[Mark]
    others: list[Shape]
    notes: list[str]
    title: str


@dataclass(frozen=True)
class PlaceMap:
    """The map as a page shows it: the same picture for desk and phone, its legend, the sentences under it."""

    drawings: list[SafeString]
    legend: list[tuple[SafeString, str]]
    notes: list[str]
    is_long: bool
    unplaced: int
    unplaced_url: str
    is_fine: bool
    other_url: str
    """The same day with communes instead of districts, or back; "" where there is only one level."""


def place_map(summary: Summary, address: Address, *, fine: bool = False) -> PlaceMap | None:
    """The letter's places as of the summary's day, each leading to its tasks; None when no unit belongs to a place.

    Districts; communes where there are no districts (since July 2025), or where `fine` asks for them. One query.
    """
    fine = fine and _has_communes(summary)
    chart = chart_of(summary, address, fine=fine)
    if chart is None:
        return None
    return PlaceMap(
        drawings=[draw(chart.marks, chart.others, kind=kind, title=chart.title) for kind in ("desk", "phone")],
        legend=_legend(chart),
        notes=chart.notes,
        is_long=len(chart.marks) > 20,
        unplaced=sum(unit.is_counted and not unit.place.is_district for unit in summary.units),
        unplaced_url=address.units(district="none"),
        is_fine=fine,
        other_url=address.page(map="" if fine else Area.Level.WARD) if _has_communes(summary) else "",
    )


def paper_map(summary: Summary) -> str:
    """The same as one picture with its legend, for a document; "" when no unit belongs to a place. One query."""
    chart = chart_of(summary, None)
    return str(draw(chart.marks, chart.others, kind="paper", title=chart.title)) if chart else ""


def level_of(summary: Summary) -> str:
    """The level of the places that units are counted by: districts, or communes where there are no districts."""
    return next((unit.place.level for unit in summary.units if unit.place.is_district), Area.Level.DISTRICT)


def _has_communes(summary: Summary) -> bool:
    return any(unit.place.own for unit in summary.units)


def chart_of(
    summary: Summary, address: Address | None, *, fine: bool = False, sources: Sequence[Source] = SOURCES
) -> Chart | None:
    """The marks of a summary's map. Places are those of the day of issue, and so are their boundaries.

    Where `fine`, a unit of a district as a whole keeps that as its place.
    """
    shares = [share for share in (summary.by_place() if fine else summary.by_district()) if share.name]
    if not shares:
        return None
    keys = {int(share.key) for share in shares}
    areas = {str(area.pk): area for area in Area.objects.filter(pk__in=keys).select_related("parent__parent")}
    found = _sources(areas, local_day(summary.directive.issued_at), sources)
    source, covered = next(iter(Counter(found.values()).most_common(1)), (None, 0))
    if covered * 2 < len(shares):  # most places are of another kind: an outline without them would say nothing
        source = None
    boundaries = read(source.path) if source else Boundaries()
    names = {share.key: (share.name, areas[share.key].name) for share in shares}
    shapes = {key: boundaries.find(*names[key]) for key, own in found.items() if own == source}
    marks = [_mark(share, shapes.get(share.key), address) for share in shares]
    drawn = {shape.name for shape in shapes.values() if shape}
    return Chart(
        marks=marks,
        others=[shape for shape in boundaries.shapes.values() if shape.name not in drawn] if drawn else [],
        notes=_notes(marks, source, boundaries),
        title=districts_title(shares, Area.Level.WARD if fine else level_of(summary)),
    )


def _sources(areas: dict[str, Area], day: date, sources: Sequence[Source]) -> dict[str, Source]:
    """Which file of boundaries each place is in, of those that are in one."""
    wanted = {
        key: find_source(city=_city(area), level=area.level, day=day, sources=sources) for key, area in areas.items()
    }
    return {key: source for key, source in wanted.items() if source}


def _city(area: Area) -> str:
    while area.parent:
        area = area.parent
    return area.name


# --- Words ------------------------------------------------------------------------------------------------------------
def _mark(share: Share, shape: Shape | None, address: Address | None) -> Mark:
    done, total = share.tally.done, share.tally.total
    return Mark(
        name=share.name,
        label=KIND.sub("", share.name),
        value=f"{number_text(done)}/{number_text(total)}" if total else "–",
        words=_words(share),
        shade=shade_of(done, total),
        url=address.tasks(district=share.key) if address and total else "",
        shape=shape,
    )


def _words(share: Share) -> str:
    """ "Quận Ninh Kiều: 2/3 nhiệm vụ hoàn thành, 1 nhiệm vụ quá hạn." """
    tally = share.tally
    if not tally.total:
        return _("%(place)s: không có nhiệm vụ phải thực hiện") % {"place": share.name}
    figures = {"place": share.name, "done": number_text(tally.done), "total": number_text(tally.total)}
    words = [_("%(place)s: %(done)s/%(total)s nhiệm vụ hoàn thành") % figures]
    if tally.overdue:
        words.append(_("%(n)s quá hạn") % {"n": number_text(tally.overdue)})
    if share.silent:
        words.append(_("%(units)s chưa có hoạt động") % {"units": with_unit(share.silent, _("đơn vị"))})
    return ", ".join(words)


def _notes(marks: list[Mark], source: Source | None, boundaries: Boundaries) -> list[str]:
    notes = [str(source.note)] if source and any(mark.shape for mark in marks) else []
    notes += boundaries.problems
    missing = [mark.name for mark in marks if mark.shape is None]
    if not missing or (source and not boundaries.shapes):
        return notes
    if len(missing) == len(marks):
        notes.append(_("Chưa có ranh giới của các địa bàn này, nên mỗi nơi được vẽ bằng một ô vuông."))
    else:
        names = ", ".join(missing) if len(missing) <= NAMED_AT_MOST else _("%(n)s nơi") % {"n": len(missing)}
        notes.append(_("Chưa có ranh giới của %(names)s, nên vẽ bằng ô vuông dưới bản đồ.") % {"names": names})
    return notes


def _legend(chart: Chart) -> list[tuple[SafeString, str]]:
    """Each shade of the map with the number of places in it; those beside the letter are not counted."""
    counts = Counter(mark.shade for mark in chart.marks)
    lines = []
    for key, shade in SHADES.items():
        if counts[key]:
            places = ngettext("%(n)s nơi", "%(n)s nơi", counts[key]) % {"n": number_text(counts[key])}
            lines.append((swatch(key), f"{places} {shade.word}"))
        elif key == "void" and chart.others:
            lines.append((swatch(key), str(shade.word)))
    return lines
