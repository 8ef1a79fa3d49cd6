"""Counting through automatic lists: "1.", "a)", "-" are not in the text of a paragraph, Word draws them."""

import re

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_NUMBER = 999


class Lists:
    """Counts in document order.

    levels  abstract list -> level -> {"format", "text" with %1 … %9 for numbers, "start"}
    lists   list -> (abstract list, level -> first number)
    """

    def __init__(self, levels: dict, lists: dict):
        self._levels = levels
        self._lists = lists
        self._counts: dict = {}
        self._started: set = set()

    def label(self, number_id, level: int) -> str:
        """What Word draws before the next paragraph of this list; "" when there is no such list."""
        abstract, starts = self._lists.get(number_id, (None, {}))
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if starts and number_id not in self._started:
            counts.update({at: start - 1 for at, start in starts.items()})
        self._started.add(number_id)
        counts[level] = counts.get(level, levels[level]["start"] - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return _drawn(levels, level, counts)


def _drawn(levels: dict, level: int, counts: dict) -> str:
    if levels[level]["format"] == "bullet":
        return "-"

    def number(match: re.Match) -> str:
        at = int(match[1]) - 1
        return _number(counts.get(at, 1), levels.get(at, {"format": "decimal"})["format"])

    return re.sub(r"%([1-9])", number, levels[level]["text"])


def _number(value: int, form: str) -> str:
    value = min(max(value, 0), _MAX_NUMBER)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    if form == "none":
        return ""
    return f"{value:02}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    drawn = ""
    for size, sign in _ROMAN:
        drawn += sign * (value // size)
        value %= size
    return drawn
