"""The files of boundaries that come with the product, and reading one: a broken place stops no other."""

import json
import logging
import math
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaign_portal.lib.text import fold_keeping_marks
from units.models import Area

from .geometry import Ring, Shape

FIXTURES = Path(__file__).parent / "fixtures"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """A file of boundaries: of which city, at which level of places, and on which days they hold."""

    path: Path
    city: str
    level: str
    note: str | Promise
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


SOURCES = (
    Source(
        FIXTURES / "can_tho_districts_2024_approx.geojson",
        city="Thành phố Cần Thơ",
        level=Area.Level.DISTRICT,
        note=_lazy("Ranh giới quận, huyện chỉ gần đúng, ghép từ ranh giới phường, xã từ ngày 01/07/2025."),
        valid_to=date(2025, 6, 30),
    ),
    Source(
        FIXTURES / "can_tho_wards_2025.geojson",
        city="Thành phố Cần Thơ",
        level=Area.Level.WARD,
        note=_lazy("Ranh giới phường, xã từ ngày 01/07/2025, đã vẽ giản lược."),
        valid_from=date(2025, 7, 1),
    ),
)


@dataclass(frozen=True)
class Boundaries:
    """Shapes by the folded names of their places, and a sentence for each thing that could not be read."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def find(self, *names: str) -> Shape | None:
        """By the first name known, in either spelling of its tones. An official code is no key: codes are reused."""
        return next((shape for name in names if (shape := self.shapes.get(fold_keeping_marks(name)))), None)


def find_source(*, city: str, level: str, day: date, sources=SOURCES) -> Source | None:
    wanted = fold_keeping_marks(city)
    fitting = (each for each in sources if each.level == level and each.holds_on(day))
    return next((each for each in fitting if fold_keeping_marks(each.city) == wanted), None)


@cache
def read(path: Path) -> Boundaries:
    """A GeoJSON file's places, read once a process. A file that cannot be read has none, and says so."""
    try:
        places = json.loads(path.read_text(encoding="utf-8"))["features"]
        if not isinstance(places, list):
            raise TypeError("features is no list")
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("boundary file %s cannot be read: %s", path.name, error)
        return Boundaries(problems=(_("Không đọc được tệp ranh giới, nên mỗi nơi được vẽ bằng một ô vuông."),))
    shapes, problems = {}, []
    for place in places:
        try:
            shape = _shape(place)
            shapes[fold_keeping_marks(shape.name)] = shape
        except (ValueError, KeyError, TypeError, IndexError) as error:
            name = _name(place)
            log.error("boundary of %s in %s cannot be read: %s", name or "?", path.name, error)
            problems.append(_("Ranh giới của %(name)s bị hỏng.") % {"name": name or _("một nơi không rõ tên")})
    return Boundaries(shapes, tuple(problems))


def _name(place) -> str:
    properties = place.get("properties") if isinstance(place, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name.strip() if isinstance(name, str) else ""


def _shape(place: dict) -> Shape:
    name = _name(place)
    if not name:
        raise ValueError("a place without a name")
    geometry = place["geometry"]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"{geometry['type']} is no area")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = tuple(_ring(ring) for polygon in polygons for ring in polygon)
    if not rings:
        raise ValueError("no outline")
    return Shape(name, rings)


def _ring(points: list) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    if len(set(ring)) < 3:
        raise ValueError("an outline of fewer than three points")
    if not all(_is_on_earth(point) for point in ring):
        raise ValueError("a point that is no longitude and latitude")
    return ring


def _is_on_earth(point: tuple[float, float]) -> bool:
    longitude, latitude = point
    is_finite = math.isfinite(longitude) and math.isfinite(latitude)
    return is_finite and abs(longitude) <= 180 and abs(latitude) <= 85
