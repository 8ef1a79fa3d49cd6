"""Boundary files for tests, and reading a drawing of the map."""

import json
import re
from pathlib import Path


def square(name: str, west: float, south: float, size: float = 0.1) -> dict:
    """A place one tenth of a degree wide."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return place(name, {"type": "Polygon", "coordinates": [ring]})


def place(name: str, geometry) -> dict:
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def write(folder: Path, *places: dict, name: str = "places.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(places)}), encoding="utf-8")
    return path


def shown(svg: str) -> list[tuple[str, str]]:
    """Each linked place: what is said of it and where it leads."""
    return [(words, url) for url, words in re.findall(r'<a href="([^"]*)" aria-label="([^"]*)">', svg)]


def points(svg: str) -> list[tuple[float, float]]:
    """Every point of every outline of the drawing."""
    found = []
    for data in re.findall(r' d="(M[^"]*z)"', svg):
        for ring in data.split("z")[:-1]:
            start, steps = re.match(r"M(-?\d+ -?\d+)l(.*)", ring).groups()
            x, y = map(int, start.split())
            found.append((x, y))
            numbers = list(map(int, re.findall(r"-?\d+", steps)))
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                found.append((x, y))
    return found
