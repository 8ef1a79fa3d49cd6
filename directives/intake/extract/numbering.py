"""Automatic numbers of a .docx: "1.", "a)", "-" are not in the text of a paragraph, Word draws them."""

import re

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_NUMBER = 999


def val(element, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default


class Numbering:
    """Counts through the lists of one document, in document order."""

    def __init__(self, numbering, styles):
        self._levels: dict[str, dict[int, dict]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._styles: dict[str, tuple] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                self._styles[style.get(f"{W}styleId")] = (val(style, f"{W}basedOn"), style.find(f"{W}pPr/{W}numPr"))

    def _read_lists(self, numbering) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                levels[whole(level.get(f"{W}ilvl"))] = {
                    "format": val(level, f"{W}numFmt") or "decimal",
                    "text": val(level, f"{W}lvlText") or "",
                    "start": whole(val(level, f"{W}start"), 1),
                }
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for number in numbering.iter(f"{W}num"):
            starts = {}
            for override in number.iter(f"{W}lvlOverride"):
                start = val(override, f"{W}startOverride")
                if start is not None:
                    starts[whole(override.get(f"{W}ilvl"))] = whole(start, 1)
            self._lists[number.get(f"{W}numId")] = (val(number, f"{W}abstractNumId"), starts)

    def label(self, properties) -> str:
        """What Word draws before the paragraph with these properties; "" when it has no number."""
        number_id, level = self._place(properties)
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

    def _place(self, properties) -> tuple[str | None, int]:
        if properties is None:
            return None, 0
        number = properties.find(f"{W}numPr")
        number_id = val(number, f"{W}numId")
        if number_id is None:
            number_id, number = self._from_style(val(properties, f"{W}pStyle"))
        return number_id, whole(val(number, f"{W}ilvl"))

    def _from_style(self, style: str | None) -> tuple:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            style, number = self._styles[style]
            if val(number, f"{W}numId") is not None:
                return val(number, f"{W}numId"), number
        return None, None


def _drawn(levels: dict, level: int, counts: dict) -> str:
    if levels[level]["format"] == "bullet":
        return "-"

    def number(match: re.Match) -> str:
        at = int(match[1]) - 1
        form = levels.get(at, {"format": "decimal"})["format"]
        return _number(counts.get(at, 1), form)

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
